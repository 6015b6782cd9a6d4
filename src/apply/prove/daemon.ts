// Judges what a running daemon was given by its service: the proxy, by the environment of its process or by what it says
// of itself; its limits, by what the kernel says.

import { environmentOf } from "../../components/daemon/process.ts"
import { exceptionsIn, proxyIn } from "../../components/daemon/variables.ts"
import { knownValue } from "../../model/facts/fact.ts"
import { toFileFact } from "../../model/facts/file-fact.ts"
import type { Expectation } from "../../model/plan.ts"
import { redactText } from "../../model/secrets/redact.ts"
import type { ApplyContext } from "../context.ts"
import type { Observation } from "./observation.ts"

type Proxy = Extract<Expectation, { readonly kind: "proxy" }>

/** A daemon that is asked answers at once. */
const tellTimeoutSeconds = 10

export async function observeProxy(context: ApplyContext, expectation: Proxy): Promise<Observation> {
  const { service, proxy, exceptions, told } = expectation
  const found = told === undefined ? await inProcess(context, service) : await toldBy(context, told)
  if (found === undefined) return { holds: false, observed: { code: "observed-no-environment", args: { service } } }
  const wanted = told === undefined ? proxy : masked(proxy)
  const missing = exceptions.filter((one) => !found.exceptions.includes(one))
  const holds = found.proxy === wanted && missing.length === 0
  return { holds, observed: { code: "observed-proxy", args: { service, proxy: redactText(found.proxy), missing } } }
}

interface Found {
  readonly proxy: string
  readonly exceptions: readonly string[]
}

type OpenFiles = Extract<Expectation, { readonly kind: "open-files" }>

/** See proc_pid_limits(5): name, soft limit, hard limit, unit. */
export async function observeOpenFiles(
  context: ApplyContext,
  { service, soft, hard }: OpenFiles,
): Promise<Observation> {
  const { machine } = context
  const pid = await processOf(context, service)
  const text = pid === undefined ? undefined : knownValue(toFileFact(machine.readFile(`/proc/${pid}/limits`)))?.text
  const found = /^Max open files +(\S+) +(\S+)/m.exec(text ?? "")
  const limit = found === null ? "" : `${found[1]}:${found[2]}`
  // A daemon written in Go raises its own soft limit and gives what it starts the old one: Go 1.19 release notes, os.
  const holds = found?.[2] === String(hard) && Number(found[1]) >= soft
  return { holds, observed: { code: "observed-open-files", args: { service, limit } } }
}

export async function processOf({ machine, initSystems }: ApplyContext, service: string): Promise<number | undefined> {
  const running = initSystems.find((initSystem) => initSystem.recognise(machine) !== undefined)
  return (await running?.service(machine, service))?.pid
}

async function inProcess(context: ApplyContext, service: string): Promise<Found | undefined> {
  const { machine } = context
  const pid = await processOf(context, service)
  const environment = pid === undefined ? undefined : environmentOf(machine, pid)
  if (environment === undefined) return undefined
  return { proxy: proxyIn(environment) ?? "", exceptions: exceptionsIn(environment) }
}

async function toldBy({ machine }: ApplyContext, argv: readonly string[]): Promise<Found | undefined> {
  const ran = await machine.run({ argv, timeoutSeconds: tellTimeoutSeconds })
  if (ran.state !== "ran" || ran.exitCode !== 0) return undefined
  const [proxy = "", exceptions = ""] = ran.stdout.split("\n")
  return { proxy: proxy.trim(), exceptions: exceptions.split(",").flatMap((one) => one.trim() || []) }
}

/** moby daemon/config/config.go, MaskCredentials. */
function masked(url: string): string {
  return url.replace(/\/\/[^/@]*@/, "//xxxxx:xxxxx@")
}
