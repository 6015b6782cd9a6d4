// A node as kubeadm leaves it, with containerd. What is reported of nodes is made out of it, one thing at a time.
import { expect, test } from "bun:test"
import { CaseNode } from "../case.ts"

test("a healthy node has no finding", () => {
  using node = new CaseNode("healthy")

  expect(node.findings().filter(({ severity }) => severity !== "note")).toEqual([])
})
