// Real nodes to try criadm on: `node("trixie")` builds and caches the image of that kind from Debian's packages, starts
// it and gives hands on it. Everything a test does to a node is thrown away with it.
import { cpSync, mkdirSync, rmSync } from "node:fs"
import { basename, join } from "node:path"
import { cacheDirectory, momentaryDirectory, say } from "../support/cache.ts"
import { type Finished, mustRun } from "../support/programs.ts"
import { timeouts } from "../support/timeouts.ts"
import type { Agent } from "./agent.ts"
import { startContainer } from "./container.ts"
import { startMachine } from "./virtual-machine.ts"

/** The kinds under bench/kinds: init system, cgroup layout and runtime of each are in the first lines of its file. */
export type Kind =
  | "trixie"
  | "bookworm"
  | "bullseye"
  | "forky"
  | "trixie-docker"
  | "bookworm-v1"
  | "bookworm-openrc"
  | "bookworm-sysvinit"
  | "bookworm-runit"
  | "trixie-bare"
  | "trixie-cloud-init"
  | "forky-managers"
  | "bookworm-bare"
  | "bookworm-selinux"
  | "forky-bare"
  | "bullseye-bare"

/**
 * "boot" and "snapshot": a virtual machine, booted or resumed after a boot (which is made on first use, and costs more
 * than a boot when it is used only once). "container": systemd-nspawn.
 */
export type Way = "boot" | "snapshot" | "container"

export interface NodeToStart {
  readonly way: Way
  /** Files and directories of this machine that the node finds in /opt/bench, which is in its PATH. */
  readonly tools: readonly string[]
  /** Of a machine that is booted; one where nothing else is said, since emulation pays for each. */
  readonly processors?: number
  /** Of a machine that is booted: its device in QEMU's user network, see qemu.ts. */
  readonly network?: string
}

export interface Node {
  readonly kind: Kind
  readonly isContainer: boolean
  /** Runs a shell script as root. */
  run(script: string, how?: { readonly timeoutSeconds?: number }): Promise<Finished>
  /** As run; throws with everything it said when it ends with anything but 0. Its standard output. */
  mustRun(script: string, how?: { readonly timeoutSeconds?: number }): Promise<string>
  /** Writes a file; missing directories are made. */
  put(path: string, content: string | Uint8Array, mode?: number): Promise<void>
  /** The node's own way of starting anew; resolves when it is up again. */
  reboot(): Promise<void>
  /** Pulls the plug and puts it in again: what was not on the disk is lost. */
  powerCut(): Promise<void>
  /** The last lines of the console. */
  console(): string
  /** Virtual machines: unix socket of the node's second serial line, /dev/ttyS1. */
  readonly serialLine?: string
  /** Containers: the beginning of a command line; the rest of it runs in the node, on the caller's terminal. */
  readonly enter?: () => readonly string[]
  stop(): Promise<void>
}

export const needsOfNodes = {
  programs: [
    "mmdebstrap",
    "qemu-system-x86_64",
    "qemu-img",
    "systemd-nspawn",
    "mkfs.ext4",
    "gcc",
    "python3",
    "lz4",
    "zstd",
  ],
}

const work = process.env["CRIADM_BENCH_WORK"] ?? join(cacheDirectory, "bench")

export async function node(kind: Kind, wanted: NodeToStart): Promise<Node> {
  const image = await imageOf(kind)
  const directory = momentaryDirectory(join(work, "running"), kind)
  const tools = join(directory, "tools")
  mkdirSync(tools)
  for (const tool of wanted.tools) cpSync(tool, join(tools, basename(tool)), { recursive: true })
  const remove = () => rmSync(directory, { recursive: true, force: true })
  try {
    const common = { image, directory: join(directory, "node"), tools }
    if (wanted.way === "container") return await asContainer(kind, common, remove)
    const { processors, network } = wanted
    const hardware = { ...(processors && { processors }), ...(network && { network }) }
    return await asMachine(kind, { ...common, from: wanted.way, ...hardware }, remove)
  } catch (error) {
    remove()
    throw error
  }
}

/** Builds it when it is not there or its recipe changed; directory of the image. */
export async function imageOf(kind: Kind): Promise<string> {
  const began = Date.now()
  await mustRun([join(import.meta.dir, "../bench", "image"), kind], { environment: { CRIADM_BENCH_WORK: work } })
  const seconds = Math.round((Date.now() - began) / 1000)
  if (seconds > 2) say(`the image of ${kind} is ready (${seconds} s)`)
  return join(work, "images", kind)
}

async function asMachine(kind: Kind, wanted: Parameters<typeof startMachine>[0], remove: () => void): Promise<Node> {
  const machine = await startMachine(wanted)
  return {
    ...hands(kind, () => machine.agent()),
    isContainer: false,
    serialLine: machine.serialLine,
    reboot: () => machine.reboot(),
    console: () => machine.console(),
    powerCut: () => machine.powerCut(),
    async stop() {
      await machine.stop()
      remove()
    },
  }
}

async function asContainer(
  kind: Kind,
  wanted: Parameters<typeof startContainer>[0],
  remove: () => void,
): Promise<Node> {
  let container = await startContainer(wanted)
  const again = async () => {
    await container.stop()
    container = await startContainer(wanted)
  }
  return {
    ...hands(kind, () => container.agent),
    isContainer: true,
    async reboot() {
      container.agent.send("sync; reboot")
      await container.agent.ready(timeouts.boot)
    },
    console: () => container.console(),
    enter: () => container.enter,
    powerCut: again,
    async stop() {
      await container.stop()
      remove()
    },
  }
}

/** What both sorts of nodes do by their agent alone. */
function hands(kind: Kind, agent: () => Agent): Pick<Node, "kind" | "run" | "mustRun" | "put"> {
  const run: Node["run"] = (script, how = {}) => agent().run(script, how.timeoutSeconds ?? timeouts.script)
  return {
    kind,
    run,
    async mustRun(script, how) {
      const finished = await run(script, how)
      if (finished.exitCode === 0) return finished.stdout
      throw new Error(`on ${kind}, exit ${finished.exitCode}: ${script}\n${finished.stdout}${finished.stderr}`)
    },
    put: (path, content, mode = 0o644) =>
      agent().put(path, typeof content === "string" ? new TextEncoder().encode(content) : content, mode),
  }
}
