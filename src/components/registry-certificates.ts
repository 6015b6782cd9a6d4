// Whom a registry trusts and by what it knows the node, for runtimes that read certificates from a directory per host
// and take no path: CRI-O from containers-certs.d(5), Docker from /etc/docker/certs.d. Links lead to the files that
// were asked for, so that a certificate that is renewed counts, and no key is copied.
import type { ReadingMachine } from "../machine/reading.ts"
import type { Answers } from "../model/answers.ts"
import type { Change } from "../model/change.ts"
import { askedOf } from "../model/facts/registry-logins.ts"
import { type Fault, failed, ok, type Result } from "../model/fault.ts"
import type { Reason } from "../model/message.ts"
import type { Registry } from "../model/setting.ts"

export interface CertificatePlaces {
  /** Which of the directories that may have to be made are there. */
  readonly directories: readonly string[]
  /** Path of a link criadm may have made → where it leads; "": something else is there. Nothing is at others. */
  readonly links: Readonly<Record<string, string>>
}

interface Link {
  readonly path: string
  readonly target: string
  readonly row: Registry
}

/** The names say what is in them: a certificate of the registry's authority, the node's certificate, and its key. */
function linksOf(root: string, row: Registry): readonly Link[] {
  const { ca, clientCert, clientKey } = row
  const named = Object.entries({ "criadm.crt": ca, "criadm.cert": clientCert, "criadm.key": clientKey })
  return askedOf(row).flatMap((host) =>
    named.flatMap(([name, target]) => (target === undefined ? [] : { path: `${root}/${host}/${name}`, target, row })),
  )
}

const directoryOf = (path: string) => path.slice(0, path.lastIndexOf("/"))

/** Outermost first. */
function directoriesAbove(path: string): readonly string[] {
  const parts = directoryOf(path).split("/").slice(1)
  return parts.map((_, at) => `/${parts.slice(0, at + 1).join("/")}`)
}

/** `root`: the directory that has one per host. Undefined where no certificate was asked for. */
export function lookAtCertificates(
  machine: ReadingMachine,
  root: string,
  { registry = [] }: Answers,
): CertificatePlaces | undefined {
  const links = registry.flatMap((row) => linksOf(root, row))
  if (links.length === 0) return undefined
  const directories = new Set(links.flatMap(({ path }) => directoriesAbove(path)))
  const there = links.flatMap(({ path }) => {
    const entry = machine.inspect(path)
    return entry === undefined ? [] : [[path, entry.kind === "symlink" ? (entry.target ?? "") : ""] as const]
  })
  return {
    directories: [...directories].filter((path) => machine.list(path) !== undefined),
    links: Object.fromEntries(there),
  }
}

/** What is read at the next pull: nothing is restarted for it. Refused where something else has the place. */
export function certificateChanges(
  runtime: { readonly id: string; readonly name: string },
  root: string,
  registries: readonly Registry[],
  { directories, links: there }: CertificatePlaces = { directories: [], links: {} },
): Result<readonly Change[]> {
  const changes = new Map<string, Change>()
  for (const { path, target, row } of registries.flatMap((row) => linksOf(root, row))) {
    const found = there[path]
    if (found === target) continue
    if (found !== undefined) return failed(inTheWay(runtime.name, row, path))
    const component = runtime.id
    const why: readonly Reason[] = [{ code: "registry-as-asked", args: { host: row.host } }]
    for (const directory of directoriesAbove(path)) {
      if (directory === "/etc" || directories.includes(directory)) continue
      changes.set(directory, { kind: "directory", component, path: directory, mode: 0o755, why })
    }
    changes.set(path, { kind: "link", component, path, target, why })
  }
  return ok([...changes.values()])
}

function inTheWay(runtime: string, { host }: Registry, path: string): Fault {
  return { code: "registry-certificate-in-the-way", args: { runtime, host, path } }
}

/** Without the directories that are made for other files anyway. */
export function withoutSame(changes: readonly Change[], made: readonly Change[]): readonly Change[] {
  const paths = new Set(made.flatMap((change) => (change.kind === "directory" ? change.path : [])))
  return changes.filter((change) => change.kind !== "directory" || !paths.has(change.path))
}
