// What the runtime needs from its surroundings, from reports: a proxy that is asked for addresses of the cluster.
import { expect, test } from "bun:test"
import { CaseNode } from "../case.ts"

const file = "etc/systemd/system/containerd.service.d/http-proxy.conf"
const kubelet = "var/lib/kubelet/config.yaml"
const missing = (node: CaseNode) =>
  node
    .findings()
    .flatMap(({ code, severity, args }) =>
      code === "proxy-without-cluster" ? [[severity, (args as { missing: readonly string[] }).missing]] : [],
    )
const proxied = (node: CaseNode, exceptions: string) =>
  node.write(file, `[Service]\nEnvironment="HTTPS_PROXY=http://proxy.example.com:3128" "NO_PROXY=${exceptions}"\n`)

// kubernetes/kubeadm#687, kubernetes/kubernetes#61629, kubernetes/kubernetes#52792.
test.each([
  ["localhost,127.0.0.1", [["note", ["10.96.0.10"]]]],
  ["localhost,10.*", [["note", ["10.96.0.10"]]]],
  ["localhost 10.96.0.0/12", [["note", ["10.96.0.10"]]]],
  ["localhost,.svc,.cluster.local", [["note", ["10.96.0.10"]]]],
  ["localhost,10.96.0.0/12", []],
  ["localhost, 10.96.0.10", []],
  ["*", []],
])("NO_PROXY=%s", (exceptions, expected) => {
  using node = new CaseNode("healthy")
  expect(missing(proxied(node, exceptions))).toEqual(expected as never)
})

test("the address of the cluster's DNS counts however the configuration writes it", () => {
  using node = new CaseNode("healthy")
  proxied(node, "localhost")
  const text = node.read(kubelet)
  node.write(kubelet, text.replace("clusterDNS:\n- 10.96.0.10", "clusterDNS: [10.96.0.10, fd00:10:96::a]"))
  expect(missing(node)).toEqual([["note", ["10.96.0.10", "fd00:10:96::a"]]])

  proxied(node, "10.96.0.0/12,fd00:10:96::/112")
  expect(missing(node)).toEqual([])
})

// angstwad/docker.ubuntu#193: all of them between one pair of quotes.
test("several variables in one word", () => {
  using node = new CaseNode("healthy")
  const file = "etc/systemd/system/containerd.service.d/http-proxy.conf"
  const told = () => node.findings().filter(({ code }) => code === "proxy-in-one-word")
  node.write(file, '[Service]\nEnvironment="HTTP_PROXY=http://p.example.com:3128 NO_PROXY=10.96.0.0/12,localhost"\n')
  expect(told()).toMatchObject([
    { severity: "warning", args: { variable: "HTTP_PROXY" }, place: { file: `/${file}`, line: 2 } },
  ])

  node.write(file, '[Service]\nEnvironment="HTTP_PROXY=http://p.example.com:3128" "NO_PROXY=10.96.0.0/12,localhost"\n')
  expect(told()).toEqual([])
})
