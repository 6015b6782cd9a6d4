// A machine's memory and disk as they were after a boot, kept beside the kind's image: who resumes it spares the boot.
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { momentaryDirectory } from "../support/cache.ts"
import { mustRun } from "../support/programs.ts"
import { timeouts } from "../support/timeouts.ts"
import { makeDisk, makeEmptyDrive } from "./drives.ts"
import { hardwareKey, memoryIn, type Qemu, startQemu } from "./qemu.ts"

/** What starts beside the agent has started too, so that not every resumed machine has to wait for it (systemctl(1)). */
const untilBooted = "! [ -d /run/systemd/system ] || systemctl is-system-running --wait"

/** State without memory: resuming maps the file and reads almost nothing (QEMU docs, x-ignore-shared). */
const keepMemoryInItsFile = {
  execute: "migrate-set-capabilities",
  arguments: { capabilities: [{ capability: "x-ignore-shared", state: true }] },
}

/** The directory of an image's snapshot; taken now when there is none for this image and this QEMU. */
export async function snapshotOf(image: string): Promise<string> {
  const snapshot = join(image, "snapshot")
  const key = `${readFileSync(join(image, "key"), "utf8").trim()} ${await hardwareKey()}`
  const isCurrent = () => existsSync(join(snapshot, "key")) && readFileSync(join(snapshot, "key"), "utf8") === key
  if (isCurrent()) return snapshot

  const directory = momentaryDirectory(join(image, "snapshots"), "new")
  // While the node boots its memory lies in memory: on a disk, write-back stalls the machine for minutes.
  const momentary = momentaryDirectory(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "criadm-nodes"), "node")
  const memory = join(momentary, "memory")
  let qemu: Qemu | undefined
  try {
    await makeDisk(join(image, "base.img"), "raw", directory)
    makeEmptyDrive(directory)
    qemu = startQemu({ image, directory }, memoryIn(memory, "on"))
    try {
      await qemu.agent.ready(timeouts.boot)
      await qemu.agent.run(untilBooted, timeouts.boot)
    } catch (error) {
      throw new Error(`${error instanceof Error ? error.message : error}\nThe node's console:\n${qemu.console()}`)
    }
    const state = `exec:cat >${join(directory, "state")}`
    await qemu.tell([keepMemoryInItsFile, { execute: "stop" }, { execute: "migrate", arguments: { uri: state } }])
    await qemu.until("query-migrate", (status) => status === "completed")
    await qemu.pullPlug()
    await mustRun(["cp", "--sparse=always", memory, join(directory, "memory")])
    rmSync(join(directory, "tools.img"))
    writeFileSync(join(directory, "key"), key)
    rmSync(snapshot, { recursive: true, force: true })
    renameSync(directory, snapshot)
  } finally {
    await qemu?.kill()
    rmSync(momentary, { recursive: true, force: true })
    rmSync(directory, { recursive: true, force: true })
  }
  return snapshot
}

/** Starts a machine on a layer over the snapshot's disk, and goes on where the snapshot was taken. */
export async function resume(image: string, directory: string): Promise<Qemu> {
  const snapshot = await snapshotOf(image)
  await makeDisk(join(snapshot, "disk.qcow2"), "qcow2", directory)
  const qemu = startQemu({ image, directory }, [...memoryIn(join(snapshot, "memory"), "off"), "-incoming", "defer"])
  try {
    await qemu.tell([
      keepMemoryInItsFile,
      { execute: "migrate-incoming", arguments: { uri: `exec:cat ${join(snapshot, "state")}` } },
    ])
    await qemu.until("query-status", (status) => status !== "inmigrate")
    await qemu.tell([{ execute: "cont" }])
    await qemu.agent.wake()
    return qemu
  } catch (error) {
    await qemu.kill()
    throw new Error(`${error instanceof Error ? error.message : error}\nThe node's console:\n${qemu.console()}`)
  }
}
