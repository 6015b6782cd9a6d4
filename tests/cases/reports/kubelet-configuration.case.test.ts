// A kubelet's own configuration that keeps it from starting, or that it does not take as it is meant, from reports. What
// each field takes is asked of real kubelets in tests/components/kubelet/configuration-cases.ts.
import { expect, test } from "bun:test"
import { CaseNode } from "../case.ts"

const healthy = "healthy"
const config = "var/lib/kubelet/config.yaml"
const add = (node: CaseNode, lines: string) => node.write(config, `${node.read(config)}${lines}\n`)
const told = (node: CaseNode) =>
  node.findings().flatMap(({ code, severity, args, place }) => [{ code, severity, args, line: place?.line }])

// opsnull/follow-me-install-kubernetes-cluster#458.
test("a text where a table is meant", () => {
  using node = new CaseNode(healthy)
  add(node, 'evictionSoft: "nil"')

  expect(told(node)).toMatchObject([
    { code: "kubelet-value-of-wrong-kind", severity: "failure", args: { key: "evictionSoft" }, line: 49 },
  ])
})

// kubernetes-sigs/kubespray#11111.
test("a number where a text is meant", () => {
  using node = new CaseNode(healthy)
  add(node, "kubeReserved:\n  cpu: 2\n  memory: 256Mi")

  expect(told(node)).toMatchObject([{ code: "kubelet-value-of-wrong-kind", args: { key: "kubeReserved.cpu" } }])
  expect(node.say("check", "--lang", "zh").text).toContain("kubeReserved.cpu")
})

// kubernetes/kubernetes#67873; cozystack/cozystack#2420.
test("what is enforced needs its cgroup", () => {
  using node = new CaseNode(healthy)
  add(node, "enforceNodeAllocatable:\n- pods\n- kube-reserved")

  expect(told(node)).toMatchObject([
    { code: "kubelet-value-refused", severity: "failure", args: { why: "needs", wanted: ["kubeReservedCgroup"] } },
  ])
})

// kubernetes/kubernetes#76329 and #100988 are of the kind: a gate that an upgrade took away.
test("a feature gate that the release has no more", () => {
  using node = new CaseNode(healthy)
  add(node, "featureGates:\n  CSIMigration: true\n  NodeSwap: false")

  expect(told(node)).toMatchObject([
    { code: "kubelet-gate-not-known", severity: "failure", args: { gate: "CSIMigration", removed: "1.27" } },
    { code: "kubelet-gate-locked", severity: "failure", args: { gate: "NodeSwap", since: "1.34" } },
  ])
})

// kubernetes/kubernetes#83204: upper and lower case count, and the kubelet goes on without the field.
test("a field in wrong case", () => {
  using node = new CaseNode(healthy)
  node.write(config, node.read(config).replace("cgroupDriver: systemd", "cgroupdriver: systemd"))

  expect(told(node).slice(-1)).toMatchObject([
    { code: "kubelet-key-not-known", severity: "warning", args: { meant: "cgroupDriver" } },
  ])
})
