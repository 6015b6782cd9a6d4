// Reads the files of credentials that were asked for: JSON with "auths", as `docker login`, `podman login` and
// `kubectl create secret docker-registry` write it (containers-auth.json(5)).

import { json } from "../documents/json/json.ts"
import { isTable, ownValue } from "../documents/value.ts"
import type { ReadingMachine } from "../machine/reading.ts"
import type { Answers } from "../model/answers.ts"
import type { Fact } from "../model/facts/fact.ts"
import { toFileFact } from "../model/facts/file-fact.ts"
import type { NodeFacts } from "../model/facts/node-facts.ts"
import type { CredentialsFile, RegistryLogin } from "../model/facts/registry-logins.ts"
import { hostOfRegistry } from "../model/facts/registry-logins.ts"

/** By the path of the file; nothing where none was asked for. */
export function detectRegistryLogins(
  machine: ReadingMachine,
  { registry: rows = [] }: Answers,
): Pick<NodeFacts, "registryLogins"> {
  const paths = [...new Set(rows.flatMap(({ credentialsFile }) => credentialsFile ?? []))]
  if (paths.length === 0) return {}
  return { registryLogins: Object.fromEntries(paths.map((path) => [path, read(machine, path)])) }
}

function read(machine: ReadingMachine, path: string): Fact<CredentialsFile> {
  const file = toFileFact(machine.readFile(path))
  if (file.state !== "known") return file
  const parsed = json.parse(path, file.value.text)
  const auths = parsed.ok ? ownValue(parsed.value.root, "auths") : undefined
  // Not what is wrong with it: the parser's words could hold a part of what is secret.
  if (!isTable(auths)) return { state: "not-understood", source: file.source, reason: 'not JSON with "auths"' }
  const logins = Object.entries(auths).flatMap(([name, entry]): readonly RegistryLogin[] => {
    const authorization = isTable(entry) ? basicOf(entry) : undefined
    return authorization === undefined ? [] : [{ host: hostOfRegistry(name), authorization }]
  })
  return { state: "known", source: file.source, value: { hash: file.value.hash, logins } }
}

/** RFC 7617. Undefined: no password is there, because a helper keeps it or it is a token. */
function basicOf(entry: Readonly<Record<string, unknown>>): string | undefined {
  const { auth, username, password } = entry
  const isText = (one: unknown): one is string => typeof one === "string" && one !== ""
  const encoded = isText(auth)
    ? auth.trim()
    : isText(username) && isText(password)
      ? Buffer.from(`${username}:${password}`).toString("base64")
      : ""
  const decoded = Buffer.from(encoded, "base64").toString("utf8")
  return /^[A-Za-z0-9+/]+=*$/.test(encoded) && /^[^:]+:[^\0]+/.test(decoded) ? `Basic ${encoded}` : undefined
}
