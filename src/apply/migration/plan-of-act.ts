// The ordinary plan that an act of a migration comes to on the node as it is at that moment.
import type { Component } from "../../components/component.ts"
import { succeeded } from "../../machine/programs/program-end.ts"
import type { Answers, ChosenBy, ResolvedAnswers } from "../../model/answers.ts"
import type { Change } from "../../model/change.ts"
import { knownValue } from "../../model/facts/fact.ts"
import type { AskedFacts, NodeFacts } from "../../model/facts/node-facts.ts"
import type { Reason } from "../../model/message.ts"
import type { Act, RuntimeAt } from "../../model/migration/step.ts"
import type { Plan, Planned } from "../../model/plan.ts"
import type { ApplyContext } from "../context.ts"
import { leftCgroups } from "./cgroups.ts"

export type PlannedAct = Extract<Act, { do: "service" | "end-pods" | "carry-images" | "remove-cgroups" }>

/** `node`: as it is now. `why` goes to every change. */
export async function planOfAct(
  context: ApplyContext,
  act: PlannedAct,
  node: NodeFacts,
  how: { readonly why: Reason; readonly timeoutSeconds: number },
): Promise<Planned> {
  const why = [how.why]
  const plan = (changes: readonly Change[], rest: Partial<Plan> = {}): Planned => ({
    ok: true,
    plan: {
      kind: "Plan",
      version: 1,
      initSystem: knownValue(node.initSystem) ?? "none",
      root: node.root,
      answers: { values: {}, chosenBy: {} },
      readings: [],
      judgements: [],
      changes,
      expectations: [],
      notes: [],
      timeoutSeconds: how.timeoutSeconds,
      ...rest,
    },
  })
  switch (act.do) {
    case "service": {
      const { component, service, action } = act
      const wasActive = stateOf(context.components, node, component) === "active"
      const isSo = wasActive === (action === "start")
      const change: Change = { kind: "service", component, service, action, wasActive, why }
      const promised = action === "start" ? [{ kind: "service-active", component, service } as const] : []
      return plan(isSo ? [] : [change], { expectations: promised })
    }
    case "end-pods": {
      const { component, endpoint } = act
      const listed = await context.cri.listSandboxes(context.machine, endpoint)
      if (!listed.ok) {
        return { ok: false, refusals: [{ code: "pods-not-listed", args: { endpoint, why: listed.failure.message } }] }
      }
      const pods = listed.value.map((pod) => `${pod.namespace}/${pod.name}`)
      return plan(pods.length === 0 ? [] : [{ kind: "pods", component, endpoint, pods, why }])
    }
    case "carry-images": {
      const { from, to } = act
      const { component, endpoint } = to
      const [program = ""] = imagesOf(context, component)?.importFrom(endpoint, "") ?? []
      const isThere = succeeded(await context.machine.run({ argv: [program, "--version"], timeoutSeconds: 60 }))
      const names = (id: string) => context.components.find((one) => one.id === id)?.name ?? id
      const pulled: Reason = {
        code: "migrate-images-pulled",
        args: { from: names(from.component), to: names(component) },
      }
      if (!isThere) return plan([], { notes: [pulled] })
      const found = await imagesToCarry(context, from, to)
      if (found === undefined) return plan([], { notes: [pulled] })
      const { images, byDigest } = found
      const left: Reason = {
        code: "migrate-images-by-digest",
        args: { from: names(from.component), to: names(component), images: byDigest },
      }
      return plan(images.length === 0 ? [] : [{ kind: "carried-images", component, endpoint, from, images, why }], {
        notes: byDigest.length === 0 ? [] : [left],
      })
    }
    case "remove-cgroups": {
      const { empty, inUse } = leftCgroups(context.machine, act.driver)
      const { component } = act
      if (act.driver === "systemd" && inUse.length === 0) {
        // systemd made it, and takes everything below it away with it.
        const stop = {
          kind: "service",
          component,
          service: "kubepods.slice",
          action: "stop",
          wasActive: true,
          why,
        } as const
        return plan(empty.length === 0 ? [] : [stop])
      }
      const removals = empty.map((path): Change => {
        return { kind: "directory", component, path, mode: 0o755, remove: true, why }
      })
      const notes: readonly Reason[] =
        inUse.length === 0 ? [] : [{ code: "migrate-cgroups-in-use", args: { paths: inUse } }]
      return plan(removals, { notes })
    }
  }
}

/**
 * What a step asks of the node, and what the node was asked before. The sandbox image stays as the pods that run have it,
 * which is no wish of anybody's for the time after: later runs do not go on with it.
 */
export function answersOfAct(values: Answers, asked: AskedFacts | undefined, why: Reason): ResolvedAnswers {
  const byRun: ChosenBy = { who: "node", why: { code: "asked-by-run", args: { run: asked?.run ?? 0 } } }
  const all: Answers = { "sandbox-image": "keep", ...asked?.answers, ...values }
  const by = (id: keyof Answers): ChosenBy => {
    if (id in (asked?.answers ?? {}) && !(id in values)) return byRun
    return id === "sandbox-image" ? { who: "node", why } : { who: "flag" }
  }
  return {
    values: all,
    chosenBy: Object.fromEntries((Object.keys(all) as (keyof Answers)[]).map((id) => [id, by(id)])),
  }
}

function stateOf(components: readonly Component[], node: NodeFacts, id: string): string | undefined {
  return components.find((component) => component.id === id)?.summarize(node).service?.state
}

function imagesOf({ components }: ApplyContext, id: string) {
  return components.find((component) => component.id === id)?.runtime?.images
}

interface ImagesFound {
  /** With a tag, and the new runtime has not got them. */
  readonly images: readonly string[]
  /** Without one: an archive has no name for them, and another digest of a manifest. */
  readonly byDigest: readonly string[]
}

/** Undefined: the one does not list its images. */
async function imagesToCarry(context: ApplyContext, from: RuntimeAt, to: RuntimeAt): Promise<ImagesFound | undefined> {
  const { machine, cri } = context
  const argv = imagesOf(context, from.component)?.list?.(from.endpoint)
  const ran = argv === undefined ? undefined : await machine.run({ argv, timeoutSeconds: 60 })
  if (ran === undefined || !succeeded(ran) || ran.state !== "ran") return undefined
  const { tagged, byDigest } = namesIn(ran.stdout)
  const present = await Promise.all(tagged.map((name) => cri.imageStatus(machine, to.endpoint, name)))
  const images = tagged.filter((_, index) => {
    const status = present[index]
    return !(status?.ok === true && status.value.present)
  })
  return { images, byDigest }
}

/** Docker writes "web:<none>" of what has no tag; containerd "web@sha256:…" beside the name with the tag, if any. */
function namesIn(listed: string): { readonly tagged: readonly string[]; readonly byDigest: readonly string[] } {
  const lines = listed.split("\n")
  const tagged = lines.filter((name) => /:[\w.-]+$/.test(name) && !/[<>@]|^sha256:/.test(name))
  const withTag = new Set(tagged.map((name) => name.replace(/:[\w.-]+$/, "")))
  const ofDocker = lines.flatMap((name) => /^([^<>]+):<none>$/.exec(name)?.[1] ?? [])
  const ofContainerd = lines.flatMap((name) => /^([^@]+)@sha256:/.exec(name)?.[1] ?? [])
  const byDigest = [...ofDocker, ...ofContainerd.filter((name) => !withTag.has(name))]
  return { tagged, byDigest: [...new Set(byDigest)].toSorted() }
}
