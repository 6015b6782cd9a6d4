// Which releases of containerd serve which Kubernetes minor.
import type { ReleaseFits } from "../../../model/release-fit.ts"
import { rows } from "../../../model/since.ts"

const recommendations = "containerd RELEASES.md of 2026-08-22, Kubernetes support"

export const fits: ReleaseFits = {
  needed: rows([
    {
      since: "1.0",
      value: { release: "1.6", isPlanned: false },
      source: "containerd 1.6.0 release notes: CRI v1, which criadm asks; kubernetes changelog 1.26: v1alpha2 removed",
    },
    {
      since: "1.38",
      value: { release: "2.0", isPlanned: true },
      source: "planned: kubernetes/kubernetes#136731; kubernetes.io, Container Runtimes",
    },
  ]),
  recommended: rows<readonly string[]>([
    { since: "1.0", value: [], source: recommendations },
    { since: "1.32", value: ["2.1.0", "2.0.1", "1.7.24"], source: recommendations },
    { since: "1.33", value: ["2.1.0", "2.0.4", "1.7.24"], source: recommendations },
    { since: "1.34", value: ["2.1.3", "2.0.6", "1.7.28"], source: recommendations },
    { since: "1.35", value: ["2.2.0", "2.1.5", "1.7.28"], source: recommendations },
    { since: "1.36", value: ["2.3.0", "2.2.0"], source: recommendations },
  ]),
}
