// A node for tests of apply: files in memory, services that start on what their file says at that moment, a runtime
// that answers CRI while its service runs. Everything that lives on the node survives a kill and a reboot of criadm.

import type { ApplyContext, CriQuestions, RunOptions, Sandbox } from "../../../src/apply/context.ts"
import type { Holder, Processes } from "../../../src/apply/run/processes.ts"
import type { Component } from "../../../src/components/component.ts"
import type { InitSystem } from "../../../src/init-systems/init-system.ts"
import { systemdRunLater } from "../../../src/init-systems/systemd-run-later.ts"
import type { CriReport } from "../../../src/model/facts/cri-report.ts"
import type { Progress } from "../../../src/model/progress.ts"
import { nothingToSay } from "../../../src/wording/texts.ts"
import { nowhere } from "../../components/nowhere.ts"
import { failing, type MemoryMachine, memoryMachine, succeeding } from "../../machine/memory-machine.ts"

export const configFile = "/etc/containerd/config.toml"
export const endpoint = "unix:///run/containerd/containerd.sock"
export const sysctl = "/proc/sys/net/ipv4/ip_forward"

export interface TestService {
  /** The file it reads when it starts. */
  readonly file: string
  state: "active" | "inactive" | "failed"
  /** The text it was last started on. */
  startedOn: string | undefined
  pid: number
  startedAt: number
  log: string[]
}

/**
 * Whatever its file says: "does not start" fails at once, "dies" says that it started and is gone a moment later,
 * "time-out" does start, and who asked for it gave up waiting.
 */
export type ServiceFault = "does not start" | "dies" | "time-out"

export interface TestNode {
  readonly machine: MemoryMachine
  readonly services: Map<string, TestService>
  readonly pods: Sandbox[]
  /** By CRI endpoint: the services that must run for it to answer; the first one's text tells the cgroup driver. */
  readonly endpoints: Map<string, readonly string[]>
  /** Images that the runtime has, by name: their ID. */
  readonly images: Map<string, string>
  /** Programs that systemd was asked to run later, by unit name. */
  readonly timers: Map<string, readonly string[]>
  /** A process of criadm on this node: its pid is new, and the one before it is dead. */
  start(): ApplyContext
  /** The `count`-th act of this process, where it is one on a service, goes wrong in this way; `times` acts in a row. */
  failServiceAt(count: number, how: ServiceFault, times?: number): void
  /** The machine boots: services that were active start on the files as they are. */
  boot(): void
  /** Everything but what criadm keeps for itself. */
  tree(): Readonly<Record<string, string>>
  /** The text each service runs on, or its state when it does not run. */
  running(): Readonly<Record<string, string>>
  alive: Set<number>
}

export function testNode(files: Readonly<Record<string, string>> = {}, isLive = true): TestNode {
  const machine = memoryMachine({
    isLive,
    files: { [configFile]: "SystemdCgroup = false\n", [sysctl]: "0\n", ...files },
    directories: ["/etc/sysctl.d", "/var/lib", "/etc/systemd/system"],
  })
  const services = new Map<string, TestService>()
  const timers = new Map<string, readonly string[]>()
  const images = new Map<string, string>()
  const endpoints = new Map<string, readonly string[]>([[endpoint, ["containerd"]]])
  let serviceFault: { readonly from: number; readonly how: ServiceFault; readonly times: number } | undefined
  const pods: Sandbox[] = []
  const alive = new Set<number>()
  let pid = 100
  let boots = 1
  const startService = (service: TestService) => {
    const text = machine.text(service.file) ?? ""
    pid += 1
    Object.assign(service, { startedOn: text, pid, startedAt: machine.now(), state: "active" })
    if (text.includes("does not start")) {
      service.state = "failed"
      service.log.push("failed to load the configuration")
    }
  }
  machine.programs.set("svc", ([, action, name]) => {
    const service = services.get(name ?? "")
    if (service === undefined) return failing(`no service ${name}`)
    const at = machine.acts.length
    const isHit = serviceFault !== undefined && at >= serviceFault.from && at < serviceFault.from + serviceFault.times
    if (action === "stop") service.state = "inactive"
    else if (action === "reload") service.startedOn = machine.text(service.file) ?? ""
    else startService(service)
    if (isHit && action !== "stop") {
      if (serviceFault?.how === "time-out") return { state: "timed-out", command: [], stdout: "", stderr: "" }
      service.state = "failed"
      return serviceFault?.how === "dies" ? succeeding() : failing("Job failed.")
    }
    return service.state === "failed" ? failing("Job failed.") : succeeding()
  })
  // An archive of this test is text: a name and an ID.
  machine.programs.set("ctr", ([, action, what]) => {
    if (services.get("containerd")?.state !== "active") return failing("connection refused")
    const [name = "", id = ""] = (machine.text(what ?? "") ?? "").split(" ")
    if (action === "import") images.set(name, id)
    else images.delete(what ?? "")
    return succeeding()
  })
  machine.programs.set("systemctl", ([, action, unit]) => {
    if (action === "stop") timers.delete((unit ?? "").replace(/\.timer$/, ""))
    return succeeding()
  })
  machine.programs.set("systemd-run", (argv) => {
    if (argv.includes("--service-type=oneshot")) return succeeding()
    const name = argv.find((word) => word.startsWith("--unit="))?.slice("--unit=".length) ?? ""
    timers.set(name, argv.slice(argv.findIndex((word) => word.endsWith("/criadm"))))
    return succeeding()
  })
  services.set("containerd", newService(configFile))
  startService(services.get("containerd")!)

  const boot = () => `boot-${boots}`
  const processes = (self: Holder): Processes => ({
    self: () => self,
    isRunning: (holder) => holder.boot === boot() && alive.has(holder.pid),
  })
  return {
    machine,
    services,
    endpoints,
    pods,
    images,
    timers,
    alive,
    start() {
      machine.reboot()
      serviceFault = undefined
      alive.clear()
      pid += 1
      alive.add(pid)
      const self = { pid, startTime: String(pid), boot: boot() }
      return {
        machine,
        initSystems: [testInitSystem(services)],
        components: [testRuntime],
        cri: testCri(services, endpoints, pods, images),
        processes: processes(self),
        criadmVersion: "0.1.0",
        criadmCommand: ["criadm"],
      }
    },
    failServiceAt(count, how, times = 1) {
      serviceFault = { from: count, how, times }
    },
    boot() {
      boots += 1
      machine.bootClock()
      alive.clear()
      for (const service of services.values()) if (service.state !== "inactive") startService(service)
    },
    tree: () =>
      Object.fromEntries(
        Object.entries(machine.tree()).filter(([path]) => !/^\/var\/(?:lib|cache)\/criadm/.test(path)),
      ),
    running: () =>
      Object.fromEntries(
        [...services].map(([name, one]) => [name, one.state === "active" ? String(one.startedOn) : one.state]),
      ),
  }
}

export function newService(file: string): TestService {
  return { file, state: "inactive", startedOn: undefined, pid: 0, startedAt: 0, log: [] }
}

function testInitSystem(services: Map<string, TestService>): InitSystem {
  return {
    id: "systemd",
    isDriven: true,
    recognise: () => ({ kind: "file", path: "/run/systemd/system" }),
    async service(_, name) {
      const found = services.get(name)
      if (found === undefined) return undefined
      if (found.state === "active" && found.startedOn?.includes("dies") === true) found.state = "failed"
      const { state, pid, startedAt } = found
      const rest = { startsAtBoot: true, command: [], environment: {}, files: [], canReload: true }
      return { name, state, ...rest, ...(state === "active" ? { pid, startedAt } : {}) }
    },
    act: (machine, service, action, timeoutSeconds = 90) =>
      machine.act({ argv: ["svc", action, service], timeoutSeconds }),
    recentLog: async (_, service, lines) => (services.get(service)?.log ?? []).slice(-lines),
    commandLine: (service, action) => `svc ${action} ${service}`,
    runLater: systemdRunLater,
  }
}

function testCri(
  services: Map<string, TestService>,
  endpoints: ReadonlyMap<string, readonly string[]>,
  pods: Sandbox[],
  images: Map<string, string>,
): CriQuestions {
  const text = (asked: string) => {
    const needed = (endpoints.get(asked) ?? []).map((name) => services.get(name)!)
    const answers = needed.every(({ state, startedOn = "" }) => state === "active" && !startedOn.includes("no CRI"))
    return answers ? needed[0]?.startedOn : undefined
  }
  return {
    askCri: async (_, asked) => reportOf(text(asked)),
    listSandboxes: async () => ({ ok: true, value: [...pods] }),
    sandboxStatus: async () => ({ ok: true, value: { isOnHost: false, info: {} } }),
    async endSandbox(_, __, id) {
      const at = pods.findIndex((pod) => pod.id === id)
      if (at >= 0) pods.splice(at, 1)
      return { ok: true, value: undefined }
    },
    async imageStatus(_, asked, image) {
      const id = images.get(image)
      if (text(asked) === undefined) return { ok: false, failure: nobodyThere }
      return { ok: true, value: { present: id !== undefined, pinned: false, ...(id === undefined ? {} : { id }) } }
    },
    async removeImage(_, asked, image) {
      if (text(asked) === undefined) return { ok: false, failure: nobodyThere }
      const id = images.get(image)
      for (const [name, one] of images) if (one === id) images.delete(name)
      return { ok: true, value: undefined }
    },
  }
}

const nobodyThere = { cause: "refused", message: "connection refused" } as const

function reportOf(text: string | undefined): CriReport {
  if (text === undefined) {
    const silent = { ok: false, failure: nobodyThere } as const
    return { endpoint, version: silent, status: silent, cgroupDriver: silent }
  }
  // A program is a text here too: which release it is stands in the file that its service was started on.
  const [, release = "2.1.9"] = /^# release (\S+)/m.exec(text) ?? []
  const version = { runtimeName: "containerd", runtimeVersion: release, apiVersion: "v1" }
  const ready = { type: "RuntimeReady", status: !text.includes("not ready"), reason: "", message: "" }
  const isSystemd = /SystemdCgroup = true|cgroup_manager = "systemd"|native.cgroupdriver=systemd/.test(text)
  const driver = isSystemd ? "systemd" : "cgroupfs"
  return {
    endpoint,
    version: { ok: true, value: version },
    status: { ok: true, value: { conditions: [ready], info: {}, handlers: [] } },
    cgroupDriver: { ok: true, value: driver },
  }
}

const testRuntime: Component = {
  id: "containerd",
  name: "containerd",
  role: "runtime",
  says: nothingToSay,
  places: nowhere,
  judgedKeys: [],
  detect: async () => undefined,
  summarize: () => ({ isInstalled: true, rows: [] }),
  explain: () => [],
  findings: () => [],
  contribute: () => ({ changes: [], readings: [], judgements: [], expectations: [], refusals: [], notes: [] }),
  runtime: {
    usualEndpoints: [],
    images: {
      areCalledByConfiguration: true,
      importFrom: (_, file) => ["ctr", "import", file],
      removeName: (_, image) => ["ctr", "rm", image],
    },
    readsLayoutFrom: () => undefined,
    schemaOf: () => undefined,
    configurationDump: () => undefined,
    report: () => ({ handlers: {}, handlersWithoutType: [] }),
    losesOpenFiles: () => false,
    keepsProxy: () => false,
    keepsOpenFiles: () => false,
    tellsDriver: () => true,
    handlers: () => [],
    labelsPods: () => undefined,
    injectsDevices: () => undefined,
    handlerPrograms: () => [],
    ociRuntimes: () => [],
    judge: (_, ran) =>
      ran.state === "ran" && ran.exitCode === 0
        ? undefined
        : { code: "edit-refused", args: { file: configFile, key: "", why: "its program refuses it" } },
  },
}

export function runOptions(over: Partial<RunOptions & { force: boolean }> = {}) {
  return {
    allowRunningPods: false,
    lockTimeoutSeconds: 0,
    onProgress: (_: Progress) => {},
    interrupted: new AbortController().signal,
    force: false,
    ...over,
  }
}
