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
  [{ "max-download-attempts": -1 }, "value-form"],
  [{ bridge: "br0", bip: "10.9.0.1/24" }, "bridge-twice"],
  [{ iptables: false, icc: false }, "icc-without-iptables"],
  [{ "userland-proxy-path": "/usr/libexec/docker/none" }, "file-missing"],
  [{ "userland-proxy-path": "docker-proxy" }, "file-missing"],
  [{ "seccomp-profile": "seccomp.json" }, "file-missing"],
  [{ "metrics-addr": "127.0.0.1" }, "value-form"],
  [{ bip: "172.20.0.0/16" }, "value-form"],
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
  { "seccomp-profile": "builtin" },
  { "metrics-addr": "0.0.0.0:9323" },
  { "userland-proxy": false, "userland-proxy-path": "/usr/libexec/docker/none" },
  { bip: "172.20.0.1/16" },
  { ipv6: true, "fixed-cidr-v6": "fd00:1::/64" },
  { ipv6: true, bridge: "none" },
])("%j is taken", (config) => {
  using node = new CaseNode(name)
  node.write("etc/docker/daemon.json", JSON.stringify(config))

  expect(refused(node)).toEqual([])
})

// As dockerd 20.10.24, 26.1.5 and 28.5.2 answer where they make their bridge.
test.each(['{"ipv6": true}', '{"ipv6": true, "default-address-pools": [{"base": "fd00:2::/56", "size": 64}]}'])(
  "%s, which has no network for the bridge, is taken by Docker 27 and later",
  (config) => {
    using node = new CaseNode(name)
    node.write("etc/docker/daemon.json", config)
    const codes = (release: string) => node.findings("--runtime-version", release).map(({ code }) => code)

    expect(codes("26.1.5")).toContain("docker-value-refused")
    expect(codes("28.5.2")).not.toContain("docker-value-refused")
  },
)

test("words for a seccomp profile, and the path of the proxy, are looked at as the release does", () => {
  using node = new CaseNode(name)
  const refusedBy = (release: string, config: object) => {
    node.write("etc/docker/daemon.json", JSON.stringify(config))
    return node.findings("--runtime-version", release).some(({ code }) => code === "docker-value-refused")
  }

  expect(refusedBy("20.10.24", { "seccomp-profile": "unconfined" })).toBe(true)
  expect(refusedBy("20.10.24", { "userland-proxy-path": "/none" })).toBe(false)
})

test("an init for every container that is not there", () => {
  using node = new CaseNode(name)
  const missing = () => node.findings().filter(({ code }) => code === "docker-init-missing")
  node.write("etc/docker/daemon.json", '{"init": true}\n')
  expect(missing()).toMatchObject([{ severity: "failure", args: { path: "docker-init" }, place: { line: 1 } }])

  node.write("usr/libexec/docker/docker-init", "")
  expect(missing()).toEqual([])

  node.write("etc/docker/daemon.json", '{"init": true, "init-path": "/opt/tini"}\n')
  expect(missing()).toMatchObject([{ args: { path: "/opt/tini" } }])
})
