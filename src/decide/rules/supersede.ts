// One trouble, one finding: where two judges saw the same thing, the one who knows more about it speaks. A row is a
// finding that makes another one of the same component (or of any, where it says so) superfluous.
import type { Finding } from "../../model/finding.ts"

interface Row {
  readonly spoken: Finding["code"]
  readonly silent: Finding["code"]
  /** Also when the two are findings about different components. */
  readonly acrossComponents: boolean
}

const rows: readonly Row[] = [
  { spoken: "runtime-not-running", silent: "kubelet-endpoint-without-runtime", acrossComponents: true },
  { spoken: "runtime-without-runtime-config", silent: "containerd-tells-no-driver", acrossComponents: false },
  { spoken: "runtime-without-runtime-config", silent: "cri-dockerd-tells-no-driver", acrossComponents: true },
  { spoken: "runtime-without-runtime-config", silent: "crio-tells-no-driver", acrossComponents: false },
  { spoken: "not-restarted", silent: "containerd-not-restarted", acrossComponents: false },
  { spoken: "containerd-v1alpha2-only", silent: "cri-v1alpha2-only", acrossComponents: false },
  { spoken: "cri-dockerd-without-cri-v1", silent: "cri-v1alpha2-only", acrossComponents: true },
  { spoken: "containerd-runtime-type-missing", silent: "cri-handler-without-type", acrossComponents: false },
  { spoken: "containerd-cgroupfs-on-systemd", silent: "cgroup-handlers-differ", acrossComponents: false },
  { spoken: "kubelet-refuses-cgroup-v1", silent: "kubeadm-cgroup-v1", acrossComponents: true },
]

export function withoutSuperseded(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(
    (finding) =>
      !rows.some(
        (row) =>
          row.silent === finding.code &&
          findings.some(
            (other) => other.code === row.spoken && (row.acrossComponents || other.component === finding.component),
          ),
      ),
  )
}
