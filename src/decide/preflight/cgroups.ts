// What kubeadm's SystemVerification asks of the cgroup hierarchy: its version and its controllers.
import type { CgroupFacts } from "../../model/facts/cgroup.ts"
import type { ControllersOff } from "../../model/facts/preflight-facts.ts"
import type { Finding, Severity } from "../../model/finding.ts"
import { holds, lookUp, type Range } from "../../model/since.ts"
import { minorOf, parseVersion, type Version } from "../../model/version.ts"
import { tables } from "../kubernetes-tables.ts"

const component = "node"

/**
 * On version 2, "devices" and "freezer" are no controllers but always there. Source: kubernetes/system-validators
 * v1.12.1, validators/types_unix.go and cgroup_validator_linux.go.
 */
const required = {
  "1": ["cpu", "cpuacct", "cpuset", "devices", "freezer", "memory", "pids"],
  "2": ["cpu", "cpuset", "memory", "pids"],
} as const
const optional = { "1": ["hugetlb", "blkio"], "2": ["hugetlb", "io"] } as const

/** `container`: what kind of container the node is; empty: none. */
export function judgeControllers(
  cgroup: CgroupFacts,
  container: string,
  off: readonly ControllersOff[],
): readonly Finding[] {
  if (cgroup.unread !== undefined) {
    const args = { file: "/sys/fs/cgroup/cgroup.controllers", why: cgroup.unread }
    return [{ code: "kubeadm-controllers-unread", args, severity: "warning", component }]
  }
  // Version 1 has none only where /proc/cgroups could not be read.
  if (cgroup.available.length === 0 && cgroup.version !== "2") return []
  const hierarchy = cgroup.version === "2" ? "2" : "1"
  const lacking = (wanted: readonly string[]) => wanted.filter((name) => !cgroup.available.includes(name))
  const missing = lacking(required[hierarchy])
  const unimportant = lacking(optional[hierarchy])
  const told =
    container === "" ? off.find(({ controllers }) => controllers.some((one) => missing.includes(one))) : undefined
  return [
    ...(missing.length === 0
      ? []
      : [
          {
            code: "kubeadm-controllers-missing",
            args: {
              controllers: missing,
              cgroup: hierarchy,
              container,
              ...(container !== "" && cgroup.available.length > 0 ? { isPartial: true } : {}),
              ...(told === undefined ? {} : { why: told.why, argument: told.argument, file: told.place.file }),
            },
            severity: "failure",
            component,
            ...(told === undefined ? {} : { place: told.place }),
          } as const,
        ]),
    ...(unimportant.length === 0
      ? []
      : [
          {
            code: "kubeadm-controllers-optional",
            args: { controllers: unimportant },
            severity: "warning",
            component,
          } as const,
        ]),
  ]
}

/** Of a tree: which controllers its kernel will leave out. */
export function judgeControllersOff(off: readonly ControllersOff[]): readonly Finding[] {
  return off.map(({ controllers, why, argument, place, isSure = true }): Finding => {
    const args = { controllers, why, argument, file: place.file, isSure }
    return { code: "kubeadm-controllers-off", args, severity: isSure ? "failure" : "warning", component, place }
  })
}

export function judgeKernelForV2(cgroup: CgroupFacts, kernel: string | undefined): readonly Finding[] {
  const version = parseVersion(kernel ?? "")
  if (cgroup.version !== "2" || version === undefined || kernel === undefined) return []
  // Fedora and others write 6.12.1-300.fc42: what follows the numbers does not make it a pre-release.
  const { pre: _, ...release } = version
  if (lookUp(tables.kernelFitsCgroup2, release)) return []
  const args = { kernel, wanted: tables.kernelFitsCgroup2.at(-1)?.since ?? "" }
  return [{ code: "kernel-old-for-cgroup-v2", args, severity: "warning", component }]
}

interface V1Row extends Range {
  readonly severity: Severity
  readonly source: string
}

export const v1Rows: readonly V1Row[] = [
  {
    since: "1.35",
    severity: "failure",
    source: "Kubernetes changelog 1.35, #134744; KEP-5573; system-validators v1.12.1 cgroup_validator_linux.go",
  },
  { since: "1.31", until: "1.35", severity: "warning", source: "KEP-4569; Kubernetes changelog 1.31, #126031" },
]

/**
 * `isAllowed`: the kubelet is told failCgroupV1: false, so that it starts all the same; kubeadm looks at the kubelet's
 * release alone, and only before a join and an upgrade.
 */
export function judgeCgroupV1(
  cgroup: CgroupFacts,
  minor: Version,
  { isAllowed, isJoined }: { readonly isAllowed: boolean; readonly isJoined: boolean },
): readonly Finding[] {
  const row = v1Rows.find((one) => holds(one, minor))
  if (cgroup.version === "2" || row === undefined) return []
  const isRefused = row.severity === "failure" && !isJoined
  const { atBoot } = cgroup
  const forced = atBoot === undefined ? {} : { argument: atBoot.argument, file: atBoot.place.file }
  const args = {
    cgroup: cgroup.version,
    kubernetes: minorOf(minor),
    isRefused,
    ...(isAllowed ? { isAllowed } : {}),
    ...forced,
  }
  const at = atBoot === undefined ? {} : { place: atBoot.place }
  return [{ code: "kubeadm-cgroup-v1", args, severity: isRefused ? "failure" : "warning", component, ...at }]
}
