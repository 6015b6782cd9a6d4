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

// cri-o internal/criocli/criocli.go: a flag counts more than every file. CRI-O's own unit hands them over from
// CRIO_RUNTIME_OPTIONS in /etc/sysconfig/crio.
test("what the service's flags say otherwise is not judged by the file", () => {
  using node = new CaseNode("crio-seccomp-not-json")
  node.write("etc/crio/crio.conf.d/90-own.conf", "[crio.runtime]\nlog_size_max = 100\n")
  expect(node.codes("failure")).toContain("crio-value-refused")

  node.write("etc/crio/own.json", '{ "defaultAction": "SCMP_ACT_ALLOW" }\n')
  const options = "--log-size-max=16384 --seccomp-profile /etc/crio/own.json"
  node.write("etc/sysconfig/crio", `CRIO_RUNTIME_OPTIONS="${options}"\n`)

  expect(node.codes("failure")).toEqual([])
})
