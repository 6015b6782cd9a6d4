// Credentials that came by standard input, in the one file that CRI-O reads for all registries: containers-auth.json(5),
// crio.conf(5), global_auth_file. One that it reads already keeps its other entries.

import type { Table } from "../../../documents/document.ts"
import { json } from "../../../documents/json/json.ts"
import { isTable, ownValue } from "../../../documents/value.ts"
import type { FileChange } from "../../../model/change.ts"
import { knownValue } from "../../../model/facts/fact.ts"
import type { NodeFacts } from "../../../model/facts/node-facts.ts"
import { askedOf, hostOfRegistry } from "../../../model/facts/registry-logins.ts"
import { type Fault, failed, ok, type Result } from "../../../model/fault.ts"
import type { FileFact } from "../../../model/file-content.ts"
import type { Reason } from "../../../model/message.ts"
import { type Registry, standardInput } from "../../../model/setting.ts"
import { loginsOf } from "../../registry-login.ts"

/** Where criadm writes them when CRI-O reads no file of credentials yet. */
export const ownAuthFile = "/etc/crio/registry-auth.json"

const ownerOnly = 0o600

export interface AuthFile {
  readonly path: string
  /** Empty: what is asked for stands there. */
  readonly changes: readonly FileChange[]
}

/** `rows`: those whose credentials came by standard input. */
export function authFileWith(
  rows: readonly Registry[],
  fact: FileFact | undefined,
  path: string,
  node: NodeFacts,
): Result<AuthFile> {
  if (fact !== undefined && fact.state !== "known" && fact.state !== "absent") {
    return failed({ code: "file-unreadable", args: { file: path, why: fact.reason } })
  }
  const before = knownValue(fact)
  const start = before === undefined || before.text.trim() === "" ? '{\n  "auths": {}\n}\n' : before.text
  let text = start
  for (const row of rows) {
    const logins = loginsOf(row, node)
    // They were given to an earlier run, and are where they count.
    if (!logins.ok && isNotGiven(logins.fault) && askedOf(row).every((host) => holdsLogin(text, host))) continue
    if (!logins.ok) return logins
    for (const [asked, authorization] of logins.value) {
      const auth = authorization.replace(/^Basic /, "")
      const name = nameIn(text, hostOfRegistry(asked))
      const edited = json.edit(path, text, [{ edit: "set", path: ["auths", name, "auth"], value: auth }])
      if (!edited.ok) return edited
      text = edited.value
    }
  }
  if (before?.text === text || text === start) return ok({ path, changes: [] })
  const { uid, gid } = before ?? { uid: 0, gid: 0 }
  const why: readonly Reason[] = [
    { code: "registry-login", args: { hosts: rows.flatMap(askedOf), file: standardInput } },
  ]
  const change: FileChange = {
    kind: "file",
    component: "crio",
    path,
    realPath: before?.realPath ?? path,
    before: before === undefined ? null : { text: before.text, mode: before.mode, uid, gid },
    after: { text, mode: ownerOnly, uid, gid },
    why,
  }
  return ok({ path, changes: [change] })
}

function isNotGiven(fault: Fault): boolean {
  return fault.code === "credentials-unusable" && fault.args.why === "absent"
}

function entriesOf(text: string): Table {
  const parsed = json.parse("", text)
  const auths = parsed.ok ? ownValue(parsed.value.root, "auths") : undefined
  return isTable(auths) ? auths : {}
}

/** As the entry of that registry is written there, else as podman login would write it. */
function nameIn(text: string, host: string): string {
  return Object.keys(entriesOf(text)).find((name) => hostOfRegistry(name) === host && !name.includes("/")) ?? host
}

function holdsLogin(text: string, host: string): boolean {
  return Object.entries(entriesOf(text)).some(([name, entry]) => {
    const auth = isTable(entry) ? entry["auth"] : undefined
    return hostOfRegistry(name) === host && typeof auth === "string" && auth !== ""
  })
}
