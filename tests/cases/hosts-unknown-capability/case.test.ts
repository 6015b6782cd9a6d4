// capabilities has a word that containerd does not know. `ctr images pull --hosts-dir` of 1.6.20, 1.7.24, 2.1.9, 2.4.2:
// "failed to decode hosts.toml: unknown capability query", and the registry itself is asked. Reports:
// containerd/containerd#6438, #11478, #12550.
import { expect, test } from "bun:test"
import { CaseNode } from "../case.ts"

const name = "hosts-unknown-capability"
const file = "etc/containerd/certs.d/127.0.0.1:5999/hosts.toml"
const dropped = (node: CaseNode, ...args: readonly string[]) =>
  node.findings(...args).flatMap((one) => (one.code === "containerd-hosts-dropped" ? [one.args.why] : []))

test("check names the line, explain calls no mirror effective, plan does not add one to a dropped file", () => {
  using node = new CaseNode(name)

  const found = node.findings().find(({ code }) => code === "containerd-hosts-dropped")
  expect(found?.place).toMatchObject({ file: `/${file}`, line: 3 })
  expect(node.say("explain", "registry-mirror").text).toContain("(containerd 127.0.0.1:5999): none")
  const planned = node.plan("--registry-mirror", "127.0.0.1:5999=https://127.0.0.1:5998")
  expect(planned).toMatchObject({ code: 3, refusals: ["containerd-hosts-stay-dropped"] })
})

// Each as the same four releases answer. A quoted switch: as in containerd/containerd#8053.
const ofOlder = 'version = 2\n[plugins."io.containerd.grpc.v1.cri".registry]\nconfig_path = "/etc/containerd/certs.d"\n'
const host = '[host."http://127.0.0.1:5998"]\n'
test.each([
  [`${host}capabilities = "pull"\n`, ["type"]],
  [`${host}skip_verify = "true"\n`, ["type"]],
  [`${host}override_path = "true"\n`, ["type"]],
  [`${host}ca = 1\n`, ["type"]],
  [`${host}client = [["/a", "/b", "/c"]]\n`, ["type"]],
  [`server = 1\n${host}`, ["type"]],
  ['[[host]]\nurl = "http://127.0.0.1:5998"\n', ["type"]],
  ['[host."http://127.0.0.1:59 98"]\n', ["address"]],
  ['[host."127.0.0.1:5998"]\n', []],
  [`${host}capabilities = []\n`, []],
  [`server = "*"\n${host}capabilities = ["pull", "resolve"]\n`, []],
  ["", []],
])("%j: %j", (text, whys) => {
  using node = new CaseNode(name)
  node.write(file, text)

  expect(dropped(node)).toEqual(whys as ReturnType<typeof dropped>)
})

test("a wrong dial_timeout drops the file since 2.1 only", () => {
  using node = new CaseNode(name)
  node.write(file, `${host}dial_timeout = "3x"\n`)

  expect(dropped(node)).toEqual(["duration"])
  node.write("etc/containerd/config.toml", ofOlder)
  expect(dropped(node, "--runtime-version", "1.7.24")).toEqual([])
})

test("a mirror without resolve is not effective, and a misspelt key is told", () => {
  using node = new CaseNode(name)
  node.write(file, `${host}capabilities = ["pull"]\n[host."http://127.0.0.1:5997"]\ncapabilites = ["pull"]\n`)

  expect(node.codes("warning")).toContain("containerd-hosts-no-resolve")
  expect(node.codes("warning")).toContain("containerd-hosts-key-unknown")
  expect(node.say("explain", "registry-mirror").text).toContain("(containerd 127.0.0.1:5999): http://127.0.0.1:5997")
})
