// Handlers kata and runsc whose shims are not installed: "runtime "io.containerd.kata.v2" binary not installed
// "containerd-shim-kata-v2"". Reports: flatcar/Flatcar#201, kontainapp/km#1530.
import { expect, test } from "bun:test"
import { CaseNode } from "../case.ts"

test("each is a note with the shim's name and its line", () => {
  using node = new CaseNode("shim-missing")

  const found = node.findings().filter(({ code }) => code === "handler-program-unusable")
  expect(found.map(({ severity, place }) => [severity, place?.line])).toEqual([
    ["note", 9],
    ["note", 12],
  ])
  expect(node.say("check").text).toContain("containerd-shim-runsc-v1")
})

// The archive of containerd brings no runc: concourse/concourse#4130, labring/sealos#4877.
test("runc that is not there keeps every pod of its handlers from starting", () => {
  using node = new CaseNode("shim-missing")
  node.remove("usr/bin/runc")

  const lacking = node
    .findings()
    .find(({ severity, code }) => severity === "failure" && code === "handler-program-unusable")
  expect(lacking).toMatchObject({ args: { program: "runc", why: "missing", isDefault: true } })
  expect(node.say("check").text).toContain("apt-get install runc")
})

test("so does the shim of runc", () => {
  using node = new CaseNode("shim-missing")
  node.remove("usr/bin/containerd-shim-runc-v2")

  expect(node.findings().map(({ args }) => (args as { program?: string }).program)).toContain("containerd-shim-runc-v2")
})
