// Handlers kata and runsc whose shims are not installed: "runtime "io.containerd.kata.v2" binary not installed
// "containerd-shim-kata-v2"". Reports: flatcar/Flatcar#201, kontainapp/km#1530.
import { expect, test } from "bun:test"
import { CaseNode } from "../case.ts"

test("each is a note with the shim's name and its line", () => {
  using node = new CaseNode("shim-missing")

  const found = node.findings().filter(({ code }) => code === "handler-program-unusable")
  expect(found.map(({ severity, place }) => [severity, place?.line])).toEqual([
    ["note", 9],
    ["note", 12],
  ])
  expect(node.say("check").text).toContain("containerd-shim-runsc-v1")
})

// The archive of containerd brings no runc: concourse/concourse#4130, labring/sealos#4877.
test("runc that is not there keeps every pod of its handlers from starting", () => {
  using node = new CaseNode("shim-missing")
  node.remove("usr/bin/runc")

  const lacking = node
    .findings()
    .find(({ severity, code }) => severity === "failure" && code === "handler-program-unusable")
  expect(lacking).toMatchObject({ args: { program: "runc", why: "missing", isDefault: true } })
  expect(node.say("check").text).toContain("apt-get install runc")
})

test("so does the shim of runc", () => {
  using node = new CaseNode("shim-missing")
  node.remove("usr/bin/containerd-shim-runc-v2")

  expect(node.findings().map(({ args }) => (args as { program?: string }).program)).toContain("containerd-shim-runc-v2")
})

// kata-containers/kata-containers#5800 and #9256: Kata lies in /opt/kata, where containerd does not look.
test("a shim in /opt/kata/bin is not found, unless it is linked, named or in the service's PATH", () => {
  using node = new CaseNode("shim-missing")
  const kata = () => node.findings().filter(({ args }) => (args as { handler?: string }).handler === "kata")
  node.write("opt/kata/bin/containerd-shim-kata-v2", "").executable("opt/kata/bin/containerd-shim-kata-v2")
  expect(kata()).toMatchObject([{ severity: "note", args: { elsewhere: "/opt/kata/bin/containerd-shim-kata-v2" } }])
  expect(node.say("check").text).toContain("ln -s /opt/kata/bin/containerd-shim-kata-v2 /usr/local/bin/")

  const file = "etc/containerd/config.toml"
  const written = node.read(file)
  const path = 'runtime_path = "/opt/kata/bin/containerd-shim-kata-v2"'
  node.write(file, written.replace(/(runtime_type = .io\.containerd\.kata\.v2.)/, `$1\n${path}`))
  expect(node.read(file)).toContain(path)
  expect(kata()).toEqual([])

  node.write(file, node.read(file).replace("/opt/kata/bin/containerd", "/opt/kata/none/containerd"))
  expect(kata()).toMatchObject([{ args: { key: "runtime_path", why: "missing" } }])

  node.write(file, written)
  const path2 = "Environment=PATH=/opt/kata/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin"
  node.write("etc/systemd/system/containerd.service.d/path.conf", `[Service]\n${path2}\n`)
  expect(kata()).toEqual([])
})
