// Undoing is a plan: each change knows its inverse, and the inverse of a plan is done by the same executor. Pure.
import type { Change, PackagesChange, TreeChange } from "../../model/change.ts"
import type { Expectation, Plan } from "../../model/plan.ts"
import { keptFile } from "../run/state-directory.ts"

/** The change that takes this one back. The inverse of an inverse is the change again. */
export function inverse(change: Change): Change {
  switch (change.kind) {
    case "file":
    case "live-value":
      return { ...change, before: change.after, after: change.before } as typeof change
    case "directory": {
      const { remove, ...made } = change
      return remove === undefined ? { ...change, remove: true } : made
    }
    case "swap": {
      const { back, ...off } = change
      return back === undefined ? { ...change, back: true } : off
    }
    case "module": {
      const { remove, ...loaded } = change
      return remove === undefined ? { ...change, remove: true } : loaded
    }
    case "packages":
    case "tree": {
      const { remove, ...installed } = change
      return remove === undefined ? { ...change, remove: true } : installed
    }
    case "pods":
    case "carried-images":
      return change
    case "image": {
      const { remove, ...imported } = change
      return remove === undefined ? { ...change, remove: true } : imported
    }
    case "service": {
      const { back, ...done } = change
      return back === undefined ? { ...change, back: true } : done
    }
  }
}

/** The same for a change of a run: a file that the run removed gets back the attributes of the copy that was kept. */
export function inverseIn(number: number, index: number, change: Change): Change {
  const undone = inverse(change)
  if (undone.kind !== "file" || undone.before !== null) return undone
  return { ...undone, attributesFrom: keptFile(number, index, undone.realPath) }
}

/**
 * The order in which changes are taken back: images, while the runtime still runs as it did; what was
 * installed, then files and directories newest first, then live values, then modules and swap, then what was removed, then each service once in the order of the plan, runtime before kubelet, so that it starts on the
 * files put back.
 */
export function backwardOrder(changes: readonly Change[]): readonly number[] {
  const indices = changes.map((_, index) => index)
  const ofKind = (...kinds: readonly Change["kind"][]) =>
    indices.filter((index) => kinds.includes(changes[index]!.kind))
  const isRemoval = (index: number) => (changes[index] as PackagesChange | TreeChange).remove === true
  const installations = ofKind("packages", "tree").toReversed()
  return [
    ...ofKind("image").toReversed(),
    ...installations.filter((index) => !isRemoval(index)),
    ...ofKind("file", "directory").toReversed(),
    ...ofKind("live-value").toReversed(),
    ...ofKind("module", "swap").toReversed(),
    ...installations.filter(isRemoval),
    ...ofKind("service"),
  ]
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
    judgements: [],
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
