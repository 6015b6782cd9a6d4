// Why a setting is what it is on this node: the value, the line it comes from, and every other line that names it.
import type { KeyPath } from "../../documents/document.ts"
import type { Explanation, Mention } from "../../model/explanation.ts"
import { knownValue, type Source } from "../../model/fact.ts"
import type { Reason } from "../../model/message.ts"
import type { NodeFacts } from "../../model/node-facts.ts"
import type { ExplainedSetting } from "../../model/setting.ts"
import type { Effective } from "./effective.ts"
import { type ContainerdFacts, effectiveOf } from "./facts.ts"
import { isDriven } from "./goals.ts"
import type { Handler } from "./handlers.ts"
import { legacyLinuxType } from "./layout.ts"
import { isSameLine, type Line, linesOf, mentionOf, reasonOf, type UnreadFile, unreadFile } from "./mentions.ts"
import { fullId, pluginsNeededByCri } from "./plugin-ids.ts"
import type { Written } from "./tree.ts"

const component = "containerd"

function builtIn(found: Effective): Source {
  return { kind: "table", what: `built-in default of containerd ${found.release.version.text}` }
}

function sourceOf(found: Effective, at: Written | undefined): Source {
  return at === undefined ? builtIn(found) : { kind: "file", path: at.file, place: at.place }
}

/** Files on the node that containerd has not loaded: not imported, or after the one at which it exits. */
function unreadFiles(facts: ContainerdFacts, found: Effective): readonly UnreadFile[] {
  const loaded = new Set(found.files.map(({ path }) => path))
  const notImported: Reason = { code: "containerd-not-imported", args: { root: facts.configPath } }
  const notReached: Reason = { code: "containerd-not-reached", args: {} }
  return [
    ...facts.files.map((file) => ({ file, why: notReached })),
    ...facts.strayDropIns.map((file) => ({ file, why: notImported })),
  ].flatMap(({ file, why }) => {
    const content = knownValue(file)
    if (content === undefined || loaded.has(content.path)) return []
    const unread = unreadFile(content.path, content.text, why)
    return unread === undefined ? [] : [unread]
  })
}

/** Stands for everything when containerd does not start: no value, and where the trouble is. */
function exits(found: Effective): { readonly value: undefined; readonly source: Source; readonly why: Reason } {
  const place = found.stop !== undefined && "place" in found.stop ? found.stop.place : undefined
  const path = found.stop?.file ?? found.root
  return {
    value: undefined,
    source: { kind: "file", path, ...(place === undefined ? {} : { place }) },
    why: { code: "containerd-does-not-load", args: {} },
  }
}

function isSystemdKey(name: string): boolean {
  return name.toLowerCase() === "systemdcgroup"
}

/** Which handler a key of runtimes, default_runtime or untrusted_workload_runtime belongs to. */
function handlerNameOf(path: KeyPath): string | undefined {
  const at = path.findIndex((name) => /^(runtimes|default_runtime|untrusted_workload_runtime)$/i.test(name))
  if (at < 0) return undefined
  if (path[at]?.toLowerCase() === "runtimes") return path[at + 1]
  return path[at]?.toLowerCase() === "default_runtime" ? "default" : "untrusted"
}

function ownReasonOfDriver(handler: Handler, line: Line): Reason | undefined {
  const { path } = line.leaf.at
  if (path.at(-2)?.toLowerCase() !== "options") return { code: "containerd-beside-options", args: {} }
  if (typeof line.leaf.value !== "boolean") return { code: "containerd-not-a-boolean", args: {} }
  if (path.at(-1) !== "SystemdCgroup" && !isSameLine(handler.driverAt, line.leaf.at)) {
    return { code: "containerd-other-case", args: { right: "SystemdCgroup" } }
  }
  return undefined
}

function legacyReason(found: Effective, line: Line): Reason {
  if (line.leaf.value !== true) return { code: "containerd-legacy-key-off", args: {} }
  if (found.criProblems.some(({ code }) => code === "systemd-cgroup")) {
    return { code: "containerd-legacy-key-fatal", args: {} }
  }
  return { code: "containerd-legacy-key-ignored", args: { release: found.release.version.text } }
}

function driverMentions(found: Effective, handler: Handler, unread: readonly UnreadFile[]): readonly Mention[] {
  const keys = linesOf(
    found,
    unread,
    (path) => path[0] === "plugins" && isSystemdKey(path.at(-1) ?? "") && handlerNameOf(path) === handler.name,
  )
  const legacy =
    handler.name === found.defaultHandler
      ? linesOf(found, unread, (path) => path[0] === "plugins" && path.at(-1)?.toLowerCase() === "systemd_cgroup")
      : []
  return [
    ...keys
      .filter((line) => !isSameLine(handler.driverAt, line.leaf.at))
      .map((line) => mentionOf(line, reasonOf(found, line, handler.driverAt, ownReasonOfDriver(handler, line)))),
    ...legacy
      .filter((line) => !isSameLine(handler.driverAt, line.leaf.at))
      .map((line) => mentionOf(line, reasonOf(found, line, handler.driverAt, legacyReason(found, line)))),
  ]
}

function whyOfDriver(handler: Handler): Reason | undefined {
  if (handler.brokenOption !== undefined) {
    return { code: "containerd-option-unreadable", args: { key: handler.brokenOption.key } }
  }
  if (handler.type === "") return { code: "containerd-type-absent", args: { handler: handler.name } }
  if (handler.type === legacyLinuxType) return { code: "containerd-legacy-shim", args: {} }
  if (handler.otherCase.some((leaf) => isSameLine(handler.driverAt, leaf.at))) {
    return { code: "containerd-other-case-counts", args: { right: "SystemdCgroup" } }
  }
  return handler.driverAt === undefined ? { code: "containerd-key-absent", args: {} } : undefined
}

function explainDriver(found: Effective, unread: readonly UnreadFile[]): readonly Explanation[] {
  const setting = "cgroup-driver"
  if (found.daemon === "exits" || found.handlers.length === 0) {
    const lines = linesOf(found, unread, (path) => path[0] === "plugins" && isSystemdKey(path.at(-1) ?? ""))
    const off: Reason = { code: "containerd-cri-is-off", args: {} }
    const others = lines.map((line) =>
      mentionOf(
        line,
        found.daemon === "exits" ? reasonOf(found, line, undefined) : reasonOf(found, line, undefined, off),
      ),
    )
    const value =
      found.daemon === "exits" ? exits(found) : { value: undefined, source: disabledSource(found), why: off }
    return [{ setting, component, ...value, others }]
  }
  return found.handlers
    .filter((handler) => isDriven(found, handler))
    .map((handler): Explanation => {
      const why = whyOfDriver(handler)
      return {
        setting,
        component,
        subject: handler.name,
        value: handler.driver,
        source: sourceOf(found, handler.driverAt ?? handler.brokenOption?.leaf.at),
        ...(why === undefined ? {} : { why }),
        others: driverMentions(found, handler, unread),
      }
    })
}

function disabledSource(found: Effective): Source {
  const problem = found.criProblems.find(({ file }) => file !== undefined)
  if (problem?.file === undefined) return builtIn(found)
  return { kind: "file", path: problem.file, ...(problem.place === undefined ? {} : { place: problem.place }) }
}

function isImageKey(path: KeyPath): boolean {
  const last = path.at(-1)?.toLowerCase()
  return (
    path[0] === "plugins" &&
    (last === "sandbox_image" || (last === "sandbox" && /pinned_images/i.test(path.at(-2) ?? "")))
  )
}

function ownReasonOfImage(line: Line): Reason | undefined {
  if (typeof line.leaf.value !== "string") return { code: "containerd-not-a-text", args: {} }
  const last = line.leaf.at.path.at(-1) ?? ""
  if (last === "sandbox_image" || last === "sandbox") return undefined
  return { code: "containerd-other-case", args: { right: last.toLowerCase() } }
}

function explainImage(found: Effective, unread: readonly UnreadFile[]): readonly Explanation[] {
  const lines = linesOf(found, unread, isImageKey)
  const setting = "sandbox-image"
  const others = lines
    .filter((line) => !isSameLine(found.sandboxImage?.at, line.leaf.at))
    .map((line) => mentionOf(line, reasonOf(found, line, found.sandboxImage?.at, ownReasonOfImage(line))))
  if (found.daemon === "exits") return [{ setting, component, ...exits(found), others }]
  if (found.sandboxImage === undefined) {
    const off: Reason = { code: "containerd-cri-is-off", args: {} }
    const mentioned = lines.map((line) => mentionOf(line, reasonOf(found, line, undefined, off)))
    return [{ setting, component, value: undefined, source: disabledSource(found), why: off, others: mentioned }]
  }
  return [
    { setting, component, value: found.sandboxImage.value, source: sourceOf(found, found.sandboxImage.at), others },
  ]
}

/** Entries of disabled_plugins that name a part of CRI. */
function disablingMentions(found: Effective, decides: (written: string, file: string) => boolean): readonly Mention[] {
  const needed = new Set(pluginsNeededByCri(found.release))
  return found.disabled
    .filter(({ id, file, written }) => (needed.has(fullId(id)) || /cri/.test(id)) && !decides(written, file))
    .map(({ written, file, place }): Mention => {
      const isPart = found.criProblems.some(
        ({ code, what, file: own }) => code === "disabled" && what === written && own === file,
      )
      const release = found.release.version.text
      const why: Reason = isPart
        ? { code: "containerd-disables-cri", args: {} }
        : { code: "containerd-id-harmless", args: { release } }
      return { place, key: "disabled_plugins", value: JSON.stringify(written), why }
    })
}

function explainCri(found: Effective): readonly Explanation[] {
  const setting = "cri-enabled"
  if (found.daemon === "exits") return [{ setting, component, ...exits(found), others: [] }]
  const [problem] = found.criProblems
  const others = disablingMentions(found, (written, file) => problem?.what === written && problem.file === file)
  if (problem === undefined) {
    const old: Reason = { code: "containerd-v1alpha2", args: { release: found.release.version.text } }
    const why = found.cri === "v1alpha2" ? { why: old } : {}
    return [{ setting, component, value: "true", source: builtIn(found), ...why, others }]
  }
  return [{ setting, component, value: "false", source: disabledSource(found), others }]
}

export function explain(setting: ExplainedSetting, facts: ContainerdFacts, node: NodeFacts): readonly Explanation[] {
  if (setting === "ip-forward" || !isInstalled(facts)) return []
  const found = effectiveOf(facts, node)
  if (found === undefined) {
    const why: Reason = { code: "containerd-release-not-told", args: {} }
    return [{ setting, component, value: undefined, source: facts.version.source, why, others: [] }]
  }
  const unread = unreadFiles(facts, found)
  if (setting === "cgroup-driver") return explainDriver(found, unread)
  return setting === "sandbox-image" ? explainImage(found, unread) : explainCri(found)
}

/** Whether containerd is on the node: a program, a service, or its configuration. */
export function isInstalled(facts: ContainerdFacts): boolean {
  return (
    facts.binaries.length > 0 ||
    facts.service !== undefined ||
    // Somebody else's tree, of which the release was stated: it is to get its first configuration.
    (facts.platform === "windows" && facts.version.state === "known") ||
    facts.files.some((file) => file.state === "known" || file.state === "unreadable")
  )
}
