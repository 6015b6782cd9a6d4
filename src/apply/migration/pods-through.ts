// Pods that are to run on while their runtime is replaced: which were ready before, and which of these are not any more.
// It is told, and nothing is taken back for it: going back would not bring them back, and the kubelet makes them anew.
import type { Reason } from "../../model/message.ts"
import type { ApplyContext, Sandbox } from "../context.ts"

/** Undefined: the runtime does not say. */
export async function readyPods(
  { machine, cri }: ApplyContext,
  endpoint: string,
): Promise<readonly Sandbox[] | undefined> {
  const listed = await cri.listSandboxes(machine, endpoint)
  return listed.ok ? listed.value.filter(({ state }) => state === "ready") : undefined
}

/** Empty: there was no pod, or nobody can say. */
export function tellPods(
  before: readonly Sandbox[] | undefined,
  after: readonly Sandbox[] | undefined,
): readonly Reason[] {
  if (before === undefined || after === undefined || before.length === 0) return []
  const still = new Set(after.map(({ id }) => id))
  const gone = before.filter(({ id }) => !still.has(id)).map(({ namespace, name }) => `${namespace}/${name}`)
  const ran = before.length - gone.length
  return [
    ...(ran === 0 ? [] : [{ code: "migrate-pods-ran-through", args: { pods: ran } } as const]),
    ...(gone.length === 0 ? [] : [{ code: "migrate-pods-ended", args: { pods: gone } } as const]),
  ]
}
