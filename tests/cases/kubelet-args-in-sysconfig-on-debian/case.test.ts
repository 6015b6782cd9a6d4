// KUBELET_EXTRA_ARGS stands in /etc/sysconfig/kubelet, and the unit names /etc/default/kubelet. Reports:
// weaveworks/wksctl#189, anmoel/ansible-role-kubernetes#7.
import { expect, test } from "bun:test"
import { CaseNode } from "../case.ts"

const name = "kubelet-args-in-sysconfig-on-debian"
const notRead = (node: CaseNode) => node.findings().filter(({ code }) => code === "file-not-read")

test("check names the file that the unit reads, and explain the line beside the value it meant to set", () => {
  using node = new CaseNode(name)

  expect(notRead(node)).toMatchObject([
    {
      severity: "warning",
      args: { meant: "/etc/default/kubelet" },
      place: { file: "/etc/sysconfig/kubelet", line: 1 },
    },
  ])
  expect(node.say("explain", "cgroup-driver").text).toContain(
    "/etc/sysconfig/kubelet:1:20: --cgroup-driver = cgroupfs (not read: nothing hands this file to kubelet.service)",
  )
})

test("a file without a value says nothing, and neither does one whose flags come from elsewhere too", () => {
  using node = new CaseNode(name)
  node.write("etc/sysconfig/kubelet", "KUBELET_EXTRA_ARGS=\n")
  expect(notRead(node)).toEqual([])

  node.write("etc/sysconfig/kubelet", "KUBELET_EXTRA_ARGS=--node-ip=192.0.2.4\n")
  node.write("etc/default/kubelet", "KUBELET_EXTRA_ARGS=--node-ip=192.0.2.4\n")
  expect(notRead(node)).toEqual([])
})

// moby/moby#22559: drop-ins under names that systemd passes over.
test.each([
  ["etc/systemd/system/kubelet.service.d/20-extra", "suffix", "/etc/systemd/system/kubelet.service.d/20-extra.conf"],
  ["etc/systemd/system/kubelet.d/20-extra.conf", "directory", "/etc/systemd/system/kubelet.service.d/"],
  ["etc/systemd/system/kublet.service.d/20-extra.conf", "directory", "/etc/systemd/system/kubelet.service.d/"],
])("%s is not read", (path, why, meant) => {
  using node = new CaseNode(name)
  node.remove("etc/sysconfig").write(path, '[Service]\nEnvironment="KUBELET_EXTRA_ARGS=--v=4"\n')

  expect(notRead(node).map(({ args }) => args)).toMatchObject([{ file: `/${path}`, why, meant }])
})

test("a drop-in that was put aside is meant not to be read", () => {
  using node = new CaseNode(name)
  node.remove("etc/sysconfig").write("etc/systemd/system/kubelet.service.d/20-extra.conf.bak", "[Service]\nUser=x\n")

  expect(notRead(node)).toEqual([])
})

// kubeadm writes its flags for a unit that names the file; units of other makers may not: gentoo/gentoo#34131.
test("kubeadm's flags are told where the unit passes none of them", () => {
  using node = new CaseNode(name)
  node.remove("etc/sysconfig")
  node.write("etc/systemd/system/kubelet.service", "[Service]\nExecStart=/usr/bin/kubelet --v=2\n")
  node.remove("usr/lib/systemd/system/kubelet.service.d")
  node.write("var/lib/kubelet/kubeadm-flags.env", 'KUBELET_KUBEADM_ARGS="--node-ip=192.0.2.4"\n')

  expect(notRead(node).map(({ args }) => args)).toMatchObject([
    { file: "/var/lib/kubelet/kubeadm-flags.env", why: "not-used", what: "KUBELET_KUBEADM_ARGS" },
  ])
})

// kubernetes/kubernetes#136089: a drop-in of the kubelet's own configuration with the suffix .yaml.
test("a file of --config-dir that does not end in .conf is told", () => {
  using node = new CaseNode(name)
  const text = "apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nmaxPods: 50\n"
  node.write("etc/default/kubelet", "KUBELET_EXTRA_ARGS=--config-dir=/etc/kubernetes/kubelet.conf.d\n")
  node.write("etc/kubernetes/kubelet.conf.d/10-pods.yaml", text)

  expect(node.findings().find(({ code }) => code === "kubelet-drop-in-not-read")).toMatchObject({
    args: { meant: "/etc/kubernetes/kubelet.conf.d/10-pods.conf" },
  })
})
