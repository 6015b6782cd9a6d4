// A drop-in of the kubelet says KUBELET_EXTRA_ARGS=... without Environment=: "Unknown key 'KUBELET_EXTRA_ARGS' in section
// [Service], ignoring" (systemd-analyze verify, systemd 252). Report: poseidon/typhoon#480.
import { expect, test } from "bun:test"
import { CaseNode } from "../case.ts"

test("check says how the line must be written", () => {
  using node = new CaseNode("unit-line-without-environment")

  expect(node.codes("warning")).toContain("unit-line-not-read")
  expect(node.say("check").text).toContain('Write Environment="KUBELET_EXTRA_ARGS=..."')
})

test("explain says why the flag does not reach the kubelet", () => {
  using node = new CaseNode("unit-line-without-environment")

  expect(node.say("explain", "cgroup-driver").text).toContain("--cgroup-driver = cgroupfs (systemd skips this line)")
})
