// What serves CRI for a runtime that serves none by itself, where the node has it not: it comes from its project's archives,
// also beside a runtime that comes from packages or is there already. Pure.
import type { KnownArchives } from "../../components/archives/tables/checksums.ts"
import type { Component } from "../../components/component.ts"
import type { Answers } from "../../model/answers.ts"
import { knownValue } from "../../model/facts/fact.ts"
import type { NodeFacts } from "../../model/facts/node-facts.ts"
import { failed, ok, type Result } from "../../model/fault.ts"
import { compareReleases } from "../../model/version.ts"
import { runtimesInUse } from "../runtime-in-use.ts"
import { type ArchiveInstallation, chooseArchives } from "./choose-archives.ts"
import { placedRelease } from "./placed-before.ts"

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
  if (companion === undefined) return newerCompanion(used, node, kubernetes, components, archives)
  const part = companion.install?.archives
  if (part === undefined) return ok(undefined)
  if (node.uid !== 0) return failed({ code: "not-root", args: { command: "criadm plan --install" } })
  const { placed: _, ...table } = archives
  return chooseArchives(companion, part, node, { release: undefined, kubernetes }, table)
}

/**
 * One that criadm placed gives way to a newer release where a person named that: by its checksum, or in a bundle. What only
 * criadm's own table has newer is not taken unasked.
 */
function newerCompanion(
  runtimes: readonly Component[],
  node: NodeFacts,
  kubernetes: string,
  components: readonly Component[],
  archives: KnownArchives,
): Result<ArchiveInstallation | undefined> {
  const { placed, given } = archives
  const companion = components.find(
    ({ id }) => id === placed?.component && runtimes.some(({ runtime }) => runtime?.servesCriBy === id),
  )
  const part = companion?.install?.archives
  const [main] = part?.projects(knownValue(node.os) ?? { id: "", name: "" }) ?? []
  const there = placedRelease(placed, main?.id ?? "")
  if (companion === undefined || part === undefined || main === undefined || there === undefined) return ok(undefined)
  const newest = (given.get(main.id) ?? [])
    .map(({ version }) => version)
    .toSorted(compareReleases)
    .at(-1)
  if (newest === undefined || compareReleases(newest, there) <= 0) return ok(undefined)
  return chooseArchives(companion, part, node, { release: newest, kubernetes }, archives)
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
