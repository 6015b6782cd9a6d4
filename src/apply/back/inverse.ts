// Undoing is a plan: each change knows its inverse, and the inverse of a plan is done by the same executor. Pure.
import type { Change } from "../../model/change.ts"
import type { Expectation, Judgement, Plan } from "../../model/plan.ts"
import { stepsBack } from "../changes/change-kind.ts"
import { inverse, stepBackOf } from "../changes/known.ts"
import { keptFile } from "../run/state-directory.ts"

/** The same for a change of a run: a file that the run removed gets back the attributes of the copy that was kept. */
export function inverseIn(number: number, index: number, change: Change): Change {
  const undone = inverse(change)
  if (undone.kind !== "file" || undone.before !== null) return undone
  return { ...undone, attributesFrom: keptFile(number, index, undone.realPath) }
}

/** The order in which changes are taken back, as their kinds say; services as in the plan, runtime before kubelet. */
export function backwardOrder(changes: readonly Change[]): readonly number[] {
  return stepsBack.flatMap((step) => {
    const indices = changes.flatMap((change, index) => (stepBackOf(change) === step ? [index] : []))
    return step === "services" ? indices : indices.toReversed()
  })
}

/**
 * The plan that puts back what run `number` did. `begun`: the changes that were really made; what stood already stays.
 * `answered`: the endpoints that answered before the run, which must answer again.
 */
export function inversePlan(number: number, plan: Plan, begun: ReadonlySet<number>, answered: readonly string[]): Plan {
  const { driverChange, ...rest } = plan
  return {
    ...rest,
    readings: [],
    judgements: oldJudgements(plan, begun),
    changes: backwardOrder(plan.changes)
      .filter((index) => begun.has(index))
      .map((index) => inverseIn(number, index, plan.changes[index]!)),
    expectations: oldState(plan, answered),
    notes: [],
    ...(driverChange === undefined
      ? {}
      : { driverChange: { ...driverChange, from: driverChange.to, to: driverChange.from } }),
  }
}

/**
 * Whether a service that ran before would start on its old file again: it may have run on what it had read before that
 * file broke. Only where the run changed one file of those that were judged: the others are read where they lie.
 */
function oldJudgements({ judgements, changes }: Plan, begun: ReadonlySet<number>): readonly Judgement[] {
  const made = changes.filter((_, index) => begun.has(index))
  return judgements.flatMap(({ component, files, command, timeoutSeconds }): readonly Judgement[] => {
    const ran = made.some((one) => one.kind === "service" && one.component === component && one.wasActive)
    const changed = made.flatMap((one) =>
      one.kind === "file" && files.some(({ path }) => path === one.path) ? [one] : [],
    )
    const [only] = changed
    const before = only?.before
    // The older release's program judges by itself when it starts; the newer one's, which judged, is gone by then.
    if (made.some((one) => one.kind === "exchange" && one.component === component)) return []
    if (!ran || changed.length !== 1 || only === undefined || before === undefined || before === null) return []
    return [{ component, files: [{ path: only.path, text: before.text }], command, timeoutSeconds }]
  })
}

/** What was true before the run as far as it is known: services ran, endpoints answered, live values were set. */
export function oldState(plan: Plan, answered: readonly string[]): readonly Expectation[] {
  const services = plan.changes.flatMap((change): readonly Expectation[] =>
    change.kind === "service" && change.wasActive
      ? [{ kind: "service-active", component: change.component, service: change.service }]
      : [],
  )
  const runtimes = endpointsOf(plan).filter(({ endpoint }) => answered.includes(endpoint))
  const healthy = plan.expectations.filter((one) => one.kind === "kubelet-health" && answered.includes(one.url))
  return [...services, ...healthy, ...runtimes.map((one): Expectation => ({ kind: "cri", ...one }))]
}

/** What a run must prove: not that a kubelet is healthy which was not before. `answered`: what answered before the run. */
export function promisedBy({ expectations }: Plan, answered: readonly string[]): readonly Expectation[] {
  return expectations.filter((one) => one.kind !== "kubelet-health" || answered.includes(one.url))
}

/** Every endpoint the plan expects something of, with the component behind it, each once. */
export function endpointsOf(plan: Plan): readonly { readonly component: string; readonly endpoint: string }[] {
  const byEndpoint = new Map<string, { readonly component: string; readonly endpoint: string }>()
  for (const expectation of plan.expectations) {
    if (!("endpoint" in expectation) || byEndpoint.has(expectation.endpoint)) continue
    const { component, endpoint } = expectation
    byEndpoint.set(endpoint, { component, endpoint })
  }
  return [...byEndpoint.values()]
}
