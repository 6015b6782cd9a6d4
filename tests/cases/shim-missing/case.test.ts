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
