// What kubeadm's SystemVerification asks of the kernel: its release and the options it was built with. The rules are
// those of kubernetes/system-validators in the release that each kubeadm is built with.
import type { CgroupVersion } from "../../model/facts/cgroup.ts"
import { type Fact, knownValue, sourceToText } from "../../model/facts/fact.ts"
import type { Finding } from "../../model/finding.ts"
import { holds, type Range } from "../../model/since.ts"
import { minorOf, type Version } from "../../model/version.ts"

const component = "node"

interface KernelRow extends Range {
  readonly verdict: "error" | "warning"
  readonly releases: readonly RegExp[]
  /** The same in words. */
  readonly supported: string
  readonly source: string
}

const longTerm = [/^5\.4/, /^5\.10/, /^5\.15/, /^([6-9]|[1-9]\d+)\./]

export const kernelRows: readonly KernelRow[] = [
  {
    since: "1.34",
    verdict: "warning",
    releases: longTerm,
    supported: "5.4, 5.10, 5.15 and everything from 6.0 on",
    source: "kubernetes/kubernetes#131919",
  },
  {
    since: "1.33",
    until: "1.34",
    verdict: "error",
    releases: longTerm,
    supported: "5.4, 5.10, 5.15 and everything from 6.0 on",
    source: "kubernetes/system-validators e6436d7, January 2025",
  },
  {
    since: "1.32",
    until: "1.33",
    verdict: "error",
    releases: [/^4\.19/, ...longTerm],
    supported: "4.19, 5.4, 5.10, 5.15 and everything from 6.0 on",
    source: "kubernetes/system-validators v1.9, validators/types_unix.go",
  },
  {
    until: "1.32",
    verdict: "error",
    releases: [/^3\.[1-9]\d/, /^([4-9]|[1-9]\d+)\./],
    supported: "everything from 3.10 on",
    source: "kubernetes/system-validators v1.8, validators/types_unix.go",
  },
]

export function judgeKernelRelease(kernel: string | undefined, minor: Version): readonly Finding[] {
  const row = kernelRows.find((one) => holds(one, minor))
  if (kernel === undefined || row === undefined || row.releases.some((release) => release.test(kernel))) return []
  const isHarmless = row.verdict === "warning"
  const args = { kernel, supported: row.supported, kubernetes: minorOf(minor), isHarmless }
  return [{ code: "kubeadm-kernel-not-supported", args, severity: isHarmless ? "warning" : "failure", component }]
}

interface OptionRow extends Range {
  /** Alternatives: one of them is enough. */
  readonly options: readonly string[]
  /** Only on this hierarchy. */
  readonly on?: "1" | "2"
  readonly source: string
}

const systemValidators = "kubernetes/system-validators v1.12.1, validators/types_unix.go"
const each = (names: string, more: Omit<OptionRow, "options" | "source"> = {}, source = systemValidators) =>
  names.split(" ").map((name): OptionRow => ({ options: [name], source, ...more }))

export const optionRows: readonly OptionRow[] = [
  ...each("NAMESPACES NET_NS PID_NS IPC_NS UTS_NS CPUSETS MEMCG INET EXT4_FS PROC_FS"),
  ...each("NETFILTER_XT_MATCH_COMMENT FAIR_GROUP_SCHED CGROUPS CGROUP_SCHED"),
  { options: ["NETFILTER_XT_TARGET_REDIRECT", "IP_NF_TARGET_REDIRECT"], source: systemValidators },
  ...each("CGROUP_CPUACCT CGROUP_DEVICE CGROUP_FREEZER", { on: "1" }),
  ...each("CGROUP_PIDS", { since: "1.32" }),
  ...each("CGROUP_BPF", { on: "2", since: "1.32" }, "kubernetes/system-validators 2ec937d, October 2024"),
]

export function judgeKernelOptions(
  options: Fact<readonly string[]>,
  kernel: string | undefined,
  cgroup: CgroupVersion | undefined,
  minor: Version,
): readonly Finding[] {
  if (options.state === "absent" && kernel !== undefined) {
    return [{ code: "kubeadm-kernel-config-missing", args: { kernel }, severity: "failure", component }]
  }
  const built = knownValue(options)
  if (built === undefined) return []
  const hierarchy = cgroup === undefined ? undefined : cgroup === "2" ? "2" : "1"
  const missing = optionRows
    .filter((row) => holds(row, minor) && (row.on === undefined || row.on === hierarchy))
    .filter((row) => !row.options.some((option) => built.includes(option)))
    .map((row) => `CONFIG_${row.options[0] ?? ""}`)
  if (missing.length === 0) return []
  const args = { options: missing, file: sourceToText(options.source) }
  return [{ code: "kubeadm-kernel-option-missing", args, severity: "failure", component }]
}
