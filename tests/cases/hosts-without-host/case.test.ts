// Only server, ca and client at the top, no [host.] table. `ctr images pull --hosts-dir` of 1.6.20 and 1.7.24: "failed to
// decode hosts.toml: invalid `host` tree"; of 2.1.9 and 2.4.2 the file counts. Report: containerd/containerd#13212.
import { expect, test } from "bun:test"
import { CaseNode } from "../case.ts"

const name = "hosts-without-host"
const ofOlder = 'version = 2\n[plugins."io.containerd.grpc.v1.cri".registry]\nconfig_path = "/etc/containerd/certs.d"\n'

test("before 2.0 the file is dropped, and from then on its certificate must be there", () => {
  using node = new CaseNode(name)

  expect(node.codes("failure")).toEqual(["containerd-hosts-needs-file"])
  node.write("etc/containerd/config.toml", ofOlder)
  const before = node.run("check", "--runtime-version", "1.7.24").out.replace(/\s+/g, " ")
  expect(before).toContain('Put the same keys below a table [host."https://ADDRESS"]')
})
