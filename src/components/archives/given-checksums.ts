// Checksums that a person gives for releases which the table does not have: lines as sha256sum(1) writes them, "HASH  NAME",
// where NAME is the archive's name as its project publishes it, or a path or URL that ends in it.
import { failed, ok, type Result } from "../../model/fault.ts"
import { type ArchiveProject, namedArchive } from "./projects.ts"
import type { Checksums, KnownRelease } from "./tables/checksums.ts"

export function readChecksums(file: string, text: string, projects: readonly ArchiveProject[]): Result<Checksums> {
  const found = new Map<string, Map<string, KnownRelease>>()
  for (const [index, line] of text.split("\n").entries()) {
    if (/^\s*(?:#.*)?$/.test(line)) continue
    const broken = (why: "form" | "unknown-name" | "twice") =>
      failed({ code: "checksums-broken", args: { file, why }, place: { file, line: index + 1, column: 1 } } as const)
    const [, hash = "", name = ""] = /^([0-9a-fA-F]{64})[ \t]+\*?(\S+)\s*$/.exec(line) ?? []
    if (hash === "") return broken("form")
    const project = projects.find((one) => namedArchive(one, name) !== undefined)
    const archive = project === undefined ? undefined : namedArchive(project, name)
    if (project === undefined || archive === undefined) return broken("unknown-name")
    const releases = found.get(project.id) ?? new Map<string, KnownRelease>()
    const { version, architecture } = archive
    const known = releases.get(version)?.sha256 ?? {}
    const sha256 = hash.toLowerCase()
    if ((known[architecture] ?? sha256) !== sha256) return broken("twice")
    releases.set(version, { version, sha256: { ...known, [architecture]: sha256 } })
    found.set(project.id, releases)
  }
  return ok(new Map([...found].map(([id, releases]) => [id, [...releases.values()].toReversed()])))
}
