// seccomp_profile names a file that is not JSON: CRI-O 1.36.3 does not start; with a file that is not there it starts.
// Report: cri-o/cri-o#1767.
import { expect, test } from "bun:test"
import { CaseNode } from "../case.ts"

test("check fails with the line; a missing profile is only replaced", () => {
  using node = new CaseNode("crio-seccomp-not-json")

  const found = node.findings().find(({ code }) => code === "crio-other-file-stops")
  expect(found).toMatchObject({ severity: "failure", place: { file: "/etc/crio/seccomp.json", line: 3 } })
  node.remove("etc/crio/seccomp.json")
  expect(node.codes("failure")).toEqual([])
})
