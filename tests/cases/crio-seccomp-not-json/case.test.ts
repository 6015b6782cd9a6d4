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

const fine = '{ "defaultAction": "SCMP_ACT_ALLOW" }\n'

// containers/common pkg/seccomp/seccomp_linux.go, setupSeccomp; the two forms are those of opencontainers/runtime-spec#657.
test("a profile that CRI-O takes, and that every container fails with", () => {
  using node = new CaseNode("crio-seccomp-not-json")
  const rule = '{ "name": "mount", "names": ["umount2"], "action": "SCMP_ACT_ALLOW" }'
  node.write("etc/crio/seccomp.json", `{ "defaultAction": "SCMP_ACT_ERRNO",\n  "syscalls": [${rule}] }\n`)

  expect(node.codes("failure")).toEqual(["crio-profile-refused"])
  expect(node.say("check").text).toContain("A rule has name (mount) beside names")
})

// cri-o/cri-o#7016: signature_policy_dir, by default /etc/crio/policies, has a file for each namespace.
test("a policy of one namespace that cannot be used", () => {
  using node = new CaseNode("crio-seccomp-not-json")
  node.write("etc/crio/seccomp.json", fine).write("etc/crio/policies/prod.json", '{"defaults": []}\n')
  const refused = () => node.findings().filter(({ code }) => code === "crio-policy-refused")
  expect(refused()).toMatchObject([{ args: { namespace: "prod", file: "/etc/crio/policies/prod.json" } }])

  node.write("etc/crio/crio.conf.d/90-own.conf", '[crio.image]\nsignature_policy_dir = "/etc/policies"\n')
  expect(refused()).toEqual([])

  node.write("etc/policies/dev.json", "{}\n")
  expect(node.say("check").text).toContain("can pull no image for pods of the namespace dev")
})

// cri-o internal/criocli/criocli.go.
test("--pinns-path counts more than pinns_path", () => {
  using node = new CaseNode("crio-seccomp-not-json")
  node.write("etc/crio/seccomp.json", fine)
  node.write("etc/crio/crio.conf.d/90-own.conf", '[crio.runtime]\npinns_path = "/opt/pinns"\n')
  expect(node.codes("failure")).toEqual(["crio-program-missing"])

  node.write("etc/sysconfig/crio", 'CRIO_RUNTIME_OPTIONS="--pinns-path=/usr/bin/pinns"\n')
  expect(node.codes("failure")).toEqual([])

  node.write("etc/sysconfig/crio", 'CRIO_RUNTIME_OPTIONS="--pinns-path=/opt/other/pinns"\n')
  expect(node.say("check").text).toContain("/opt/other/pinns")
})
