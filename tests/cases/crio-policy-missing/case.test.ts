// No signature_policy and no /etc/containers/policy.json: CRI-O 1.36.3 starts, and every pull fails ("no policy.json file
// found at any of ..."). Reports: cri-o/cri-o#10191, usernetes#30, clearlinux/distribution#160.
import { expect, test } from "bun:test"
import { CaseNode } from "../case.ts"

const name = "crio-policy-missing"

test("every pull fails, and a policy ends that", () => {
  using node = new CaseNode(name)

  expect(node.codes("failure")).toEqual(["crio-policy-refused"])
  node.write("etc/containers/policy.json", '{"default": [{"type": "insecureAcceptAnything"}]}\n')
  expect(node.codes("failure")).toEqual([])
})

test("signature_policy of a missing file fails as well", () => {
  using node = new CaseNode(name)
  node.write("etc/containers/policy.json", '{"default": [{"type": "insecureAcceptAnything"}]}\n')
  node.write("etc/crio/crio.conf.d/30-policy.conf", '[crio.image]\nsignature_policy = "/etc/crio/nonesuch.json"\n')

  expect(node.say("check").text).toContain("/etc/crio/nonesuch.json")
})
