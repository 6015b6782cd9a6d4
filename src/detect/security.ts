// Whether SELinux and AppArmor are at work: they decide whether a file that criadm replaces may still be read.
import type { ReadingMachine } from "../machine/reading.ts"
import type { Fact } from "../model/facts/fact.ts"
import { toFileFact } from "../model/facts/file-fact.ts"
import { readLine } from "./os.ts"

type SelinuxMode = "enforcing" | "permissive" | "disabled"

/** Live: the kernel's answer. With --root: what /etc/selinux/config asks for at boot. See selinux(8). */
export function detectSelinux(machine: ReadingMachine): Fact<SelinuxMode> {
  if (!machine.isLive) return readSelinuxConfig(machine)
  const enforce = readLine(machine, "/sys/fs/selinux/enforce")
  if (enforce.state === "absent") return { state: "known", value: "disabled", source: enforce.source }
  if (enforce.state !== "known") return enforce
  return { state: "known", value: enforce.value === "1" ? "enforcing" : "permissive", source: enforce.source }
}

/** "Y" while AppArmor is on; absent where the kernel was built without it. See kernel parameter apparmor=. */
export function detectApparmor(machine: ReadingMachine): Fact<boolean> {
  const enabled = readLine(machine, "/sys/module/apparmor/parameters/enabled")
  if (enabled.state === "known") return { state: "known", value: enabled.value === "Y", source: enabled.source }
  if (enabled.state === "absent" && machine.isLive) return { state: "known", value: false, source: enabled.source }
  return enabled
}

function readSelinuxConfig(machine: ReadingMachine): Fact<SelinuxMode> {
  const file = toFileFact(machine.readFile("/etc/selinux/config"))
  if (file.state !== "known") return file
  const source = { kind: "file", path: file.value.path } as const
  const mode = /^[ \t]*SELINUX=(enforcing|permissive|disabled)[ \t\r]*$/m.exec(file.value.text)?.[1]
  if (mode === undefined) return { state: "not-understood", source, reason: "no SELINUX= line" }
  return { state: "known", value: mode as SelinuxMode, source }
}
