import { describe, expect, test } from "bun:test"
import { withRegistry } from "../../src/components/containerd/registry.ts"
import type { Registry } from "../../src/model/setting.ts"
import { readAnswers, writeAnswers } from "../../src/settings/answers-file.ts"
import { oneRowEach, registry } from "../../src/settings/definitions/registry.ts"

const parsed = (given: unknown) => {
  const result = registry.parse(given)
  return result.ok ? result.value : result.fault.code
}

const whole: Registry = {
  host: "registry.k8s.io",
  mirrors: ["https://a.example", "https://b.example/k8s"],
  ca: "/etc/ssl/mirror.pem",
  clientCert: "/etc/ssl/node.crt",
  clientKey: "/etc/ssl/node.key",
}
const flag =
  "registry.k8s.io,mirror=https://a.example,mirror=https://b.example/k8s,ca=/etc/ssl/mirror.pem,client_cert=/etc/ssl/node.crt,client_key=/etc/ssl/node.key"

describe("a registry", () => {
  test("is a row of the command line, and a table of the answers file", () => {
    const text = `[registry."registry.k8s.io"]\nmirrors = ["https://a.example", "https://b.example/k8s"]\nca = "/etc/ssl/mirror.pem"\nclient_cert = "/etc/ssl/node.crt"\nclient_key = "/etc/ssl/node.key"\n`

    expect(parsed([flag])).toEqual([whole])
    expect(readAnswers("a.toml", text)).toMatchObject({ ok: true, value: { values: { registry: [whole] } } })
  })

  test("is written to an answers file behind everything that is no table, and read back", () => {
    const answers = { registry: [whole], "cgroup-driver": "systemd", sysctl: [{ key: "a.b", value: "1" }] } as const
    const text = writeAnswers(answers, () => "help")

    expect(readAnswers("a.toml", text)).toMatchObject({ ok: true, value: { values: answers } })
  })

  test("for every registry is a star", () => {
    expect(parsed(["*,mirror=https://a.example"])).toEqual([{ host: "_default", mirrors: ["https://a.example"] }])
  })

  test.each([
    ["no host", ",mirror=https://a.example"],
    ["nothing about it", "docker.io"],
    ["a key that is none", "docker.io,miror=https://a.example"],
    ["credentials in a URL", "docker.io,mirror=https://u:p@a.example"],
    ["a certificate without its key", "docker.io,client_cert=/a.crt"],
    ["a path that is none", "docker.io,ca=ca.pem"],
    ["a mirror twice", "docker.io,mirror=https://a.example,mirror=https://a.example"],
    ["a key twice", "docker.io,ca=/a,ca=/b"],
    ["a mirror's path without mirrors", "docker.io,override_path"],
  ])("is refused with %s", (_, given) => {
    expect(parsed([given])).toBe("bad-answer")
  })

  test("has one row, and the short form of it says the same", () => {
    const row = { host: "docker.io", mirrors: ["https://a.example"] }

    expect(parsed(["docker.io,skip_verify", "docker.io,mirror=https://a.example"])).toBe("bad-answer")
    expect(
      oneRowEach({ registry: [row], "registry-mirror": [{ host: "docker.io", url: "https://a.example" }] }).ok,
    ).toBe(true)
    expect(
      oneRowEach({ registry: [row], "registry-mirror": [{ host: "docker.io", url: "https://b.example" }] }).ok,
    ).toBe(false)
  })
})

describe("the hosts.toml of containerd", () => {
  const written = (before: string | undefined, row: Registry) => {
    const result = withRegistry("hosts.toml", before, row)
    return result.ok ? result.value : result.fault.code
  }

  test("has the mirrors in their order, each with what it needs", () => {
    expect(written(undefined, whole)).toBe(`# Written by criadm.
server = "https://registry.k8s.io"

[host."https://a.example"]
  capabilities = ["pull", "resolve"]
  ca = "/etc/ssl/mirror.pem"
  client = [["/etc/ssl/node.crt", "/etc/ssl/node.key"]]

[host."https://b.example/v2/k8s"]
  capabilities = ["pull", "resolve"]
  override_path = true
  ca = "/etc/ssl/mirror.pem"
  client = [["/etc/ssl/node.crt", "/etc/ssl/node.key"]]
`)
  })

  test("is the same after a second time", () => {
    const once = written(undefined, whole)

    expect(written(once, whole)).toBe(once)
  })

  test("of a registry without mirrors is about its server", () => {
    const text = written(undefined, { host: "r.example:5000", mirrors: [], ca: "/ca.pem", skipVerify: true })

    expect(text).toContain('server = "https://r.example:5000"\n')
    expect(text).toContain('ca = "/ca.pem"\n')
    expect(text).toContain("skip_verify = true\n")
  })

  test("keeps what the operator wrote, and is refused where his mirrors stand in another order", () => {
    const own = '# mine\n[host."https://b.example"]\n  capabilities = ["pull"]\n[host."https://a.example"]\n'
    const row: Registry = { host: "docker.io", mirrors: ["https://a.example", "https://b.example"] }

    expect(written(own, row)).toBe("edit-refused")
    expect(written(own, { ...row, mirrors: ["https://b.example", "https://a.example"] })).toContain("# mine\n")
  })

  test("leaves the path of a mirror as it is where that is asked for", () => {
    expect(
      written(undefined, { host: "r.example", mirrors: ["https://m.example/api/r"], overridePath: true }),
    ).toContain('[host."https://m.example/api/r"]\n  capabilities = ["pull", "resolve"]\n  override_path = true\n')
  })
})
