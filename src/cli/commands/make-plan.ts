// From an invocation to a plan: facts, given answers, resolved answers, plan. Used by plan, apply and demo.
import type { Criadm } from "../../criadm/interface.ts"
import type { NodeFacts } from "../../model/facts/node-facts.ts"
import type { Fault } from "../../model/fault.ts"
import type { Plan } from "../../model/plan.ts"
import { showDownloads } from "../downloads.ts"
import type { Face } from "../face.ts"
import { givenAnswers } from "../given.ts"
import type { Invocation } from "../parse.ts"
import { detectNode } from "./open-node.ts"

export type MadePlan =
  | {
      readonly ok: true
      readonly criadm: Criadm
      readonly plan: Plan
      /** Where a runtime would be installed: the node without it, and with it. */
      readonly nodes?: { readonly asItIs: NodeFacts; readonly asItWillBe: NodeFacts }
    }
  | { readonly ok: false; readonly faults: readonly Fault[] }

export async function makePlan(face: Face, invocation: Invocation): Promise<MadePlan> {
  const given = await givenAnswers(face, invocation)
  if (!given.ok) return { ok: false, faults: [given.fault] }
  const opened = await detectNode(face, invocation, given.value.values)
  if (!opened.ok) return { ok: false, faults: [opened.fault] }
  const { criadm } = opened.value
  const downloads = showDownloads(face)
  const willBe = await criadm.asItWillBe(opened.value.node, given.value, downloads.onProgress)
  downloads.end()
  if (!willBe.ok) return { ok: false, faults: [willBe.fault] }
  const node = willBe.value
  const planned = criadm.plan(node, criadm.resolve(node, given.value))
  if (!planned.ok) await criadm.forgetFetched()
  const nodes = node.toBeInstalled === undefined ? {} : { nodes: { asItIs: opened.value.node, asItWillBe: node } }
  return planned.ok ? { ok: true, criadm, plan: planned.plan, ...nodes } : { ok: false, faults: planned.refusals }
}
