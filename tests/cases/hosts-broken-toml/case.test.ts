// Markdown's backslashes were copied into the file: "failed to parse TOML" (ctr 1.6.20, 1.7.24, 2.1.9), and the registry
// itself is asked. Report: CSDN mini_ling 155488253.
import { expect, test } from "bun:test"
import { CaseNode } from "../case.ts"

test("check names the line, and explain says why there is no mirror", () => {
  using node = new CaseNode("hosts-broken-toml")

  const found = node.findings().find(({ code }) => code === "containerd-hosts-dropped")
  expect(found?.place).toMatchObject({ line: 3, column: 16 })
  expect(node.say("explain", "registry-mirror").text).toContain("is not valid TOML")
})
