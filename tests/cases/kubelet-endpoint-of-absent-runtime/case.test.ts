// A drop-in of the kubelet names CRI-O's socket, and only containerd is installed: nothing can be left behind.
import { expect, test } from "bun:test"
import { CaseNode } from "../case.ts"

test("check names the endpoint without a runtime, and plan says from where to where the kubelet moves", () => {
  using node = new CaseNode("kubelet-endpoint-of-absent-runtime")

  expect(node.codes("failure")).toContain("kubelet-endpoint-of-no-runtime")
  expect(node.say("check").text).toContain("It is set to unix:///run/crio/crio.sock")
  const planned = node.say("plan")
  expect(planned.code).toBe(0)
  expect(planned.text).toContain(
    "the kubelet moves from unix:///run/crio/crio.sock, where no runtime is, to unix:///run/containerd/containerd.sock",
  )
})
