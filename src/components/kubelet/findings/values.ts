// Values that the kubelet refuses when it starts although each is of the right kind; tables/values.ts. Judged on what
// counts: the last of the files that states a field, unless a flag states it.
import type { Table, Value } from "../../../documents/document.ts"
import { goDuration } from "../../../documents/go-values.ts"
import { isList, isTable, valueAt } from "../../../documents/value.ts"
import type { Version } from "../../../model/version.ts"
import { enforcements, evictionSignals, numberRows, reservable, rowsOf, wordRows } from "../tables/values.ts"
import { type Breach, breach, type Stated } from "./breach.ts"
import { isQuantity } from "./fields.ts"
import { limitBreaches } from "./limits.ts"

/** The only one that has a KubeletConfiguration: k8s.io/kubelet config/, 0.24.0 to 0.37.2. */
const apiVersion = "kubelet.config.k8s.io/v1beta1"

/** Of each file by itself: what it says it is. apimachinery runtime/serializer/json. */
export function versionBreach(root: Table): Breach | undefined {
  const value = valueAt(root, ["apiVersion"])
  if (value === apiVersion) return undefined
  if (value === undefined || value === null)
    return { path: ["kind"], rule: "needs", value: "KubeletConfiguration", wanted: [`apiVersion: ${apiVersion}`] }
  return { path: ["apiVersion"], rule: "word", value: String(value), wanted: [apiVersion] }
}

/** `roots`: the files, each counting more than those before. */
export function valueBreaches(roots: readonly Table[], flags: readonly string[], version: Version): readonly Breach[] {
  const stated: Stated = (path, flag) => {
    if (flag !== undefined && flags.includes(flag)) return ""
    return roots.map((root) => valueAt(root, path)).findLast((value) => value !== undefined && value !== null)
  }
  return [
    ...numbers(stated, version),
    ...choices(stated, version),
    ...thresholds(stated),
    ...enforced(stated, version),
    ...evictions(stated, version),
    ...reserved(stated),
    ...logSize(stated),
    ...combined(stated),
    ...reservations(stated),
    ...limitBreaches(stated, version),
  ]
}

/**
 * The static policies take nothing of what is reserved, and refuse to have nothing reserved: pkg/kubelet/cm/cpumanager/
 * cpu_manager.go, NewManager; memorymanager/policy_static.go, NewPolicyStatic.
 */
function reservations(stated: Stated): readonly Breach[] {
  const lists = [stated(["kubeReserved"], "kube-reserved"), stated(["systemReserved"], "system-reserved")]
  const isElsewhere = lists.includes("") || stated(["reservedSystemCPUs"], "reserved-cpus") !== undefined
  const amounts = lists.flatMap((list) => mapOf(list === "" ? undefined : list)).filter(([name]) => name === "cpu")
  const hasCpu = isElsewhere || amounts.some(([, value]) => /[1-9]/.test(value))
  const cpu = stated(["cpuManagerPolicy"], "cpu-manager-policy")
  const memory = stated(["memoryManagerPolicy"], "memory-manager-policy")
  return [
    ...(cpu === "static" && !hasCpu ? [breach("cpuManagerPolicy", "needs", cpu, "systemReserved.cpu")] : []),
    ...(memory === "Static" && stated(["reservedMemory"], "reserved-memory") === undefined
      ? [breach("memoryManagerPolicy", "needs", memory, "reservedMemory")]
      : []),
  ]
}

function numbers(stated: Stated, version: Version): readonly Breach[] {
  return rowsOf(numberRows, version).flatMap(({ field, flag, least, most }): readonly Breach[] => {
    const path = field.split(".")
    const value = stated(path, flag)
    if (typeof value !== "number" || (value >= least && value <= (most ?? Infinity))) return []
    const wanted = most === undefined ? [String(least)] : [String(least), String(most)]
    return [{ path, rule: "number", value: String(value), wanted }]
  })
}

function choices(stated: Stated, version: Version): readonly Breach[] {
  return rowsOf(wordRows, version).flatMap(({ field, flag, words }): readonly Breach[] => {
    const path = field.split(".")
    const value = stated(path, flag)
    if (typeof value !== "string" || words.includes(value)) return []
    return [{ path, rule: "word", value, wanted: words.filter((word) => word !== "") }]
  })
}

/** Defaults: 85 and 80. */
function thresholds(stated: Stated): readonly Breach[] {
  const high = stated(["imageGCHighThresholdPercent"], "image-gc-high-threshold")
  const low = stated(["imageGCLowThresholdPercent"], "image-gc-low-threshold")
  if (high === "" || low === "" || (high === undefined && low === undefined)) return []
  const [upper, lower] = [typeof high === "number" ? high : 85, typeof low === "number" ? low : 80]
  if (lower < upper) return []
  const path = [low === undefined ? "imageGCHighThresholdPercent" : "imageGCLowThresholdPercent"]
  return [{ path, rule: "gc-thresholds", value: String(lower), wanted: [String(upper)] }]
}

/** Default of cgroupsPerQOS: true; of enforceNodeAllocatable: pods. */
function enforced(stated: Stated, version: Version): readonly Breach[] {
  const path = ["enforceNodeAllocatable"]
  const own = stated(path, "enforce-node-allocatable")
  const words = isList(own) ? own.filter((one) => typeof one === "string") : own === undefined ? ["pods"] : []
  const known = rowsOf(enforcements, version)
  const broken = words.flatMap((value): readonly Breach[] => {
    const row = known.find(({ word }) => word === value)
    if (row === undefined) return [{ path, rule: "word", value, wanted: known.map(({ word }) => word) }]
    if (row.needs === undefined || stated([row.needs], row.flag) !== undefined) return []
    return [{ path, rule: "needs", value, wanted: [row.needs] }]
  })
  const isOff = stated(["cgroupsPerQOS"], "cgroups-per-qos") === false
  if (!isOff || words.length === 0 || words.includes("none")) return broken
  return [...broken, { path: ["cgroupsPerQOS"], rule: "without-qos", value: "false", wanted: words }]
}

/** pkg/kubelet/eviction/helpers.go, ParseThresholdConfig. */
function evictions(stated: Stated, version: Version): readonly Breach[] {
  const signals = rowsOf(evictionSignals, version).map(({ signal }) => signal)
  const grace = mapOf(stated(["evictionSoftGracePeriod"], "eviction-soft-grace-period"))
  const soft = mapOf(stated(["evictionSoft"], "eviction-soft"))
  const amounts = [
    ["evictionHard", "eviction-hard"],
    ["evictionSoft", "eviction-soft"],
    ["evictionMinimumReclaim", "eviction-minimum-reclaim"],
  ] as const
  const judge = (field: string, signal: string, value: string, isFit: boolean): readonly Breach[] => {
    if (!signals.includes(signal)) return [{ path: [field, signal], rule: "signal", value: signal, wanted: signals }]
    return isFit
      ? []
      : [
          {
            path: [field, signal],
            rule: field === "evictionSoftGracePeriod" ? "duration" : "amount",
            value,
            wanted: [],
          },
        ]
  }
  return [
    ...amounts.flatMap(([field, flag]) =>
      mapOf(stated([field], flag)).flatMap(([signal, value]) => judge(field, signal, value, isAmount(value))),
    ),
    ...grace.flatMap(([signal, value]) => judge("evictionSoftGracePeriod", signal, value, goDuration.test(value))),
    ...soft.flatMap(([signal, value]): readonly Breach[] => {
      const isIgnored = value === "0%" || value === "100%"
      if (isIgnored || !signals.includes(signal) || grace.some(([one]) => one === signal)) return []
      if (stated(["evictionSoftGracePeriod"], "eviction-soft-grace-period") === "") return []
      return [
        { path: ["evictionSoft", signal], rule: "needs", value: signal, wanted: [`evictionSoftGracePeriod.${signal}`] },
      ]
    }),
  ]
}

/** A quantity, or a percentage up to 100%. */
function isAmount(value: string): boolean {
  if (!value.endsWith("%")) return isQuantity(value) && !value.startsWith("-")
  const number = value.slice(0, -1)
  return /^\+?(?:\d+\.?\d*|\.\d+)$/.test(number) && Number(number) <= 100
}

function reserved(stated: Stated): readonly Breach[] {
  const lists = [
    ["systemReserved", "system-reserved"],
    ["kubeReserved", "kube-reserved"],
  ] as const
  return lists.flatMap(([field, flag]) =>
    mapOf(stated([field], flag)).flatMap(([name, value]): readonly Breach[] => {
      if (!reservable.includes(name))
        return [{ path: [field, name], rule: "resource", value: name, wanted: reservable }]
      if (isQuantity(value) && !value.startsWith("-")) return []
      return [{ path: [field, name], rule: "quantity", value, wanted: [] }]
    }),
  )
}

/** pkg/kubelet/logs/container_log_manager.go, NewContainerLogManager. */
function logSize(stated: Stated): readonly Breach[] {
  const path = ["containerLogMaxSize"]
  const value = stated(path, "container-log-max-size")
  if (typeof value !== "string" || value === "" || isQuantity(value)) return []
  return [{ path, rule: "quantity", value, wanted: [] }]
}

/** Fields that ask for another one. */
function combined(stated: Stated): readonly Breach[] {
  const pulls = stated(["maxParallelImagePulls"])
  const isSerial = stated(["serializeImagePulls"], "serialize-image-pulls")
  const systemCgroups = stated(["systemCgroups"], "system-cgroups")
  return [
    ...(typeof pulls === "number" && pulls > 1 && isSerial === true
      ? [breach("maxParallelImagePulls", "needs", String(pulls), "serializeImagePulls: false")]
      : []),
    ...(typeof systemCgroups === "string" && systemCgroups !== "" && stated(["cgroupRoot"], "cgroup-root") === undefined
      ? [breach("systemCgroups", "needs", systemCgroups, "cgroupRoot")]
      : []),
  ]
}

function mapOf(value: Value | "" | undefined): readonly (readonly [string, string])[] {
  if (!isTable(value)) return []
  return Object.entries(value).flatMap(([key, one]) => (typeof one === "string" ? [[key, one] as const] : []))
}
