// The runtime handlers of CRI-O: one built-in, those of the files, those of --runtimes. An entry is replaced whole by a
// later one of the same name (BurntSushi/toml decodes each entry of a map anew), so what it leaves out is empty.
import type { Place } from "../../model/place.ts"
import type { Entry, LoadedFile } from "./load.ts"
import type { Configuration, Scalars } from "./scalars.ts"
import type { Release } from "./tables/releases.ts"

/** A table of crio.runtime.runtimes as it counts. */
export interface Handler {
  readonly name: string
  readonly from: "built-in" | "file" | "flag"
  readonly file?: string
  readonly place?: Place
  /** Its keys as texts; what is not among them is empty. */
  readonly keys: Readonly<Record<string, string>>
  /** Where each of its keys is written. */
  readonly places: Readonly<Record<string, Place>>
  readonly monitorCgroupAt?: Entry
  /** Whether conmon watches it: the type "oci" or none. Others have no monitor. */
  readonly hasMonitor: boolean
  /** The cgroup its monitor gets once all places are considered: "pod", a slice, or "" for none. */
  readonly monitorCgroup: string
  /** The entry of an earlier file that this one replaced, with the keys that nobody sets any more. */
  readonly replaced?: { readonly file: string; readonly lost: readonly string[] }
}

/** cri-o pkg/config/config_unix.go, defaultMonitorCgroup. */
export const defaultMonitorCgroup = "system.slice"

type Bare = Omit<Handler, "hasMonitor" | "monitorCgroup">

export function handlersOf(
  { release, overrides }: Configuration,
  files: readonly LoadedFile[],
  scalars: Scalars,
): readonly Handler[] {
  const standard: Bare = {
    name: release.defaultRuntime,
    from: "built-in",
    places: {},
    keys: { runtime_type: "oci", runtime_root: `/run/${release.defaultRuntime}`, monitor_cgroup: defaultMonitorCgroup },
  }
  const handlers = new Map<string, Bare>([[standard.name, standard]])
  for (const file of files) {
    for (const [name, place] of file.handlers) handlers.set(name, handlerIn(file, name, place, handlers.get(name)))
  }
  for (const { value } of overrides.filter(({ id }) => id === "runtimes")) {
    // A value from the environment may hold several; criocli.go, StringSliceTrySplit.
    for (const [name = "", path = "", root = "", type = "oci"] of value.split(",").map((one) => one.split(":"))) {
      const keys = { runtime_path: path, runtime_root: root, runtime_type: type }
      if (name !== "") handlers.set(name, { name, from: "flag", keys, places: {} })
    }
  }
  // An empty default_runtime stands for the built-in one, which is then added when it is not there.
  if (scalars.defaultRuntime.value === "" && !handlers.has(standard.name)) handlers.set(standard.name, standard)
  return [...handlers.values()].map((handler) => withMonitor(handler, release, scalars))
}

function handlerIn(file: LoadedFile, name: string, place: Place, before: Bare | undefined): Bare {
  const own = file.entries.filter(({ path }) => path.length === 5 && path[3] === name && path[2] === "runtimes")
  const keys = Object.fromEntries(own.map(({ path, value }) => [path[4] ?? "", String(value)]))
  const monitorCgroupAt = own.find(({ path }) => path[4] === "monitor_cgroup")
  const lost = Object.entries(before?.keys ?? {}).flatMap(([key, value]) => (value === "" || key in keys ? [] : [key]))
  const isReplacement = before?.from === "file" && before.file !== undefined && lost.length > 0
  return {
    name,
    from: "file",
    file: file.path,
    place,
    keys,
    places: Object.fromEntries(own.map(({ path, key }) => [path[4] ?? "", key.valuePlace])),
    ...(monitorCgroupAt === undefined ? {} : { monitorCgroupAt }),
    ...(isReplacement ? { replaced: { file: before.file ?? "", lost } } : {}),
  }
}

/** conmon_cgroup counts for every handler with a monitor; TranslateMonitorFieldsForHandler. */
function withMonitor(handler: Bare, release: Release, { cgroupManager, conmonCgroup }: Scalars): Handler {
  const type = handler.keys["runtime_type"] ?? ""
  const hasMonitor = type === "" || type === "oci"
  const isSystemd = cgroupManager.value === "systemd"
  const stated = conmonCgroup.value || (handler.keys["monitor_cgroup"] ?? "")
  const counting = stated === "" && isSystemd ? defaultMonitorCgroup : stated
  const isEmptied =
    !isSystemd && counting === defaultMonitorCgroup && release.systemSliceOnCgroupfs === "counts-as-empty"
  return { ...handler, hasMonitor, monitorCgroup: isEmptied ? "" : counting }
}

/** A handler may take over the default one's program: crio.conf(5), inherit_default_runtime. */
export function runtimeOf({ name, keys }: Handler, handlers: readonly Handler[], standard: string | undefined): string {
  const heir = keys["inherit_default_runtime"] === "true" ? handlers.find((one) => one.name === standard) : undefined
  return heir === undefined ? keys["runtime_path"] || name : heir.keys["runtime_path"] || heir.name
}

/** The key conmon of crio.runtime counts for every handler of the type oci; one of the type pod has conmon-rs. */
export function monitorOf({ hasMonitor, keys }: Handler, conmon: string | undefined): string | undefined {
  if (!hasMonitor) return keys["monitor_path"] || (keys["runtime_type"] === "pod" ? "conmonrs" : undefined)
  return conmon || keys["monitor_path"] || "conmon"
}
