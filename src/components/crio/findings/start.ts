// What CRI-O checks of its configuration when it starts, and exits on. Rules after pkg/config/config.go,
// RuntimeConfig.Validate and ImageConfig.Validate, of 1.32 and 1.36; `crio config` makes only some of these checks.
import type { Place } from "../../../model/place.ts"
import type { Handler } from "../handlers.ts"
import { entryAt, type LoadedFile } from "../load.ts"
import { type Configuration, managerOf, type Scalars, spotOf } from "../scalars.ts"
import { isImageReference, type Problem } from "./problems.ts"

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
    ...(image === undefined || isImageReference(image)
      ? []
      : [problem("crio-pause-image-invalid", image, "", spotOf(pauseImage))]),
    ...packetFilterProblem(configuration, files),
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
  { conmon, defaultRuntime }: Scalars,
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
  const path = handler.keys["runtime_path"] || name
  const monitor = conmon.value || handler.keys["monitor_path"] || "conmon"
  return [
    ...(absentPrograms.has(path) ? [problem("crio-program-missing", "runtime_path", path, spot)] : []),
    ...(handler.hasMonitor && absentPrograms.has(monitor)
      ? [problem("crio-program-missing", "monitor_path", monitor, conmon.value ? spotOf(conmon) : spot)]
      : []),
  ]
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
export function isAboutPrograms({ code }: Problem): boolean {
  return code === "crio-program-missing" || code === "crio-packet-filter-missing"
}
