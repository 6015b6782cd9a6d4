// default-runtime nvidia, and nvidia-container-runtime is not installed: dockerd starts, and each container fails with
// "fork/exec ...: no such file". Report: NVIDIA/nvidia-docker#686.
import { expect, test } from "bun:test"
import { CaseNode } from "../case.ts"

const name = "docker-runtime-binary-missing"

test("check fails with the line and the package of this system", () => {
  using node = new CaseNode(name)

  const found = node.findings().find(({ code }) => code === "handler-program-unusable")
  expect(found).toMatchObject({ severity: "failure", place: { file: "/etc/docker/daemon.json", line: 1 } })
  expect(node.say("check").text).toContain("apt-get install nvidia-container-toolkit")
})

test("a runtime that is not the default is a note", () => {
  using node = new CaseNode(name)
  node.write("etc/docker/daemon.json", '{"runtimes": {"nvidia": {"path": "/usr/bin/nvidia-container-runtime"}}}\n')

  expect(node.codes("note")).toContain("handler-program-unusable")
})
