// Which release archives can be chosen on this node: by criadm's own table, and by a file of checksums that a person names
// with --checksums. What is installed is trusted by that file, so nobody else may be able to write it.

import { readChecksums } from "../components/archives/given-checksums.ts"
import {
  type Checksums,
  type KnownArchives,
  type KnownRelease,
  knownChecksums,
  withChecksums,
} from "../components/archives/tables/checksums.ts"
import type { Component } from "../components/component.ts"
import { whoElse } from "../machine/archives/trusted.ts"
import type { ReadingMachine } from "../machine/reading.ts"
import { failed, ok, type Result } from "../model/fault.ts"
import { type BundleManifest, imageEntry, indexEntry, packageTarget, programEntry } from "../model/install/bundle.ts"

export function knownArchives(
  machine: ReadingMachine,
  file: string | undefined,
  components: readonly Component[],
): Result<KnownArchives> {
  const isThere = (path: string) => machine.inspect(path) !== undefined
  if (file === undefined) return ok({ checksums: knownChecksums(), given: new Map(), isThere })
  const given = readFile(machine, file, components)
  if (!given.ok) return given
  return ok({ checksums: withChecksums(knownChecksums(), given.value), given: given.value, isThere })
}

/** What is in a bundle, and nothing else. A checksum that criadm, or the person, knows otherwise is a fault. */
export function archivesInBundle(
  path: string,
  { runtime, release, arch, packages, files }: BundleManifest,
  { checksums: table, isThere }: KnownArchives,
): Result<KnownArchives> {
  const checksums = new Map<string, KnownRelease[]>()
  for (const { name, version, sha256, file } of files.filter(
    ({ name: one, target }) => ![imageEntry, programEntry, indexEntry].includes(one) && target !== packageTarget,
  )) {
    const known = table.get(name)?.find((one) => one.version === version)?.sha256[arch]
    if (known !== undefined && known !== sha256) {
      return failed({ code: "bundle-broken", args: { path, why: "other-checksum", file } })
    }
    checksums.set(name, [...(checksums.get(name) ?? []), { version, sha256: { [arch]: sha256 } }])
  }
  return ok({
    checksums,
    given: checksums,
    isThere,
    bundle: { path, runtime, release, ...(packages === undefined ? {} : { packages }) },
  })
}

function readFile(machine: ReadingMachine, file: string, components: readonly Component[]): Result<Checksums> {
  const read = machine.readFile(file)
  if (read.state === "absent") return failed({ code: "file-missing", args: { file } })
  if (read.state === "unreadable") return failed({ code: "file-unreadable", args: { file, why: read.why } })
  const open = whoElse(machine, read)
  if (open !== undefined) return failed(open)
  // Of every system, since a list may be one for many nodes.
  const systems = ["", "alpine"].map((id) => ({ id, name: "" }))
  const projects = components.flatMap(({ install }) => systems.flatMap((os) => install?.archives?.projects(os) ?? []))
  return readChecksums(file, new TextDecoder().decode(read.bytes), projects)
}
