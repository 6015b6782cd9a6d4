// Explains the kernel modules that the last kept run was asked for.
import type { Explanation, Mention } from "../../../model/explanation.ts"
import type { NodeFacts } from "../../../model/facts/node-facts.ts"
import type { KernelFacts } from "../facts.ts"
import { askedModules, ownList } from "./asked.ts"

export function explainModules(own: KernelFacts, node: NodeFacts): readonly Explanation[] {
  return askedModules(node.asked?.answers ?? {}).flatMap((name): readonly Explanation[] => {
    const facts = own.asked?.modules.find((one) => one.name === name)
    if (facts === undefined) return []
    const { isBuiltIn, isLoaded, listedAt, keptOutBy } = facts
    const value = isBuiltIn ? "built in" : isLoaded === undefined ? undefined : isLoaded ? "loaded" : "not loaded"
    const keptOut: readonly Mention[] =
      keptOutBy === undefined
        ? []
        : [{ place: keptOutBy, key: name, value: "", why: { code: "module-kept-out-here", args: {} } }]
    const source =
      listedAt === undefined
        ? ({ kind: "file", path: ownList } as const)
        : ({ kind: "file", path: listedAt.file, place: listedAt } as const)
    const why = listedAt === undefined && !isBuiltIn ? { why: { code: "module-not-listed", args: {} } as const } : {}
    return [{ setting: "module", component: "kernel", subject: name, value, source, ...why, others: keptOut }]
  })
}
