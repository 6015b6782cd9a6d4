// criadm watch: units of systemd that look every day whether the node is still as asked, written and taken away by an
// ordinary run.
import { applyOptions, applyPlan, recover } from "./apply.ts"
import { type RunCommand, stop } from "./command.ts"
import { openNode } from "./open-node.ts"

export const watch: RunCommand = async (face, invocation) => {
  const { install, remove, check } = invocation.flags
  if ((install === true) === (remove === true)) return stop(face, invocation, [{ code: "watch-which", args: {} }])
  const options = applyOptions(face, invocation)
  if (!options.ok) return stop(face, invocation, [options.fault])
  const recovered = check === true ? undefined : await recover(face, invocation, options.value)
  if (recovered !== undefined) return recovered
  const criadm = await openNode(face, invocation)
  if (!criadm.ok) return stop(face, invocation, [criadm.fault])
  const planned = await criadm.value.watch(remove === true ? "remove" : "install")
  if (!planned.ok) return stop(face, invocation, planned.refusals)
  // A timer is there at once or not at all.
  return applyPlan(face, invocation, criadm.value, planned.plan, { ...options.value, settleSeconds: 0 })
}
