// Kubelet 1.35 in an image whose /etc/default/grub forces cgroup v1, which that kubelet refuses. kernel-command-line(7).
// Report: kubernetes/minikube#22315.
import { describe, expect, test } from "bun:test"
import { CaseNode } from "../case.ts"

const name = "grub-forces-cgroup-v1"
const v1 = (node: CaseNode) => node.findings().filter(({ code }) => /cgroup-v1/.test(code))

test("check --root names the argument and its line", () => {
  using node = new CaseNode(name)

  expect(v1(node)).toMatchObject([
    {
      severity: "failure",
      args: { argument: "systemd.unified_cgroup_hierarchy=0", file: "/etc/default/grub" },
      place: { file: "/etc/default/grub", line: 1, column: 21 },
    },
  ])
})

test.each([
  ["etc/kernel/cmdline", "root=/dev/sda1 systemd.unified_cgroup_hierarchy=false quiet\n"],
  ["boot/firmware/cmdline.txt", "console=tty1 systemd.unified_cgroup_hierarchy=0\n"],
  ["boot/loader/entries/one.conf", "title One\noptions systemd.unified_cgroup_hierarchy=no\n"],
  ["etc/default/grub.d/50-cloudimg.cfg", 'GRUB_CMDLINE_LINUX="systemd.unified_cgroup_hierarchy=0"\n'],
])("so does %s", (path, text) => {
  using node = new CaseNode(name)
  node.remove("etc/default/grub").write(path, text)

  expect(v1(node)).toMatchObject([{ severity: "failure", args: { cgroup: "hybrid", file: `/${path}` } }])
})

test.each(['GRUB_CMDLINE_LINUX="systemd.unified_cgroup_hierarchy=1"\n', "# systemd.unified_cgroup_hierarchy=0\n"])(
  "%j says nothing",
  (text) => {
    using node = new CaseNode(name)
    node.write("etc/default/grub", text)

    expect(v1(node)).toEqual([])
  },
)

describe("a kubelet that is told to take version 1", () => {
  const config = "apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nfailCgroupV1: false\n"

  test("starts, and kubeadm join stops all the same, unless it is told to pass over it", () => {
    using node = new CaseNode(name)
    node.write("var/lib/kubelet/config.yaml", config)

    expect(v1(node)).toMatchObject([
      { severity: "failure", code: "kubeadm-cgroup-v1", args: { isRefused: true, isAllowed: true } },
    ])
  })

  test("is warned of its end only where it has joined", () => {
    using node = new CaseNode(name)
    node.write("var/lib/kubelet/config.yaml", config)
    node.write("etc/kubernetes/kubelet.conf", "apiVersion: v1\nkind: Config\n")

    expect(v1(node)).toMatchObject([{ severity: "warning", code: "kubeadm-cgroup-v1" }])
  })
})
