// What must change so that kernel modules are loaded now and by every boot: a list of our own, and the modules.
import type { Change } from "../../../model/change.ts"
import { knownValue } from "../../../model/facts/fact.ts"
import type { NodeFacts } from "../../../model/facts/node-facts.ts"
import type { Fault } from "../../../model/fault.ts"
import type { Reason } from "../../../model/message.ts"
import { type Contribution, nothingToContribute } from "../../component.ts"
import { type AskedModule, type AskedModules, ownList } from "./asked.ts"

const component = "kernel"

export interface WantedModule {
  readonly name: string
  readonly why: Reason
}

export function contributeModules(
  wanted: readonly WantedModule[],
  own: AskedModules | undefined,
  node: NodeFacts,
): Contribution {
  if (own === undefined) return nothingToContribute
  // What is part of the kernel is loaded with it.
  const all = wanted.flatMap(({ name, why }) => {
    const facts = own.modules.find((one) => one.name === name)
    return facts === undefined || facts.isBuiltIn ? [] : [{ name, why, facts }]
  })
  const refusals = all.flatMap(({ facts }) => refusalOf(facts))
  if (refusals.length > 0) return { ...nothingToContribute, refusals }
  // A container has its host's kernel, and cannot load anything into it.
  const isContained = (knownValue(node.containment)?.kind ?? "none") !== "none"
  const toLoad = all.filter(({ facts }) => facts.isLoaded === false && !isContained)
  const promised = all.filter(({ facts }) => facts.isLoaded === true || (facts.isLoaded === false && !isContained))
  const unlisted = all.filter(({ facts }) => facts.listedAt === undefined)
  return {
    ...nothingToContribute,
    changes: [
      ...listChanges(unlisted, own),
      ...toLoad.map(({ name, why }): Change => ({ kind: "module", component, name, why: [why] })),
    ],
    readings: unlisted.length === 0 ? [] : [{ path: ownList, hash: knownValue(own.ownList)?.hash ?? null }],
    expectations: promised.map(({ name }) => ({ kind: "module-loaded", component, name })),
    notes: all.flatMap(({ name, facts }): readonly Reason[] =>
      facts.isLoaded === false && isContained ? [{ code: "module-of-the-host", args: { module: name } }] : [],
    ),
  }
}

function refusalOf({ name, isThere, isLoaded, keptOutBy }: AskedModule): readonly Fault[] {
  if (keptOutBy !== undefined) {
    const args = { module: name, file: keptOutBy.file, line: (keptOutBy.text ?? "").trim() }
    return [{ code: "kernel-module-is-kept-out", args, place: keptOutBy }]
  }
  if (isThere !== false || isLoaded === true) return []
  return [{ code: "kernel-module-unknown", args: { module: name } }]
}

function listChanges(wanted: readonly WantedModule[], own: AskedModules): readonly Change[] {
  const [first] = wanted
  if (first === undefined) return []
  const before = knownValue(own.ownList)
  const text = before?.text ?? "# Written by criadm.\n"
  const gap = text === "" || text.endsWith("\n") ? "" : "\n"
  const after = `${text}${gap}${wanted.map(({ name }) => `${name}\n`).join("")}`
  const { mode, uid, gid } = before ?? { mode: 0o644, uid: 0, gid: 0 }
  return [
    ...(own.hasListDirectory
      ? []
      : [{ kind: "directory", component, path: "/etc/modules-load.d", mode: 0o755, why: [first.why] } as const]),
    {
      kind: "file",
      component,
      path: ownList,
      realPath: before?.realPath ?? ownList,
      before: before === undefined ? null : { text: before.text, mode, uid, gid },
      after: { text: after, mode, uid, gid },
      why: wanted.map(({ why }) => why),
    },
  ]
}
