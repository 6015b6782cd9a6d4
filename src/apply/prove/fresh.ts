// What endpoints, services and programs said while the node was looked at, for a verification that follows at once: to ask
// them again would double what it costs.
import type { Component } from "../../components/component.ts"
import { askedBefore } from "../../components/program-asker.ts"
import type { Ran, ReadingMachine } from "../../machine/reading.ts"
import type { CriReport } from "../../model/facts/cri-report.ts"
import type { NodeFacts } from "../../model/facts/node-facts.ts"
import type { ServiceFacts } from "../../model/service.ts"

export interface Fresh {
  readonly reports: ReadonlyMap<string, CriReport>
  /** State by name. */
  readonly services: ReadonlyMap<string, ServiceFacts["state"]>
  /** Whether an endpoint had the sandbox image that it or its files say; undefined: it was not asked for this one. */
  image(endpoint: string, image: string): { readonly present: boolean; readonly pinned: boolean } | undefined
  /** What a command line printed; undefined: it was not run. */
  ran(argv: readonly string[]): Promise<Ran> | undefined
}

export interface LookedAt {
  readonly node: NodeFacts
  /** As that look had it. */
  readonly machine: ReadingMachine
  readonly asked: ReadonlyMap<string, Promise<CriReport>>
  /** Milliseconds since boot. */
  readonly at: number
}

/** Longer ago is another moment: somebody may have decided something meanwhile. An editor's choice, in milliseconds. */
const moment = 1000

/** Undefined: this is another node, or the look was not just now. What had no answer then is asked again. */
export async function freshOf(
  looked: LookedAt | undefined,
  node: NodeFacts,
  now: number,
  components: readonly Component[],
): Promise<Fresh | undefined> {
  if (looked?.node !== node || now - looked.at > moment) return undefined
  const reports = await Promise.all(
    [...looked.asked].map(async ([endpoint, report]) => [endpoint, await report] as const),
  )
  const services = components.flatMap((component) => component.summarize(node).service ?? [])
  return {
    reports: new Map(reports.filter(([, { version, status }]) => version.ok && status.ok)),
    services: new Map(services.map(({ name, state }) => [name, state])),
    image: (endpoint, image) =>
      Object.values(node.running ?? {}).find(
        (one) => one.endpoint === endpoint && one.sandboxImageStatus?.image === image,
      )?.sandboxImageStatus,
    ran: (argv) => askedBefore(looked.machine, argv),
  }
}
