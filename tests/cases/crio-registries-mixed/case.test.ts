// registries.conf has [registries.search] beside [[registry]]: CRI-O 1.36.3 does not start ("mixing sysregistry v1/v2 is
// not supported"). Reports: podman#5764, podman#9366, cri-o/cri-o#2032.
import { expect, test } from "bun:test"
import { CaseNode } from "../case.ts"

const name = "crio-registries-mixed"
const main = "etc/containers/registries.conf"
const why = (node: CaseNode) =>
  node.findings().flatMap((one) => (one.code === "crio-other-file-stops" ? [one.args.why] : []))

test("check fails with the old table's line, and no mirror is called effective", () => {
  using node = new CaseNode(name)

  const found = node.findings().find(({ code }) => code === "crio-other-file-stops")
  expect(found).toMatchObject({ severity: "failure", args: { why: "mixed" }, place: { file: `/${main}`, line: 1 } })
  expect(node.say("explain", "registry-mirror").text).toContain("(crio registry.k8s.io): none")
})

// kubernetes-sigs/kubespray#8496: a value without quotes in a drop-in; kubernetes/minikube#22872: the old form alone.
const registry = (line: string) => `[[registry]]\nprefix = "docker.io"\nlocation = "docker.io"\n${line}\n`
test.each([
  [registry('[[registry.mirror]]\nlocation = "https://mirror.example.net"'), ["scheme"]],
  [registry("[[registry.mirror]]\ninsecure = true"), ["no-location"]],
  ["[[registry]]\ninsecure = true\n", ["no-location"]],
  ['unqualified-search-registries = ["https://docker.io"]\n', ["scheme"]],
  ["unqualified-search-registries = [docker.io]\n", ["not-toml"]],
  ['short-name-mode = "off"\n', ["short-name-mode"]],
  ['[registries.search]\nregistries = ["docker.io"]\n', ["old-form"]],
  [registry('[[registry.mirror]]\nlocation = "mirror.example.net"'), []],
])("%j: %j", (text, whys) => {
  using node = new CaseNode(name)
  node.write(main, "").write("etc/containers/registries.conf.d/01-own.conf", text)

  expect(why(node)).toEqual(whys as ReturnType<typeof why>)
})
