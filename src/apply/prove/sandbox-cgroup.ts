// Where a test sandbox's processes lie in the cgroup tree, and whether that is where the cgroup driver puts pods. Read
// from the kernel, not from what the runtime says; runs and removes no sandbox.
import type { ReadingMachine } from "../../machine/reading.ts"
import type { CgroupDriver } from "../../model/setting.ts"
import type { ApplyContext } from "../context.ts"

/**
 * As the kubelet would give it under each driver: a slice, or a path. A slice with a dash in its name would lie within
 * another one (systemd.slice(5)), and that one would be left behind.
 */
export const cgroupParents: { readonly [Driver in CgroupDriver]: string } = {
  systemd: "criadm_verify.slice",
  cgroupfs: "/criadm-verify",
}

/** The cgroup of a sandbox, by its first process; undefined where none of its processes is seen. */
export function sandboxCgroup(
  machine: ReadingMachine,
  id: string,
  info: Readonly<Record<string, string>>,
): string | undefined {
  const pid = pidIn(info)
  const own = pid === undefined ? undefined : cgroupOf(machine, pid)
  if (own !== undefined) return own
  // Not every runtime tells the process; every one has the id in the name of the cgroup.
  const all = (machine.list("/proc") ?? []).filter((name) => /^\d+$/.test(name))
  return all.map((name) => cgroupOf(machine, Number(name))).find((cgroup) => cgroup?.includes(id))
}

/**
 * The path in /proc/PID/cgroup that the kubelet would look at: of a controller where version 1 has controllers, else of
 * systemd's own hierarchy, else of version 2, whose line has no name. See cgroups(7), /proc/[pid]/cgroup.
 */
export function cgroupPathIn(text: string): string | undefined {
  const lines = text.split("\n").flatMap((line) => {
    const [, controllers, path] = /^\d+:([^:]*):(.*)$/.exec(line) ?? []
    return controllers === undefined || path === undefined ? [] : [{ controllers: controllers.split(","), path }]
  })
  const order = ["memory", "cpu", "pids", "name=systemd", ""]
  return order
    .map((controller) => lines.find((line) => line.controllers.includes(controller))?.path)
    .find((path) => path !== undefined)
}

/**
 * systemd makes a scope in the slice that was asked for ("cri-containerd-ID.scope"), below which a runtime may make
 * more; cgroupfs makes the path as asked.
 */
export function isMadeBy(driver: CgroupDriver, cgroup: string): boolean {
  const parts = cgroup.split("/")
  const at = parts.indexOf(cgroupParents[driver].replace(/^\//, ""))
  const below = parts[at + 1]
  if (at < 0 || below === undefined || below === "") return false
  return driver === "cgroupfs" || below.endsWith(".scope")
}

/**
 * Removes the parent that the runtime made and does not remove itself. An empty cgroup does no harm, so what cannot be
 * removed is left.
 */
export async function removeCgroupParents({ machine, initSystems }: ApplyContext): Promise<void> {
  if (directoriesOf(machine, `/${cgroupParents.systemd}`).length > 0) {
    const running = initSystems.find((initSystem) => initSystem.recognise(machine) !== undefined)
    await running?.act(machine, cgroupParents.systemd, "stop")
  }
  for (const directory of directoriesOf(machine, cgroupParents.cgroupfs)) machine.removeEmptyDirectory(directory)
}

const hierarchy = "/sys/fs/cgroup"

/** The directories of a cgroup: one under version 2, one per hierarchy under version 1. */
function directoriesOf(machine: ReadingMachine, cgroup: string): readonly string[] {
  const hierarchies = (machine.list(hierarchy) ?? []).map((name) => `${hierarchy}/${name}`)
  return (
    [hierarchy, ...hierarchies]
      // Links such as "cpu" lead to a hierarchy that is listed under its own name.
      .filter((one) => machine.inspect(one)?.kind === "directory")
      .map((one) => `${one}${cgroup}`)
      .filter((directory) => machine.inspect(directory)?.kind === "directory")
  )
}

function cgroupOf(machine: ReadingMachine, pid: number): string | undefined {
  const read = machine.readFile(`/proc/${pid}/cgroup`)
  return read.state === "read" ? cgroupPathIn(new TextDecoder().decode(read.bytes)) : undefined
}

/** containerd and CRI-O put JSON under "info", with the sandbox's first process in it. */
function pidIn(info: Readonly<Record<string, string>>): number | undefined {
  try {
    const { pid } = JSON.parse(info["info"] ?? "{}") as { readonly pid?: unknown }
    return typeof pid === "number" && Number.isInteger(pid) && pid > 0 ? pid : undefined
  } catch {
    return undefined
  }
}
