// Judges the proxy that a running daemon really has: by the environment of its process, or by what it says of itself.

import { environmentOf } from "../../components/daemon/process.ts"
import { exceptionsIn, proxyIn } from "../../components/daemon/variables.ts"
import type { Expectation } from "../../model/plan.ts"
import { redactText } from "../../model/secrets/redact.ts"
import type { Apparatus } from "../context.ts"
import type { Observation } from "./observation.ts"

type Proxy = Extract<Expectation, { readonly kind: "proxy" }>

/** A daemon that is asked answers at once. */
const tellTimeoutSeconds = 10

export async function observeProxy(apparatus: Apparatus, expectation: Proxy): Promise<Observation> {
  const { service, proxy, exceptions, told } = expectation
  const found = told === undefined ? await inProcess(apparatus, service) : await toldBy(apparatus, told)
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

async function inProcess({ machine, initSystems }: Apparatus, service: string): Promise<Found | undefined> {
  const running = initSystems.find((initSystem) => initSystem.recognise(machine) !== undefined)
  const pid = (await running?.service(machine, service))?.pid
  const environment = pid === undefined ? undefined : environmentOf(machine, pid)
  if (environment === undefined) return undefined
  return { proxy: proxyIn(environment) ?? "", exceptions: exceptionsIn(environment) }
}

async function toldBy({ machine }: Apparatus, argv: readonly string[]): Promise<Found | undefined> {
  const ran = await machine.run({ argv, timeoutSeconds: tellTimeoutSeconds })
  if (ran.state !== "ran" || ran.exitCode !== 0) return undefined
  const [proxy = "", exceptions = ""] = ran.stdout.split("\n")
  return { proxy: proxy.trim(), exceptions: exceptions.split(",").flatMap((one) => one.trim() || []) }
}

/** moby daemon/config/config.go, MaskCredentials. */
function masked(url: string): string {
  return url.replace(/\/\/[^/@]*@/, "//xxxxx:xxxxx@")
}
