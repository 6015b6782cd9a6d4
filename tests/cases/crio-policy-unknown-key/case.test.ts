// policy.json with a key that is not known: CRI-O 1.36.3 starts, and every pull fails ("Unknown key "extra""). keyPaths,
// which older releases refused (kubernetes/website#40834), is known to this one.
import { expect, test } from "bun:test"
import { CaseNode } from "../case.ts"

const name = "crio-policy-unknown-key"
const file = "etc/crio/policy.json"
const why = (node: CaseNode) =>
  node.findings().flatMap((one) => (one.code === "crio-policy-refused" ? [one.args.why] : []))

test.each([
  ['{"default": [{"type": "insecureAcceptAnything"}], "extra": 1}', ["unknown-key"]],
  ['{"default": [{"type": "insecureAcceptAnything", "extra": 1}]}', ["unknown-key"]],
  ['{"default": [{"type": "acceptAnything"}]}', ["unknown-type"]],
  ['{"default": []}', ["no-default"]],
  ["{}", ["no-default"]],
  ['{"default": [', ["not-json"]],
  [
    '{"default": [{"type": "reject"}], "transports": {"docker": {"x": [{"type": "signedBy", "kepPath": "/a"}]}}}',
    ["unknown-key"],
  ],
])("%s: %j", (text, whys) => {
  using node = new CaseNode(name)
  node.write(file, text)

  expect(why(node)).toEqual(whys as ReturnType<typeof why>)
})
