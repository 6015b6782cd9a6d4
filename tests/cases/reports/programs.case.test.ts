// Programs that a runtime needs, from reports: there, and no programs.
import { expect, test } from "bun:test"
import { chmodSync } from "node:fs"
import { join } from "node:path"
import { CaseNode } from "../case.ts"

const why = (node: CaseNode) =>
  node
    .findings()
    .flatMap(({ code, severity, args }) =>
      code === "handler-program-unusable"
        ? [[severity, (args as { program: string }).program, (args as { why: string }).why]]
        : [],
    )

// tkestack/tke#1671 has runc's "exec format error"; here what the server said was saved as the program.
test("a download that failed stands in runc's place", () => {
  using node = new CaseNode("healthy")
  node.write("usr/bin/runc", "<!DOCTYPE html>\n<title>Not Found</title>\n")

  expect(why(node)).toEqual([["failure", "runc", "no-program"]])
  expect(node.say("check").text).toContain("as when a download failed")
})

test("a directory in the place of runc, as a mount that went wrong leaves it", () => {
  using node = new CaseNode("healthy")
  node.remove("usr/bin/runc").write("usr/bin/runc/keep", "")

  expect(why(node)).toEqual([["failure", "runc", "not-executable"]])
})

// kata-containers/kata-containers#3734 and #9256 have the shim missing; here as Docker names it, dockerd(8).
test.each([
  ['{"default-runtime": "kata", "runtimes": {"kata": {"runtimeType": "io.containerd.kata.v2"}}}', "failure"],
  ['{"default-runtime": "io.containerd.kata.v2"}', "failure"],
  ['{"runtimes": {"kata": {"runtimeType": "io.containerd.kata.v2"}}}', "note"],
])("Docker's handler by a shim that is not there: %s", (config, severity) => {
  using node = new CaseNode("docker-cgroup-parent")
  node.write("etc/docker/daemon.json", `${config}\n`)
  expect(why(node)).toEqual([[severity, "containerd-shim-kata-v2", "missing"]])
  expect(node.findings().find(({ code }) => code === "handler-program-unusable")?.place).toMatchObject({ line: 1 })

  node.write("usr/local/bin/containerd-shim-kata-v2", "")
  chmodSync(join(node.root, "usr/local/bin/containerd-shim-kata-v2"), 0o755)
  expect(why(node)).toEqual([])
})

test.each([
  '{"runtimes": {"own": {"runtimeType": "io.containerd.runc.v2", "options": {"BinaryName": "/usr/bin/runc"}}}}',
  '{"default-runtime": "runc"}',
  '{"default-runtime": "io.containerd.runc.v2"}',
])("containerd's own shim comes with it: %s", (config) => {
  using node = new CaseNode("docker-cgroup-parent")
  node.write("etc/docker/daemon.json", `${config}\n`)

  expect(why(node)).toEqual([])
})

test("a script may stand in its place", () => {
  using node = new CaseNode("healthy")
  node.write("usr/bin/runc", "#!/bin/sh\nexec /opt/runc\n")

  expect(why(node)).toEqual([])
})

// containerd/cri#1498: base_runtime_spec names what `ctr oci default-spec` writes.
test("a base_runtime_spec that is no JSON keeps CRI away", () => {
  using node = new CaseNode("healthy")
  const file = "etc/containerd/config.toml"
  const spec = "  base_runtime_spec = '/etc/containerd/cri-base.json'\n"
  node.write(file, node.read(file).replace("  [plugins.", `${spec}  [plugins.`))
  node.write("etc/containerd/cri-base.json", "ctr: not found\n")
  expect(node.codes("failure")).toEqual(["containerd-base-spec-missing"])

  node.write("etc/containerd/cri-base.json", "{}\n")
  expect(node.codes("failure")).toEqual([])
})
