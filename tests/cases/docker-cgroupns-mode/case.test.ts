// Values of daemon.json on which dockerd ends at its start although --validate passes: each was given to dockerd 20.10.24,
// 26.1.5 and 28.5.2, really started. Reports: moby/moby#12087 (a log option of another driver), #34091 (mirrors, overlay),
// docker/docker-install#114 (devicemapper), moby/moby#50233 (credentials).
import { expect, test } from "bun:test"
import { CaseNode } from "../case.ts"

const name = "docker-cgroupns-mode"
const file = "etc/docker/daemon.json"
const why = (node: CaseNode, ...args: readonly string[]) =>
  node.findings(...args).flatMap((one) => (one.code === "docker-value-refused" ? [one.args.other] : []))

test("a misspelt mode is told with its line, and plan does not call the node as asked", () => {
  using node = new CaseNode(name)

  const found = node.findings().find(({ code }) => code === "docker-value-refused")
  expect(found).toMatchObject({ severity: "failure", place: { file: `/${file}`, line: 1, column: 46 } })
  expect(node.plan().code).not.toBe(0)
})

test.each([
  [{ "default-runtime": "nvidia" }, "default-runtime-unknown"],
  [{ "default-runtime": "crun" }, "default-runtime-unknown"],
  [{ "default-runtime": "io.containerd.runc.v2" }, undefined],
  [{ runtimes: { runc: { path: "/x" } } }, "runtime-reserved"],
  [{ runtimes: { n: { path: "/x", runtimeType: "io.containerd.runc.v2" } } }, "runtime-path-and-type"],
  [{ runtimes: { n: { runtimeType: "io.containerd.runc.v2", runtimeArgs: ["-x"] } } }, "runtime-args-of-type"],
  [{ "log-driver": "journald", "log-opts": { "max-size": "10m" } }, "log-option-unknown"],
  [{ "log-opts": { "max-sise": "1m" } }, "log-option-unknown"],
  [{ "log-driver": "local", "log-opts": { labels: "a" } }, "log-option-unknown"],
  [{ "log-opts": { mode: "non-blocking" } }, undefined],
  [{ "log-driver": "syslog", "log-opts": { "syslog-adress": "udp://192.0.2.1:514" } }, "log-option-unknown"],
  [{ "log-driver": "fluentd", "log-opts": { "fluentd-adress": "192.0.2.1:24224" } }, "log-option-unknown"],
  [{ "log-driver": "gcplogs", "log-opts": { tag: "a" } }, "log-option-unknown"],
  [{ "log-driver": "gelf", "log-opts": { "gelf-address": "udp://192.0.2.1:1", tag: "a" } }, undefined],
  [{ "log-driver": "awslogs", "log-opts": { "awslogs-group": "a", mode: "non-blocking" } }, undefined],
  [{ "log-driver": "loki", "log-opts": { "loki-url": "http://192.0.2.1" } }, undefined],
  [{ "storage-driver": "devicemapper" }, "storage-driver-removed"],
  [{ "storage-driver": "overlay" }, "storage-driver-removed"],
  [{ "default-ipc-mode": "host" }, "ipc-mode"],
  [{ "userns-remap": "a:b:c" }, "userns-remap"],
  [{ tlsverify: true }, "tls-file"],
  [{ labels: ["a=1", "a=2"] }, "label-twice"],
  [{ "registry-mirrors": ["https://m.example/?a=1"] }, "mirror-query"],
  [{ "registry-mirrors": ["https://m.example/a/b"] }, undefined],
  [{ "registry-mirrors": ["https://m.example/"] }, undefined],
  [{ "registry-mirrors": [""] }, "mirror-scheme"],
])("%j: %p", (config, expected) => {
  using node = new CaseNode(name)
  node.write(file, JSON.stringify(config))

  expect(why(node)).toEqual(expected === undefined ? [] : [expected])
})

test.each([
  [{ runtimes: { n: {} } }, undefined],
  [{ "storage-driver": "overlay" }, undefined],
  [{ "registry-mirrors": ["https://m.example/a/b"] }, "mirror-query"],
])("before 23.0, %j: %p", (config, expected) => {
  using node = new CaseNode(name)
  node.write(file, JSON.stringify(config))

  expect(why(node, "--runtime-version", "20.10.24")).toEqual(expected === undefined ? [] : [expected])
})
