// A node as a virtual machine in QEMU's software emulation: a real kernel, real cgroups, real reboots, no KVM needed.
// It is booted, or resumed from a snapshot that was taken after a boot. Its disk is a layer over the kind's image and
// is thrown away with it.
import { mkdirSync } from "node:fs"
import { join } from "node:path"
import { timeouts } from "../support/timeouts.ts"
import type { Agent } from "./agent.ts"
import { makeDisk, makeToolsDrive } from "./drives.ts"
import { type HardwareToUse, type Qemu, startQemu } from "./qemu.ts"
import { resume } from "./snapshot.ts"

export interface MachineToStart {
  /** Directory of the kind's image, as bench/image makes it. */
  readonly image: string
  /** Where this node's disk, console and drives go. */
  readonly directory: string
  /** Content of the read-only drive that the node sees at /opt/bench. */
  readonly tools: string
  readonly from: "boot" | "snapshot"
  /** Where it is booted; a snapshot is of a machine with one. */
  readonly processors?: number
  /** Where it is booted: its device in QEMU's user network, see qemu.ts. */
  readonly network?: string
}

export interface Machine {
  /** Another one after each start. */
  agent(): Agent
  /** The last lines of the kernel's console, of all its boots. */
  console(): string
  /** Unix socket of the second serial line, until the node starts anew. */
  readonly serialLine: string
  /** By the node's own init system, which ends in a reset by its kernel; resolves when it has come up again. */
  reboot(): Promise<void>
  /** As if the plug were pulled and put in again: memory is lost, what reached the disk stays. */
  powerCut(): Promise<void>
  stop(): Promise<void>
}

export async function startMachine(wanted: MachineToStart): Promise<Machine> {
  const { image, directory, tools, from } = wanted
  mkdirSync(directory, { recursive: true })
  await makeToolsDrive(tools, directory)
  let qemu: Qemu
  if (from === "snapshot") qemu = await resume(image, directory)
  else {
    await makeDisk(join(image, "base.img"), "raw", directory)
    qemu = await boot(wanted)
  }
  const { serialLine } = qemu
  return {
    agent: () => qemu.agent,
    console: () => qemu.console(),
    serialLine,
    async reboot() {
      // Its answer never comes: the process ends, which is what is waited for.
      qemu.agent.send("sync; reboot")
      await qemu.ended(timeouts.boot)
      qemu = await boot(wanted)
    },
    async powerCut() {
      await qemu.pullPlug()
      qemu = await boot(wanted)
    },
    stop: () => qemu.kill(),
  }
}

async function boot(hardware: HardwareToUse): Promise<Qemu> {
  const qemu = startQemu(hardware)
  try {
    await qemu.agent.ready(timeouts.boot)
    return qemu
  } catch (error) {
    await qemu.kill()
    throw new Error(`${error instanceof Error ? error.message : error}\nThe node's console:\n${qemu.console()}`)
  }
}
