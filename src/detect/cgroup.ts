// Which cgroup hierarchy the node runs, and which controllers it offers and hands on. Decided as containerd and the
// kubelet decide it: by the type of the file system at /sys/fs/cgroup, and for hybrid at /sys/fs/cgroup/unified.
import type { ReadingMachine } from "../machine/reading.ts"
import type { CgroupFacts } from "../model/facts/cgroup.ts"
import type { Fact } from "../model/facts/fact.ts"
import { toFileFact } from "../model/facts/file-fact.ts"
import { cgroupAtBoot } from "./boot/cgroup.ts"

const hierarchy = "/sys/fs/cgroup"

/** f_type of a cgroup v2 mount. See statfs(2); include/uapi/linux/magic.h, CGROUP2_SUPER_MAGIC. */
const cgroup2Magic = 0x63677270

/** f_type of a cgroup v1 mount, where somebody mounted one right at /sys/fs/cgroup. Same file, CGROUP_SUPER_MAGIC. */
const cgroup1Magic = 0x27e0eb

/** f_type of tmpfs, below which version 1 has one mount per controller. Same file, TMPFS_MAGIC. */
const tmpfsMagic = 0x01021994

export function detectCgroup(machine: ReadingMachine): Fact<CgroupFacts> {
  const source = { kind: "file", path: hierarchy } as const
  if (!machine.isLive) {
    return (machine.platform === "linux" ? cgroupAtBoot(machine) : undefined) ?? { state: "absent", source }
  }
  const type = machine.fileSystemType(hierarchy)
  if (type === undefined) return { state: "absent", source }
  if (type === cgroup2Magic) {
    const controllers = toFileFact(machine.readFile(`${hierarchy}/cgroup.controllers`))
    const available = words(machine, `${hierarchy}/cgroup.controllers`)
    const delegated = words(machine, `${hierarchy}/cgroup.subtree_control`)
    const unread =
      controllers.state === "known" ? undefined : controllers.state === "absent" ? "ENOENT" : controllers.reason
    const value = { version: "2", available, delegated, ...(unread === undefined ? {} : { unread }) } as const
    return { state: "known", value, source }
  }
  if (type !== tmpfsMagic && type !== cgroup1Magic) {
    return { state: "not-understood", source, reason: `no cgroup file system (f_type 0x${type.toString(16)})` }
  }
  const isHybrid = machine.fileSystemType(`${hierarchy}/unified`) === cgroup2Magic
  const available = enabledControllers(text(machine, "/proc/cgroups"))
  const delegated = mountedControllers(text(machine, "/proc/mounts"), available)
  return { state: "known", value: { version: isHybrid ? "hybrid" : "1", available, delegated }, source }
}

/** Lines "name hierarchy num_cgroups enabled"; see cgroups(7), /proc/cgroups. */
function enabledControllers(table: string): readonly string[] {
  return table
    .split("\n")
    .map((line) => line.split(/\s+/))
    .flatMap(([name, , , enabled]) => (name !== undefined && !name.startsWith("#") && enabled === "1" ? [name] : []))
}

/** The controllers among the options of the mounts of type cgroup. */
function mountedControllers(mounts: string, available: readonly string[]): readonly string[] {
  const options = mounts
    .split("\n")
    .map((line) => line.split(" "))
    .flatMap(([, , type, list]) => (type === "cgroup" ? (list ?? "").split(",") : []))
  return available.filter((name) => options.includes(name))
}

function words(machine: ReadingMachine, path: string): readonly string[] {
  return text(machine, path)
    .split(/\s+/)
    .filter((word) => word !== "")
}

function text(machine: ReadingMachine, path: string): string {
  const file = toFileFact(machine.readFile(path))
  return file.state === "known" ? file.value.text : ""
}
