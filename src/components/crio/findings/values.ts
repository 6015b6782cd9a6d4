// Values of the right type that CRI-O refuses all the same when it starts. Rules after cri-o 1.36.3, pkg/config/config.go:
// RuntimeConfig.Validate, ImageConfig.Validate and RuntimeHandler.Validate, and what those call.
import type { Value } from "../../../documents/document.ts"
import { goDuration, isProcessorList } from "../../../documents/go-values.ts"
import { isList } from "../../../documents/value.ts"
import type { Handler } from "../handlers.ts"
import { entryAt, type LoadedFile } from "../load.ts"
import type { CrioValueRule } from "../says/codes.ts"
import type { Configuration } from "../scalars.ts"
import { capabilities, isAnnotation, ulimits } from "../tables/names.ts"
import type { Release } from "../tables/releases.ts"
import type { Problem } from "./problems.ts"

/** What a value breaks: the rule, and the part of the value that breaks it. */
interface Breach {
  readonly rule: CrioValueRule
  readonly wanted: string
}

interface Judge {
  readonly key: string
  readonly checks?: (release: Release) => boolean
  /** Undefined: it is fit. */
  judge(value: Value, absentFiles: ReadonlySet<string>): Breach | undefined
}

/** Of a list, the first element that breaks it. */
const inList = (judge: (one: string, absentFiles: ReadonlySet<string>) => Breach | undefined): Judge["judge"] => {
  return (value, absentFiles) =>
    (isList(value) ? value : []).map((one) => judge(String(one), absentFiles)).find((one) => one !== undefined)
}

/** In bytes: what conmon reads at once; OCIBufSize. */
const smallestLog = 8192

const judges: readonly Judge[] = [
  {
    key: "runtime.log_size_max",
    judge: (value) =>
      Number(value) >= 0 && Number(value) < smallestLog ? { rule: "log-size", wanted: String(value) } : undefined,
  },
  {
    key: "runtime.timezone",
    checks: ({ checksTimezone }) => checksTimezone,
    judge: (value, absentFiles) =>
      absentFiles.has(zoneFile(String(value))) ? { rule: "timezone", wanted: String(value) } : undefined,
  },
  { key: "runtime.default_capabilities", judge: inList(capabilityBreach) },
  { key: "runtime.default_sysctls", judge: inList(sysctlBreach) },
  { key: "runtime.default_ulimits", judge: inList(ulimitBreach) },
  { key: "runtime.additional_devices", judge: inList(deviceBreach) },
  { key: "runtime.blockio_config_file", judge: fileBreach },
  { key: "runtime.infra_ctr_cpuset", judge: cpusBreach },
  {
    key: "image.short_name_mode",
    checks: ({ checksShortNameMode }) => checksShortNameMode,
    judge: (value) =>
      ["enforcing", "disabled", ""].includes(String(value))
        ? undefined
        : { rule: "short-name-mode", wanted: String(value) },
  },
  {
    key: "image.signature_policy_dir",
    checks: ({ readsNamespacePolicies }) => readsNamespacePolicies,
    judge: absoluteBreach,
  },
  { key: "image.namespaced_auth_dir", judge: absoluteBreach },
  { key: "log_dir", judge: absoluteBreach },
  {
    key: "runtime.log_level",
    // logrus.ParseLevel.
    judge: unlessMatching(/^(?:panic|fatal|error|warn|warning|info|debug|trace)$/i, "log-level"),
  },
  // pkg/config/config.go, ImageVolumesType.
  { key: "image.image_volumes", judge: unlessMatching(/^(?:mkdir|bind|ignore)$/, "image-volumes") },
  {
    key: "api.stream_idle_timeout",
    judge: (value) =>
      value === "" || goDuration.test(String(value)) ? undefined : { rule: "stream-timeout", wanted: String(value) },
  },
  {
    key: "api.stream_port",
    judge: (value) =>
      /^\d+$/.test(String(value)) && Number(value) > 65535 ? { rule: "stream-port", wanted: String(value) } : undefined,
  },
  { key: "runtime.additional_artifact_stores", judge: inList(absoluteBreach) },
]

function unlessMatching(fit: RegExp, rule: CrioValueRule): Judge["judge"] {
  return (value) => (fit.test(String(value)) ? undefined : { rule, wanted: String(value) })
}

function absoluteBreach(value: Value): Breach | undefined {
  return String(value).startsWith("/") ? undefined : { rule: "not-absolute", wanted: String(value) }
}

function fileBreach(value: Value, absentFiles: ReadonlySet<string>): Breach | undefined {
  return absentFiles.has(String(value)) ? { rule: "file-missing", wanted: String(value) } : undefined
}

/** internal/config/capabilities: the names have no CAP_ in front, in any case. */
function capabilityBreach(one: string): Breach | undefined {
  return capabilities.has(one.toUpperCase()) ? undefined : { rule: "capability", wanted: one }
}

/** pkg/config/sysctl.go: no blank at either end of the name or the value. */
function sysctlBreach(one: string): Breach | undefined {
  const at = one.indexOf("=")
  const isFit = one === "" || (at >= 0 && `${one.slice(0, at).trim()}=${one.slice(at + 1).trim()}` === one)
  return isFit ? undefined : { rule: "sysctl", wanted: one }
}

/** docker/go-units, ParseUlimit; -1 is no limit. */
function ulimitBreach(one: string): Breach | undefined {
  const [, name = "", soft = "", hard = soft] = /^([^=]*)=([+-]?\d+)(?::([+-]?\d+))?$/.exec(one) ?? []
  const isOrdered = hard === "-1" || (soft !== "-1" && Number(soft) <= Number(hard))
  return ulimits.has(name) && soft !== "" && isOrdered ? undefined : { rule: "ulimit", wanted: one }
}

const isMode = (text: string) => /^[rwm]{1,3}$/.test(text) && new Set(text).size === text.length

/** internal/config/device, parseDevice: SOURCE, then the place in the container, then the mode; the last two may miss. */
export function deviceOf(one: string): string | undefined {
  const [source = "", second = "", mode = "rwm", ...more] = one.split(":")
  const isPlaced = second !== "" && !isMode(second)
  const isFit = more.length === 0 && isMode(mode) && (!isPlaced || second.startsWith("/"))
  return isFit && (isPlaced ? second : source).startsWith("/dev/") ? source : undefined
}

function deviceBreach(one: string, absentFiles: ReadonlySet<string>): Breach | undefined {
  if (one === "") return undefined
  const source = deviceOf(one)
  if (source === undefined) return { rule: "device", wanted: one }
  return absentFiles.has(source) ? { rule: "device-missing", wanted: source } : undefined
}

function cpusBreach(value: Value, absentFiles: ReadonlySet<string>): Breach | undefined {
  const text = String(value)
  if (text === "") return undefined
  if (!isProcessorList(text)) return { rule: "cpus", wanted: text }
  return absentFiles.has("taskset") ? { rule: "taskset", wanted: "taskset" } : undefined
}

/** Go's time.LoadLocation looks below this directory and three others that nobody uses; "" and "local" need no file. */
export function zoneFile(zone: string): string {
  return ["", "UTC"].includes(zone) || zone.toLowerCase() === "local" ? "" : `/usr/share/zoneinfo/${zone}`
}

const wholeKey = (key: string) => `crio.${key}`

/** The line that counts of each key that is judged here. */
function lastOf(files: readonly LoadedFile[], key: string) {
  return files.flatMap((file) => entryAt(file, wholeKey(key).split(".")) ?? []).at(-1)
}

/** What is looked for on the node for these values: devices, files, a program. */
export function filesOfValues(files: readonly LoadedFile[], handlers: readonly Handler[]) {
  const texts = (key: string) => [lastOf(files, key)?.value ?? []].flat().map(String)
  return {
    devices: texts("runtime.additional_devices").flatMap((one) => deviceOf(one) ?? []),
    files: [
      ...texts("runtime.blockio_config_file"),
      ...texts("runtime.timezone").map(zoneFile),
      ...handlers.map(({ keys }) => keys["runtime_config_path"] ?? ""),
    ].filter((path) => path !== ""),
    programs: texts("runtime.infra_ctr_cpuset").some((cpus) => cpus !== "") ? ["taskset"] : [],
  }
}

export function valueProblems(
  { release, absentFiles, overrides }: Configuration,
  files: readonly LoadedFile[],
): readonly Problem[] {
  const isOverridden = (key: string) => overrides.some(({ id }) => id === key)
  return judges.flatMap(({ key, checks, judge }): readonly Problem[] => {
    const entry = lastOf(files, key)
    if (entry === undefined || checks?.(release) === false || isOverridden(key)) return []
    const breach = judge(entry.value, absentFiles)
    if (breach === undefined) return []
    const place = entry.key.valuePlace
    return [{ code: "crio-value-refused", file: place.file, what: wholeKey(key), place, ...breach }]
  })
}

const isVm = (type: string) => type === "vm"
const isOci = (type: string) => type === "" || type === "oci"

/** RuntimeHandler.Validate: of the default handler it stops CRI-O, any other one is taken out. The first breach counts. */
export function handlerProblem(
  { name, keys, places, place, file = "" }: Handler,
  { release, absentFiles }: Configuration,
): Problem | undefined {
  const key = (of: string) => keys[of] ?? ""
  const type = key("runtime_type")
  const path = key("runtime_config_path")
  const unknown = key("allowed_annotations")
    .split(",")
    .find((one) => one !== "" && !isAnnotation(one))
  const shim = key("runtime_path").slice(key("runtime_path").lastIndexOf("/") + 1)
  const breaches: readonly (readonly [string, boolean, Breach])[] = [
    ["runtime_type", !["", "oci", "vm", "pod"].includes(type), { rule: "runtime-type", wanted: type }],
    [
      "runtime_path",
      isVm(type) && shim !== "" && !/containerd-shim-[a-zA-Z0-9+-]+-v2/.test(shim),
      { rule: "vm-path", wanted: key("runtime_path") },
    ],
    ["runtime_config_path", path !== "" && !isVm(type), { rule: "only-of-type", wanted: "vm" }],
    ["runtime_config_path", absentFiles.has(path), { rule: "file-missing", wanted: path }],
    [
      "allowed_annotations",
      release.knowsAnnotations && unknown !== undefined,
      { rule: "annotation", wanted: unknown ?? "" },
    ],
    ["no_sync_log", key("no_sync_log") === "true" && !isOci(type), { rule: "only-of-type", wanted: "oci" }],
    [
      "stream_websockets",
      key("stream_websockets") === "true" && type !== "pod",
      { rule: "only-of-type", wanted: "pod" },
    ],
    [
      "exec_cpu_affinity",
      !["", "first"].includes(key("exec_cpu_affinity")),
      { rule: "cpu-affinity", wanted: key("exec_cpu_affinity") },
    ],
  ]
  const found = breaches.find(([, isBroken]) => isBroken)
  if (found === undefined) return undefined
  const [of, , breach] = found
  const at = places[of] ?? place
  const common = {
    code: "crio-value-refused",
    file: at?.file ?? file,
    what: `crio.runtime.runtimes.${name}.${of}`,
  } as const
  return { ...common, ...breach, ...(at === undefined ? {} : { place: at }) }
}

/** What only the start looks at, and `crio config` lets pass. */
export function isJudgedAtStart({ what, rule }: Problem): boolean {
  if (rule === undefined || typeof what !== "string") return false
  const isOfStart = what === "crio.runtime.blockio_config_file" || what.startsWith("crio.runtime.runtimes.")
  return rule === "not-conmon" || isOfStart
}

/** What an image that is still being built may yet get. */
export const rulesAboutNode: ReadonlySet<CrioValueRule> = new Set([
  "timezone",
  "device-missing",
  "file-missing",
  "taskset",
])
