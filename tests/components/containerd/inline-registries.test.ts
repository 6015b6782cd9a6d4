// Registries in containerd's own file are moved to hosts.toml files where they stand in the way: the same hosts are asked
// in the same order, with what they were trusted with, and nothing else of the file changes. The forms are those of
// containerd's docs/cri/registry.md of 1.4, which people's files still have.
import { describe, expect, test } from "bun:test"
import { configPath, planFor, type Texts, textsAfter } from "./a-node.ts"

const cri = 'plugins."io.containerd.grpc.v1.cri"'
const asked = { registryMirrors: [{ host: "quay.io", url: "https://mirror.example" }] } as const

const inline = `version = 2

# ours
[${cri}]
  sandbox_image = "registry.k8s.io/pause:3.10.2" # pinned
  [${cri}.registry]
    [${cri}.registry.mirrors]
      [${cri}.registry.mirrors."docker.io"]
        endpoint = ["https://one.example", "http://two.example:5000/v2/hub"]
      [${cri}.registry.mirrors."10.0.0.5:5000"]
        endpoint = ["http://10.0.0.5:5000"]
    [${cri}.registry.configs."one.example".tls]
      ca_file = "/etc/one.pem"
    [${cri}.registry.configs."one.example".auth]
      username = "me"
`

const hosts = "/etc/containerd/certs.d"

function after(version: string, texts: Texts, wanted: Parameters<typeof planFor>[2]): Texts {
  const plan = planFor(version, texts, wanted)
  expect(plan.refusals).toEqual([])
  return textsAfter(texts, plan)
}

describe("inline registries beside a mirror that is asked for", () => {
  const texts = after("1.7.24", { [configPath]: inline }, asked)

  test("leave the file, with a login where it counts in both ways, and config_path takes their place", () => {
    expect(texts[configPath]).toContain('sandbox_image = "registry.k8s.io/pause:3.10.2" # pinned')
    expect(texts[configPath]).toContain('username = "me"')
    expect(texts[configPath]).toContain(`config_path = "${hosts}"`)
    expect(texts[configPath]).not.toContain("mirrors")
    expect(texts[configPath]).not.toContain("ca_file")
  })

  test("are asked in their order, each with what it was trusted with, below the path that it had", () => {
    expect(texts[`${hosts}/docker.io/hosts.toml`]).toBe(`# Written by criadm.
server = "https://registry-1.docker.io"

[host."https://one.example"]
  capabilities = ["pull", "resolve"]
  ca = "/etc/one.pem"

[host."http://two.example:5000/v2/hub"]
  capabilities = ["pull", "resolve"]
  override_path = true
`)
    expect(texts[`${hosts}/10.0.0.5:5000/hosts.toml`]).toContain('[host."http://10.0.0.5:5000"]')
  })

  test("make room for what was asked for", () => {
    expect(texts[`${hosts}/quay.io/hosts.toml`]).toContain('[host."https://mirror.example"]')
  })

  test("are not there a second time", () => {
    expect(planFor("1.7.24", texts, asked)).toMatchObject({ changes: [], refusals: [] })
  })
})

describe("inline registries that keep CRI from loading", () => {
  const withPath = (text: string) => `${text}\n[${cri}.registry]\n  config_path = "${hosts}"\n`
  const mirrors = `version = 2\n[${cri}.registry.mirrors."*"]\n  endpoint = ["https://all.example"]\n`

  test("are moved by any apply, and what stands for all others stays that", () => {
    const texts = after("1.7.24", { [configPath]: withPath(mirrors) }, {})

    expect(texts[configPath]).toBe(`version = 2\n\n[${cri}.registry]\n  config_path = "${hosts}"\n`)
    expect(texts[`${hosts}/_default/hosts.toml`]).toBe(
      '# Written by criadm.\n\n[host."https://all.example"]\n  capabilities = ["pull", "resolve"]\n',
    )
  })

  test("are moved also where the path is built into the release", () => {
    expect(after("2.2.0", { [configPath]: mirrors }, {})[`${hosts}/_default/hosts.toml`]).toContain("all.example")
  })

  test("TLS alone goes to the registry's own file", () => {
    const tls = `version = 2\n[${cri}.registry.configs."reg.example".tls]\n  insecure_skip_verify = true\n`
    const texts = after("1.7.24", { [configPath]: withPath(tls) }, {})

    expect(texts[configPath]).not.toContain("tls")
    expect(texts[`${hosts}/reg.example/hosts.toml`]).toContain("skip_verify = true")
    expect(texts[`${hosts}/reg.example/hosts.toml`]).toContain('server = "https://reg.example"')
  })

  test("a hosts.toml that is there keeps its hosts behind them", () => {
    const own = '[host."https://own.example"]\n  capabilities = ["pull", "resolve"]\n'
    const path = `${hosts}/_default/hosts.toml`
    const texts = after("1.7.24", { [configPath]: withPath(mirrors), [path]: own }, {})

    expect(texts[path]).toMatch(/all\.example[\s\S]*own\.example/)
  })
})

describe("inline registries are left alone", () => {
  test("where nothing asks for hosts.toml files and CRI serves with them", () => {
    expect(planFor("1.7.24", { [configPath]: inline }, {}).changes).toEqual([])
  })

  test.each([
    ["the fall-back of this machine's own registry is asked by http", '"localhost:5000"', '["https://other.example"]'],
    ["an endpoint is no URL", '"quay.io"', '["https://a b"]'],
  ])("and refused where %s", (_why, host, endpoints) => {
    const text = `version = 2\n[${cri}.registry.mirrors.${host}]\n  endpoint = ${endpoints}\n`

    const { changes, refusals } = planFor("1.7.24", { [configPath]: text }, asked)

    expect(changes).toEqual([])
    expect(refusals.map(({ code }) => code)).toEqual(["containerd-inline-mirrors"])
  })

  test("and refused where a certificate has no key", () => {
    const text = `version = 2\n[${cri}.registry.configs."a.example".tls]\n  cert_file = "/etc/a.pem"\n`

    expect(planFor("1.7.24", { [configPath]: text }, asked).refusals).toHaveLength(1)
  })
})
