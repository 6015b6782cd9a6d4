// The files in which a node keeps the kernel's command line of its next boot.
import type { ReadingMachine } from "../../machine/reading.ts"
import { knownValue } from "../../model/facts/fact.ts"
import { toFileFact } from "../../model/facts/file-fact.ts"
import type { FileContent } from "../../model/file-content.ts"

/**
 * Where boot loaders and image builders keep it: GRUB, systemd-boot and kernel-install, Raspberry Pi, extlinux and
 * U-Boot, ostree's bootc.
 */
const files = [
  "/etc/default/grub",
  "/etc/kernel/cmdline",
  "/usr/lib/kernel/cmdline",
  "/boot/firmware/cmdline.txt",
  "/boot/cmdline.txt",
  "/boot/extlinux/extlinux.conf",
  "/boot/grub/grub.cfg",
  "/boot/grub2/grub.cfg",
] as const
const directories = [
  ["/etc/default/grub.d", ".cfg"],
  ["/boot/loader/entries", ".conf"],
  ["/usr/lib/bootc/kargs.d", ".toml"],
] as const

export function commandLineTexts(machine: ReadingMachine): readonly FileContent[] {
  const inDirectories = directories.flatMap(([directory, suffix]) =>
    (machine.list(directory) ?? []).filter((name) => name.endsWith(suffix)).map((name) => `${directory}/${name}`),
  )
  return [...files, ...inDirectories].flatMap((path) => knownValue(toFileFact(machine.readFile(path))) ?? [])
}

/** As long as the text itself. */
export function withoutComments(text: string): string {
  return text.replace(/^[ \t]*#.*$/gm, (line) => " ".repeat(line.length))
}
