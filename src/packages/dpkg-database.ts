// dpkg's own record of what is installed, read without dpkg: also while another one holds the lock, and after one was
// killed, when the newest changes stand in a journal beside it. See dpkg(1) and lib/dpkg/dbmodify.c.
import type { ReadingMachine } from "../machine/reading.ts"
import type { OfferedPackage } from "../model/install/packages.ts"
import type { PackageState } from "./package-manager.ts"

export const dpkgDirectory = "/var/lib/dpkg"
const statusFile = `${dpkgDirectory}/status`

/** Numbered files, one paragraph each, that are newer than the status file. */
const journalDirectory = `${dpkgDirectory}/updates`

/** A record of a large desktop has 8 MiB. In bytes. */
const mostBytes = 64 * 1024 * 1024

/** The third word of a Status field; see deb-control's "dpkg-query" states in dpkg-query(1). */
const states: Readonly<Record<string, PackageState>> = {
  "not-installed": "absent",
  "config-files": "absent",
  "half-installed": "half",
  unpacked: "half",
  "half-configured": "half",
  "triggers-awaited": "installed",
  "triggers-pending": "installed",
  installed: "installed",
}

export function dpkgStates(machine: ReadingMachine, packages: readonly OfferedPackage[]): readonly PackageState[] {
  return wordsOf(machine, packages).map((word) => (word === undefined ? "absent" : (states[word] ?? "half")))
}

/** Whether this record is of a system that dpkg manages: then it has dpkg itself. */
export function isManagedByDpkg(machine: ReadingMachine): boolean {
  const file = machine.readFile(statusFile, { maxBytes: mostBytes })
  return file.state === "read" && /^Package: dpkg$/m.test(new TextDecoder().decode(file.bytes))
}

/**
 * Those of which dpkg was killed while it placed or took away files. It has no list of them then: only unpacked anew can
 * they be removed without a trace.
 */
export function caughtUnpacking(
  machine: ReadingMachine,
  packages: readonly OfferedPackage[],
): readonly OfferedPackage[] {
  const words = wordsOf(machine, packages)
  return packages.filter((_, index) => words[index] === "half-installed")
}

/** Those of which only configuration files are there, and which are to be installed all the same. */
export function dpkgMarked(machine: ReadingMachine, packages: readonly OfferedPackage[]): readonly OfferedPackage[] {
  const file = machine.readFile(statusFile, { maxBytes: mostBytes })
  const paragraphs = file.state === "read" ? new TextDecoder().decode(file.bytes).split("\n\n") : []
  const marked = paragraphs
    .filter((one) => /^Status: install \S+ config-files$/m.test(one))
    .map((one) => `${field(one, "Package")}:${field(one, "Architecture")}`)
  return packages.filter(({ name, architecture }) => marked.includes(`${bareName(name)}:${architecture}`))
}

function wordsOf(machine: ReadingMachine, packages: readonly OfferedPackage[]): readonly (string | undefined)[] {
  const wanted = new Set(packages.map(({ name }) => bareName(name)))
  const found = new Map<string, string>()
  const journal = (machine.list(journalDirectory) ?? []).filter((name) => /^\d+$/.test(name))
  for (const path of [statusFile, ...journal.map((name) => `${journalDirectory}/${name}`)]) {
    const file = machine.readFile(path, { maxBytes: mostBytes })
    if (file.state !== "read") continue
    for (const paragraph of new TextDecoder().decode(file.bytes).split("\n\n")) {
      const name = field(paragraph, "Package")
      if (name === undefined || !wanted.has(name)) continue
      const word = field(paragraph, "Status")?.split(" ").at(-1) ?? ""
      found.set(`${name}:${field(paragraph, "Architecture") ?? ""}`, word)
    }
  }
  return packages.map(({ name, architecture }) => found.get(`${bareName(name)}:${architecture}`))
}

/** Of another architecture than the node's, apt says it with the name: "libc6:i386". */
function bareName(name: string): string {
  return name.split(":")[0] ?? name
}

function field(paragraph: string, key: string): string | undefined {
  return new RegExp(`^${key}: *(.*)$`, "m").exec(paragraph)?.[1]
}
