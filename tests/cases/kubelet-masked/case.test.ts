// kubelet.service is masked; `systemctl enable` then ends with "Unit file ... is masked". Report:
// kubernetes-retired/contrib#2562.
import { expect, test } from "bun:test"
import { CaseNode } from "../case.ts"

test("the way on is to unmask it, not to enable it", () => {
  using node = new CaseNode("kubelet-masked")

  expect(node.codes("failure")).toEqual(["service-masked"])
  expect(node.codes("warning")).not.toContain("kubelet-not-enabled")
  expect(node.say("check").text).toContain("unmask kubelet.service")
})
