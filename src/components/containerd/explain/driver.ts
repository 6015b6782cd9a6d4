// Why a runtime handler has the cgroup driver it has: the line that decides, and every other line that seems to set it.
import type { KeyPath } from "../../../documents/document.ts"
import type { Explanation, Mention } from "../../../model/explanation.ts"
import type { Reason } from "../../../model/message.ts"
import { isDriven } from "../contribute/goals.ts"
import type { Effective } from "../effective.ts"
import { isMisspeltFor } from "../findings/misspelt.ts"
import type { Handler } from "../simulate/handlers.ts"
import { criOff, disabledSource, exits, sourceOf } from "../simulate/sources.ts"
import type { Written } from "../simulate/tree.ts"
import { layoutFor, legacyLinuxType } from "../tables/layout.ts"
import { isSameLine, type Line, linesOf, mentionOf, reasonOf, type UnreadFile } from "./mentions.ts"

const setting = "cgroup-driver"
const component = "containerd"
const right = "SystemdCgroup"

/** The key in any spelling, the legacy key of the whole plugin (systemd_cgroup) included. */
function isDriverKey(path: KeyPath): boolean {
  const last = path.at(-1) ?? ""
  return last === right || isMisspeltFor(last, right)
}

/** The key that was for the shim before runc.v2: in the table of the plugin itself. */
function isLegacyKey(path: KeyPath): boolean {
  return path[0] === "plugins" && path.length === 3 && path[2]?.toLowerCase() === "systemd_cgroup"
}

/** Which handler a key of runtimes, default_runtime or untrusted_workload_runtime belongs to. */
function handlerNameOf(path: KeyPath): string | undefined {
  if (path[0] !== "plugins") return undefined
  const at = path.findIndex((name) => /^(runtimes|default_runtime|untrusted_workload_runtime)$/i.test(name))
  if (at < 0) return undefined
  if (path[at]?.toLowerCase() === "runtimes") return path.length > at + 2 ? path[at + 1] : undefined
  return path[at]?.toLowerCase() === "default_runtime" ? "default" : "untrusted"
}

/** What is wrong with the line itself. `handler`: the one it is for, as far as there is one. */
function ownReason(found: Effective, line: Line, name: string, handler: Handler | undefined): Reason | undefined {
  const { path } = line.leaf.at
  if (isLegacyKey(path)) return legacyReason(found, line)
  const schema = "schema" in line.file ? line.file.schema : 0
  const table = [...layoutFor(schema).containerd, "runtimes", name]
  if (handlerNameOf(path) === undefined || !isBelowContainerd(path)) {
    return { code: "containerd-wrong-table", args: { right: [...table, "options"].join(".") } }
  }
  if (path.at(-2)?.toLowerCase() !== "options") return { code: "containerd-beside-options", args: {} }
  if (handler !== undefined && !isDriven(found, handler)) {
    return { code: "containerd-handler-not-runc", args: { handler: name, type: handler.type } }
  }
  if (path.at(-1) !== right) return { code: "containerd-other-case", args: { right } }
  const legacyTable = path.find((word) => /^(default_runtime|untrusted_workload_runtime)$/i.test(word))
  if (legacyTable !== undefined && !found.release.runsLegacyShims) {
    const release = found.release.version.text
    return { code: "containerd-legacy-table-ignored", args: { table: legacyTable, release } }
  }
  const spelt = [
    "plugins",
    path[1] ?? "",
    "containerd",
    ...(legacyTable === undefined ? ["runtimes", name] : [legacyTable.toLowerCase()]),
    "options",
    right,
  ]
  if (path.join() !== spelt.join()) return { code: "containerd-other-case", args: { right: spelt.join(".") } }
  return undefined
}

/** plugins, the plugin, containerd, then the handler: other tables of the same names are none of CRI's. */
function isBelowContainerd(path: KeyPath): boolean {
  return (
    path[2]?.toLowerCase() === "containerd" &&
    /^(cri|io\.containerd\.(grpc\.v1\.cri|cri\.v1\.runtime))$/.test(path[1] ?? "")
  )
}

function legacyReason(found: Effective, line: Line): Reason {
  if (line.leaf.value !== true) return { code: "containerd-legacy-key-off", args: {} }
  if (found.criProblems.some(({ code }) => code === "systemd-cgroup")) {
    return { code: "containerd-legacy-key-fatal", args: {} }
  }
  return { code: "containerd-legacy-key-ignored", args: { release: found.release.version.text } }
}

function whyOf(handler: Handler): Reason | undefined {
  if (handler.brokenOption !== undefined) {
    return { code: "containerd-option-unreadable", args: { key: handler.brokenOption.key } }
  }
  if (handler.type === "") return { code: "containerd-type-absent", args: { handler: handler.name } }
  if (handler.type === legacyLinuxType) return { code: "containerd-legacy-shim", args: {} }
  if (handler.otherCase.some((leaf) => isSameLine(handler.driverAt, leaf.at))) {
    return { code: "containerd-other-case-counts", args: { right } }
  }
  return handler.driverAt === undefined ? { code: "containerd-key-absent", args: {} } : undefined
}

export function explainDriver(found: Effective, unread: readonly UnreadFile[]): readonly Explanation[] {
  const lines = linesOf(found, unread, isDriverKey)
  const driven = found.handlers.filter((handler) => isDriven(found, handler))
  if (found.daemon === "exits" || found.handlers.length === 0) {
    const isOff = found.daemon !== "exits"
    const others = lines.map((line) => mentionOf(line, reasonOf(found, line, undefined, isOff ? criOff : undefined)))
    const what = isOff ? { value: undefined, source: disabledSource(found), why: criOff } : exits(found)
    return [{ setting, component, ...what, others }]
  }
  // A line that belongs to no handler is told with the handler that it was most probably meant for.
  const meant = driven.find(({ name }) => name === found.defaultHandler)?.name ?? driven[0]?.name ?? "runc"
  const nameOf = (line: Line) => handlerNameOf(line.leaf.at.path) ?? meant
  const othersOf = (name: string, handler: Handler | undefined, winner: Written | undefined): readonly Mention[] =>
    lines
      .filter((line) => nameOf(line) === name && !isSameLine(winner, line.leaf.at))
      .map((line) => mentionOf(line, reasonOf(found, line, winner, ownReason(found, line, name, handler))))
  const told = driven.map((handler): Explanation => {
    const why = whyOf(handler)
    return {
      setting,
      component,
      subject: handler.name,
      value: handler.driver,
      source: sourceOf(found, handler.driverAt ?? handler.brokenOption?.leaf.at),
      ...(why === undefined ? {} : { why }),
      others: othersOf(handler.name, handler, handler.driverAt),
    }
  })
  // Handlers that lines name and that have no driver: they are not there in the end, or not runc's.
  const names = new Set(driven.map(({ name }) => name))
  const further = [...new Set(lines.map(nameOf))].filter((name) => !names.has(name))
  const undriven = further.map((name): Explanation => {
    const handler = found.handlers.find((one) => one.name === name)
    const why: Reason =
      handler === undefined
        ? { code: "containerd-no-such-handler", args: { handler: name } }
        : { code: "containerd-handler-not-runc", args: { handler: name, type: handler.type } }
    const others = othersOf(name, handler, undefined)
    return { setting, component, subject: name, value: undefined, source: sourceOf(found, handler?.at), why, others }
  })
  return [...told, ...undriven]
}
