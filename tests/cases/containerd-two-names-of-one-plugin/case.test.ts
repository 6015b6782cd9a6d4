// A file without `version` names the CRI plugin twice, as plugins.cri and as plugins."io.containerd.grpc.v1.cri".
// `containerd 2.3.4 config dump`, 24 times: the full name counts 20 times, the short one 4 times. Of 1.6.20 and 1.7.24
// the short one always counts, of 2.1.9 neither.
import { expect, test } from "bun:test"
import { CaseNode } from "../case.ts"

const name = "containerd-two-names-of-one-plugin"
const file = "/etc/containerd/config.toml"

test("neither value is called effective", () => {
  using node = new CaseNode(name)

  expect(node.codes("failure")).toContain("containerd-plugin-of-two-names")
  const explained = node.say("explain", "sandbox-image").text
  expect(explained).toContain("sandbox-image (containerd): not known")
  expect(explained).toContain("decided by chance at every start")
})

test("plan brings both tables together under the name of later releases", () => {
  using node = new CaseNode(name)

  const planned = node.planned(file, "--sandbox-image", "example.invalid/pause:9.9")
  expect(planned).toContain('[plugins."io.containerd.grpc.v1.cri"]\n  sandbox_image = "example.invalid/pause:9.9"\n')
  expect(planned).not.toContain("[plugins.cri]")
})

test("what only the short name has is kept, and afterwards the node is as asked", () => {
  using node = new CaseNode(name)
  const own =
    '[plugins.cri.containerd]\n  snapshotter = "native"\n[plugins.cri.containerd.runtimes.runc]\n  runtime_type = "io.containerd.runc.v2"\n'
  node.write(file, `${node.read(file)}${own}`)

  expect(node.run("apply", "--yes").code).toBe(0)
  expect(node.read(file)).toContain('snapshotter = "native"')
  expect(node.codes("failure")).not.toContain("containerd-plugin-of-two-names")
  expect(node.plan().plan?.changes).toEqual([])
})

test.each(["1.7.24", "2.1.9"])("of containerd %s it is known which one counts", (version) => {
  using node = new CaseNode(name)
  node.write("var/lib/dpkg/status", "")

  const { out } = node.run("check", "-o", "json", "--runtime-version", version)
  expect(out).not.toContain("containerd-plugin-of-two-names")
})
