// Why a setting is what it is on this node: the value, the line it comes from, and every other line that names it.
import type { Explanation } from "../../model/explanation.ts"
import { knownValue } from "../../model/facts/fact.ts"
import type { NodeFacts } from "../../model/facts/node-facts.ts"
import type { FileFact } from "../../model/file-content.ts"
import type { Reason } from "../../model/message.ts"
import type { ExplainedSetting } from "../../model/setting.ts"
import type { Effective } from "./effective.ts"
import { explainCri } from "./explain/cri.ts"
import { explainDriver } from "./explain/driver.ts"
import { explainImage } from "./explain/image.ts"
import { type UnreadFile, unreadFile } from "./explain/mentions.ts"
import { explainMirrors } from "./explain/mirrors.ts"
import { type ContainerdFacts, effectiveOf } from "./facts.ts"
import { stopReason } from "./findings/trouble.ts"
import { pluginsOfTwoNames } from "./findings/two-names.ts"
import { directoryOf, joinPath, matchGlob } from "./simulate/glob.ts"
import { isGlob, type LoadedFile, listed } from "./simulate/load.ts"
import { treePath } from "./tables/platforms.ts"
import { criServerId } from "./tables/plugin-ids.ts"
import type { Release } from "./tables/releases.ts"

const component = "containerd"

/** Files on the node that containerd has not loaded, each with why. */
function unreadFiles(facts: ContainerdFacts, found: Effective): readonly UnreadFile[] {
  const loaded = new Set(found.files.map(({ path }) => path))
  return [...facts.files, ...facts.strayDropIns].flatMap((file) => {
    const content = knownValue(file)
    if (content === undefined || loaded.has(content.path)) return []
    return [unreadFile(content.path, content.text, whyUnread(facts, found, content.path))]
  })
}

function whyUnread(facts: ContainerdFacts, found: Effective, path: string): Reason {
  const { stop, release } = found
  if (stop?.file === path) return stopReason(release, stop)
  const naming = found.files.flatMap((file) => importsNaming(file, release, path))
  if (
    naming.length === 0 &&
    (stop === undefined || facts.strayDropIns.some((file) => knownValue(file)?.path === path))
  ) {
    return { code: "containerd-not-imported", args: { root: facts.configPath } }
  }
  if (stop !== undefined) return { code: "containerd-not-reached", args: { file: stop.file } }
  const isLookedForElsewhere = naming.some((written) => isGlob(written) && !written.startsWith("/"))
  return isLookedForElsewhere && !release.matchesRelativeGlobs
    ? { code: "containerd-relative-pattern", args: { release: release.version.text } }
    : { code: "containerd-loading-ended", args: {} }
}

/** The imports of a file that mean this path: relative ones beside the file, whatever the release makes of them. */
function importsNaming(file: LoadedFile, { platform }: Release, path: string): readonly string[] {
  return listed(file, "imports")
    .map(({ text }) => treePath(platform, text))
    .filter((written) => {
      const meant = joinPath(directoryOf(file.path), written)
      return isGlob(written) ? matchGlob(meant, [path])?.length === 1 : meant === path
    })
}

export function explain(setting: ExplainedSetting, facts: ContainerdFacts, node: NodeFacts): readonly Explanation[] {
  const told: readonly ExplainedSetting[] = ["cgroup-driver", "sandbox-image", "cri-enabled", "registry-mirror"]
  if (!told.includes(setting) || !isInstalled(facts, node)) return []
  const found = effectiveOf(facts, node)
  if (found === undefined) {
    const why: Reason = { code: "containerd-release-not-told", args: {} }
    return [{ setting, component, value: undefined, source: facts.version.source, why, others: [] }]
  }
  const unread = unreadFiles(facts, found)
  if (setting === "cri-enabled") return explainCri(found, unread)
  const explanations =
    setting === "cgroup-driver"
      ? explainDriver(found, unread)
      : setting === "registry-mirror"
        ? explainMirrors(facts, found, unread)
        : explainImage(found, unread)
  const chance = pluginsOfTwoNames(found).find(({ full }) => full === criServerId)
  if (chance === undefined) return explanations
  const why: Reason = { code: "containerd-by-chance", args: { short: chance.short, full: chance.full } }
  return explanations.map((one) => ({ ...one, value: undefined, why }))
}

/**
 * Whether containerd is on the node: a program, a service, or its configuration. Where programs can be looked for,
 * nothing answers and nobody stated a release, a configuration alone is what a package that was removed has left.
 */
export function isInstalled(facts: ContainerdFacts, { isLive }: Pick<NodeFacts, "isLive">): boolean {
  const canBeElsewhere = !isLive || facts.version.source.kind === "flag" || knownValue(facts.isListening) === true
  return (
    facts.binaries.length > 0 ||
    facts.service !== undefined ||
    // Somebody else's tree, of which the release was stated: it is to get its first configuration.
    (facts.platform === "windows" && facts.version.state === "known") ||
    (canBeElsewhere && filesThere(facts).length > 0)
  )
}

/** The files of its configuration that are on the node, read or not. */
export function filesThere({ files }: ContainerdFacts): readonly FileFact[] {
  return files.filter((file) => file.state === "known" || file.state === "unreadable")
}
