// The operator's own files in a newer schema: only what they say, under its new names, each file by itself. Kept only
// where every release that will read them makes the same of both.
import type { Edit, Table, Value } from "../../../documents/document.ts"
import { moveKeys } from "../../../documents/toml/move.ts"
import { toml } from "../../../documents/toml/toml.ts"
import { areEqual, isTable, ownValue } from "../../../documents/value.ts"
import { type Fault, failed, ok, type Result } from "../../../model/fault.ts"
import type { Draft } from "../contribute/draft.ts"
import { draftOf, setEdit } from "../contribute/draft.ts"
import type { Effective } from "../effective.ts"
import { stopFault } from "../findings/trouble.ts"
import { liveValues } from "../running/live.ts"
import type { LoadedFile } from "../simulate/load.ts"
import { branchAt, nodeAt } from "../simulate/tree.ts"
import { fullId } from "../tables/plugin-ids.ts"
import { renamed } from "../tables/plugin-shapes.ts"
import type { Release } from "../tables/releases.ts"
import { grpcTcpServerId, serverRows, sizeKeys, ttrpcServerId } from "../tables/server-plugins.ts"
import { formerSandboxer, whitherOf } from "./whither.ts"

/** Its sched_core becomes a variable of the shims' environment: containerd 2.3.7 core/runtime/v2/shim_manager.go. */
const taskId = "io.containerd.runtime.v2.task"

/** `later`: another release that is to read the files; what both make of them must stay. */
export function rewritten(start: Draft, to: 3 | 4, later: readonly Release[]): Result<Draft> {
  const { release, found } = start
  if (found.stop !== undefined) return failed(stopFault(release, found.stop))
  // Which of the two counts is decided by chance, so that nothing could stay the same.
  const twice = found.files.flatMap(namedTwice)[0]
  if (twice !== undefined) return failed(wouldDiffer(release, to, twice))
  const releases = [release, ...later]
  const hasBinDirs = releases.every((one) => one.hasBinDirs)
  const files = new Map(start.files)
  for (const file of found.files) {
    if (file.schema >= to) continue
    const core = nodeAt(file.tree, ["plugins", taskId, "sched_core"])
    if (core?.kind === "value" && core.value === true) {
      return failed(wouldDiffer(release, to, "sched_core"))
    }
    const text = rewriteFile(file, to, hasBinDirs)
    if (!text.ok) return text
    files.set(file.path, text.value)
  }
  for (const one of releases) {
    const before = draftOf(one, start.root, start.files, start.situation).found
    const after = draftOf(one, start.root, files, start.situation).found
    const different = firstDifference(before, after)
    if (different !== undefined) return failed(wouldDiffer(one, to, different))
  }
  return ok(draftOf(release, start.root, files, start.situation))
}

/** Plugins under their short and their full names; containerd 2.3.4 was seen to take also an empty table of the two. */
function namedTwice({ schema, tree }: LoadedFile): readonly string[] {
  const plugins = schema > 1 ? undefined : branchAt(tree, ["plugins"])
  const names = [...(plugins?.entries.keys() ?? [])]
  return names.map(fullId).filter((full, index) => full !== names[index] && names.includes(full))
}

function wouldDiffer(release: Release, to: number, what: string): Fault {
  return { code: "containerd-schema-would-differ", args: { schema: String(to), release: release.version.text, what } }
}

function rewriteFile({ path, document, schema }: LoadedFile, to: 3 | 4, hasBinDirs: boolean): Result<string> {
  const stated =
    to === 4 && schema < 4 ? toml.edit(path, document.text, emptyServerKeys(document.root)) : ok(document.text)
  if (!stated.ok) return stated
  const moved = moveKeys(path, stated.value, whitherOf({ from: schema, to, hasBinDirs }))
  if (!moved.ok) return moved
  const derived = to === 4 && schema < 4 ? derivedEdits(document.root) : []
  return toml.edit(path, moved.value, [...derived, ...listEdits(document.root, schema), setEdit(["version"], to)])
}

/** In older schemas an empty value leaves the default; in a plugin's own table it would be the value. */
function emptyServerKeys(root: Table): readonly Edit[] {
  return serverRows.flatMap(({ table, keys }) => {
    const given = ownValue(root, table)
    if (!isTable(given)) return []
    const empty = Object.keys(keys).filter((key) => ["", 0, false].includes((ownValue(given, key) ?? 1) as string))
    return empty.map((key): Edit => ({ edit: "remove", path: [table, key] }))
  })
}

/** Lists of plugins with the full ids that the short names of schema 1 stand for. */
function listEdits(root: Table, schema: number): readonly Edit[] {
  if (schema > 1) return []
  return ["disabled_plugins", "required_plugins"].flatMap((list): Edit[] => {
    const value = ownValue(root, list)
    if (!Array.isArray(value)) return []
    const full = value.map((one) => fullId(String(one)))
    return areEqual(full, value) ? [] : [{ edit: "set", path: [list], value: full }]
  })
}

/**
 * What older schemas derive and 4 does not: the second socket's address and owner from the first's, and sizes of
 * messages for both servers. containerd 2.3.7 config.go, serviceMigrate.
 */
function derivedEdits(root: Table): readonly Edit[] {
  const table = (name: string): Table => {
    const value = ownValue(root, name)
    return isTable(value) ? value : {}
  }
  const [grpc, ttrpc] = [table("grpc"), table("ttrpc")]
  const edits: Edit[] = []
  const set = (plugin: string, key: string, value: Value | undefined) => {
    if (value !== undefined && value !== 0) edits.push({ edit: "set", path: ["plugins", plugin, key], value })
  }
  const address = grpc["address"]
  if (typeof address === "string" && address !== "" && (ttrpc["address"] ?? "") === "") {
    set(ttrpcServerId, "address", `${address}.ttrpc`)
    for (const owner of ["uid", "gid"]) if (Number(ttrpc[owner] ?? 0) === 0) set(ttrpcServerId, owner, grpc[owner])
  }
  if ((grpc["tcp_address"] ?? "") !== "") for (const size of sizeKeys) set(grpcTcpServerId, size, grpc[size])
  return edits
}

/** The first thing that counts before or after and not both times; undefined: nothing. */
function firstDifference(before: Effective, after: Effective): string | undefined {
  const [old, young] = [summaryOf(before), summaryOf(after)]
  const key = Object.keys(old).find((one) => old[one] !== young[one])
  if (key !== undefined) return key
  const [were, are] = [namedAnew(liveValues(before)), namedAnew(liveValues(after))]
  const path = [...new Set([...were.keys(), ...are.keys()])].find((one) => !areEqual(were.get(one), are.get(one)))
  return path?.split("\u0000").join(".")
}

/** Under the names that plugins have since 2.0. */
function namedAnew(live: ReadonlyMap<string, Value>): ReadonlyMap<string, Value> {
  const named = [...live].map(([joined, value]): [string, Value] => {
    const [top = "", name = "", ...rest] = joined.split("\u0000")
    const inside = rest.map((key, at) => (key === formerSandboxer && rest[at - 2] === "runtimes" ? "sandboxer" : key))
    return [[top, renamed.get(name) ?? name, ...inside].join("\u0000"), value]
  })
  return new Map(named)
}

function summaryOf(found: Effective): Readonly<Record<string, string | undefined>> {
  const { daemon, cri, defaultHandler, handlers, runtimeConfig } = found
  return {
    daemon,
    cri,
    problems: JSON.stringify(found.criProblems.map(({ code }) => code)),
    default_runtime_name: defaultHandler,
    runtimes: JSON.stringify(handlers.map(({ name, type, driver }) => [name, type, driver])),
    sandbox_image: found.sandboxImage?.value,
    snapshotter: found.snapshotter?.value,
    config_path: found.registryPath?.value,
    cgroup_driver: String(runtimeConfig),
    address: found.address.value,
    mirrors: JSON.stringify(found.inlineMirrors.map(({ host }) => host)),
    disabled_plugins: JSON.stringify(found.disabled.map(({ id }) => id).toSorted()),
  }
}
