// A node as a systemd-nspawn container: its own init as PID 1, up in a second, on this machine's kernel. Good for
// services, files and sockets; not for cgroup controllers, kernel modules and sysctls outside of the network.
import { existsSync, mkdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { timeouts } from "../support/timeouts.ts"
import { type Agent, agentOn } from "./agent.ts"

export interface ContainerToStart {
  /** Directory of the kind's image, as bench/image makes it. */
  readonly image: string
  /** Where this node's own layer and console go. */
  readonly directory: string
  /** What the node sees, read-only, at /opt/bench. */
  readonly tools: string
  /** The beginning of a command line: the container is started by the rest of it. For another mount namespace. */
  readonly within?: readonly string[]
}

export interface Container {
  readonly agent: Agent
  /** The beginning of a command line: the rest of it runs in the node, as root and on the caller's terminal. */
  readonly enter: readonly string[]
  console(): string
  stop(): Promise<void>
}

export async function startContainer(wanted: ContainerToStart): Promise<Container> {
  mkdirSync(wanted.directory, { recursive: true })
  const program = join(import.meta.dir, "../bench", "container")
  const command = ["unshare", "--mount", program, wanted.image, wanted.directory, wanted.tools]
  const child = Bun.spawn([...(wanted.within ?? []), ...command], {
    stdin: "pipe",
    stdout: "pipe",
    stderr: "inherit",
    // As it is now: without this Bun hands on the environment that it was started with.
    env: process.env,
  })
  const agent = agentOn(child)
  // In another mount namespace it is seen by way of a process that is in it; see proc_pid_root(5).
  const outside = wanted.within === undefined ? "" : `/proc/${child.pid}/root`
  const log = join(outside, wanted.directory, "console.log")
  const said = () => (existsSync(log) ? readFileSync(log, "utf8").split("\n").slice(-60).join("\n") : "")
  const stop = async () => {
    child.kill("SIGTERM")
    await child.exited
  }
  try {
    await agent.ready(timeouts.boot)
  } catch (error) {
    const console = said()
    await stop()
    throw new Error(`${error instanceof Error ? error.message : error}\nThe node's console:\n${console}`)
  }
  return { agent, enter: entrance(firstProcessUnder(child.pid)), console: said, stop }
}

/** Process id on this machine of the container's PID 1, which has one in each namespace it is in (proc(5), NSpid). */
function firstProcessUnder(ancestor: number): number {
  for (const child of readFileSync(`/proc/${ancestor}/task/${ancestor}/children`, "utf8").split(" ")) {
    const pid = Number(child)
    if (pid === 0) continue
    const ids = /^NSpid:\s+(.*)$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]?.split(/\s+/) ?? []
    const found = ids.length > 1 ? (ids.at(-1) === "1" ? pid : 0) : firstProcessUnder(pid)
    if (found !== 0) return found
  }
  return 0
}

/** As an ssh session would be: in the node's namespaces, and in a cgroup that is no service's. */
function entrance(init: number): readonly string[] {
  const inNode =
    'mkdir -p /sys/fs/cgroup/terminal && echo $$ >/sys/fs/cgroup/terminal/cgroup.procs && cd /root && exec "$@"'
  const namespaces = ["--mount", "--uts", "--ipc", "--net", "--pid", "--cgroup"]
  return ["nsenter", "--target", String(init), ...namespaces, "sh", "-c", inNode, "sh"]
}
