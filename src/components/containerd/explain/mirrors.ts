// Which mirror is asked first for each registry: the hosts.toml files below registry.config_path, or the inline mirrors
// of old configurations, and the ones of either kind that nobody looks at.
import type { Value } from "../../../documents/document.ts"
import type { Explanation, Mention } from "../../../model/explanation.ts"
import { knownValue } from "../../../model/facts/fact.ts"
import type { FileContent } from "../../../model/file-content.ts"
import type { Reason } from "../../../model/message.ts"
import type { Effective } from "../effective.ts"
import type { ContainerdFacts } from "../facts.ts"
import { registryMeant } from "../findings/hosts-files.ts"
import { hostsDirectories } from "../hosts-directories.ts"
import { directoryOf } from "../simulate/glob.ts"
import { readHostsFile } from "../simulate/hosts-file.ts"
import { criOff, disabledSource, exits, sourceOf } from "../simulate/sources.ts"
import { leavesOf } from "../simulate/tree.ts"
import { isSameLine, type Line, linesOf, mentionOf, reasonOf, type UnreadFile } from "./mentions.ts"

const setting = "registry-mirror"
const component = "containerd"

export function explainMirrors(
  facts: ContainerdFacts,
  found: Effective,
  unread: readonly UnreadFile[],
): readonly Explanation[] {
  const lines = linesOf(found, unread, (path) => path.includes("registry") && path.at(-1) === "config_path")
  const path = found.registryPath
  const others = lines
    .filter((line) => !isSameLine(path?.at, line.leaf.at))
    .map((line) => mentionOf(line, reasonOf(found, line, path?.at)))
  const common = { setting, component, subject: "config_path", others } as const
  if (found.daemon === "exits") return [{ ...common, ...exits(found) }]
  if (path === undefined) return [{ ...common, value: undefined, source: disabledSource(found), why: criOff }]
  const none: Reason = { code: "containerd-no-hosts-files", args: {} }
  const why = path.value === "" ? { why: none } : {}
  return [
    { ...common, value: path.value === "" ? "none" : path.value, source: sourceOf(found, path.at), ...why },
    ...inHostsFiles(facts, found, path.value),
    ...inline(found, unread),
  ]
}

interface HostsFile {
  readonly file: FileContent
  readonly registry: string
  /** Where its directory stands in config_path; -1: not there. */
  readonly rank: number
}

/** "host_port_" and "host:port" are the same registry; see containerd docs/hosts.md. */
function hostsFiles(facts: ContainerdFacts, found: Effective, path: string): readonly HostsFile[] {
  const directories = path === "" ? [] : hostsDirectories(found.release.platform, path)
  return facts.hostsFiles.flatMap((fact): HostsFile[] => {
    const file = knownValue(fact)
    if (file === undefined) return []
    const directory = directoryOf(file.path)
    const name = directory.slice(directory.lastIndexOf("/") + 1)
    const rank = directories.indexOf(directoryOf(directory))
    return [{ file, registry: name.replace(/_(\d+)_$/, ":$1"), rank }]
  })
}

function inHostsFiles(facts: ContainerdFacts, found: Effective, path: string): readonly Explanation[] {
  const all = hostsFiles(facts, found, path)
  return [...new Set(all.map(({ registry }) => registry))].map((registry): Explanation => {
    const own = all.filter((one) => one.registry === registry)
    const [counting] = own.filter(({ rank }) => rank >= 0).toSorted((a, b) => a.rank - b.rank)
    const useless = counting === undefined ? undefined : whyUseless(facts, found, counting)
    const hosts = counting === undefined ? [] : hostsIn(counting.file, found)
    const first = useless === undefined ? hosts.find(({ why }) => why === undefined) : undefined
    const later: Reason = { code: "containerd-asked-later", args: {} }
    const notLookedFor: Reason = { code: "containerd-hosts-not-looked-for", args: { path } }
    const others: readonly Mention[] = [
      ...hosts.filter((host) => host !== first).map((host) => ({ ...host, why: useless ?? host.why ?? later })),
      ...own
        .filter((one) => one !== counting)
        .flatMap(({ file, rank }) =>
          hostsIn(file, found).map((host) => ({
            ...host,
            why:
              rank < 0 || counting === undefined
                ? notLookedFor
                : ({ code: "containerd-hosts-hidden-by", args: { file: counting.file.path } } as const),
          })),
        ),
    ]
    const source = { kind: "file", path: counting?.file.path ?? own[0]?.file.path ?? "" } as const
    const why = counting === undefined ? notLookedFor : useless
    return {
      setting,
      component,
      subject: registry,
      value: first?.value ?? "none",
      source: first === undefined ? source : { ...source, place: first.place },
      ...(why === undefined ? {} : { why }),
      others,
    }
  })
}

/** Why no host of the file is ever asked; undefined: some may be. */
function whyUseless(facts: ContainerdFacts, found: Effective, { file, registry }: HostsFile): Reason | undefined {
  if (!found.isRegistryPathAsked) {
    const args = { path: found.registryPath?.value ?? "", release: found.release.version.text }
    return { code: "containerd-hosts-path-is-list", args }
  }
  const meant = registryMeant(registry)
  if (meant !== undefined) return { code: "containerd-hosts-of-no-image", args: { meant } }
  const { dropped, needs } = readHostsFile(file, found.release)
  if (dropped !== undefined) {
    const args = { file: file.path, why: dropped.why, what: dropped.what, release: found.release.version.text }
    return { code: "containerd-hosts-are-dropped", args }
  }
  const missing = needs.find(({ path }) => facts.absentHostsNeeds?.includes(path) === true)
  return missing === undefined ? undefined : { code: "containerd-hosts-cannot-be-read", args: { path: missing.path } }
}

interface Asked extends Omit<Mention, "why"> {
  /** Why it is not asked what a tag means. */
  readonly why?: Reason
}

/** The hosts of a file in the order in which they are asked: that of their tables. */
function hostsIn(file: FileContent, found: Effective): readonly Asked[] {
  return readHostsFile(file, found.release).hosts.flatMap(({ name, place, resolves }): Asked[] => {
    if (place === undefined) return []
    const silent = resolves ? {} : { why: { code: "containerd-hosts-no-tags", args: {} } as const }
    return [{ place, key: "host", value: name, ...silent }]
  })
}

/** Inline mirrors count only while no config_path is set; containerd does not load CRI with both. */
function inline(found: Effective, unread: readonly UnreadFile[]): readonly Explanation[] {
  const lines = linesOf(found, unread, (path) => path.at(-3) === "mirrors" && path.at(-1) === "endpoint")
  const hostOf = (line: Line) => line.leaf.at.path.at(-2) ?? ""
  return [...new Set(lines.map(hostOf))].map((registry): Explanation => {
    const own = lines.filter((line) => hostOf(line) === registry)
    const winner = leavesOf(found.top).find(
      ({ path, leaf }) => path.at(-2) === registry && own.some((line) => isSameLine(leaf.at, line.leaf.at)),
    )?.leaf
    const isThere = winner !== undefined && found.inlineMirrors.some(({ host }) => host === registry)
    const at = isThere ? winner.at : undefined
    return {
      setting,
      component,
      subject: registry,
      value: isThere ? firstOf(winner.value) : "none",
      source: sourceOf(found, at),
      others: own
        .filter((line) => !isSameLine(at, line.leaf.at))
        .map((line) => mentionOf(line, reasonOf(found, line, at))),
    }
  })
}

function firstOf(endpoints: Value): string {
  return Array.isArray(endpoints) && endpoints.length > 0 ? String(endpoints[0]) : "none"
}
