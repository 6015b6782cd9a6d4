// From a machine to what the node is. Never throws and never stops half way: each fact says for itself whether it is
// known, and a component whose detection ends in a bug is left out with the bug's text. Components look side by side.
import type { Component, Look } from "../components/component.ts"
import { isSameEndpoint } from "../components/kubelet/endpoint.ts"
import type { Asked } from "../cri/asking.ts"
import type { InitSystem } from "../init-systems/init-system.ts"
import type { ReadingMachine } from "../machine/reading.ts"
import type { Answers } from "../model/answers.ts"
import { type Fact, knownValue } from "../model/facts/fact.ts"
import type { NodeFacts } from "../model/facts/node-facts.ts"
import { beginLooking } from "./begin-looking.ts"
import { detectCgroup } from "./cgroup.ts"
import { detectContainment } from "./containment.ts"
import { detectDaemons } from "./daemons.ts"
import { markOfDevices } from "./devices.ts"
import { detectArchitecture, detectKernel, detectOs } from "./os.ts"
import { detectOwners } from "./owners.ts"
import { detectPreflight } from "./preflight/preflight.ts"
import { detectRegistryLogins } from "./registry-logins.ts"
import { askRunning, beginAsking, servedVersion } from "./running.ts"
import { detectApparmor, detectSelinux } from "./security.ts"
import { detectSwap } from "./swap.ts"

export interface Detecting {
  readonly initSystems: readonly InitSystem[]
  readonly components: readonly Component[]
  /** --runtime-version: the runtime's release where its program cannot be asked. */
  readonly statedVersion?: string
  /** Id of the runtime that it is the release of. Absent: of whichever is there. */
  readonly statedFor?: string
  /** What this run or the last kept one was asked for. */
  readonly answers?: Answers
  /** No findings are made of it. */
  readonly isUnjudged?: boolean
  /** Credentials of registries that came by standard input. */
  readonly credentials?: string | undefined
  /** Told what is known so far: first the node itself, then with one component after another. */
  readonly onDetected?: (soFar: NodeFacts) => void
  /** Told what runtimes answered, for whoever goes on to verify. */
  readonly onAsked?: (asked: Asked) => void
}

/** `begun`: of the same node, a moment ago. */
export async function detectNode(
  of: ReadingMachine,
  detecting: Detecting,
  begun = beginLooking(of, detecting.initSystems),
): Promise<NodeFacts> {
  const { machine, initSystem } = begun
  const asking = beginAsking(machine, detecting.components, begun.asked)
  const look: Look = {
    machine,
    initSystem: knownValue(initSystem) ?? "none",
    answers: detecting.answers ?? {},
    isUnjudged: detecting.isUnjudged === true,
    ...begun.services,
    servedVersion: async (endpoint, name) => servedVersion(await asking.get(endpoint), name),
  }
  const { statedVersion, statedFor } = detecting
  const lookFor = (id: string): Look =>
    statedVersion === undefined || (statedFor ?? id) !== id ? look : { ...look, statedVersion }
  const found: Record<string, unknown> = {}
  const notDetected: Record<string, Fact<never>> = {}
  // Begun first: while their programs answer, the node itself is looked at.
  const looking = detecting.components.map(async (component) => {
    try {
      found[component.id] = await component.detect(lookFor(component.id))
      detecting.onDetected?.({ ...node, components: { ...found } })
    } catch (bug) {
      delete found[component.id]
      notDetected[component.id] = bugAsFact(component.id, bug)
    }
  })
  const node = nodeItself(machine, initSystem, detecting.isUnjudged)
  detecting.onDetected?.(node)
  await Promise.all(looking)
  // In the order of known.ts, whoever was first.
  const ordered = Object.fromEntries(detecting.components.flatMap(({ id }) => (id in found ? [[id, found[id]]] : [])))
  const alone = { ...node, components: ordered }
  const components = { ...ordered, ...(await lookAtKubeletsRuntime(alone, detecting.components, lookFor)) }
  const daemons = detectDaemons(machine, { ...node, components }, detecting.components, detecting.answers ?? {})
  const absent = (detecting.answers?.handler ?? []).flatMap(({ binary }) =>
    machine.resolve(binary) === undefined ? [binary] : [],
  )
  const asked = absent.length === 0 ? {} : { absentHandlers: absent }
  const whole = {
    ...node,
    components,
    ...daemons,
    ...asked,
    ...detectRegistryLogins(machine, detecting.answers ?? {}, detecting.credentials),
    ...(Object.keys(notDetected).length === 0 ? {} : { notDetected }),
  }
  const running = await askRunning(machine, whole, detecting.components, asking)
  detecting.onAsked?.(asking)
  return running === undefined ? whole : { ...whole, running }
}

/** All but its components. */
function nodeItself(machine: ReadingMachine, initSystem: NodeFacts["initSystem"], isUnjudged = false): NodeFacts {
  const cgroup = detectCgroup(machine)
  const containment = detectContainment(machine)
  const deviceMark = machine.platform === "linux" ? markOfDevices(machine) : undefined
  return {
    kind: "NodeFacts",
    version: 1,
    root: machine.root,
    isLive: machine.isLive,
    platform: machine.platform,
    uid: machine.uid,
    initSystem,
    cgroup,
    os: detectOs(machine),
    kernel: detectKernel(machine),
    architecture: detectArchitecture(machine),
    containment,
    selinux: detectSelinux(machine),
    apparmor: detectApparmor(machine),
    swap: detectSwap(machine),
    observedAt: machine.now(),
    ...(machine.platform === "linux" ? { preflight: detectPreflight(machine, cgroup, containment, isUnjudged) } : {}),
    ...(deviceMark === undefined ? {} : { deviceMark }),
    owners: detectOwners(machine),
    ...(isUnjudged ? { isUnjudged: true as const } : {}),
    components: {},
  }
}

/** Where no runtime found has the kubelet's endpoint, a second one of a kind may: that one is meant, then. */
async function lookAtKubeletsRuntime(
  node: NodeFacts,
  components: readonly Component[],
  lookFor: (id: string) => Look,
): Promise<Readonly<Record<string, unknown>>> {
  const endpoint = components.find(({ role }) => role === "kubelet")?.summarize(node).endpoint
  const runtimes = components.filter(({ role }) => role === "runtime")
  const isKnown = (one: Component) => isSameEndpoint(one.summarize(node).endpoint ?? "", endpoint ?? "")
  if (endpoint === undefined || runtimes.some(isKnown)) return {}
  for (const { id, detectAt } of runtimes) {
    const facts = await detectAt?.(lookFor(id), endpoint)
    if (facts !== undefined) return { [id]: facts }
  }
  return {}
}

function bugAsFact(component: string, bug: unknown): Fact<never> {
  const text = bug instanceof Error ? (bug.stack ?? bug.message) : String(bug)
  const source = { kind: "table", what: `criadm's detection of ${component}` } as const
  return { state: "not-understood", source, reason: bug instanceof Error ? bug.message : String(bug), text }
}
