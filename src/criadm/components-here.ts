// Of the components, those that a node may have: most nodes have one runtime, and what is known of the others takes as long
// to load as a runtime takes to answer.
import type { Component } from "../components/component.ts"
import { listed, type Traces } from "../components/known.ts"
import type { Begun } from "../detect/begin-looking.ts"
import type { ReadingMachine } from "../machine/reading.ts"
import type { NodeFacts } from "../model/facts/node-facts.ts"

/** Where their packages, archives and images put programs. */
const programDirectories = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin", "/opt/bin"]

/** Undefined: nothing is known of the node, so all of them. */
export async function componentsHere(begun: Begun | undefined): Promise<readonly Component[]> {
  if (begun === undefined) return (await import("./all-components.ts")).components
  const { machine, services } = begun
  const showing = await Promise.all(
    listed.map(({ traces }) => traces === undefined || shows(machine, services, traces)),
  )
  const here = listed.filter((_component, index) => showing[index] === true)
  return Promise.all(here.map((component) => component.load()))
}

async function shows(
  machine: ReadingMachine,
  { service }: Begun["services"],
  { programs, services, paths }: Traces,
): Promise<boolean> {
  const places = [...paths, ...programs.flatMap((name) => programDirectories.map((at) => `${at}/${name}`))]
  return places.some((path) => machine.resolve(path) !== undefined) || (await service(services)) !== undefined
}

/** Whether one that was not loaded may have a part in this node: it is asked for, or the kubelet's runtime is none of these. */
export function mayLackOne(node: NodeFacts, components: readonly Component[], asked: string | undefined): boolean {
  if (components.length === listed.length) return false
  const summaries = components.map((component) => ({ component, summary: component.summarize(node) }))
  const installed = summaries.filter(({ component, summary }) => component.role === "runtime" && summary.isInstalled)
  const endpoint = summaries.find(({ component }) => component.role === "kubelet")?.summary.endpoint
  const isOfOne = endpoint === undefined || installed.some(({ summary }) => summary.endpoint === endpoint)
  const isAskedOne = asked === undefined || installed.some(({ component }) => component.id === asked)
  return installed.length === 0 || !isOfOne || !isAskedOne
}
