// Lines and files that nobody reads, and values that do not count, from reports: told beside what was meant.
import { expect, test } from "bun:test"
import { CaseNode } from "../case.ts"

const dropIn = "etc/systemd/system/kubelet.service.d/20-cloud.conf"
const told = (node: CaseNode, code: string) => node.findings().filter((one) => one.code === code)

// kubernetes-sigs/cluster-api-provider-vsphere#68: the packages' /etc/default/kubelet has KUBELET_EXTRA_ARGS= and no value.
test("a variable of a drop-in that the packages' own file of variables empties", () => {
  using node = new CaseNode("healthy")
  node.write(dropIn, '[Service]\nEnvironment="KUBELET_EXTRA_ARGS=--cloud-provider=external"\n')
  expect(told(node, "variable-emptied")).toEqual([])

  node.write("etc/default/kubelet", "KUBELET_EXTRA_ARGS=\n")
  expect(told(node, "variable-emptied")).toMatchObject([
    { severity: "warning", args: { by: "/etc/default/kubelet" }, place: { file: `/${dropIn}`, line: 2 } },
  ])

  node.write("etc/default/kubelet", "KUBELET_EXTRA_ARGS=--node-ip=10.0.0.2\n")
  expect(told(node, "variable-emptied")).toEqual([])
})

// geerlingguy/ansible-role-kubernetes#44 is of the kind: a tool writes a variable that the command line does not have.
test.each([
  ["KUBELET_EXTRA_ARG", "KUBELET_EXTRA_ARGS"],
  ["KUBELET_DNS_ARGS", ""],
])("the variable %s, which the command line does not have", (variable, meant) => {
  using node = new CaseNode("healthy")
  node.write(dropIn, `[Service]\nEnvironment="${variable}=--cluster-domain=example.com"\n`)

  expect(told(node, "variable-not-used")).toMatchObject([{ severity: "warning", args: { variable, meant } }])
})

test("what a shell starts may use any variable, and an empty one is none", () => {
  using node = new CaseNode("healthy")
  node.write(dropIn, "[Service]\nEnvironment=KUBELET_DNS_ARGS=\nEnvironment=KUBELET_ARGS=--v=2\nEnvironment=\n")
  expect(node.codes("warning")).toEqual([])

  node.write(dropIn, "[Service]\nEnvironment=DNS_ARGS=--v=2\nExecStart=\nExecStart=/bin/sh -c 'exec kubelet'\n")
  expect(node.codes("warning")).not.toContain("variable-not-used")
})

// kinvolk/lokomotive#1518.
test("a condition that stands in another section than systemd looks in", () => {
  using node = new CaseNode("healthy")
  node.write(dropIn, "[Service]\nConditionPathExists=/etc/kubernetes/kubeconfig\n")

  expect(told(node, "unit-line-not-read")).toMatchObject([
    { args: { meant: "[Unit] ConditionPathExists=" }, place: { line: 2 } },
  ])
})

// containers-registries.conf.d(5); cri-o/packaging#17 moved its own registries there.
test("a file of registries.conf.d whose name does not end in .conf", () => {
  using node = new CaseNode("crio-policy-missing")
  const text = '[[registry]]\nlocation = "docker.io"\n[[registry.mirror]]\nlocation = "mirror.example.com"\n'
  node.write("etc/containers/registries.conf.d/50-mirror.toml", text)
  node.write("etc/containers/registries.conf.d/50-mirror.conf.bak", text)

  expect(told(node, "crio-registries-not-read")).toMatchObject([
    { args: { meant: "/etc/containers/registries.conf.d/50-mirror.conf" } },
  ])
})

// containerd/containerd#4574: the legacy key, which containerd 2 does not read.
test("systemd_cgroup of the old shims in a file for containerd 2", () => {
  using node = new CaseNode("healthy")
  const file = "etc/containerd/config.toml"
  node.write(file, `${node.read(file)}[plugins.'io.containerd.cri.v1.runtime']\n  systemd_cgroup = true\n`)
  expect(told(node, "containerd-key-unknown")).toMatchObject([{ severity: "warning", args: { why: "misplaced" } }])

  node.write(file, node.read(file).replace("systemd_cgroup = true", "systemd_cgroup = false"))
  expect(node.findings()).toEqual([])
})

// containerd/containerd#4203, mesosphere/konvoy-image-builder#493.
test("systemd_cgroup among the options of runc", () => {
  using node = new CaseNode("healthy")
  const file = "etc/containerd/config.toml"
  node.write(file, node.read(file).replace("SystemdCgroup", "systemd_cgroup"))

  expect(told(node, "containerd-driver-misspelt")).toMatchObject([{ severity: "warning", place: { line: 7 } }])
})
