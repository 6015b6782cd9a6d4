// What kubeadm of each minor asks of a joining node, as one table: release notes of 1.30 (#123464), 1.32 (#126952), 1.33
// (#129131, #129317, #129450, #130045), 1.34 (#131919), 1.35 (#134744) and 1.38 (#141968).
import { expect, test } from "bun:test"
import type { Finding } from "../../src/model/finding.ts"
import { findingsFor, joining, kernelConfig, type NodeOptions, withOptions } from "./a-node.ts"

/** Nothing of what any kubeadm asks for is there, on the kernel of RHEL 9 and on cgroup v1. */
const bare: NodeOptions = withOptions(joining, {
  cgroup: "1",
  files: {
    "/usr/bin/mount": undefined,
    "/usr/bin/cp": undefined,
    "/usr/sbin/losetup": undefined,
    "/proc/sys/kernel/osrelease": "5.14.0-570.el9\n",
    "/boot/config-5.14.0-570.el9": kernelConfig,
    "/sys/fs/cgroup/cgroup.controllers": undefined,
    "/sys/fs/cgroup/cgroup.subtree_control": undefined,
    "/proc/cgroups": "#subsys_name\thierarchy\tnum_cgroups\tenabled\nmemory\t1\t1\t1\n",
  },
})

interface Row {
  readonly minor: string
  readonly required: readonly string[]
  readonly recommended: readonly string[]
  readonly kernel514: "failure" | "warning" | undefined
  readonly cgroupV1: "failure" | "warning" | undefined
  readonly bridgeNetfilter: boolean
}

const early = {
  required: ["mount", "conntrack", "ip", "iptables", "nsenter"],
  recommended: ["crictl", "ebtables", "socat", "ethtool", "tc", "touch"],
} as const
const late = { required: ["mount", "losetup", "cp"], recommended: [], bridgeNetfilter: false } as const

const rows: readonly Row[] = [
  { minor: "1.28", ...early, kernel514: undefined, cgroupV1: undefined, bridgeNetfilter: true },
  { minor: "1.29", ...early, kernel514: undefined, cgroupV1: undefined, bridgeNetfilter: true },
  { minor: "1.30", ...early, kernel514: undefined, cgroupV1: undefined, bridgeNetfilter: false },
  { minor: "1.31", ...early, kernel514: undefined, cgroupV1: "warning", bridgeNetfilter: false },
  {
    minor: "1.32",
    required: ["mount", "ip", "iptables", "nsenter"],
    recommended: ["ethtool", "tc", "touch"],
    kernel514: "failure",
    cgroupV1: "warning",
    bridgeNetfilter: false,
  },
  { minor: "1.33", ...late, kernel514: "failure", cgroupV1: "warning" },
  { minor: "1.34", ...late, kernel514: "warning", cgroupV1: "warning" },
  { minor: "1.35", ...late, kernel514: "warning", cgroupV1: "failure" },
  { minor: "1.36", ...late, kernel514: "warning", cgroupV1: "failure" },
  { minor: "1.37", ...late, kernel514: "warning", cgroupV1: "failure" },
  { minor: "1.38", ...late, recommended: ["getent"], kernel514: "warning", cgroupV1: "failure" },
]

const one = <Code extends Finding["code"]>(findings: readonly Finding[], code: Code) =>
  findings.find((finding): finding is Extract<Finding, { code: Code }> => finding.code === code)

test.each(rows)("kubeadm $minor asks what its own release asks, and nothing that it dropped", async (row) => {
  const findings = await findingsFor({ ...bare, kubelet: `${row.minor}.0` })
  const v1 = one(findings, "kubeadm-cgroup-v1") ?? one(findings, "kubelet-refuses-cgroup-v1")

  expect({
    minor: row.minor,
    required: one(findings, "kubeadm-program-missing")?.args.programs ?? [],
    recommended: one(findings, "kubeadm-program-recommended")?.args.programs ?? [],
    kernel514: one(findings, "kubeadm-kernel-not-supported")?.severity,
    cgroupV1: v1?.severity,
    bridgeNetfilter: one(findings, "kubeadm-bridge-netfilter") !== undefined,
  }).toEqual(row)
})
