// Which programs kubeadm wants in PATH, by Kubernetes minor: an error or a warning.

import type { PreflightProgram } from "../../model/facts/preflight-facts.ts"
import type { Finding } from "../../model/finding.ts"
import { holds, type Range } from "../../model/since.ts"
import { minorOf, type Version } from "../../model/version.ts"

interface ProgramRow extends Range {
  readonly program: PreflightProgram
  readonly verdict: "error" | "warning"
  readonly source: string
}

const upTo131 = "kubernetes v1.31, cmd/kubeadm/app/preflight/checks_linux.go"

export const programRows: readonly ProgramRow[] = [
  { program: "mount", verdict: "error", source: upTo131 },
  { program: "conntrack", until: "1.32", verdict: "error", source: "kubernetes/kubernetes#126952" },
  { program: "ip", until: "1.33", verdict: "error", source: "kubernetes/kubernetes#129131" },
  { program: "iptables", until: "1.33", verdict: "error", source: "kubernetes/kubernetes#129131" },
  { program: "nsenter", until: "1.33", verdict: "error", source: "kubernetes/kubernetes#129450" },
  { program: "crictl", until: "1.32", verdict: "warning", source: "Kubernetes changelog 1.32" },
  { program: "ebtables", until: "1.32", verdict: "warning", source: "Kubernetes changelog 1.32" },
  { program: "socat", until: "1.32", verdict: "warning", source: "Kubernetes changelog 1.32" },
  { program: "ethtool", until: "1.33", verdict: "warning", source: "kubernetes/kubernetes#129317" },
  { program: "tc", until: "1.33", verdict: "warning", source: "kubernetes/kubernetes#129131" },
  { program: "touch", until: "1.33", verdict: "warning", source: "kubernetes/kubernetes#129317" },
  { program: "losetup", since: "1.33", verdict: "error", source: "kubernetes/kubernetes#129450" },
  { program: "cp", since: "1.33", verdict: "error", source: "kubernetes/kubernetes#130045" },
  { program: "getent", since: "1.38", verdict: "warning", source: "kubernetes/kubernetes#141968" },
]

export function judgePrograms(found: readonly PreflightProgram[], minor: Version): readonly Finding[] {
  const missing = programRows.filter((row) => holds(row, minor) && !found.includes(row.program))
  const named = (verdict: ProgramRow["verdict"]) =>
    missing.filter((row) => row.verdict === verdict).map(({ program }) => program)
  const kubernetes = minorOf(minor)
  const required = named("error")
  const recommended = named("warning")
  const component = "node"
  return [
    ...(required.length === 0
      ? []
      : [
          {
            code: "kubeadm-program-missing",
            args: { programs: required, kubernetes },
            severity: "failure",
            component,
          } as const,
        ]),
    ...(recommended.length === 0
      ? []
      : [
          {
            code: "kubeadm-program-recommended",
            args: { programs: recommended, kubernetes },
            severity: "warning",
            component,
          } as const,
        ]),
  ]
}
