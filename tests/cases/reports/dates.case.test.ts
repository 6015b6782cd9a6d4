// Releases whose support is over, from reports: told on the day of the test, which is behind every date here.
import { expect, test } from "bun:test"
import { CaseNode } from "../case.ts"

const status = "var/lib/dpkg/status"

/** The node with these releases of containerd and, where it is said, of Kubernetes. */
function nodeOf(containerd: string, kubernetes?: string): CaseNode {
  const node = new CaseNode("healthy")
  const record = node.read(status).replace("2.3.7-1", `${containerd}-1`)
  node.write(status, kubernetes === undefined ? record : record.replaceAll("1.36.4-1.1", `${kubernetes}-1.1`))
  return node.write("etc/containerd/config.toml", "version = 2\n")
}

const ended = (node: CaseNode) =>
  node
    .findings()
    .flatMap(({ code, severity, args }) =>
      code === "runtime-end-of-life" ? [[severity, (args as { date: string }).date]] : [],
    )

test.each([
  // kubernetes-sigs/kubespray#8780.
  ["1.4.13", "2022-03-03"],
  // kubernetes-sigs/cri-tools#1928; containerd/containerd#11530 asked until when.
  ["1.6.33", "2025-08-23"],
  // kubernetes/kops#18683.
  ["1.7.29", "2026-09-30"],
  ["2.1.5", "2026-07-03"],
  ["2.2.5", "2026-11-06"],
])("containerd %s has been over since %s", (release, date) => {
  using node = nodeOf(release)

  expect(ended(node)).toEqual([["warning", date]])
})

test("what is mended is not told", () => {
  using node = nodeOf("2.3.4")

  expect(ended(node)).toEqual([])
})

// warm-metal/container-image-csi-driver#90: containerd 1.5 and older speak v1alpha2 only from Kubernetes 1.26 on.
test("a containerd too old for this kubelet is a failure beside its date", () => {
  using node = nodeOf("1.4.13")

  expect(node.codes("failure")).toContain("containerd-v1alpha2-only")
})

// canonical/microk8s#5230: a Kubernetes will not start with containerd 1.x; told for kubelets that ask, not before.
test.each([
  ["1.36.2", true],
  ["1.28.2", false],
])("a kubelet %s on containerd 1.7: told ahead: %p", (kubernetes, isTold) => {
  using node = nodeOf("1.7.29", kubernetes)

  expect(node.codes("warning").includes("runtime-without-runtime-config")).toBe(isTold)
})
