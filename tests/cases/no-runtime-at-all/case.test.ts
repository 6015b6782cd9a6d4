// kubelet and kubeadm are installed and no container runtime is: kubeadm stops at that.
import { expect, test } from "bun:test"
import { CaseNode } from "../case.ts"

const name = "no-runtime-at-all"

test("check says that there is no runtime, with the advice that plan gives", () => {
  using node = new CaseNode(name)

  const checked = node.say("check")
  expect(checked.code).toBe(6)
  expect(checked.text).toContain("There is no container runtime on this node")
  expect(checked.text).toContain("apt-get install containerd")
  expect(node.plan()).toMatchObject({ code: 3, refusals: ["no-runtime"] })
})

test.each([
  ["ID=fedora\n", "dnf install containerd"],
  ['ID="rocky"\nID_LIKE="rhel centos fedora"\n', "docker-ce.repo && dnf install containerd.io"],
  ['ID="opensuse-leap"\n', "zypper install containerd"],
  ["ID=alpine\n", "apk add containerd"],
  ["ID=arch\n", "pacman -S containerd"],
  ["ID=linuxmint\nID_LIKE=ubuntu\n", "apt-get install containerd"],
])("the remedy is of the distribution with %s", (release, command) => {
  using node = new CaseNode(name).write("etc/os-release", release)

  expect(node.say("check").text).toContain(command)
  expect(node.say("plan").text).toContain(command)
})

test("a system that is not known gets no command of another one", () => {
  using node = new CaseNode(name).write("etc/os-release", "ID=homemade\n")

  for (const command of ["check", "plan"]) expect(node.say(command).text).not.toMatch(/apt-get|dnf|zypper|apk add/)
})

test("Docker's snap is no runtime for Kubernetes, and is named", () => {
  using node = new CaseNode(name).write("var/snap/docker/current/.keep", "")

  expect(node.say("check").text).toContain("The one in the snap docker serves no CRI")
})

test("what needs no runtime is done without one, so that the remedy of check works", () => {
  using node = new CaseNode(name).remove("etc/sysctl.d/99-kubernetes.conf")

  const applied = node.say("apply", "--ip-forward", "--yes")
  expect(applied.code).toBe(0)
  expect(node.say("explain", "ip-forward").text).toContain("1")
  expect(node.plan("--ip-forward").plan?.changes).toEqual([])
  expect(node.plan("--ip-forward", "--cgroup-driver", "systemd").refusals).toEqual(["no-runtime"])
  expect(node.plan("--no-restart").refusals).toEqual(["no-runtime"])
})
