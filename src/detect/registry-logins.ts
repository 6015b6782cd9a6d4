// Reads the files of credentials that were asked for: JSON with "auths", as `docker login`, `podman login` and
// `kubectl create secret docker-registry` write it (containers-auth.json(5)). By standard input also NAME:PASSWORD on one line.

import { json } from "../documents/json/json.ts"
import { isTable, ownValue } from "../documents/value.ts"
import type { ReadingMachine } from "../machine/reading.ts"
import type { Answers } from "../model/answers.ts"
import type { Fact } from "../model/facts/fact.ts"
import { toFileFact } from "../model/facts/file-fact.ts"
import type { NodeFacts } from "../model/facts/node-facts.ts"
import type { CredentialsFile, RegistryLogin } from "../model/facts/registry-logins.ts"
import { askedOf, hostOfRegistry } from "../model/facts/registry-logins.ts"
import { type Registry, standardInput } from "../model/setting.ts"

/** By the path of the file; nothing where none was asked for. */
export function detectRegistryLogins(
  machine: ReadingMachine,
  { registry: rows = [] }: Answers,
  input?: string,
): Pick<NodeFacts, "registryLogins"> {
  const paths = [...new Set(rows.flatMap(({ credentialsFile }) => credentialsFile ?? []))]
  if (paths.length === 0) return {}
  const readLogins = (path: string) => (path === standardInput ? readInput(rows, input) : readFile(machine, path))
  return { registryLogins: Object.fromEntries(paths.map((path) => [path, readLogins(path)])) }
}

const inputSource = { kind: "flag", flag: "--registry" } as const

/** Absent: an earlier run was given them, and this one was not. */
function readInput(rows: readonly Registry[], input: string | undefined): Fact<CredentialsFile> {
  if (input === undefined) return { state: "absent", source: inputSource }
  const asked = rows.filter(({ credentialsFile }) => credentialsFile === standardInput)
  const logins = loginsInInput(asked, input)
  if (logins === undefined) return { state: "not-understood", source: inputSource, reason: "neither form" }
  return { state: "known", source: inputSource, value: { hash: "", logins } }
}

/** `asked`: the rows that have them from there. Undefined: it is of neither form. */
export function loginsInInput(asked: readonly Registry[], input: string): readonly RegistryLogin[] | undefined {
  return loginsIn(input) ?? loginOfLine(input, [...new Set(asked.flatMap(askedOf))])
}

/** "NAME:PASSWORD", which says of no registry that it is its own: there must be but one. */
function loginOfLine(text: string, hosts: readonly string[]): readonly RegistryLogin[] | undefined {
  const [host] = hosts
  const line = text.replace(/\r?\n$/, "")
  if (host === undefined || hosts.length > 1 || !/^[^\s:"{}]+:[^\r\n\0]+$/.test(line)) return undefined
  return [{ host: hostOfRegistry(host), authorization: `Basic ${Buffer.from(line).toString("base64")}` }]
}

function readFile(machine: ReadingMachine, path: string): Fact<CredentialsFile> {
  const file = toFileFact(machine.readFile(path))
  if (file.state !== "known") return file
  const logins = loginsIn(file.value.text)
  // Not what is wrong with it: the parser's words could hold a part of what is secret.
  if (logins === undefined) return { state: "not-understood", source: file.source, reason: 'not JSON with "auths"' }
  return { state: "known", source: file.source, value: { hash: file.value.hash, logins } }
}

/** Undefined: it is not JSON with "auths". */
function loginsIn(text: string): readonly RegistryLogin[] | undefined {
  const parsed = json.parse("", text)
  const auths = parsed.ok ? ownValue(parsed.value.root, "auths") : undefined
  if (!isTable(auths)) return undefined
  return Object.entries(auths).flatMap(([name, entry]): readonly RegistryLogin[] => {
    const authorization = isTable(entry) ? basicOf(entry) : undefined
    return authorization === undefined ? [] : [{ host: hostOfRegistry(name), authorization }]
  })
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
