// A node as a virtual machine in QEMU's software emulation: a real kernel, real cgroups, real reboots, no KVM needed.
// It is booted, or resumed from a snapshot that was taken after a boot. Its disk is a layer over the kind's image and
// is thrown away with it.
import {
  closeSync,
  existsSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type Agent, agentOn } from "./agent.ts"
import { diesWithUs, momentaryDirectory } from "./cache.ts"
import { mustRun } from "./programs.ts"
import { tellQemu } from "./qmp.ts"

export interface MachineToStart {
  /** Directory of the kind's image, as bench/image makes it. */
  readonly image: string
  /** Where this node's disk, console and drives go. */
  readonly directory: string
  /** Content of the read-only drive that the node sees at /opt/bench. */
  readonly tools: string
  readonly from: "boot" | "snapshot"
}

export interface Machine {
  readonly agent: Agent
  /** The last lines of the kernel's console. */
  console(): string
  /** Unix socket of the second serial line. */
  readonly serialLine: string
  /** As if the plug were pulled and put in again: memory is lost, what reached the disk stays. */
  powerCut(): Promise<void>
  stop(): Promise<void>
}

const memoryMegabytes = 2048
const processors = 2
/** The same in a snapshot and in what is resumed from it: the guest does not look again how large a drive is. */
const toolsDriveBytes = 1024 * 1024 * 1024
/** Emulated boots take 10 to 40 s on a quiet machine, several times that on a busy one. */
const bootSeconds = 300
/** Services that start after the boot is called complete settle in this time, so that each resume does not wait for them. */
const settleSeconds = 2
// QEMU 7.2 leaves wrong flags after CMPXCHG16B when an interrupt follows at once, and the guest's kernel (SLUB's fast
// path) then panics or hangs, the sooner the busier the machine is.
const cpu = "max,cx16=off,svm=off"

export async function startMachine(wanted: MachineToStart): Promise<Machine> {
  mkdirSync(wanted.directory, { recursive: true })
  await makeToolsDrive(wanted.tools, join(wanted.directory, "tools.img"))
  if (wanted.from === "boot") {
    await makeDisk(join(wanted.image, "base.img"), "raw", wanted.directory)
    const machine = launch(wanted, [])
    return await comeUp(machine, async () => void (await machine.agent.ready(bootSeconds)))
  }
  const snapshot = await snapshotOf(wanted)
  await makeDisk(join(snapshot, "disk.qcow2"), "qcow2", wanted.directory)
  const machine = launch(wanted, [...memoryIn(join(snapshot, "memory"), "off"), "-incoming", "defer"])
  return await comeUp(machine, async () => {
    await machine.controlSocketExists()
    await tellQemu(machine.control, [
      keepMemoryInItsFile,
      { execute: "migrate-incoming", arguments: { uri: `exec:cat ${join(snapshot, "state")}` } },
    ])
    await untilQemuSays(machine.control, "query-status", (status) => status !== "inmigrate")
    await tellQemu(machine.control, [{ execute: "cont" }])
    await machine.agent.wake()
  })
}

async function comeUp(machine: Launched, step: () => Promise<void>): Promise<Machine> {
  try {
    await step()
    return machine
  } catch (error) {
    const said = machine.console()
    await machine.stop()
    throw new Error(`${error instanceof Error ? error.message : error}\nThe node's console:\n${said}`)
  }
}

interface Launched extends Machine {
  readonly control: string
  controlSocketExists(): Promise<void>
  readonly exited: Promise<number>
}

function launch(wanted: MachineToStart, further: readonly string[]): Launched {
  const { directory, image } = wanted
  // Paths of sockets are short (unix(7)), those of caches need not be.
  const sockets = momentaryDirectory(join(tmpdir(), "criadm-nodes"), "node")
  const control = join(sockets, "qmp")
  const serialLine = join(sockets, "shell")
  const consoleLog = join(directory, "console.log")
  const readText = (name: string) => readFileSync(join(image, name), "utf8").trim()
  const drive = (file: string, format: string, id: string, options: string) => [
    "-drive",
    `file=${join(directory, file)},format=${format},if=none,id=${id},cache=unsafe${options}`,
    "-device",
    `virtio-blk-pci,drive=${id}`,
  ]
  const command = [
    ...diesWithUs,
    "nice",
    "qemu-system-x86_64",
    ...["-machine", "q35,sata=off,usb=off,smbus=off", "-accel", "tcg,thread=multi", "-cpu", cpu],
    ...["-m", String(memoryMegabytes), "-smp", String(processors)],
    ...["-nodefaults", "-no-user-config", "-display", "none"],
    ...["-kernel", join(image, "vmlinux"), "-initrd", join(image, "initrd.img")],
    ...["-append", `root=/dev/vda rw console=ttyS0 quiet panic=-1 nokaslr ${readText("cmdline")}`],
    ...["-chardev", `file,id=console,path=${consoleLog}`, "-device", "isa-serial,chardev=console"],
    ...["-chardev", `socket,id=shell,path=${serialLine},server=on,wait=off`, "-device", "isa-serial,chardev=shell"],
    ...["-device", "virtio-serial-pci", "-chardev", "stdio,id=agent,signal=off"],
    ...["-device", "virtserialport,chardev=agent,name=bench"],
    ...["-qmp", `unix:${control},server=on,wait=off`],
    ...drive("disk.qcow2", "qcow2", "disk", ",discard=unmap"),
    ...drive("tools.img", "raw", "tools", ",readonly=on"),
    ...further,
  ]
  const log = openSync(join(directory, "qemu.log"), "a")
  const qemu = Bun.spawn(command, { stdin: "pipe", stdout: "pipe", stderr: log })
  closeSync(log)
  const agent = agentOn(qemu)
  const lastLines = (file: string) => (existsSync(file) ? readFileSync(file, "utf8").split("\n").slice(-60) : [])
  return {
    agent,
    control,
    serialLine,
    exited: qemu.exited,
    console: () => [...lastLines(join(directory, "qemu.log")), ...lastLines(consoleLog)].join("\n"),
    controlSocketExists: () =>
      until(`QEMU's control socket of ${directory}`, 30, async () => existsSync(control) || qemu.exitCode !== null),
    async powerCut() {
      await tellQemu(control, [{ execute: "system_reset" }])
      await agent.ready(bootSeconds)
    },
    async stop() {
      qemu.kill("SIGKILL")
      await qemu.exited
      rmSync(sockets, { recursive: true, force: true })
    },
  }
}

/** The memory of a machine in a file: shared while a snapshot is made, mapped copy-on-write when it is resumed. */
function memoryIn(file: string, share: "on" | "off"): readonly string[] {
  const backend = `memory-backend-file,id=memory,size=${memoryMegabytes}M,mem-path=${file},share=${share}`
  return ["-object", backend, "-machine", "memory-backend=memory"]
}

/** State without memory: resuming maps the file and reads almost nothing (QEMU docs, x-ignore-shared). */
const keepMemoryInItsFile = {
  execute: "migrate-set-capabilities",
  arguments: { capabilities: [{ capability: "x-ignore-shared", state: true }] },
}

/** The directory of the kind's snapshot; taken now when there is none for this image and this QEMU. */
async function snapshotOf(wanted: MachineToStart): Promise<string> {
  const snapshot = join(wanted.image, "snapshot")
  const qemuVersion = (await mustRun(["qemu-system-x86_64", "--version"])).split("\n")[0]
  const key = `${readFileSync(join(wanted.image, "key"), "utf8").trim()} ${cpu} ${memoryMegabytes} ${qemuVersion}`
  const isCurrent = () => existsSync(join(snapshot, "key")) && readFileSync(join(snapshot, "key"), "utf8") === key
  if (isCurrent()) return snapshot

  const directory = momentaryDirectory(join(wanted.image, "snapshots"), "new")
  // While the node boots its memory lies in memory: on a disk, write-back stalls the machine for minutes.
  const momentary = momentaryDirectory(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "criadm-nodes"), "node")
  const memory = join(momentary, "memory")
  let machine: Launched | undefined
  try {
    await makeDisk(join(wanted.image, "base.img"), "raw", directory)
    makeEmptyDrive(join(directory, "tools.img"))
    machine = launch({ ...wanted, directory }, memoryIn(memory, "on"))
    const booting = machine
    await comeUp(booting, async () => void (await booting.agent.ready(bootSeconds)))
    await Bun.sleep(settleSeconds * 1000)
    const state = `exec:cat >${join(directory, "state")}`
    await tellQemu(machine.control, [
      keepMemoryInItsFile,
      { execute: "stop" },
      { execute: "migrate", arguments: { uri: state } },
    ])
    await untilQemuSays(machine.control, "query-migrate", (status) => status === "completed")
    // Quit and not killed: what it still holds of the disk's layer is written.
    await tellQemu(machine.control, [{ execute: "quit" }])
    await machine.exited
    await mustRun(["cp", "--sparse=always", memory, join(directory, "memory")])
    rmSync(join(directory, "tools.img"))
    writeFileSync(join(directory, "key"), key)
    rmSync(snapshot, { recursive: true, force: true })
    renameSync(directory, snapshot)
  } finally {
    await machine?.stop()
    rmSync(momentary, { recursive: true, force: true })
    rmSync(directory, { recursive: true, force: true })
  }
  return snapshot
}

async function makeDisk(backing: string, format: string, directory: string): Promise<void> {
  const disk = join(directory, "disk.qcow2")
  await mustRun(["qemu-img", "create", "-q", "-f", "qcow2", "-F", format, "-b", backing, disk])
}

function makeEmptyDrive(file: string): void {
  const drive = openSync(file, "w")
  ftruncateSync(drive, toolsDriveBytes)
  closeSync(drive)
}

async function makeToolsDrive(content: string, file: string): Promise<void> {
  makeEmptyDrive(file)
  await mustRun(["mkfs.ext4", "-q", "-F", "-O", "^has_journal", "-d", content, file])
}

async function untilQemuSays(control: string, question: string, enough: (status: string) => boolean): Promise<void> {
  await until(`QEMU's answer to ${question}`, 120, async () => {
    const answer = (await tellQemu(control, [{ execute: question }])) as { readonly status?: string }
    if (answer.status === "failed") throw new Error(`QEMU says failed to ${question}`)
    return enough(answer.status ?? "")
  })
}

async function until(what: string, seconds: number, holds: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + seconds * 1000; Date.now() < deadline; await Bun.sleep(20)) {
    if (await holds()) return
  }
  throw new Error(`${what} did not come in ${seconds} s`)
}
