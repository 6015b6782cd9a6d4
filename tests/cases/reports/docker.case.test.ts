// daemon.json files that dockerd refuses at its start, from reports; each was also given to dockerd 20.10, 26.1 and 28.5 in
// tests/real/runtimes/docker-configurations.test.ts, but for the bridge's two, which its daemons are started with.
import { expect, test } from "bun:test"
import { CaseNode } from "../case.ts"

const name = "docker-mirror-without-scheme"
const refused = (node: CaseNode) =>
  node
    .findings()
    .flatMap(({ code, args }) => (code === "docker-value-refused" ? [(args as { other: string }).other] : []))

test.each([
  // A profile that a guide names and nobody wrote; moby daemon/seccomp_linux.go.
  [{ "seccomp-profile": "/etc/docker/seccomp.json" }, "file-missing"],
  [{ tls: true, tlscert: "/etc/docker/none.pem" }, "file-missing"],
  // docker/for-linux#327 is about the same key.
  [{ "insecure-registries": ["ftp://registry.local"] }, "insecure-scheme"],
  [{ "storage-driver": "overlay2", "storage-opts": ["dm.basesize=20G"] }, "storage-option"],
  [{ "max-download-attempts": 0 }, "value-form"],
  [{ bridge: "br0", bip: "10.9.0.1/24" }, "bridge-twice"],
  [{ iptables: false, icc: false }, "icc-without-iptables"],
])("%j", (config, why) => {
  using node = new CaseNode(name)
  node.write("etc/docker/daemon.json", JSON.stringify(config))

  expect(refused(node)).toEqual([why])
})

test.each([
  { "insecure-registries": ["http://registry.local:5000", "10.0.0.0/8"] },
  { "storage-driver": "overlay2", "storage-opts": ["overlay2.override_kernel_check=true"] },
  { "registry-mirrors": ["https://m.example.com/v2/"] },
  { "seccomp-profile": "unconfined" },
  { iptables: false },
])("%j is taken", (config) => {
  using node = new CaseNode(name)
  node.write("etc/docker/daemon.json", JSON.stringify(config))

  expect(refused(node)).toEqual([])
})
