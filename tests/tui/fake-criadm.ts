// The program behind the wizard, scripted: one scenario per thing that can meet an operator. It behaves as Criadm
// promises (progress, outcomes, interruption between two steps) and touches nothing.
import type { ApplyOptions, Criadm } from "../../src/criadm/interface.ts"
import type { Change } from "../../src/model/change.ts"
import type { Fault } from "../../src/model/fault.ts"
import type { InstallOffer, ToBeInstalled } from "../../src/model/install/packages.ts"
import { type MigrationState, nextStep } from "../../src/model/migration/migration.ts"
import type { Outcome, RunSummary } from "../../src/model/run.ts"
import { resolve } from "../../src/settings/resolve.ts"
import type { Situation } from "../../src/settings/setting-definition.ts"
import { everyMigration } from "../migrate/every-migration.ts"
import {
  configBefore,
  containerd,
  docker,
  fakeChanges,
  fakeEssentials,
  fakeExplanations,
  fakeFindings,
  fakeNode,
  fakeOldState,
  fakePlan,
  fakeRows,
  fakeVerified,
} from "./fake-node.ts"

export const scenarios = [
  "changes",
  "healthy",
  "fails",
  "stuck",
  "not-root",
  "no-runtime",
  "installable",
  "several-runtimes",
  "broken-toml",
  "locked",
  "pods",
  "unfinished",
  "unconfirmed",
  "openrc",
  "no-init",
  "hostile",
  "long",
  "joined",
  "migrating",
  "guard-first",
  "bug-in-detect",
  "bug-in-apply",
] as const
export type Scenario = (typeof scenarios)[number]

export interface FakeOptions {
  /** Milliseconds that a step takes. */
  readonly stepMilliseconds: number
  /** Apply stops within this step until it is interrupted; undefined: nowhere. */
  readonly holdAtStep?: number
  /** Detection waits for this before it ends. */
  readonly holdDetection?: Promise<void>
}

export function fakeCriadm(scenario: Scenario, options: FakeOptions): Criadm {
  const initSystem = scenario === "openrc" ? "openrc" : scenario === "no-init" ? "none" : "systemd"
  const node = fakeNode({ uid: scenario === "not-root" ? 1000 : 0, initSystem })
  const isHealthy = scenario === "healthy"
  const situation: Situation = {
    node,
    runtimes:
      scenario === "no-runtime"
        ? []
        : scenario === "several-runtimes"
          ? [docker, containerd]
          : isHealthy
            ? [{ ...containerd, cgroupDriver: "systemd", sandboxImage: "registry.k8s.io/pause:3.10.1" }]
            : [containerd],
    kubernetesVersion: "1.34.2",
    hasKubeletConfiguration: true,
    ipForward: isHealthy,
    hasCrictl: false,
  }
  const changes = isHealthy ? [] : changesOf(scenario)
  let applies = 0
  let recorded: RunSummary | undefined = unfinishedOf(scenario)
  const pause = () => Bun.sleep(options.stepMilliseconds)

  const goBack = async (upTo: number, onProgress: ApplyOptions["onProgress"], direction: "forward" | "back") => {
    for (const [index, change] of [...changes.entries()].slice(0, upTo).reverse()) {
      onProgress({ event: "change-began", index, change, direction })
      await pause()
      onProgress({ event: "change-done", index, change, direction, milliseconds: 12 })
    }
    for (const verified of fakeOldState) onProgress({ event: "verified", verified })
  }

  return {
    findingsWithRelease: async () => undefined,
    async detect(onProgress) {
      const all = fakeEssentials(initSystem)
      for (const [at] of all.entries()) {
        onProgress?.({ event: "detected", essentials: all.slice(0, at + 1) })
        await pause()
      }
      await options.holdDetection
      if (scenario === "bug-in-detect") throw new Error("a bug in detection")
      return node
    },
    asItWillBe: async (facts, given) =>
      given.values.runtime === "docker"
        ? { ok: false, fault: notFetched }
        : { ok: true, value: scenario === "installable" ? { ...facts, toBeInstalled } : facts },
    installable: async (facts) => (scenario === "installable" && facts.toBeInstalled === undefined ? fakeOffers : []),
    registries: async () => [],
    forgetFetched: async () => undefined,
    planAgain: async (plan) => ({ ok: true, value: plan }),
    rows: () =>
      fakeRows(initSystem).map((row) =>
        scenario === "hostile" ? { ...row, text: `${row.text}\u001b[31m\u202e` } : row,
      ),
    essentials: () => fakeEssentials(initSystem),
    shareable: (facts) => facts,
    findings: () => (isHealthy ? [] : fakeFindings),
    explain: () => fakeExplanations(),
    situation: (facts) =>
      scenario === "installable" && facts.toBeInstalled === undefined ? { ...situation, runtimes: [] } : situation,
    resolve: (_node, given) => resolve(situation, given),
    stuck: () => (scenario === "broken-toml" ? [brokenToml] : []),
    plan(_node, answers) {
      if (scenario === "broken-toml" && answers.values["reset-config"] !== true) {
        return { ok: false, refusals: [brokenToml] }
      }
      return { ok: true, plan: fakePlan(answers, changes) }
    },
    async apply(plan, { onProgress, interrupted, allowRunningPods, confirmSeconds }): Promise<Outcome> {
      applies += 1
      if (scenario === "bug-in-apply") throw new Error("a bug in apply")
      if (scenario === "locked" && applies === 1) return { kind: "refused", fault: locked, verified: [] }
      if (scenario === "pods" && !allowRunningPods) return { kind: "refused", fault: podsRunning, verified: [] }
      for (const judgement of plan.judgements) {
        onProgress({ event: "judging", judgement })
        await pause()
      }
      const back = async (upTo: number, outcome: Outcome) => {
        onProgress({ event: "rolling-back" })
        await goBack(upTo, onProgress, "back")
        for (const verified of fakeOldState) onProgress({ event: "verified", verified })
        return outcome
      }
      for (const [index, change] of plan.changes.entries()) {
        if (interrupted.aborted) return back(index, { kind: "interrupted", run: 7, verified: [] })
        onProgress({ event: "change-began", index, change, direction: "forward" })
        await pause()
        if (options.holdAtStep === index) await aborted(interrupted)
        const isRestart = change.kind === "service"
        if (isRestart && (scenario === "fails" || scenario === "stuck")) {
          await struggle(onProgress, pause)
          return back(index + 1, {
            kind: scenario === "fails" ? "rolled-back" : "rollback-failed",
            run: 7,
            fault: restartFailed,
            verified: [],
          })
        }
        onProgress({ event: "change-done", index, change, direction: "forward", milliseconds: isRestart ? 1840 : 12 })
      }
      for (let secondsLeft = 60; secondsLeft > 58; secondsLeft -= 1) {
        onProgress({
          event: "waiting",
          component: "containerd",
          endpoint: "unix:///run/containerd/containerd.sock",
          secondsLeft,
        })
        await pause()
      }
      for (const verified of fakeVerified) {
        onProgress({ event: "verified", verified })
        await pause()
      }
      if (interrupted.aborted) return back(plan.changes.length, { kind: "interrupted", run: 7, verified: fakeVerified })
      recorded = summary(7, confirmSeconds === undefined ? "applied" : "unconfirmed")
      return {
        kind: "applied",
        run: 7,
        verified: fakeVerified,
        ...(confirmSeconds === undefined ? {} : { confirmBefore: Date.now() + confirmSeconds * 1000 }),
      }
    },
    verify: async () => ({ ok: true, verified: recorded?.outcome === "rolled-back" ? fakeOldState : fakeVerified }),
    history: async () => ({ ok: true, value: recorded === undefined ? [] : [recorded] }),
    async rollback(run, { onProgress }): Promise<Outcome> {
      if (scenario === "guard-first") {
        recorded = summary(7, "rolled-back")
        return {
          kind: "refused",
          verified: [],
          fault: { code: "no-such-run", args: { run: run ?? 0 } },
        }
      }
      onProgress({ event: "rolling-back" })
      await goBack(changes.length, onProgress, "back")
      for (const verified of fakeOldState) onProgress({ event: "verified", verified })
      recorded = undefined
      return { kind: "applied", run: run ?? 7, verified: [] }
    },
    uninstall: async () => ({ outcome: { kind: "nothing-to-do", verified: [] }, left: [] }),
    async confirm() {
      const number = recorded?.number ?? 7
      recorded = undefined
      return { ok: true, value: number }
    },
    guard: async () => undefined,
    watch: async () => ({ ok: false, refusals: [] }),
    recover: async () => undefined,
    migrationsOffered: () => (scenario === "joined" ? [{ name: "cgroup-driver", to: "systemd" }] : []),
    ...fakeMigrations(scenario === "migrating"),
    mayLackOne: () => false,
    unfinished: () =>
      recorded?.outcome === "unfinished" || recorded?.outcome === "unconfirmed" ? recorded : undefined,
  }
}

/** `isUnderWay`: it was begun before, and its first step is done. */
function fakeMigrations(isUnderWay: boolean): Pick<Criadm, "migration" | "lastMigration" | "migrate"> {
  const [migration] = everyMigration()
  if (migration === undefined) throw new Error("there is no migration")
  const first = { number: 1, at: Date.UTC(2026, 10, 22, 9, 15), migration, done: [], direction: "forward" } as const
  let state: MigrationState | undefined = isUnderWay ? { ...first, done: [migration.steps[0]?.id ?? ""] } : undefined
  return {
    migration: async () => ({ ok: true, value: { migration, previews: {} } }),
    lastMigration: () => ({ ok: true, value: state }),
    async migrate(what, how) {
      const direction = "turn" in what ? what.turn : "forward"
      state = { ...(state ?? first), direction }
      for (let step = nextStep(state); step !== undefined; step = nextStep(state)) {
        how.onStep(step, state)
        const { act, id } = step
        if (act.do === "ask" && direction === "forward") {
          if ((await how.ask?.(step)) !== true) return { kind: "waits", step, act, declined: true }
        } else if (act.do !== "tell" && (await how.mayAct?.(step)) === false) return { kind: "paused", step }
        const others: readonly string[] = state.done.filter((one) => one !== id)
        state = { ...state, done: direction === "forward" ? [...others, id] : others }
      }
      const end = direction === "forward" ? "done" : "back"
      state = { ...state, ended: end }
      return { kind: end }
    },
  }
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return
  await new Promise((resolved) => signal.addEventListener("abort", resolved, { once: true }))
}

async function struggle(onProgress: ApplyOptions["onProgress"], pause: () => Promise<void>): Promise<void> {
  for (const line of lastLines) {
    onProgress({ event: "log", component: "containerd", line })
    await pause()
  }
}

function summary(number: number, outcome: RunSummary["outcome"]): RunSummary {
  return {
    number,
    at: Date.UTC(2026, 10, 22, 9, 15),
    outcome,
    files: ["/etc/containerd/config.toml", "/etc/sysctl.d/90-criadm.conf"],
    services: ["containerd.service"],
  }
}

function unfinishedOf(scenario: Scenario): RunSummary | undefined {
  if (scenario === "unfinished") return summary(6, "unfinished")
  return scenario === "unconfirmed" ? summary(6, "unconfirmed") : undefined
}

function changesOf(scenario: Scenario): readonly Change[] {
  const [config, ...rest] = fakeChanges
  if (config?.kind !== "file") throw new Error("the first change of the fake is a file")
  if (scenario === "hostile") {
    const text = `\u001b[2J\u001b]0;owned\u0007${configBefore}\r\n\u202eevil\u202c`
    return [
      { ...config, after: { text, mode: 0o600, uid: 0, gid: 0 }, realPath: "/srv/containerd/config.toml" },
      ...rest,
    ]
  }
  if (scenario !== "long") return fakeChanges
  const lines = Array.from(
    { length: 400 },
    (_, at) => `key_${at} = "镜像仓库 value number ${at} of a long generated file that does not end soon"`,
  )
  const before = { text: `${lines.join("\n")}\n`, mode: 0o644, uid: 0, gid: 0 }
  const after = { ...before, text: before.text.replaceAll("镜像仓库 value", "mirror value") }
  return [{ ...config, before, after }, ...rest]
}

const lastLines = [
  'time="2026-11-22T09:15:04Z" level=info msg="starting containerd" version=1.7.24',
  'time="2026-11-22T09:15:04Z" level=error msg="failed to load plugin io.containerd.grpc.v1.cri" error="invalid plugin config: `mirrors` cannot be set when `config_path` is provided"',
  "containerd.service: Main process exited, code=exited, status=1/FAILURE",
]

const restartFailed: Fault = {
  code: "service-action-failed",
  args: { service: "containerd.service", action: "restart" },
  ran: { command: ["systemctl", "restart", "containerd.service"], exit: "exit code 1", lastLines },
}

const locked: Fault = { code: "locked", args: { pid: 4711, since: "2026-11-22T09:15:00Z" } }

const podsRunning: Fault = {
  code: "pods-running",
  args: { pods: ["kube-system/kube-proxy-x7k2p", "default/web-0"], from: "cgroupfs", to: "systemd" },
}

const brokenToml: Fault = {
  code: "document-broken",
  args: { language: "TOML", expected: "a value after the equals sign." },
  startsOver: true,
  place: {
    file: "/etc/containerd/config.toml",
    line: 22,
    column: 29,
    length: 1,
    text: "            SystemdCgroup = ture",
  },
}

const notFetched: Fault = { code: "packages-not-fetched", args: { packages: ["docker.io"] } }

const toBeInstalled: ToBeInstalled = {
  kind: "packages",
  manager: "apt",
  component: "containerd",
  requested: ["containerd"],
  packages: [
    { name: "containerd", version: "1.7.24~ds1-6", architecture: "amd64", origin: "Debian", bytes: 32_800_000 },
  ],
  release: "1.7.24",
  archiveDirectory: "/var/cache/criadm/archives",
  services: ["containerd.service"],
  contents: "/var/cache/criadm/contents",
  configuration: ["/etc/containerd/", "/etc/containerd/config.toml"],
  kept: [],
}

const offered = { manager: "apt", kubernetes: "1.34.2", isOver: false, recommended: [] } as const
const fakeOffers: readonly InstallOffer[] = [
  {
    component: "containerd",
    name: "containerd",
    source: "distribution",
    offered: {
      ok: true,
      value: {
        ...offered,
        release: "1.7.24",
        command: "apt-get install containerd runc",
        recommended: ["2.1.3", "1.7.28"],
        until: "2026-09-30",
        isOver: true,
      },
    },
  },
  {
    component: "containerd",
    name: "containerd",
    source: "upstream",
    offered: { ok: true, value: { ...offered, release: "2.1.9", manager: "upstream", command: "" } },
  },
  {
    component: "containerd",
    name: "containerd",
    source: "/mnt/bundle",
    offered: { ok: true, value: { ...offered, release: "2.3.4", manager: "/mnt/bundle", command: "" } },
  },
  {
    component: "docker",
    name: "Docker Engine",
    source: "distribution",
    offered: { ok: true, value: { ...offered, release: "26.1.5", command: "apt-get install docker.io" } },
  },
  {
    component: "crio",
    name: "CRI-O",
    source: "distribution",
    offered: {
      ok: false,
      fault: { code: "packages-held", args: { packages: ["cri-o"], command: "apt-mark unhold cri-o" } },
    },
  },
]
