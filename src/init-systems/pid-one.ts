// What runs as process 1, and with --root what will. The presence of an init system's programs proves nothing: Debian
// installs systemctl beside OpenRC, and /etc/init.d exists on systemd nodes.
import type { ReadingMachine } from "../machine/reading.ts"
import type { Source } from "../model/facts/fact.ts"
import { toFileFact } from "../model/facts/file-fact.ts"

/** Name of process 1. /proc/1/comm; undefined: not live, or hidden by hidepid= (proc(5)). */
export function nameOfPidOne(machine: ReadingMachine): string | undefined {
  if (!machine.isLive) return undefined
  const comm = toFileFact(machine.readFile("/proc/1/comm"))
  return comm.state === "known" ? comm.value.text.trim() : undefined
}

/** Program of process 1, or what /sbin/init is where only root may know. */
export function programOfPidOne(machine: ReadingMachine): string | undefined {
  return machine.inspect("/proc/1/exe")?.target ?? programOfInit(machine)
}

/** What /sbin/init is in the end: what the kernel starts, unless its command line says init=. */
export function programOfInit(machine: ReadingMachine): string | undefined {
  return machine.resolve("/sbin/init")
}

export const pidOneSource: Source = { kind: "file", path: "/proc/1/comm" }
export const initSource: Source = { kind: "file", path: "/sbin/init" }

/** "systemd" of "/usr/lib/systemd/systemd". */
export function baseName(path: string | undefined): string | undefined {
  return path?.slice(path.lastIndexOf("/") + 1)
}

/**
 * Whether the services of a tree with a SysV-like init are started by OpenRC: its inittab, or the script that the
 * inittab runs at boot, names openrc. Alpine and Gentoo do it in inittab, Debian in /etc/init.d/rcS.
 */
export function inittabStartsOpenrc(machine: ReadingMachine): boolean {
  const lines = readText(machine, "/etc/inittab").split("\n")
  const atBoot = lines.filter((line) => /^[^#]*:sysinit:/.test(line))
  const programs = atBoot.map((line) => line.slice(line.indexOf(":sysinit:") + ":sysinit:".length).split(" ")[0] ?? "")
  return programs.some((program) => {
    if (/\/openrc$/.test(program)) return true
    return /^#!.*openrc|^[^#]*\bopenrc\b/m.test(readText(machine, program))
  })
}

function readText(machine: ReadingMachine, path: string): string {
  if (!path.startsWith("/")) return ""
  const file = toFileFact(machine.readFile(path))
  return file.state === "known" ? file.value.text : ""
}
