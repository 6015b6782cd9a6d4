// Values with bounds, and values that must fit each other: what kubelets 1.34.4, 1.35.4 and 1.37.2 answered when each was
// started on them (pkg/kubelet/apis/config/validation, and what that calls). Of older releases nothing is said.
import type { Value } from "../../../documents/document.ts"
import { isProcessorList, millisecondsOf } from "../../../documents/go-values.ts"
import { isList, isTable, ownValue } from "../../../documents/value.ts"
import { holds } from "../../../model/since.ts"
import type { Version } from "../../../model/version.ts"
import { durationRows, limitsAsked, rowsOf } from "../tables/values.ts"
import { type Breach, breach, type Stated } from "./breach.ts"

const text = (value: Value | undefined) => (typeof value === "string" ? value : undefined)
const elements = (value: Value | undefined): readonly Value[] => (isList(value) ? value : [])
const seconds = (milliseconds: number) => (milliseconds < 1000 ? `${milliseconds}ms` : `${milliseconds / 1000}s`)

export function limitBreaches(stated: Stated, version: Version): readonly Breach[] {
  if (!holds(limitsAsked, version)) return []
  return [...durations(stated, version), ...lists(stated), ...names(stated), ...singleValues(stated)]
}

function durations(stated: Stated, version: Version): readonly Breach[] {
  const textOf = (field: string, flag?: string) => text(stated(field.split("."), flag)) ?? ""
  const lengthOf = (field: string) => millisecondsOf(textOf(field)) ?? 0
  const ranges = rowsOf(durationRows, version).flatMap(({ field, flag, least, most, mayBeOff }): readonly Breach[] => {
    const value = textOf(field, flag)
    const length = millisecondsOf(value)
    if (length === undefined || (length === 0 && mayBeOff === true)) return []
    if (length >= least && length <= (most ?? Infinity)) return []
    return [breach(field, "number", value, seconds(least), ...(most === undefined ? [] : [seconds(most)]))]
  })
  if (ranges.length > 0) return ranges
  const critical = "shutdownGracePeriodCriticalPods"
  const total = textOf("shutdownGracePeriod")
  // Nothing and 0s are the default; kubelet config/v1beta1/defaults.go.
  const minimum = lengthOf("imageMinimumGCAge") === 0 ? "2m" : textOf("imageMinimumGCAge")
  const oldest = lengthOf("imageMaximumGCAge")
  return [
    ...(lengthOf(critical) > lengthOf("shutdownGracePeriod")
      ? [breach(critical, "at-most", textOf(critical), "shutdownGracePeriod", total === "" ? "0s" : total)]
      : []),
    ...(oldest !== 0 && oldest <= (millisecondsOf(minimum) ?? 0)
      ? [breach("imageMaximumGCAge", "above", textOf("imageMaximumGCAge"), "imageMinimumGCAge", minimum)]
      : []),
  ]
}

/** Lists in which nothing may stand twice, or beside something else. */
function lists(stated: Stated): readonly Breach[] {
  const field = "enforceNodeAllocatable"
  const enforced = elements(stated([field], "enforce-node-allocatable")).map(String)
  const twice = enforced.find((word, at) => enforced.indexOf(word) < at)
  const reserved = elements(stated(["reservedMemory"], "reserved-memory")).flatMap(limitsOf)
  const nodes = reserved.map(({ node, name }) => `${node} ${name}`)
  const again = reserved.find((_one, at) => nodes.indexOf(nodes[at] ?? "") < at)
  return [
    ...(twice === undefined ? [] : [breach(field, "twice", twice)]),
    ...(enforced.includes("none") && new Set(enforced).size > 1 ? [breach(field, "alone", "none")] : []),
    ...(again === undefined ? [] : [breach("reservedMemory", "twice", `${again.name} of NUMA node ${again.node}`)]),
    ...reserved.flatMap(({ name, amount }): readonly Breach[] => {
      if (name !== "memory" && !name.startsWith("hugepages-"))
        return [breach("reservedMemory", "resource", name, "memory", "hugepages-2Mi", "hugepages-1Gi")]
      return /^[+-]?0*(?:\.0*)?[A-Za-z]*$/.test(amount) ? [breach("reservedMemory", "number", amount, "1")] : []
    }),
  ]
}

interface ReservedMemory {
  readonly node: string
  readonly name: string
  readonly amount: string
}

function limitsOf(entry: Value): readonly ReservedMemory[] {
  const limits = isTable(entry) ? ownValue(entry, "limits") : undefined
  if (!isTable(entry) || !isTable(limits)) return []
  const node = String(ownValue(entry, "numaNode") ?? 0)
  return Object.entries(limits).map(([name, amount]) => ({ node, name, amount: String(amount) }))
}

/** apimachinery validation, IsQualifiedName: an optional DNS prefix, and a name of at most 63 characters. */
const qualifiedName =
  /^(?:(?=.{1,253}\/)[a-z\d](?:[a-z\d-]*[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]*[a-z\d])?)*\/)?[A-Za-z\d](?:[\w.-]{0,61}[A-Za-z\d])?$/
/** IsValidLabelValue. */
const labelValue = /^(?:[A-Za-z\d](?:[\w.-]{0,61}[A-Za-z\d])?)?$/
const effects = ["", "NoSchedule", "PreferNoSchedule", "NoExecute"]

/** Names in lists that are Go's or Kubernetes' own. */
function names(stated: Stated): readonly Breach[] {
  const suites = elements(stated(["tlsCipherSuites"], "tls-cipher-suites")).map(String)
  const taints = elements(stated(["registerWithTaints"], "register-with-taints")).filter(isTable)
  return [
    // crypto/tls, CipherSuites: what OpenSSL calls them is none.
    ...suites.filter((name) => !/^TLS_[A-Z\d_]+$/.test(name)).map((name) => breach("tlsCipherSuites", "suite", name)),
    ...taints.flatMap((taint): readonly Breach[] => {
      const [key, value, effect] = ["key", "value", "effect"].map((name) => String(ownValue(taint, name) ?? ""))
      const isFit = qualifiedName.test(key ?? "") && labelValue.test(value ?? "") && effects.includes(effect ?? "")
      return isFit ? [] : [breach("registerWithTaints", "taint", `${key}=${value}:${effect}`)]
    }),
  ]
}

function singleValues(stated: Stated): readonly Breach[] {
  const factor = stated(["memoryThrottlingFactor"])
  const ids = stated(["userNamespaces", "idsPerPod"])
  const logs = text(stated(["podLogsDir"])) ?? ""
  const cpus = text(stated(["reservedSystemCPUs"], "reserved-cpus")) ?? ""
  const policy = stated(["imagePullCredentialsVerificationPolicy"])
  const allowed = stated(["preloadedImagesVerificationAllowlist"])
  return [
    ...(typeof factor === "number" && (factor <= 0 || factor > 1)
      ? [breach("memoryThrottlingFactor", "fraction", String(factor))]
      : []),
    ...(typeof ids === "number" && (ids < 65_536 || ids % 65_536 !== 0)
      ? [breach("userNamespaces.idsPerPod", "multiple", String(ids), "65536")]
      : []),
    // path/filepath, Clean: what it would change is refused.
    ...(/\/\/|\/\.{1,2}(?:\/|$)|.\/$/.test(logs) ? [breach("podLogsDir", "clean-path", logs)] : []),
    ...(cpus === "" || isProcessorList(cpus) ? [] : [breach("reservedSystemCPUs", "cpus", cpus)]),
    ...(stated(["runOnce"], "runonce") === true ? [breach("runOnce", "gone", "true")] : []),
    ...(elements(allowed).length > 0 && policy !== "NeverVerifyAllowlistedImages"
      ? [
          breach(
            "preloadedImagesVerificationAllowlist",
            "needs",
            "The list",
            "imagePullCredentialsVerificationPolicy: NeverVerifyAllowlistedImages",
          ),
        ]
      : []),
  ]
}
