// What serves CRI for a runtime that serves none by itself, where the node has it not: it comes from its project's archives,
// also beside a runtime that comes from packages or is there already. Pure.
import type { KnownArchives } from "../../components/archives/tables/checksums.ts"
import type { Component } from "../../components/component.ts"
import type { Answers } from "../../model/answers.ts"
import type { NodeFacts } from "../../model/facts/node-facts.ts"
import { failed, ok, type Result } from "../../model/fault.ts"
import { runtimesInUse } from "../runtime-in-use.ts"
import { type ArchiveInstallation, chooseArchives } from "./choose-archives.ts"

/** `node`: with the runtime that comes on it. Undefined: nothing is asked for, or nothing is missing. */
export function chooseCompanion(
  node: NodeFacts,
  { install, runtime, "kubernetes-version": kubernetes = "" }: Answers,
  components: readonly Component[],
  archives: KnownArchives,
): Result<ArchiveInstallation | undefined> {
  const isInBundle = archives.bundle?.packages !== undefined
  if ((install !== "upstream" && install !== "distribution" && !isInBundle) || !node.isLive) return ok(undefined)
  const asked = components.filter(({ id }) => id === runtime)
  const used = runtime === undefined ? runtimesInUse(node, components).map(({ component }) => component) : asked
  const companion = used.map((one) => missingCompanion(one, node, components)).find((one) => one !== undefined)
  const part = companion?.install?.archives
  if (companion === undefined || part === undefined) return ok(undefined)
  if (node.uid !== 0) return failed({ code: "not-root", args: { command: "criadm plan --install" } })
  const { placed: _, ...table } = archives
  return chooseArchives(companion, part, node, { release: undefined, kubernetes }, table)
}

/** Undefined: the runtime serves CRI itself, or what does it for it is on the node; or the runtime is not. */
export function missingCompanion(
  { runtime, summarize }: Component,
  node: NodeFacts,
  components: readonly Component[],
): Component | undefined {
  if (runtime?.servesCriBy === undefined || !summarize(node).isInstalled) return undefined
  const companion = components.find(({ id }) => id === runtime.servesCriBy)
  return companion?.summarize(node).isInstalled === false ? companion : undefined
}
