// One process of QEMU with a node's disk in it: from power on to power off, which a reboot is too. What a machine is made
// of (processor, memory, drives, lines) stands here and nowhere else.
import { closeSync, existsSync, openSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { diesWithUs, momentaryDirectory } from "../support/cache.ts"
import { mustRun } from "../support/programs.ts"
import { timeouts, within } from "../support/timeouts.ts"
import { type Agent, agentOn } from "./agent.ts"
import { tellQemu } from "./qmp.ts"

export interface HardwareToUse {
  /** Directory of the kind's image, as bench/image makes it. */
  readonly image: string
  /** Where this node's drives and its console's log are. */
  readonly directory: string
  /** One where nothing else is said. */
  readonly processors?: number
  /**
   * Options of a device in QEMU's user network, "hostfwd=..." among them; the node is 10.0.2.15 there and finds this
   * machine's loopback device at 10.0.2.2. Absent: it has no network device.
   */
  readonly network?: string
}

export interface Qemu {
  readonly agent: Agent
  /** Unix socket of the second serial line. */
  readonly serialLine: string
  /** The last lines of the kernel's console, of this and of earlier processes. */
  console(): string
  /** Asks for its answer over the control socket until `enough` says so. */
  until(question: string, enough: (status: string) => boolean): Promise<void>
  tell(commands: Parameters<typeof tellQemu>[1]): Promise<void>
  /** Resolves when it has ended by itself, with everything written: the node was switched off or has rebooted. */
  ended(timeoutSeconds: number): Promise<void>
  /** The plug is pulled: nothing of the node runs on, what reached its drives stays. */
  pullPlug(): Promise<void>
  /** What it has in its hands may be lost. */
  kill(): Promise<void>
}

// QEMU 7.2 leaves wrong flags after CMPXCHG16B when an interrupt follows at once, and the guest's kernel (SLUB's fast
// path) then panics or hangs, the sooner the busier the machine is.
const cpu = "max,cx16=off,svm=off"
const memoryMegabytes = 2048
/**
 * One: two machines run side by side on two processors, and an emulated processor that waits for another one, which the
 * busy machine lets run later, costs several times the time of both.
 */
const defaultProcessors = 1

/** What a snapshot of a machine fits to. */
export async function hardwareKey(): Promise<string> {
  const version = (await mustRun(["qemu-system-x86_64", "--version"])).split("\n")[0]
  return `${cpu} ${defaultProcessors} ${memoryMegabytes} ${kernelParameters} ${version}`
}

/** The memory of a machine in a file: shared while a snapshot is made, mapped copy-on-write when it is resumed. */
export function memoryIn(file: string, share: "on" | "off"): readonly string[] {
  const backend = `memory-backend-file,id=memory,size=${memoryMegabytes}M,mem-path=${file},share=${share}`
  return ["-object", backend, "-machine", "memory-backend=memory"]
}

/**
 * no_timer_check: on a busy machine no tick of an emulated timer may come within the moment in which the kernel waits for
 * ten, and it panics (admin-guide/kernel-parameters.txt; arch/x86/kernel/apic/io_apic.c, timer_irq_works).
 */
const kernelParameters = "root=/dev/vda rw console=ttyS0 quiet panic=-1 nokaslr no_timer_check"

/**
 * Ends when the guest reboots (-no-reboot), as when it is switched off: QEMU 7.2 emulates the second boot within a process
 * three to eight times slower than the first.
 */
export function startQemu(hardware: HardwareToUse, further: readonly string[] = []): Qemu {
  const { directory, image, network, processors = defaultProcessors } = hardware
  // Paths of sockets are short (unix(7)), those of caches need not be.
  const sockets = momentaryDirectory(join(tmpdir(), "criadm-nodes"), "node")
  const control = join(sockets, "qmp")
  const serialLine = join(sockets, "shell")
  const consoleLog = join(directory, "console.log")
  const qemuLog = join(directory, "qemu.log")
  const ofKind = readFileSync(join(image, "cmdline"), "utf8").trim()
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
    ...["-m", String(memoryMegabytes), "-smp", String(processors), "-no-reboot"],
    ...["-nodefaults", "-no-user-config", "-display", "none"],
    ...["-kernel", join(image, "vmlinux"), "-initrd", join(image, "initrd.img")],
    ...["-append", `${kernelParameters} ${ofKind}`],
    ...["-chardev", `file,id=console,path=${consoleLog},append=on`, "-device", "isa-serial,chardev=console"],
    ...["-chardev", `socket,id=shell,path=${serialLine},server=on,wait=off`, "-device", "isa-serial,chardev=shell"],
    ...["-device", "virtio-serial-pci", "-chardev", "stdio,id=agent,signal=off"],
    ...["-device", "virtserialport,chardev=agent,name=bench"],
    ...["-qmp", `unix:${control},server=on,wait=off`],
    ...drive("disk.qcow2", "qcow2", "disk", ",discard=unmap"),
    ...drive("tools.img", "raw", "tools", ",readonly=on"),
    ...(network === undefined ? [] : ["-netdev", `user,id=net,${network}`, "-device", "virtio-net-pci,netdev=net"]),
    ...further,
  ]
  const log = openSync(qemuLog, "a")
  const qemu = Bun.spawn(command, { stdin: "pipe", stdout: "pipe", stderr: log })
  closeSync(log)
  const lastLines = (file: string) => (existsSync(file) ? readFileSync(file, "utf8").split("\n").slice(-60) : [])
  const until = async (what: string, holds: () => Promise<boolean>) => {
    for (const deadline = Date.now() + timeouts.boot * 1000; Date.now() < deadline; await Bun.sleep(20)) {
      if (qemu.exitCode !== null || qemu.signalCode !== null) throw new Error(`QEMU ended before ${what}`)
      if (await holds()) return
    }
    throw new Error(`${what} did not come in ${timeouts.boot} s`)
  }
  const controlSocketExists = () => until("its control socket was there", async () => existsSync(control))
  const gone = qemu.exited.then(() => rmSync(sockets, { recursive: true, force: true }))
  return {
    agent: agentOn(qemu),
    serialLine,
    console: () => [...lastLines(qemuLog), ...lastLines(consoleLog)].join("\n"),
    async tell(commands) {
      await controlSocketExists()
      await tellQemu(control, commands)
    },
    until: (question, enough) =>
      until(`the answer to ${question} that was waited for`, async () => {
        const answer = (await tellQemu(control, [{ execute: question }])) as { readonly status?: string }
        if (answer.status === "failed") throw new Error(`QEMU says failed to ${question}`)
        return enough(answer.status ?? "")
      }),
    ended: (timeoutSeconds) => within(gone, timeoutSeconds, `the node did not go down in ${timeoutSeconds} s`),
    async pullPlug() {
      await controlSocketExists()
      // Quit and not killed: what the drives have accepted is in their files then.
      await tellQemu(control, [{ execute: "stop" }, { execute: "quit" }])
      await gone
    },
    async kill() {
      qemu.kill("SIGKILL")
      await gone
    },
  }
}
