import { describe, expect, test } from "bun:test"
import { containerd } from "../../../src/components/containerd/component.ts"
import type { ContainerdFacts } from "../../../src/components/containerd/facts.ts"
import { configPath, factsOf, nodeOf, type Texts } from "./a-node.ts"

function codes(
  version: string,
  texts: Texts,
  more: Partial<ContainerdFacts> = {},
  init: "systemd" | "openrc" = "openrc",
) {
  const found = containerd.findings(nodeOf(factsOf(version, texts, more), init))
  return found.map(
    ({ code, severity, place }) => `${severity} ${code}${place === undefined ? "" : ` line ${place.line}`}`,
  )
}

const root = (text: string): Texts => ({ [configPath]: text })
const cri = '[plugins."io.containerd.grpc.v1.cri"'

describe("a finding is made of", () => {
  const cases: readonly (readonly [string, string, Texts, string])[] = [
    [
      "CRI switched off by Docker's stub",
      "2.2.7",
      root('disabled_plugins = ["cri"]\n'),
      "failure containerd-cri-disabled line 1",
    ],
    [
      "a file that is not TOML",
      "2.2.7",
      root("version = 2\nthis is not toml\n"),
      "failure containerd-config-broken line 2",
    ],
    ["a byte-order mark", "2.2.7", root("\uFEFFversion = 2\n"), "failure containerd-byte-order-mark line 1"],
    ["a version in quotes", "2.2.7", root('version = "2"\n'), "failure containerd-wrong-type line 1"],
    ["a version the release refuses", "2.2.7", root("version = 4\n"), "failure containerd-schema-refused line 1"],
    [
      "a short id with version 2",
      "2.2.7",
      root('version = 2\ndisabled_plugins = ["cri"]\n'),
      "failure containerd-short-plugin-id line 2",
    ],
    [
      "no version with tables that need one",
      "2.2.7",
      root(`${cri}]\nsandbox_image = "a"\n`),
      "failure containerd-version-missing line 1",
    ],
    [
      "a version inside a table",
      "2.3.4",
      root(`[debug]\nversion = 2\n`),
      "failure containerd-version-misplaced line 2",
    ],
    [
      "tables of another version",
      "2.2.7",
      root(`version = 3\n${cri}]\nsandbox_image = "a"\n`),
      "failure containerd-tables-ignored line 2",
    ],
    [
      "a handler without runtime_type",
      "1.7.24",
      root(`version = 2\n${cri}.containerd.runtimes.runc.options]\n`),
      "failure containerd-runtime-type-missing line 2",
    ],
    [
      "a handler whose shim is gone",
      "2.2.7",
      root(`version = 2\n${cri}.containerd.runtimes.old]\nruntime_type = "io.containerd.runc.v1"\n`),
      "failure containerd-runtime-type-gone line 2",
    ],
    [
      "systemd_cgroup before containerd 2",
      "1.7.24",
      root(`version = 2\n${cri}]\nsystemd_cgroup = true\n`),
      "failure containerd-legacy-systemd-cgroup line 3",
    ],
    [
      "a default runtime without its table",
      "2.2.7",
      root(`version = 2\n${cri}.containerd]\ndefault_runtime_name = "x"\n`),
      "failure containerd-default-runtime-missing line 3",
    ],
    [
      "a snapshotter that the migration loses",
      "2.2.7",
      root(`version = 2\n${cri}.containerd]\nsnapshotter = "native"\n`),
      "warning containerd-snapshotter-lost line 3",
    ],
    [
      "inline mirrors with 2.2.0 and 2.2.1",
      "2.2.1",
      root(`version = 2\n${cri}.registry.mirrors.x]\nendpoint = []\n`),
      "failure containerd-mirrors-and-built-in-path line 2",
    ],
    [
      "SystemdCgroup in another case",
      "2.2.7",
      root(`version = 2\n${cri}.containerd.runtimes.runc.options]\nsystemdCgroup = true\n`),
      "warning containerd-driver-other-case line 3",
    ],
    ["only CRI v1alpha2", "1.4.13", {}, "failure containerd-v1alpha2-only"],
    ["a release newer than the tables", "2.9.0", {}, "warning containerd-release-newer"],
    ["a release older than the tables", "1.2.6", {}, "failure containerd-release-too-old"],
  ]
  for (const [what, version, texts, expected] of cases) {
    test(what, () => {
      expect(codes(version, texts)).toContain(expected)
    })
  }

  test("cgroupfs on a node that systemd runs, and of nothing elsewhere", () => {
    expect(codes("2.2.7", {}, {}, "systemd")).toEqual(["warning containerd-cgroupfs-on-systemd"])
    expect(codes("2.2.7", {})).toEqual([])
  })

  test("a section that a later file replaces", () => {
    const texts = {
      [configPath]: `version = 2\nimports = ["a.toml"]\n${cri}]\nsandbox_image = "a"\n`,
      "/etc/containerd/a.toml": `version = 2\n${cri}.cni]\nbin_dir = "/x"\n`,
    }

    expect(codes("1.7.24", texts)).toContain("failure containerd-section-replaced line 3")
    expect(codes("2.1.9", texts)).toEqual([])
  })

  test("a drop-in that nothing imports", () => {
    const texts = { [configPath]: "version = 3\n", "/etc/containerd/conf.d/a.toml": "version = 3\n" }

    expect(codes("2.2.7", texts)).toEqual(["warning containerd-drop-in-not-imported"])
  })

  test("a dump of the real program that says something else", () => {
    const dump = { command: [], exitCode: 0, defaultRuntime: "runc", sandboxImage: "other", handlers: { runc: false } }

    expect(codes("2.2.7", root("version = 3\n"), { dump })).toEqual(["warning containerd-dump-differs"])
  })

  test("files changed after the daemon was started", () => {
    const facts = factsOf("2.2.7", root("version = 3\n"), { changedAt: 20_000 })
    const started = (startedAt: number) => {
      const service = facts.service === undefined ? {} : { service: { ...facts.service, startedAt } }
      return containerd.findings(nodeOf({ ...facts, ...service }, "openrc")).map(({ code }) => code)
    }

    expect([started(10_000), started(30_000)]).toEqual([["containerd-not-restarted"], []])
  })

  test("another program's containerd, which is left alone", () => {
    const foreign = [{ owner: "k3s", path: "/run/k3s/containerd/containerd.sock" }] as const

    expect(codes("2.2.7", {}, { foreign })).toEqual(["note containerd-belongs-to-other"])
  })
})

test("a right configuration has no findings", () => {
  const text = `version = 3
[plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.runc.options]
  SystemdCgroup = true
`

  expect(codes("2.2.7", root(text), {}, "systemd")).toEqual([])
})

// containerd 2.4 took bin_dir out of its own tables and still migrates it from older files: seen on the real 2.3.7 and
// 2.4.2, in internal/cri/config/config.go and plugins/cri/runtime/plugin.go.
describe("bin_dir of the cni table", () => {
  const apart = (lines: string) => root(`version = 3\n[plugins."io.containerd.cri.v1.runtime".cni]\n${lines}`)
  const one = 'bin_dir = "/usr/lib/cni"\n'
  const both = `${one}bin_dirs = ["/opt/cni/bin"]\n`
  const told = "warning containerd-key-unknown line 3"
  const stops = "failure containerd-bin-dirs line 3"

  test.each([
    ["2.3.7", one, undefined],
    ["2.4.2", one, told],
    ["2.3.7", both, stops],
    ["2.4.2", both, told],
  ])("in containerd %s", (version, lines, finding) => {
    const found = codes(version, apart(lines)).filter((code) => /key-unknown|bin-dirs/.test(code))
    expect(found).toEqual(finding === undefined ? [] : [finding])
  })

  test("of an older schema is read by 2.4 too", () => {
    const found = codes("2.4.2", root(`version = 2\n${cri}.cni]\n${one}`))
    expect(found.filter((code) => code.includes("key-unknown"))).toEqual([])
  })
})
