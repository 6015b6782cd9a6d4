// The release of containerd as the package manager recorded it: for a tree whose program cannot be run. A program that
// answers for itself counts more.
import type { ReadingMachine } from "../../machine/reading.ts"
import { type Fact, known } from "../../model/facts/fact.ts"
import { parseVersion } from "../../model/version.ts"

/** dpkg's status file of a full desktop is about 5 MB. */
const maxBytes = 64 * 1024 * 1024

interface Database {
  readonly path: string
  /** The name of the package and its version, in one paragraph of the file. */
  readonly name: RegExp
  readonly version: RegExp
}

/** deb-control(5); apk-tools lib/apk/db/installed, https://wiki.alpinelinux.org/wiki/Apk_spec. */
const databases: readonly Database[] = [
  {
    path: "/var/lib/dpkg/status",
    name: /^Package: containerd(?:\.io)?$/m,
    version: /^Version: (?:\d+:)?(.+)$/m,
  },
  { path: "/lib/apk/db/installed", name: /^P:containerd$/m, version: /^V:(.+)$/m },
]

/** Undefined: no package of containerd is recorded, or its database is one that criadm does not read. */
export function recordedVersion(machine: ReadingMachine): Fact<string> | undefined {
  for (const { path, name, version } of databases) {
    const file = machine.readFile(path, { maxBytes })
    if (file.state !== "read") continue
    const text = new TextDecoder().decode(file.bytes)
    const paragraph = text.split("\n\n").find((one) => name.test(one))
    if (paragraph === undefined || /^Status: .*(?:not-installed|config-files)$/m.test(paragraph)) continue
    const parsed = parseVersion(version.exec(paragraph)?.[1] ?? "")
    if (parsed !== undefined) return known(parsed.text, { kind: "file", path })
  }
  return undefined
}
