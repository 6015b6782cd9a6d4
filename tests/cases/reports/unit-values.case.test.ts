// Values that systemd cannot parse, and variables of systemd's own: told with the line, and with what it takes.
import { expect, test } from "bun:test"
import { CaseNode } from "../case.ts"

const told = (node: CaseNode, code: string) => node.findings().filter((one) => one.code === code)

// netdata/netdata#13468 has the remark behind a limit of containerd, troglobit/smcroute#125 the capital letter.
test.each([
  ["containerd.service", "Restart=allways", "word", "always"],
  ["containerd.service", 'Restart="always"', "word", "always"],
  ["containerd.service", "LimitNOFILE=1M", "limit-count", "1048576"],
  ["containerd.service", "LimitNOFILE=20000000 // it was infinity", "limit-count", "20000000"],
  ["containerd.service", "Type=Notify", "word", "notify"],
  ["containerd.service", "LimitNOFILE=unlimited", "limit-count", "infinity"],
  ["containerd.service", "MemoryMax=4GB", "memory", "4G"],
  ["containerd.service", "TasksMax=unlimited", "tasks", "infinity"],
  ["containerd.service", "Delegate=cpu,memory", "controllers", "cpu memory"],
  ["kubelet.service", "RestartSec=5 secs", "time", "5 sec"],
  ["kubelet.service", "OOMScoreAdjust=2000", "integer", ""],
  ["kubelet.service", "KillMode=Process", "word", "process"],
  ["kubelet.service", "CPUQuota=2", "percentage", ""],
])("%s with %s", (service, line, why, meant) => {
  using node = new CaseNode("healthy")
  const file = `etc/systemd/system/${service}.d/50-own.conf`
  node.write(file, `[Service]\n${line}\n`)

  expect(told(node, "unit-value-not-read")).toMatchObject([
    { severity: "warning", args: { service, why, meant }, place: { file: `/${file}`, line: 2 } },
  ])
  expect(node.say("check").text).toContain(line)
})

test("an order after something that is no name of a unit", () => {
  using node = new CaseNode("healthy")
  node.write("etc/systemd/system/kubelet.service.d/50-own.conf", "[Unit]\nAfter=network-online.target, containerd\n")

  expect(told(node, "unit-value-not-read")).toMatchObject([
    { args: { meant: "network-online.target containerd.service" } },
  ])
})

// pgbouncer/pgbouncer#1148: notify-reload came with 253, which RHEL 9 and Ubuntu 22.04 do not have.
test("a word that this node's systemd does not have yet, and a newer one has", () => {
  using node = new CaseNode("healthy")
  node.write("etc/systemd/system/containerd.service.d/50-own.conf", "[Service]\nType=notify-reload\n")
  expect(node.findings()).toEqual([])

  node.write("usr/lib/x86_64-linux-gnu/systemd/libsystemd-shared-249.so", "")
  expect(told(node, "unit-value-not-read")).toMatchObject([{ args: { why: "later", since: "253", release: "249" } }])

  node.remove("usr/lib/x86_64-linux-gnu").write("usr/lib/systemd/libsystemd-shared-257-9.el10.so", "")
  expect(node.findings()).toEqual([])
})

test.each(["WorkingDirectory=var/lib/kubelet", "RootDirectory=kubelet", "DynamicUser=maybe"])(
  "a unit with %s is not loaded at all",
  (line) => {
    using node = new CaseNode("healthy")
    node.write("etc/systemd/system/kubelet.service.d/50-own.conf", `[Service]\n${line}\n`)

    expect(told(node, "service-refused")).toMatchObject([{ severity: "failure", args: { what: line } }])
  },
)

test("what counts as one word for systemd is no trouble", () => {
  using node = new CaseNode("healthy")
  const lines = [
    "Restart=",
    "RestartSec=500ms",
    "LimitNOFILE=1024:infinity",
    "MemoryMax=80%",
    "Delegate=yes",
    "Nice=-5",
  ]
  node.write("etc/systemd/system/kubelet.service.d/50-own.conf", `[Service]\n${lines.join("\n")}\n`)

  expect(node.findings()).toEqual([])
})

const proxyOf = (node: CaseNode) => {
  const { out } = node.run("explain", "proxy", "-o", "json")
  const all = (JSON.parse(out) as { explanations: readonly Explained[] }).explanations
  return all.find(({ subject }) => subject === "containerd.service")
}
interface Explained {
  readonly subject: string
  readonly value: string
  readonly source: { readonly path: string }
  readonly others: readonly { readonly place: { readonly file: string }; readonly why: { readonly code: string } }[]
}

test("a proxy in /etc/environment is none of a service's, and explain says so", () => {
  using node = new CaseNode("healthy")
  node.write("etc/environment", 'PATH="/usr/bin"\nHTTPS_PROXY=http://proxy.example.com:3128\n')

  expect(node.findings()).toEqual([])
  expect(proxyOf(node)).toMatchObject({
    value: "none",
    others: [{ place: { file: "/etc/environment", line: 2 }, why: { code: "read-at-logins" } }],
  })
})

// deckhouse/deckhouse#4525 and kubernetes-sigs/kind#694 set it so.
test("a proxy that systemd hands to every service counts, unless the service has its own", () => {
  using node = new CaseNode("healthy")
  const [all, own] = ["etc/systemd/system.conf.d/proxy.conf", "etc/systemd/system/containerd.service.d/proxy.conf"]
  node.write(all, "[Manager]\nDefaultEnvironment=HTTPS_PROXY=http://all.example.com:3128 NO_PROXY=localhost\n")
  expect(proxyOf(node)).toMatchObject({ value: "http://all.example.com:3128", source: { path: `/${all}` }, others: [] })

  node.write(own, "[Service]\nEnvironment=HTTPS_PROXY=http://own.example.com:3128\n")
  expect(proxyOf(node)).toMatchObject({
    value: "http://own.example.com:3128",
    source: { path: `/${own}` },
    others: [{ place: { file: `/${all}` }, why: { code: "overridden-by" } }],
  })
})

test("a proxy that a unit asks systemd for is there only where systemd has it", () => {
  using node = new CaseNode("healthy")
  node.write("etc/systemd/system/containerd.service.d/proxy.conf", "[Service]\nPassEnvironment=HTTPS_PROXY NO_PROXY\n")
  expect(proxyOf(node)).toMatchObject({ value: "none", others: [{ why: { code: "handed-on-by-systemd" } }] })

  node.write("etc/systemd/system.conf", "[Manager]\nManagerEnvironment=HTTPS_PROXY=http://proxy.example.com:3128\n")
  expect(proxyOf(node)).toMatchObject({ value: "http://proxy.example.com:3128", others: [] })
})
