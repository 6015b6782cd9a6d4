import { describe, expect, test } from "bun:test"
import { withMirror } from "../../../src/components/containerd/registry.ts"
import { configPath, planFor, textsAfter } from "./a-node.ts"

const file = "/etc/containerd/certs.d/registry.k8s.io/hosts.toml"

function written(before: string | undefined, host: string, url: string): string {
  const text = withMirror(file, before, { host, url })
  if (!text.ok) throw new Error(text.fault.code)
  return text.value
}

describe("a hosts.toml", () => {
  test("names the registry as the last resort and the mirror before it", () => {
    expect(written(undefined, "registry.k8s.io", "https://mirror.example")).toBe(
      `# Written by criadm.
server = "https://registry.k8s.io"

[host."https://mirror.example"]
  capabilities = ["pull", "resolve"]
`,
    )
  })

  test("gets the API's path and override_path for a mirror below a path", () => {
    expect(written(undefined, "registry.k8s.io", "https://mirror.example/google_containers/")).toContain(
      `[host."https://mirror.example/v2/google_containers"]
  capabilities = ["pull", "resolve"]
  override_path = true
`,
    )
  })

  test("leads Docker Hub to where it is served", () => {
    expect(written(undefined, "docker.io", "https://mirror.example")).toContain(
      'server = "https://registry-1.docker.io"',
    )
  })

  test("keeps every other mirror, and asks the new one first", () => {
    const before =
      'server = "https://registry.k8s.io"\n\n# ours\n[host."https://old.example"]\n  capabilities = ["pull"]\n'

    expect(written(before, "registry.k8s.io", "https://new.example")).toBe(
      `server = "https://registry.k8s.io"

# ours
[host."https://new.example"]
  capabilities = ["pull", "resolve"]

[host."https://old.example"]
  capabilities = ["pull"]
`,
    )
  })

  test("only gains the capability that is missing", () => {
    const before = '[host."https://mirror.example"]\n  capabilities = ["pull"] # keep\n'

    expect(written(before, "registry.k8s.io", "https://mirror.example")).toBe(
      '[host."https://mirror.example"]\n  capabilities = ["pull", "resolve"] # keep\n',
    )
  })

  test("keeps every byte when the mirror is there already", () => {
    const before = '[host."https://mirror.example"]\n'

    expect(written(before, "registry.k8s.io", "https://mirror.example")).toBe(before)
  })

  test("is not written for something that is no URL", () => {
    expect(withMirror(file, undefined, { host: "docker.io", url: "mirror.example" })).toMatchObject({
      ok: false,
      fault: { code: "containerd-registry-url" },
    })
  })
})

describe("mirrors of a node", () => {
  const registryMirrors = [{ host: "docker.io", url: "https://mirror.example" }]
  const withPath = (path: string) => ({
    [configPath]: `version = 3\n[plugins.'io.containerd.cri.v1.images'.registry]\n  config_path = '${path}'\n`,
  })

  test("need no restart where config_path is set already", () => {
    const plan = planFor("2.1.9", withPath("/etc/containerd/certs.d"), { registryMirrors })

    expect(plan.changes.map(({ kind }) => kind)).toEqual(["directory", "directory", "file"])
  })

  test("go into the first directory of a list", () => {
    const plan = planFor("2.0.11", withPath("/srv/certs.d:/etc/docker/certs.d"), { registryMirrors })

    expect(Object.keys(textsAfter({}, plan))).toEqual(["/srv/certs.d/docker.io/hosts.toml"])
  })

  test("bring config_path with them where there is none", () => {
    const plan = planFor("1.7.24", { [configPath]: "version = 2\n" }, { registryMirrors })

    expect(textsAfter({}, plan)[configPath]).toContain('config_path = "/etc/containerd/certs.d"')
    expect(plan.changes.at(-1)).toMatchObject({ kind: "service", action: "restart" })
  })

  test.each([
    ["that a file says", "2.1.9", withPath("/srv/certs.d:/etc/docker/certs.d"), "/srv/certs.d"],
    ["that is built in", "2.2.7", { [configPath]: "version = 3\n" }, "/etc/containerd/certs.d"],
  ])("get one directory in place of the list %s, where pulls do not split it", (_, version, before, directory) => {
    const after = textsAfter({}, planFor(version, before, { registryMirrors }))

    expect(Object.keys(after)).toEqual([configPath, `${directory}/docker.io/hosts.toml`])
    expect(after[configPath]).toMatch(new RegExp(`config_path = ['"]${directory}['"]\\n`))
    expect(planFor(version, { ...before, ...after }, { registryMirrors }).changes).toEqual([])
  })

  test("are refused beside inline mirrors that hosts.toml cannot say, with their names", () => {
    const text =
      'version = 2\n[plugins."io.containerd.grpc.v1.cri".registry.mirrors."quay.io"]\nendpoint = ["https:// m"]\n'

    expect(planFor("1.7.24", { [configPath]: text }, { registryMirrors }).refusals).toMatchObject([
      { code: "containerd-inline-mirrors", args: { hosts: ["quay.io"] } },
    ])
  })

  test("are refused by a release that does not read hosts.toml", () => {
    expect(planFor("1.4.13", {}, { registryMirrors }).refusals).toMatchObject([{ code: "containerd-no-registry-path" }])
  })
})

test("whom to trust for a registry without mirrors stands where that release reads it", () => {
  const registries = [{ host: "quay.io", mirrors: [], skipVerify: true }] as const
  const hosts = "/etc/containerd/certs.d/quay.io/hosts.toml"
  const text = (release: string) =>
    textsAfter({}, planFor(release, { [configPath]: "version = 2\n" }, { registries }))[hosts]

  expect(text("1.7.24")).toBe(`# Written by criadm.
server = "https://quay.io"

[host."https://quay.io"]
  capabilities = ["pull", "resolve"]
  skip_verify = true
`)
  expect(text("2.1.9")).toBe('# Written by criadm.\nserver = "https://quay.io"\nskip_verify = true\n')
})
