// dockerd 26.1.5, really started with this file, ends at once; --validate passes. docker-cgroupns-mode has more of the
// kind.
import { expect, test } from "bun:test"
import { CaseNode } from "../case.ts"

test("check fails with the line, without a password, and plan does not call the node as asked", () => {
  using node = new CaseNode("docker-runtime-without-path")

  const found = node.findings().find(({ code }) => code === "docker-value-refused")
  expect(found).toMatchObject({ severity: "failure", args: { other: "runtime-empty" }, place: { line: 1 } })
  expect(node.run("check").out).not.toContain("example@")
  expect(node.plan().code).not.toBe(0)
})
