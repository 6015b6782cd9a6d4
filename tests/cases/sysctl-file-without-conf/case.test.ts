// net.ipv4.ip_forward=1 stands in /etc/sysctl.d/k8s and in k8s.conf.bak; only names that end in .conf are loaded
// (sysctl.d(5), sysctl(8) --system). Report: sapcc/kubernikus#242.
import { expect, test } from "bun:test"
import { CaseNode } from "../case.ts"

const name = "sysctl-file-without-conf"

test("explain names both files, and check the one that is meant to be read", () => {
  using node = new CaseNode(name)

  const { text } = node.say("explain", "ip-forward")
  expect(text).toContain("/etc/sysctl.d/k8s:1:21: net.ipv4.ip_forward = 1 (not read: the name does not end in .conf)")
  expect(text).toContain("/etc/sysctl.d/k8s.conf.bak:1:21")
  expect(node.findings().filter(({ code }) => code === "kernel-sysctl-file-not-read")).toMatchObject([
    { severity: "warning", place: { file: "/etc/sysctl.d/k8s", line: 1 } },
  ])
})

test("the command that is named makes it right", () => {
  using node = new CaseNode(name)
  node.write("etc/sysctl.d/k8s.conf", node.read("etc/sysctl.d/k8s")).remove("etc/sysctl.d/k8s")

  expect(node.codes("failure")).toEqual([])
  expect(node.codes("warning")).not.toContain("kernel-sysctl-file-not-read")
})

test("a file without .conf that is about something else says nothing", () => {
  using node = new CaseNode(name)
  node.write("etc/sysctl.d/k8s", "vm.swappiness=10\n")

  expect(node.codes("warning")).not.toContain("kernel-sysctl-file-not-read")
})

test("of an ending in capitals only the case is changed", () => {
  using node = new CaseNode("sysctl-file-without-conf")
  node.write("etc/sysctl.d/90-other.CONF", "net.ipv4.ip_forward = 1\n")

  const said = node.say("check").text
  expect(said).toContain("/etc/sysctl.d/90-other.conf")
  expect(said).not.toContain("90-other.CONF.conf")
})
