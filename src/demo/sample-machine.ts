// The sample node as a machine: real files in a temporary directory, a simulated systemd, containerd and kubelet.
// Nothing outside that directory is read or written, and no root is needed.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { linuxMachine } from "../machine/linux.ts"
import type { Command, Ran } from "../machine/reading.ts"
import type { WritingMachine } from "../machine/writing.ts"
import { answerSample, dumpSample, type Running, sampleRelease, startSample } from "./sample-containerd.ts"
import { sampleFiles } from "./sample-files.ts"

/** f_type of a cgroup v2 mount. See statfs(2), CGROUP2_SUPER_MAGIC. */
const cgroup2Magic = 0x63677270

/** How long a restart takes on a node on which it fails. */
const restartMilliseconds = 1500

export interface SampleNode {
  readonly directory: string
  readonly machine: WritingMachine
  remove(): void
}

interface Services {
  /** Undefined: containerd failed to start. */
  containerd: Running | undefined
  /** The only configuration on which containerd starts; absent: on any that it reads. */
  readonly onlyOn?: string
  /** When each service was last started, in milliseconds since the epoch. */
  readonly startedAt: Record<string, number>
}

/**
 * `others`: files that lie there instead of the sample's own of that path. `failsToRestart`: its containerd does not
 * come back on another configuration than the one it began with.
 */
export function makeSampleNode(others: Readonly<Record<string, string>> = {}, failsToRestart = false): SampleNode {
  const directory = mkdtempSync(join(tmpdir(), "criadm-demo-"))
  for (const [path, text] of Object.entries({ ...sampleFiles, ...others })) {
    const isDirectory = path.endsWith("/")
    mkdirSync(join(directory, isDirectory ? path : dirname(path)), { recursive: true })
    if (!isDirectory) writeFileSync(join(directory, path), text, { mode: path.startsWith("/usr/bin/") ? 0o755 : 0o644 })
  }
  return {
    directory,
    machine: sampleMachine(directory, failsToRestart),
    remove: () => rmSync(directory, { recursive: true, force: true }),
  }
}

function sampleMachine(directory: string, failsToRestart: boolean): WritingMachine {
  const files = linuxMachine({ root: directory, platform: "linux" })
  const readConfig = (path: string) => {
    const read = files.readFile(path)
    return read.state === "read" ? new TextDecoder().decode(read.bytes) : ""
  }
  const began = readConfig("/etc/containerd/config.toml")
  const services: Services = {
    ...(failsToRestart ? { onlyOn: began } : {}),
    containerd: startSample(began),
    startedAt: { "containerd.service": Date.now(), "kubelet.service": Date.now() },
  }
  // The sample's files belong to whoever runs the demo; on the node they belong to root.
  const asRoot = <Owned extends { readonly uid: number; readonly gid: number }>(owned: Owned) => ({
    ...owned,
    uid: 0,
    gid: 0,
  })
  const owner = { uid: process.geteuid?.() ?? 0, gid: process.getegid?.() ?? 0 }
  const run = async (command: Command) => {
    // As long as a containerd takes that tries.
    const isRestart = services.onlyOn !== undefined && command.argv.includes("restart")
    if (isRestart) await Bun.sleep(restartMilliseconds)
    return runSample(command, services, readConfig)
  }
  return {
    ...files,
    root: "/",
    isLive: true,
    uid: 0,
    readFile(path, options) {
      const read = files.readFile(path, options)
      return read.state === "read" ? asRoot(read) : read
    },
    inspect(path) {
      const entry = files.inspect(path)
      return entry === undefined ? undefined : asRoot(entry)
    },
    replaceFile: (path, file) => files.replaceFile(path, { ...file, ...owner }),
    // The real one only writes to files of the kernel; the sample's /proc is made of ordinary ones.
    writeLiveValue: (path, value) =>
      files.replaceFile(path, { bytes: Buffer.from(`${value}\n`), mode: 0o644, ...owner }),
    fileSystemType: (path) => (path === "/sys/fs/cgroup" ? cgroup2Magic : undefined),
    accepts: async (socket) => socket === "/run/containerd/containerd.sock" && services.containerd !== undefined,
    grpc: async (call) =>
      services.containerd === undefined
        ? { state: "unreachable", errno: "ECONNREFUSED", message: "connect: connection refused" }
        : answerSample(services.containerd, call),
    // The sample's kubelet is healthy as long as its runtime runs.
    httpStatus: async () => (services.containerd === undefined ? undefined : 200),
    run,
    act: run,
  }
}

/** The programs of the sample node, as far as detection, apply and verification ask them. */
function runSample({ argv }: Command, services: Services, readConfig: (path: string) => string): Ran {
  const [program = "", ...args] = argv
  const ran = (stdout: string, exitCode = 0): Ran => ({ state: "ran", command: argv, exitCode, stdout, stderr: "" })
  switch (program.split("/").at(-1)) {
    case "containerd": {
      if (args.includes("--version"))
        return ran(`containerd github.com/containerd/containerd/v2 ${sampleRelease} sample\n`)
      const at = args.findIndex((arg) => arg === "--config" || arg === "-c")
      const running = startSample(args.includes("dump") ? readConfig(args[at + 1] ?? "") : "")
      return running === undefined ? ran("", 1) : ran(dumpSample(running))
    }
    case "kubelet":
      return ran("Kubernetes v1.37.2\n")
    case "kubeadm":
      return ran("v1.37.2\n")
    case "systemctl":
      return runSystemctl(args, services, readConfig, ran)
    // The guard of --confirm: nobody is behind it here, the wizard itself puts the sample back.
    case "systemd-run":
      return ran("")
    case "journalctl":
      return ran(
        services.containerd === undefined && args.some((arg) => arg.startsWith("containerd"))
          ? `containerd: failed to load plugin io.containerd.cri.v1.runtime: the sandbox controller does not answer
containerd.service: Main process exited, code=exited, status=1/FAILURE
containerd.service: Failed with result 'exit-code'.
`
          : "containerd successfully booted in 0.041216s\n",
      )
    default:
      return { state: "not-found", command: argv }
  }
}

function runSystemctl(
  args: readonly string[],
  services: Services,
  readConfig: (path: string) => string,
  ran: (stdout: string, exitCode?: number) => Ran,
): Ran {
  const [verb = ""] = args.filter((arg) => !arg.startsWith("-"))
  const unit = args.find((arg) => arg.endsWith(".service")) ?? ""
  if (verb === "show") {
    const asked =
      args
        .find((arg) => arg.startsWith("--property="))
        ?.slice("--property=".length)
        .split(",") ?? []
    return ran(asked.map((name) => `${name}=${property(name, unit, services)}\n`).join(""))
  }
  if (["restart", "start", "reload"].includes(verb)) {
    services.startedAt[unit] = Date.now()
    if (unit === "containerd.service") {
      const config = readConfig("/etc/containerd/config.toml")
      const starts = services.onlyOn === undefined || services.onlyOn === config
      services.containerd = starts ? startSample(config) : undefined
      if (!starts)
        return ran("Job for containerd.service failed because the control process exited with error code.\n", 1)
    }
  }
  return ran("")
}

/** Properties of systemctl show(1) that are asked of a service. */
function property(name: string, unit: string, services: Services): string {
  const isUp = unit !== "containerd.service" || services.containerd !== undefined
  const properties: Readonly<Record<string, string>> = {
    Id: unit,
    LoadState: "loaded",
    ActiveState: isUp ? "active" : "failed",
    SubState: isUp ? "running" : "failed",
    UnitFileState: "enabled",
    MainPID: isUp ? "612" : "0",
    NeedDaemonReload: "no",
    ExecMainStartTimestamp: new Date(services.startedAt[unit] ?? 0)
      .toUTCString()
      .replace(",", "")
      .replace("GMT", "UTC"),
  }
  return properties[name] ?? ""
}
