// Which cgroup version a boot of this tree gives, where its files say so: an argument on the kernel's command line, or
// OpenRC's own setting. Nothing is said where nothing forces version 1.
import type { ReadingMachine } from "../machine/reading.ts"
import type { CgroupFacts } from "../model/facts/cgroup.ts"
import { type Fact, knownValue } from "../model/facts/fact.ts"
import { toFileFact } from "../model/facts/file-fact.ts"
import type { FileContent } from "../model/file-content.ts"
import { placeAt } from "../model/place.ts"

/**
 * Where boot loaders and image builders keep the kernel's command line: GRUB, systemd-boot and kernel-install, Raspberry
 * Pi, extlinux and U-Boot, ostree's bootc.
 */
const commandLineFiles = [
  "/etc/default/grub",
  "/etc/kernel/cmdline",
  "/usr/lib/kernel/cmdline",
  "/boot/firmware/cmdline.txt",
  "/boot/cmdline.txt",
  "/boot/extlinux/extlinux.conf",
  "/boot/grub/grub.cfg",
  "/boot/grub2/grub.cfg",
] as const
const commandLineDirectories = [
  ["/etc/default/grub.d", ".cfg"],
  ["/boot/loader/entries", ".conf"],
  ["/usr/lib/bootc/kargs.d", ".toml"],
] as const

/** kernel-command-line(7): the argument, and what counts as no. Alone it leaves version 2 beside version 1. */
const forcesV1 = /systemd\.unified_cgroup_hierarchy=(?:0|no|n|false|f|off)(?![\w.])/
const forcesLegacy = /systemd\.legacy_systemd_cgroup_controller(?:=(?:1|yes|y|true|t|on))?(?![\w.=])/

export function cgroupAtBoot(machine: ReadingMachine): Fact<CgroupFacts> | undefined {
  for (const file of filesOf(machine)) {
    const found = firstIn(file, forcesV1)
    if (found !== undefined) return forced(file, found, forcesLegacy.test(file.text) ? "1" : "hybrid")
  }
  // rc.conf of OpenRC, rc_cgroup_mode.
  const rc = knownValue(toFileFact(machine.readFile("/etc/rc.conf")))
  const mode = rc === undefined ? undefined : firstIn(rc, /^[ \t]*rc_cgroup_mode=["']?(?:hybrid|legacy)\b/m)
  if (rc === undefined || mode === undefined) return undefined
  return forced(rc, mode, mode[0].endsWith("legacy") ? "1" : "hybrid")
}

function filesOf(machine: ReadingMachine): readonly FileContent[] {
  const inDirectories = commandLineDirectories.flatMap(([directory, suffix]) =>
    (machine.list(directory) ?? []).filter((name) => name.endsWith(suffix)).map((name) => `${directory}/${name}`),
  )
  return [...commandLineFiles, ...inDirectories].flatMap((path) => knownValue(toFileFact(machine.readFile(path))) ?? [])
}

/** Outside comments. */
function firstIn({ text }: FileContent, pattern: RegExp): RegExpExecArray | undefined {
  const found = pattern.exec(text.replace(/^[ \t]*#.*$/gm, (line) => " ".repeat(line.length)))
  return found ?? undefined
}

function forced({ path, text }: FileContent, found: RegExpExecArray, version: "1" | "hybrid"): Fact<CgroupFacts> {
  const written = found[0]
  const from = found.index + written.length - written.trimStart().length
  const place = placeAt(path, text, from, written.trimStart().length)
  const value = { version, available: [], delegated: [], atBoot: { argument: written.trim(), place } }
  return { state: "known", value, source: { kind: "file", path, place } }
}
