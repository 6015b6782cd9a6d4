// A unit that systemd loads and cannot start: what it names is not there. The node is healthy; each test takes one thing
// away or names one more, as the report has it. systemd.exec(5), PROCESS EXIT CODES.
import { expect, test } from "bun:test"
import { chmodSync } from "node:fs"
import { join } from "node:path"
import { CaseNode } from "../case.ts"

const name = "unit-cannot-start"
const kubelet = "etc/systemd/system/kubelet.service.d/20-own.conf"
const containerd = "etc/systemd/system/containerd.service.d/20-own.conf"
const code = "service-cannot-start"

test("a node on which everything is there has no word of it", () => {
  using node = new CaseNode(name)
  expect(node.codes("failure")).toEqual([])
  expect(node.codes("warning")).not.toContain(code)
})

// What is left of Docker after a change to containerd; systemd.unit(5), Requires=.
test("a kubelet that requires a unit of a runtime that is gone", () => {
  using node = new CaseNode(name)
  node.write(kubelet, "[Unit]\nRequires=docker.service\nAfter=docker.service\n")

  expect(node.codes("failure")).toEqual([code])
  expect(node.say("check").text).toContain("kubelet.service does not start, because docker.service is not there")
})

test("a unit that a script of the old kind stands for is there", () => {
  using node = new CaseNode(name)
  node.write(kubelet, "[Unit]\nRequires=storage.service\n").write("etc/init.d/storage", "#!/bin/sh\n")

  expect(node.codes("failure")).toEqual([])
})

// Mirantis/cri-dockerd#247: the program lies elsewhere than the unit says, 203/EXEC.
test("a program that may not be executed, or is not where the unit says", () => {
  using node = new CaseNode(name)
  chmodSync(join(node.root, "usr/bin/kubelet"), 0o644)
  expect(node.say("check").text).toContain(`chmod +x ${node.root}/usr/bin/kubelet`)

  node.write(kubelet, "[Service]\nExecStart=\nExecStart=/opt/bin/kubelet\n")
  expect(node.say("check").text).toContain("because /opt/bin/kubelet is not there")
})

// systemd.exec(5), WorkingDirectory= and EnvironmentFile=, without a - before the path.
test("a directory or a file of variables that a tree lacks may come with the first boot", () => {
  using node = new CaseNode(name)
  node.write(kubelet, "[Service]\nWorkingDirectory=/data/k8s/kubelet\n")
  node.write(containerd, "[Service]\nEnvironmentFile=/etc/containerd/env\n")

  expect(node.codes("failure")).toEqual([])
  const { text } = node.say("check")
  expect(text).toContain("because /data/k8s/kubelet is not there")
  expect(text).toContain("because /etc/containerd/env is not there")
})

test("what systemd goes without is not missed: a - before it, what is in /run, an account that is made at boot", () => {
  using node = new CaseNode(name)
  node.write("etc/passwd", "root:x:0:0:root:/root:/bin/sh\n").write("usr/lib/sysusers.d/crt.conf", 'u crt - "x" /\n')
  const optional = "EnvironmentFile=-/etc/none\nEnvironmentFile=/run/metadata/coreos\nWorkingDirectory=-/none\n"
  node.write(containerd, `[Service]\nUser=crt\nExecStartPre=-/opt/none\nExecStartPre=/sbin/modprobe br\n${optional}`)

  expect(node.codes("failure")).toEqual([])
  expect(node.codes("warning")).not.toContain(code)
})

// Mirantis/cri-dockerd#145 has SocketGroup=docker in a unit of its own; without the group the socket ends with 216/GROUP.
test("an account that is not there", () => {
  using node = new CaseNode(name)
  node.write("etc/passwd", "root:x:0:0:root:/root:/bin/sh\n").write("etc/group", "root:x:0:\n")
  node.write(containerd, "[Unit]\nRequires=crt.socket\n[Service]\nUser=crt\n")
  node.write("etc/systemd/system/crt.socket", "[Socket]\nListenStream=/run/crt\nSocketGroup=docker\n")

  expect(node.codes("failure")).toEqual([code])
  const { text } = node.say("check")
  expect(text).toContain("because the user crt is not there")
  expect(text).toContain("because the group docker is not there. crt.socket has SocketGroup=")
})

// The download failed, and what the server said stands in the unit; systemd, src/core/service.c, service_verify.
test("a unit without any command is refused", () => {
  using node = new CaseNode(name)
  node
    .remove("usr/lib/systemd/system/kubelet.service.d")
    .write("usr/lib/systemd/system/kubelet.service", "404: Not Found\n")

  expect(node.codes("failure")).toContain("service-refused")
})

// A semicolon in the quotes of sh -c is the shell's; systemd.service(5), COMMAND LINES.
test("a script in quotes is one command", () => {
  using node = new CaseNode(name)
  node.write(containerd, "[Service]\nExecStart=\nExecStart=/bin/sh -c 'C=$(cat /etc/c) ; exec containerd -c $C'\n")

  expect(node.codes("failure")).toEqual([])
  expect(node.codes("warning")).toContain("command-not-understood")
})

// SUSE/skuba#1055, kubermatic/kubeone#1176: the unit stays and its program is gone.
test("a kubelet that is left of another installation, without its program", () => {
  using node = new CaseNode(name)
  node.remove("usr/bin/kubelet")

  expect(node.codes("failure")).toEqual([code])
  expect(node.say("check").text).toContain("kubelet.service does not start, because /usr/bin/kubelet is not there")
})

const condition = (lines: string) => `[Unit]\n${lines}\n`
const unmet = (node: CaseNode) =>
  node
    .findings()
    .flatMap(({ code, severity, args }) =>
      code === "service-condition-not-met" ? [[severity, (args as { value: string }).value]] : [],
    )

// systemd.unit(5), CONDITIONS AND ASSERTS; kinvolk/lokomotive#1518.
test.each([
  ["ConditionPathExists=/opt/bin/prepared", "/opt/bin/prepared"],
  ["ConditionPathExists=!/etc/os-release", "!/etc/os-release"],
  ["ConditionFileIsExecutable=/etc/os-release", "/etc/os-release"],
  ["ConditionPathIsDirectory=/etc/os-release", "/etc/os-release"],
  ["ConditionDirectoryNotEmpty=/etc/cni/net.d", "/etc/cni/net.d"],
  ["ConditionPathExistsGlob=/usr/bin/docker*", "/usr/bin/docker*"],
  ["AssertFileNotEmpty=/etc/kubelet.token", "/etc/kubelet.token"],
])("a unit that asks for what is not so: %s", (line, value) => {
  using node = new CaseNode(name)
  node.write(containerd, condition(line))

  expect(unmet(node)).toEqual([["failure", value]])
  expect(node.say("check").text).toContain(`${line} is not met`)
})

test.each([
  "ConditionPathExists=/etc/os-release",
  "ConditionPathExistsGlob=/usr/bin/containerd*",
  "ConditionPathExists=/run/flannel/subnet.env",
  "ConditionPathExists=|/opt/none\nConditionPathExists=|/etc/os-release",
  "ConditionPathExists=/opt/none\nConditionDirectoryNotEmpty=",
  "ConditionVirtualization=!container",
  "ConditionKernelCommandLine=nothing",
  "ConditionSecurity=selinux",
])("what is met, or not known of a tree, is not told: %j", (lines) => {
  using node = new CaseNode(name)
  node.write(containerd, condition(lines))

  expect(unmet(node)).toEqual([])
})

// kubernetes-sigs/kind#2072.
test("a kubelet may wait for what kubeadm writes", () => {
  using node = new CaseNode(name)
  node.write(kubelet, condition("ConditionPathExists=/var/lib/kubelet/config.yaml"))

  expect(unmet(node)).toEqual([["note", "/var/lib/kubelet/config.yaml"]])
})
