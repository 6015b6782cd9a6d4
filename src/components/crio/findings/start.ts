// What CRI-O checks of its configuration when it starts, and exits on. Rules after pkg/config/config.go,
// RuntimeConfig.Validate and ImageConfig.Validate, of 1.32 and 1.36; `crio config` makes only some of these checks.
import type { Place } from "../../../model/place.ts"
import { type Override, overrideOf } from "../flags.ts"
import { type Handler, monitorOf, runtimeOf } from "../handlers.ts"
import { entryAt, type LoadedFile } from "../load.ts"
import { type Configuration, managerOf, type Scalars, spotOf } from "../scalars.ts"
import { isImageReference, type Problem } from "./problems.ts"
import { handlerProblem, rulesAboutNode, valueProblems } from "./values.ts"

interface Spot {
  readonly file?: string
  readonly place?: Place
}

function problem(code: Problem["code"], what: string, wanted: string, { file = "crio", place }: Spot): Problem {
  return { code, file, what, wanted, ...(place === undefined ? {} : { place }) }
}

/** Every reason why CRI-O would not start on files that it can load. */
export function problemsOf(
  configuration: Configuration,
  files: readonly LoadedFile[],
  scalars: Scalars,
  handlers: readonly Handler[],
): readonly Problem[] {
  const { cgroupManager, pauseImage } = scalars
  const image = pauseImage.value
  return [
    ...(managerOf(scalars) === undefined
      ? [problem("crio-manager-unknown", cgroupManager.value ?? "", "", spotOf(cgroupManager))]
      : handlers.flatMap((handler) => monitorProblem(handler, scalars))),
    ...defaultRuntimeProblems(configuration, scalars, handlers),
    ...monitorProgramProblems(configuration, scalars, handlers),
    ...pinnsProblem(configuration, files),
    ...(image === undefined || isImageReference(image)
      ? []
      : [problem("crio-pause-image-invalid", image, "", spotOf(pauseImage))]),
    ...packetFilterProblem(configuration, files),
    ...valueProblems(configuration, files),
    ...defaultHandlerProblem(configuration, scalars, handlers),
  ]
}

/** Only handlers that conmon watches have a monitor. */
function monitorProblem(handler: Handler, scalars: Scalars): readonly Problem[] {
  const { monitorCgroup: cgroup, monitorCgroupAt: at, hasMonitor } = handler
  const isSystemd = managerOf(scalars) === "systemd"
  const isFit = cgroup === "pod" || (isSystemd ? cgroup.endsWith(".slice") : cgroup === "")
  if (isFit || !hasMonitor) return []
  const { cgroupManager, conmonCgroup } = scalars
  // Of a built-in handler it is the manager that does not fit.
  const own = at === undefined ? spotOf(cgroupManager) : { file: at.key.keyPlace.file, place: at.key.valuePlace }
  const code = isSystemd ? "crio-monitor-cgroup-on-systemd" : "crio-monitor-cgroup-on-cgroupfs"
  return [problem(code, handler.name, cgroup, conmonCgroup.value ? spotOf(conmonCgroup) : own)]
}

function defaultRuntimeProblems(
  { release, absentPrograms }: Configuration,
  { defaultRuntime }: Scalars,
  handlers: readonly Handler[],
): readonly Problem[] {
  const name = defaultRuntime.value || release.defaultRuntime
  const handler = handlers.find((one) => one.name === name)
  if (handler === undefined) {
    return [problem("crio-default-runtime-without-table", name, "", spotOf(defaultRuntime))]
  }
  // Of other handlers a missing program only takes the handler out.
  const { file, place } = handler
  const spot = { ...(file === undefined ? {} : { file }), ...(place === undefined ? {} : { place }) }
  const path = runtimeOf(handler, handlers, name)
  const monitor = handler.keys["runtime_type"] === "pod" ? handler.keys["monitor_path"] || "conmonrs" : ""
  if (absentPrograms.has(monitor)) {
    const at = handler.places["monitor_path"]
    const own = at === undefined ? spot : { file: at.file, place: at }
    return [problem("crio-program-missing", keyOf(handler, "monitor_path"), monitor, own)]
  }
  return absentPrograms.has(path) ? [problem("crio-program-missing", keyOf(handler, "runtime_path"), path, spot)] : []
}

function defaultHandlerProblem(
  configuration: Configuration,
  { defaultRuntime }: Scalars,
  handlers: readonly Handler[],
): readonly Problem[] {
  const name = defaultRuntime.value || configuration.release.defaultRuntime
  const found = handlers.find((one) => one.name === name)
  const broken = found === undefined ? undefined : handlerProblem(found, configuration)
  return broken === undefined ? [] : [broken]
}

const keyOf = ({ name }: Handler, key: string) => `crio.runtime.runtimes.${name}.${key}`

/** Of every handler that CRI-O keeps, not the default one alone: TranslateMonitorFields. */
function monitorProgramProblems(
  { release, absentPrograms, unfitMonitors }: Configuration,
  { conmon, defaultRuntime }: Scalars,
  handlers: readonly Handler[],
): readonly Problem[] {
  const standard = defaultRuntime.value || release.defaultRuntime
  const kept = handlers.filter(
    (one) => one.hasMonitor && (one.name === standard || !absentPrograms.has(runtimeOf(one, handlers, standard))),
  )
  const monitors = kept.map((handler) => ({ handler, monitor: monitorOf(handler, conmon.value) ?? "" }))
  const present = monitors.find(({ monitor }) => monitor.startsWith("/") && !absentPrograms.has(monitor))?.monitor
  const first = monitors.filter(({ monitor }, at) => monitors.findIndex((one) => one.monitor === monitor) === at)
  return first.flatMap(({ handler, monitor }): Problem[] => {
    const isFound = !absentPrograms.has(monitor)
    // Of a name CRI-O wants the whole path; what it found in PATH itself has one.
    const isRelative = isFound && isStated(handler, conmon) && !monitor.startsWith("/")
    const isConmon = !unfitMonitors.has(monitor)
    if (isFound && !isRelative && isConmon) return []
    const place = conmon.value ? undefined : (handler.places["monitor_path"] ?? handler.place)
    const { file } = handler
    const own = { ...(file === undefined ? {} : { file }), ...(place === undefined ? {} : { place }) }
    const key = conmon.value ? "crio.runtime.conmon" : keyOf(handler, "monitor_path")
    const code = isRelative ? "crio-monitor-path-relative" : isFound ? "crio-value-refused" : "crio-program-missing"
    const rule = code === "crio-value-refused" ? ({ rule: "not-conmon" } as const) : {}
    const found = { ...problem(code, key, monitor, conmon.value ? spotOf(conmon) : own), ...rule }
    return [present === undefined ? found : { ...found, instead: present }]
  })
}

const isStated = ({ keys }: Handler, conmon: Scalars["conmon"]) => Boolean(conmon.value || keys["monitor_path"])

/** What pins the namespaces of pods; where no file names it, CRI-O's packages bring it. ValidatePinnsPath. */
function pinnsProblem({ absentPrograms, overrides }: Configuration, files: readonly LoadedFile[]): readonly Problem[] {
  const pinns = pinnsOf(files, overrides)
  if (pinns === undefined || !absentPrograms.has(pinns.path)) return []
  const { place, key } = pinns
  return [problem("crio-program-missing", key, pinns.path, place === undefined ? {} : { file: place.file, place })]
}

const pinnsKey = ["crio", "runtime", "pinns_path"]

/** What counts: the flag, else the last line. Undefined: CRI-O looks for it in its PATH. */
export function pinnsOf(
  files: readonly LoadedFile[],
  overrides: readonly Override[],
): { readonly path: string; readonly key: string; readonly place?: Place } | undefined {
  const flag = overrideOf(overrides, "runtime.pinns_path")
  if (flag !== undefined) {
    const place = flag.place === undefined ? {} : { place: flag.place }
    return flag.value === "" ? undefined : { path: flag.value, key: flag.name, ...place }
  }
  const entry = files.flatMap((file) => entryAt(file, pinnsKey) ?? []).at(-1)
  const path = String(entry?.value ?? "")
  return entry === undefined || path === "" ? undefined : { path, key: pinnsKey.join("."), place: entry.key.valuePlace }
}

/** cri-o internal/hostport, NewMetaHostportManager. */
function packetFilterProblem(
  { release, absentPrograms }: Configuration,
  files: readonly LoadedFile[],
): readonly Problem[] {
  const path = ["crio", "runtime", "disable_hostport_mapping"]
  const isDisabled = files.flatMap((file) => entryAt(file, path) ?? []).at(-1)?.value === true
  const isMissing = packetFilters.every((program) => absentPrograms.has(program))
  if (!release.needsPacketFilter || isDisabled || !isMissing) return []
  return [problem("crio-packet-filter-missing", packetFilters.join(", "), "", {})]
}

/** One of them is enough. */
export const packetFilters = ["iptables", "nft"] as const

/** Whether a problem is about programs of the node, which an image that is still being built may yet get. */
export function isAboutPrograms({ code, rule }: Problem): boolean {
  return (
    (rule !== undefined && rulesAboutNode.has(rule)) ||
    code === "crio-program-missing" ||
    code === "crio-monitor-path-relative" ||
    code === "crio-packet-filter-missing"
  )
}
