// hosts.toml files as containerd uses them, from reports: where it never looks, and what fails every pull.
import { expect, test } from "bun:test"
import { CaseNode } from "../case.ts"

const config = "etc/containerd/config.toml"
const mirror = '[host."https://m.example.com"]\n  capabilities = ["pull", "resolve"]\n'
const certificate = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"

function withMirrors(configPath = "/etc/containerd/certs.d"): CaseNode {
  const node = new CaseNode("healthy")
  const table = `[plugins.'io.containerd.cri.v1.images'.registry]\n  config_path = '${configPath}'\n`
  return node.write(config, `${node.read(config)}${table}`)
}

const never = (node: CaseNode) =>
  node
    .findings()
    .flatMap(({ code, args }) =>
      code === "containerd-hosts-never-asked" ? [args as { why: string; meant: string }] : [],
    )

// containerd/containerd#7896 has host.toml; the others are named after a URL, or after nothing that a name begins with.
test.each([
  ["docker.io/host.toml", { why: "name", meant: "hosts.toml" }],
  ["docker.io/docker.toml", { why: "name", meant: "hosts.toml" }],
  ["https:__docker.io/hosts.toml", { why: "alias", meant: "docker.io" }],
  ["https___quay.io/hosts.toml", { why: "alias", meant: "quay.io" }],
  ["quay/hosts.toml", { why: "no-host-name" }],
  ["my_registry.local/hosts.toml", { why: "no-host-name" }],
])("%s is never looked for", (path, args) => {
  using node = withMirrors()
  node.write(`etc/containerd/certs.d/${path}`, mirror)

  expect(never(node)).toMatchObject([args])
})

test.each(["quay.io/hosts.toml", "reg.local:5000/hosts.toml", "reg.local_5000_/hosts.toml", "_default/hosts.toml"])(
  "%s is looked for",
  (path) => {
    using node = withMirrors()
    node.write(`etc/containerd/certs.d/${path}`, mirror)

    expect(node.findings()).toEqual([])
  },
)

test("a config_path in which nothing is, beside the usual directory", () => {
  using node = withMirrors("/etc/containerd/cert.d")
  node.write("etc/containerd/certs.d/docker.io/hosts.toml", mirror)

  expect(never(node)).toMatchObject([{ why: "not-looked-for", meant: "/etc/containerd/certs.d" }])
})

// containerd core/remotes/docker/config/hosts.go: AppendCertsFromPEM; containerd/containerd#7118 is about such a ca.
test("a ca that is no certificate in PEM fails every pull", () => {
  using node = withMirrors()
  node.write("etc/containerd/certs.d/reg.local/hosts.toml", `${mirror}  ca = "ca.crt"\n`)
  node.write("etc/containerd/certs.d/reg.local/ca.crt", "0\u0082\u0003q0")
  expect(node.codes("failure")).toEqual(["containerd-hosts-needs-file"])
  expect(node.say("check").text).toContain("no certificate in PEM")

  node.write("etc/containerd/certs.d/reg.local/ca.crt", certificate)
  expect(node.findings()).toEqual([])
})

// hosts.go, parseHostConfig: what does not begin with http is asked by HTTPS.
test("a host without a scheme has no path", () => {
  using node = withMirrors()
  node.write("etc/containerd/certs.d/docker.io/hosts.toml", '[host."m.example.com:5000"]\n')

  expect(node.findings()).toEqual([])
})
