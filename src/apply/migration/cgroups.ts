// The cgroups that a kubelet made for pods under one driver and does not look at under the other: "kubepods" beside
// "kubepods.slice". Empty ones can be removed, innermost first; what holds processes stays until the next reboot.
import type { ReadingMachine } from "../../machine/reading.ts"
import type { CgroupDriver } from "../../model/setting.ts"

const hierarchy = "/sys/fs/cgroup"

/** Kubelet cm/node_container_manager_linux.go, defaultNodeAllocatableCgroupName, as each driver spells it. */
const top: { readonly [Driver in CgroupDriver]: string } = { systemd: "kubepods.slice", cgroupfs: "kubepods" }

export interface LeftCgroups {
  /** Without processes, innermost first. */
  readonly empty: readonly string[]
  readonly inUse: readonly string[]
}

export function leftCgroups(machine: ReadingMachine, driver: CgroupDriver): LeftCgroups {
  const hierarchies = [hierarchy, ...(machine.list(hierarchy) ?? []).map((name) => `${hierarchy}/${name}`)]
  const left = hierarchies
    // Links such as "cpu" lead to a hierarchy of version 1 that is listed under its own name.
    .filter((path) => isDirectory(machine, path))
    .map((path) => `${path}/${top[driver]}`)
    .filter((path) => isDirectory(machine, path))
    .map((path) => lookBelow(machine, path))
  return { empty: left.flatMap(({ empty }) => empty), inUse: left.flatMap(({ inUse }) => inUse) }
}

/** A cgroup with one in use below it cannot be removed either. */
function lookBelow(machine: ReadingMachine, path: string): LeftCgroups {
  const below = (machine.list(path) ?? [])
    .map((name) => `${path}/${name}`)
    .filter((one) => isDirectory(machine, one))
    .map((one) => lookBelow(machine, one))
  const empty = below.flatMap((one) => one.empty)
  const inUse = below.flatMap((one) => one.inUse)
  if (hasProcesses(machine, path)) return { empty, inUse: [...inUse, path] }
  return inUse.length > 0 ? { empty, inUse } : { empty: [...empty, path], inUse }
}

function isDirectory(machine: ReadingMachine, path: string): boolean {
  return machine.inspect(path)?.kind === "directory"
}

function hasProcesses(machine: ReadingMachine, path: string): boolean {
  const read = machine.readFile(`${path}/cgroup.procs`)
  return read.state === "read" && new TextDecoder().decode(read.bytes).trim() !== ""
}
