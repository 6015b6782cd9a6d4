// Another release of the runtime under the kubelet of a node that has joined, by the way it came here: archives that criadm
// placed are exchanged in one run, packages are a person's to upgrade. Where the project promises it pods run on through it,
// by the shims they were started with; else they end first. No project promises the way back, so there they end always.
import type { Component } from "../components/component.ts"
import { serviceCommand } from "../decide/restart-command.ts"
import type { Answers } from "../model/answers.ts"
import type { NodeFacts } from "../model/facts/node-facts.ts"
import { failed, ok, type Result } from "../model/fault.ts"
import type { Finding } from "../model/finding.ts"
import type { Reason } from "../model/message.ts"
import type { Migration } from "../model/migration/migration.ts"
import type { Act, AskAct, Condition, Step } from "../model/migration/step.ts"
import { lookUp } from "../model/since.ts"
import { minorOf, parseVersion } from "../model/version.ts"
import {
  controlPlaneSteps,
  drainSteps,
  type Joined,
  joinedNode,
  kubeletService,
  nothing,
  startKubeletStep,
  stopKubeletStep,
  uncordonCommand,
} from "./joined.ts"
import type { Wish } from "./known.ts"

/** "2.3", the newest of that series; or "2.3.7". */
export const releasePattern = /^\d{1,3}\.\d{1,3}(?:\.\d{1,3})?$/

/** What systemd gives where a unit says nothing; see systemd-system.conf(5), DefaultLimitNOFILE. */
const softLimit = 1024

/** What the node's own source has of the release that was asked for. */
export interface Upgrade {
  /** "1.7.24". */
  readonly from: string
  /** "2.3.7". */
  readonly to: string
  readonly by:
    | { readonly source: "archives"; readonly values: Answers }
    /** `there`, `back`: as a person types it. */
    | { readonly source: "packages"; readonly manager: string; readonly there: string; readonly back: string }
  /** What is judged of this node with that release, and not with its own. */
  readonly findings: readonly Finding[]
  /** The unit of that release lowers the limit of open files. */
  readonly losesOpenFiles: boolean
  /** The schema that the node's file has, where that release reads a newer one. */
  readonly newerSchema?: string
}

/** `command` of a node that has not joined: how its runtime is upgraded there. */
export function releaseMigration(
  node: NodeFacts,
  components: readonly Component[],
  wish: Wish,
): Result<Migration | undefined> {
  const { to = "", upgrade } = wish
  const joined = joinedNode(node, components, `criadm apply --install upstream --runtime-release ${to}`)
  if (!joined.ok) return joined
  if (upgrade === undefined) return ok(undefined)
  const { runtime, nodeName } = joined.value
  const failures = upgrade.findings.filter(({ severity }) => severity === "failure").map(({ code }) => code)
  const named = { runtime: runtime.name, release: upgrade.to }
  if (failures.length > 0) return failed({ code: "release-not-ready", args: { ...named, findings: failures } })
  const isThrough = runsThrough(runtime, upgrade)
  const notes: readonly Reason[] = [
    isThrough
      ? { code: "migrate-shims-stay", args: { runtime: runtime.name } }
      : { code: "migrate-pods-cannot-stay", args: { runtime: runtime.name, from: upgrade.from, to: upgrade.to } },
    { code: "migrate-way-back-ends-pods", args: { runtime: runtime.name } },
    ...(upgrade.losesOpenFiles ? [{ code: "migrate-open-files", args: { ...named, limit: softLimit } } as const] : []),
    ...(wish.stopPods && !isThrough ? [{ code: "migrate-pods-ended-by-us", args: {} } as const] : []),
  ]
  return ok({
    kind: "Migration",
    version: 1,
    name: "release",
    to,
    node: nodeName,
    steps: stepsTo(joined.value, node, upgrade, wish, isThrough),
    notes,
    findings: upgrade.findings,
  })
}

/** From the same series pods always run through. */
function runsThrough({ runtime }: Component, { from, to }: Upgrade): boolean {
  const [old, young] = [parseVersion(from), parseVersion(to)]
  if (old === undefined || young === undefined || runtime?.keepsPodsFrom === undefined) return false
  return minorOf(old) === minorOf(young) || lookUp(runtime.keepsPodsFrom, young).includes(minorOf(old))
}

function stepsTo(
  { kubelet, runtime, endpoint, nodeName }: Joined,
  node: NodeFacts,
  upgrade: Upgrade,
  wish: Wish,
  isThrough: boolean,
): readonly Step[] {
  const { stop, start, isStopped, isUp, isUpAgain } = kubeletService(kubelet)
  const isDrained = { is: "drained", endpoint } as const
  const endPods = { do: "end-pods", component: runtime.id, endpoint } as const
  const driver = kubelet.summary.cgroupDriver ?? runtime.summarize(node).cgroupDriver
  const isKept = wish.pods.some(({ leftByDrain }) => leftByDrain !== undefined)
  const ofPods: readonly Condition[] =
    driver === undefined ? [] : [{ is: "pods-under", endpoint, driver, atLeast: !isThrough && isKept ? 1 : 0 }]
  const switching = switchStep({ node, runtime, endpoint, upgrade, isThrough })
  const isAsBefore = { is: "release", endpoint, release: upgrade.from } as const
  const returning: Step["undo"] = {
    ...switching.undo,
    needs: [isDrained],
    acts: [stop, endPods, ...switching.undo.acts, ...(isThrough ? [start] : [])],
    // Of packages it is looked at while the kubelet is still stopped.
    proof: switching.undo.proof ?? [isAsBefore, ...(isThrough ? isUpAgain : [])],
  }
  const schema = schemaStep(runtime, upgrade)
  if (isThrough) {
    return [{ ...switching, proof: [...switching.proof, ...isUp, ...ofPods], undo: returning }, ...schema]
  }
  const isEmpty = { is: "no-pods", endpoint } as const
  return [
    ...controlPlaneSteps(nodeName, wish),
    ...drainSteps(nodeName, isDrained, wish),
    stopKubeletStep(kubelet, isDrained),
    {
      id: "end-pods",
      what: { code: "migrate-end-pods", args: { runtime: runtime.name, driver: driver ?? "" } },
      needs: [isStopped, isDrained],
      act: endPods,
      proof: [isEmpty],
      undo: nothing,
    },
    { ...switching, needs: [isStopped, isEmpty], undo: returning },
    startKubeletStep(kubelet, [], ofPods),
    {
      id: "uncordon",
      what: { code: "migrate-uncordon", args: { node: nodeName } },
      needs: [],
      act: { do: "tell", commands: [uncordonCommand(nodeName)] },
      proof: [],
      undo: nothing,
    },
    ...schema,
  ]
}

interface Switching {
  readonly node: NodeFacts
  readonly runtime: Component
  readonly endpoint: string
  readonly upgrade: Upgrade
  readonly isThrough: boolean
}

/** The act itself, with what both ways show. */
function switchStep({ node, runtime, endpoint, upgrade, isThrough }: Switching): Step {
  const { from, to, by } = upgrade
  const { cgroupDriver: driver, service } = runtime.summarize(node)
  const isOf = (release: string): Condition => ({ is: "release", endpoint, release })
  const names = { runtime: runtime.name, from, to }
  const proof: readonly Condition[] = [
    isOf(to),
    ...(driver === undefined ? [] : [{ is: "driver", endpoint, driver } as const]),
  ]
  if (by.source === "archives") {
    const act: Act = { do: "answers", values: by.values, ...(isThrough ? { through: endpoint } : {}) }
    const undo = { needs: [], acts: [{ do: "put-back", step: "switch-release" }] } as const
    const what: Reason = { code: "migrate-release", args: { ...names, isThrough } }
    return { id: "switch-release", what, needs: [], act, proof, undo }
  }
  const restart = service === undefined ? [] : [serviceCommand(node, service.name, "restart")]
  const byHand = (command: string): AskAct => ({ do: "ask", isHere: true, commands: [command, ...restart] })
  return {
    id: "upgrade-packages",
    what: { code: "migrate-packages", args: { ...names, manager: by.manager } },
    needs: [],
    act: byHand(by.there),
    proof,
    undo: { needs: [], acts: [byHand(by.back)], proof: [isOf(from)] },
  }
}

/** The files work on as they are; what a newer schema is good for, an older release cannot read. */
function schemaStep(runtime: Component, { to, newerSchema: schema }: Upgrade): readonly Step[] {
  if (schema === undefined) return []
  return [
    {
      id: "schema",
      what: { code: "migrate-schema-later", args: { runtime: runtime.name, release: to, schema } },
      needs: [],
      act: { do: "tell", isHere: true, commands: [`criadm migrate schema --to ${schema}`] },
      proof: [],
      undo: nothing,
    },
  ]
}
