// Asks the running node for what a plan promised. Files are not looked at: an expectation holds when the runtime, the
// init system or the kernel says so. Every endpoint is asked once, however many expectations name it; a program that
// prints the configuration is run only where an expectation names one.
import type { RuntimeReport } from "../../components/runtime-part.ts"
import { still } from "../../machine/still.ts"
import type { CriReport } from "../../model/facts/cri-report.ts"
import type { Expectation } from "../../model/plan.ts"
import type { Verified } from "../../model/run.ts"
import { readLiveValue } from "../changes/live-value.ts"
import { isLoaded } from "../changes/module.ts"
import { swapDevices } from "../changes/swap.ts"
import type { ApplyContext } from "../context.ts"
import { observeCri } from "./cri.ts"
import { observeOpenFiles, observeProxy } from "./daemon.ts"
import type { Fresh } from "./fresh.ts"
import type { Asked, Observation } from "./observation.ts"
import { observeDomain } from "./selinux-domain.ts"
import { observeDriver, observeSandboxImage } from "./settings.ts"

/** A runtime that is up answers in milliseconds; a busy node may take a few seconds. */
const criTimeoutMilliseconds = 5000

/** The longest a configuration dump takes on a slow node, in seconds. */
const dumpTimeoutSeconds = 15

/** It answers from memory, within milliseconds. */
const healthTimeoutMilliseconds = 2000

type CriExpectation = Extract<Expectation, { readonly endpoint: string }>

/** `asked`: what endpoints and services said a moment ago. */
export async function verify(
  context: ApplyContext,
  expectations: readonly Expectation[],
  onVerified: (verified: Verified) => void = () => {},
  asked: Fresh | undefined = undefined,
): Promise<readonly Verified[]> {
  const reports = new Map(asked?.reports ?? [])
  const all: Verified[] = []
  for (const expectation of expectations) {
    const verified = { expectation, ...(await observe(context, expectation, reports, asked)) }
    all.push(verified)
    onVerified(verified)
  }
  return all
}

async function observe(
  context: ApplyContext,
  expectation: Expectation,
  reports: Map<string, CriReport>,
  fresh: Fresh | undefined,
): Promise<Observation> {
  const { machine } = context
  const ran = fresh?.ran
  switch (expectation.kind) {
    case "service-active":
      return observeService(context, expectation.service, fresh?.services)
    case "kubelet-health":
      return observeHealth(machine, expectation.url)
    case "live-value": {
      const { path } = expectation
      const value = readLiveValue(machine, path) ?? ""
      return { holds: value === expectation.value, observed: { code: "observed-value", args: { path, value } } }
    }
    case "open-files":
      return observeOpenFiles(context, expectation)
    case "proxy":
      return observeProxy(context, expectation)
    case "selinux-domain":
      return observeDomain(context, expectation.service)
    case "swap-off": {
      const devices = swapDevices(machine)
      return { holds: devices.length === 0, observed: { code: "observed-swap", args: { devices } } }
    }
    case "module-loaded": {
      const { name } = expectation
      const holds = isLoaded(machine, name)
      return { holds, observed: { code: holds ? "observed-module" : "observed-no-module", args: { module: name } } }
    }
    case "cri":
      return observeCri(await ask(context, expectation, reports, ran))
    case "cgroup-driver":
      return observeDriver(await ask(context, expectation, reports, ran), expectation.driver)
    case "image": {
      const { endpoint, image, id } = expectation
      const status = await context.cri.imageStatus(machine, endpoint, image)
      const there = status.ok && status.value.present ? (status.value.id ?? "") : ""
      const holds = there !== "" && (id === "" || id.endsWith(there))
      return { holds, observed: { code: "observed-imported-image", args: { image, id: there } } }
    }
    case "sandbox-image": {
      const { endpoint, image } = expectation
      const asked = await ask(context, expectation, reports, ran)
      const seen = fresh?.image(endpoint, image)
      if (seen !== undefined) return observeSandboxImage(asked, image, seen)
      const status = asked.cri.version.ok ? await context.cri.imageStatus(machine, endpoint, image) : undefined
      return observeSandboxImage(asked, image, status?.ok === true ? status.value : undefined)
    }
  }
}

/** Also asked before a run: a kubelet that was not healthy before need not be so afterwards. */
export async function observeHealth(machine: ApplyContext["machine"], url: string): Promise<Observation> {
  const status = await machine.httpStatus(url, healthTimeoutMilliseconds)
  const answer = status === undefined ? "" : String(status)
  return { holds: status === 200, observed: { code: "observed-health", args: { url, status: answer } } }
}

async function observeService(
  { machine, initSystems }: ApplyContext,
  service: string,
  services: Fresh["services"] | undefined,
): Promise<Observation> {
  const running = initSystems.find((initSystem) => initSystem.recognise(machine) !== undefined)
  const state = services?.get(service) ?? (await running?.service(still(machine), service))?.state ?? "unknown"
  return { holds: state === "active", observed: { code: "observed-service", args: { service, state } } }
}

/** Each endpoint is asked once; `reports` keeps what it answered. `ran`: what a program printed a moment ago. */
export async function ask(
  context: ApplyContext,
  expectation: CriExpectation,
  reports: Map<string, CriReport>,
  ran?: Fresh["ran"],
): Promise<Asked> {
  const { machine, cri } = context
  const { endpoint } = expectation
  const answer = reports.get(endpoint) ?? (await cri.askCri(machine, endpoint, criTimeoutMilliseconds))
  reports.set(endpoint, answer)
  const runtime = context.components.find((component) => component.id === expectation.component)?.runtime
  if (runtime === undefined) return { cri: answer, report: { handlers: {}, handlersWithoutType: [] } }
  const told = runtime.report(answer, undefined)
  const argv = "dumpCommand" in expectation && answer.status.ok ? expectation.dumpCommand : undefined
  if (argv === undefined || tells(told, expectation)) return { cri: answer, report: told }
  const dump = await (ran?.(argv) ?? machine.run({ argv, timeoutSeconds: dumpTimeoutSeconds }))
  return { cri: answer, report: runtime.report(answer, dump) }
}

/** Whether CRI alone told what is expected, so that the program need not be run. */
function tells(report: RuntimeReport, expectation: CriExpectation): boolean {
  if (expectation.kind === "sandbox-image") return report.sandboxImage !== undefined
  return expectation.kind !== "cgroup-driver" || Object.keys(report.handlers).length > 0
}
