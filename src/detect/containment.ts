// Whether the node is a machine of its own or sits in a container or in WSL, by the marks that these leave behind.
// Virtual machines count as machines of their own.
import type { ReadingMachine } from "../machine/reading.ts"
import type { Fact } from "../model/facts/fact.ts"
import { toFileFact } from "../model/facts/file-fact.ts"
import type { ContainmentFacts } from "../model/facts/node-facts.ts"

/** Files whose text is the kind of container. See systemd's Container Interface, and /run/host in systemd-nspawn(1). */
const namingFiles = ["/run/systemd/container", "/run/host/container-manager"] as const

/** Files whose presence tells the kind: podman's and Docker's own marks. */
const markFiles = [
  ["/run/.containerenv", "podman"],
  ["/.dockerenv", "docker"],
] as const

export function detectContainment(machine: ReadingMachine): Fact<ContainmentFacts> {
  const release = "/proc/sys/kernel/osrelease"
  if (!machine.isLive) return { state: "absent", source: { kind: "file", path: release } }
  for (const path of namingFiles) {
    const kind = text(machine, path)
    if (kind !== undefined && kind !== "") return contained(kind, path)
  }
  for (const [path, kind] of markFiles) {
    if (machine.inspect(path) !== undefined) return contained(kind, path)
  }
  // Only root may read it; without it the marks above must do.
  const stated = text(machine, "/proc/1/environ")
    ?.split("\0")
    .find((variable) => variable.startsWith("container="))
  if (stated !== undefined && stated !== "container=") {
    return contained(stated.slice("container=".length), "/proc/1/environ")
  }
  // See systemd, src/basic/virt.c, detect_container: in an OpenVZ guest there is /proc/vz and no /proc/bc.
  if (machine.inspect("/proc/vz") !== undefined && machine.inspect("/proc/bc") === undefined) {
    return contained("openvz", "/proc/vz")
  }
  // Both spellings occur: "4.4.0-19041-Microsoft" (WSL 1), "5.15.90.1-microsoft-standard-WSL2".
  const isWsl = /microsoft|wsl/i.test(text(machine, release) ?? "")
  return contained(isWsl ? "wsl" : "none", release)
}

function contained(kind: string, path: string): Fact<ContainmentFacts> {
  return { state: "known", value: { kind }, source: { kind: "file", path } }
}

function text(machine: ReadingMachine, path: string): string | undefined {
  const file = toFileFact(machine.readFile(path))
  return file.state === "known" ? file.value.text.trim() : undefined
}
