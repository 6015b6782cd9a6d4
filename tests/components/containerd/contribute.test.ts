// What criadm would write, as a person reads it: the diff, or the refusal.
import { describe, expect, test } from "bun:test"
import { unifiedDiff } from "../../../src/documents/diff.ts"
import { configPath, endpoint, planFor, type Texts, textsAfter } from "./a-node.ts"

const image = "registry.k8s.io/pause:3.10.2"
const systemd = { cgroupDriver: "systemd", sandboxImage: image } as const

/** The changed lines of one file, without the surroundings. */
function changedLines(version: string, texts: Texts, wanted: Parameters<typeof planFor>[2], path = configPath): string {
  const { changes, refusals } = planFor(version, texts, wanted)
  expect(refusals).toEqual([])
  const change = changes.find((one) => one.kind === "file" && one.path === path)
  if (change?.kind !== "file") return ""
  return unifiedDiff(path, change.before?.text ?? null, change.after?.text ?? null)
    .split("\n")
    .filter((line) => /^[+-](?![+-]{2} )/.test(line))
    .join("\n")
}

function refusalsFor(version: string, texts: Texts, wanted: Parameters<typeof planFor>[2] = systemd) {
  const { changes, refusals } = planFor(version, texts, wanted)
  expect(changes).toEqual([])
  return refusals.map(({ code, args }): string => ("code" in args ? args.code : code))
}

const root = (text: string): Texts => ({ [configPath]: text })

describe("a node without a configuration", () => {
  test("gets a file of the release's own version with nothing but our keys", () => {
    expect(changedLines("2.1.9", {}, systemd)).toBe(
      `+# Written by criadm.
+version = 3
+
+[plugins."io.containerd.cri.v1.images".pinned_images]
+sandbox = "${image}"
+
+[plugins."io.containerd.cri.v1.runtime".containerd.runtimes.runc.options]
+SystemdCgroup = true`,
    )
  })

  test("gets runtime_type where the release does not fill it in", () => {
    expect(changedLines("1.7.24", {}, { cgroupDriver: "systemd" })).toBe(
      `+# Written by criadm.
+version = 2
+
+[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
+runtime_type = "io.containerd.runc.v2"
+
+[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
+SystemdCgroup = true`,
    )
  })

  test("is left alone when the built-in defaults are what is wanted", () => {
    const plan = planFor("2.1.9", {}, { cgroupDriver: "cgroupfs", sandboxImage: "registry.k8s.io/pause:3.10" })

    expect(plan.changes).toEqual([])
  })
})

describe("CRI that is switched off", () => {
  const stub = '# Docker\n\ndisabled_plugins = ["cri"]\n\n#root = "/var/lib/containerd"\n'

  test("Docker's stub loses exactly the entry that switches CRI off", () => {
    expect(changedLines("2.2.7", root(stub), {})).toBe(
      '-disabled_plugins = ["cri"]\n+disabled_plugins = []\n+version = 3',
    )
  })

  test("a file that containerd refuses for its short id starts again", () => {
    expect(changedLines("2.2.7", root(`version = 2\n${stub}`), {})).toBe(
      '-disabled_plugins = ["cri"]\n+disabled_plugins = []',
    )
  })

  test("every entry goes, in every file", () => {
    const texts = {
      [configPath]: 'version = 3\nimports = ["conf.d/*.toml"]\ndisabled_plugins = ["io.containerd.cri.v1.images"]\n',
      "/etc/containerd/conf.d/a.toml":
        'version = 3\ndisabled_plugins = ["io.containerd.grpc.v1.cri", "io.containerd.snapshotter.v1.zfs"]\n',
    }

    expect(changedLines("2.3.4", texts, {}, "/etc/containerd/conf.d/a.toml")).toBe(
      `-disabled_plugins = ["io.containerd.grpc.v1.cri", "io.containerd.snapshotter.v1.zfs"]
+disabled_plugins = ["io.containerd.snapshotter.v1.zfs"]`,
    )
    expect(changedLines("2.3.4", texts, {})).toContain("+disabled_plugins = []")
  })

  test("the legacy key that keeps CRI from loading is switched off", () => {
    const text = 'version = 2\n[plugins."io.containerd.grpc.v1.cri"]\n  systemd_cgroup = true\n'

    expect(changedLines("1.7.24", root(text), {})).toBe("-  systemd_cgroup = true\n+  systemd_cgroup = false")
  })
})

describe("settings that do not count where they stand", () => {
  const oldNames =
    '[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]\n  runtime_type = "io.containerd.runc.v2"\n' +
    '[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]\n  SystemdCgroup = true\n'

  test("a file without version gets one, and its own settings count", () => {
    for (const release of ["1.7.24", "2.0.11", "2.2.7"]) {
      expect(changedLines(release, root(oldNames), { cgroupDriver: "systemd" })).toBe("+version = 2\n+")
    }
  })

  test("a release that migrates the file by itself needs no edit", () => {
    expect(planFor("2.3.4", root(oldNames), { cgroupDriver: "systemd" }).changes).toEqual([])
  })

  test("a version that landed in a table is moved to the top", () => {
    const text = '[plugins."io.containerd.grpc.v1.cri"]\n  sandbox_image = "old"\nversion = 2\n'

    expect(changedLines("1.7.24", root(text), { sandboxImage: image })).toBe(
      `-[plugins."io.containerd.grpc.v1.cri"]
-  sandbox_image = "old"
+
+[plugins."io.containerd.grpc.v1.cri"]
+  sandbox_image = "${image}"`,
    )
  })

  test("short names of version 1 are spelled in full for containerd 2", () => {
    const text = "[plugins.cri.containerd.runtimes.runc.options] # ours\n  SystemdCgroup = true\n"

    expect(changedLines("2.1.9", root(text), { cgroupDriver: "systemd" })).toBe(
      `-[plugins.cri.containerd.runtimes.runc.options] # ours
+version = 2
+
+[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options] # ours`,
    )
  })

  test("SystemdCgroup in another case is spelled right", () => {
    const text =
      'version = 2\n[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]\nsystemdcgroup = true\n'

    expect(changedLines("2.1.9", root(text), { cgroupDriver: "systemd" })).toBe(
      "-systemdcgroup = true\n+SystemdCgroup = true",
    )
  })

  test("SystemdCgroup in quotes becomes true", () => {
    const text = `version = 2\n${oldNames.replace("true", '"true"')}`

    expect(changedLines("2.1.9", root(text), { cgroupDriver: "systemd" })).toBe(
      '-  SystemdCgroup = "true"\n+  SystemdCgroup = true',
    )
  })

  test("SystemdCgroup beside the options moves into them", () => {
    const text =
      'version = 2\n[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]\n' +
      'runtime_type = "io.containerd.runc.v2"\nSystemdCgroup = true\n'

    expect(changedLines("1.7.24", root(text), { cgroupDriver: "systemd" })).toBe(
      '+[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]',
    )
  })

  test("a byte-order mark that containerd 2 does not read is taken away", () => {
    const plan = planFor("2.1.9", root(`\uFEFFversion = 2\n${oldNames}`), { cgroupDriver: "systemd" })

    expect(plan.refusals).toEqual([])
    expect(textsAfter({}, plan)[configPath]).toBe(`version = 2\n${oldNames}`)
  })
})

describe("the file in which a key is written", () => {
  const nvidia =
    'version = 2\n[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.nvidia]\n' +
    '  runtime_type = "io.containerd.runc.v2"\n'
  const texts = {
    [configPath]:
      'version = 2\nimports = ["/etc/containerd/conf.d/*.toml"]\n' +
      '[plugins."io.containerd.grpc.v1.cri"]\n  sandbox_image = "registry.k8s.io/pause:3.9"\n',
    "/etc/containerd/conf.d/nvidia.toml": nvidia,
  }

  test("is the one that sets it now, on containerd 2", () => {
    expect(changedLines("2.1.9", texts, { sandboxImage: image })).toContain(`+  sandbox_image = "${image}"`)
  })

  test("is the later one before containerd 2, because that replaces the whole section", () => {
    const drop = "/etc/containerd/conf.d/nvidia.toml"

    expect(
      changedLines(
        "1.7.24",
        { ...texts, [drop]: `${nvidia}${nvidia.slice(12).replaceAll("nvidia", "runc")}` },
        { sandboxImage: image },
        drop,
      ),
    ).toContain(`+  sandbox_image = "${image}"`)
  })

  test("every handler of runc gets the driver, where it stands", () => {
    const plan = planFor("2.1.9", texts, { cgroupDriver: "systemd" })
    const after = textsAfter(texts, plan)

    expect(after["/etc/containerd/conf.d/nvidia.toml"]).toContain("SystemdCgroup = true")
    expect(after[configPath]).toContain("SystemdCgroup = true")
  })

  test("new names are used where old ones would bring a lost snapshotter back", () => {
    const text = 'version = 2\n[plugins."io.containerd.grpc.v1.cri".containerd]\n  snapshotter = "native"\n'

    expect(changedLines("2.1.9", root(text), { cgroupDriver: "systemd" })).toContain(
      '+[plugins."io.containerd.cri.v1.runtime".containerd.runtimes.runc.options]',
    )
  })
})

describe("what is refused, with nothing changed", () => {
  const cases: readonly (readonly [string, string, Texts, string])[] = [
    ["a file that is not TOML", "2.1.9", root("version = 2\n[plugins\n"), "containerd-config-broken"],
    ["a table twice", "1.7.24", root("version = 2\n[debug]\n[debug]\n"), "containerd-config-broken"],
    ["a version the release does not read", "1.7.24", root("version = 3\n"), "containerd-schema-refused"],
    ["a version of the future", "2.3.4", root("version = 5\n"), "containerd-schema-refused"],
    [
      "a drop-in newer than the root file",
      "2.3.4",
      { [configPath]: 'version = 2\nimports = ["a.toml"]\n', "/etc/containerd/a.toml": "version = 3\n" },
      "containerd-drop-in-newer",
    ],
    ["an import that is not there", "1.7.24", root('version = 2\nimports = ["a.toml"]\n'), "containerd-import-missing"],
    [
      "a default runtime without its table",
      "2.1.9",
      root("version = 3\n[plugins.'io.containerd.cri.v1.runtime'.containerd]\ndefault_runtime_name = 'nvidia'\n"),
      "containerd-default-runtime-missing",
    ],
    [
      "mirrors beside config_path that hosts.toml cannot say",
      "1.7.24",
      root(
        'version = 2\n[plugins."io.containerd.grpc.v1.cri".registry]\nconfig_path = "/x"\n' +
          '[plugins."io.containerd.grpc.v1.cri".registry.mirrors."docker.io"]\nendpoint = ["https:// m"]\n',
      ),
      "containerd-inline-mirrors",
    ],
    ["a release older than the tables", "1.3.10", root("version = 2\n"), "containerd-release-unknown"],
  ]
  for (const [what, version, texts, code] of cases) {
    test(what, () => {
      expect(refusalsFor(version, texts)).toEqual([code])
    })
  }

  test("starting over where containerd cannot be asked for its default", () => {
    expect(refusalsFor("2.1.9", root("version = 3\n"), { resetConfig: true })).toEqual(["containerd-no-default-config"])
  })
})

test("a second run changes nothing", () => {
  const before = root('version = 2\n[plugins."io.containerd.grpc.v1.cri"]\n')
  const after = textsAfter(before, planFor("1.7.24", before, systemd))

  expect(planFor("1.7.24", after, systemd).changes).toEqual([])
})

test("another runtime's answer leaves containerd alone", () => {
  expect(planFor("2.1.9", root("broken ="), { ...systemd, runtime: "crio" }).refusals).toEqual([])
})

test("starting over takes the release's own default and shows which imports are dropped", () => {
  const texts = {
    [configPath]: 'version = 3\nimports = ["conf.d/*.toml"]\n',
    "/etc/containerd/conf.d/a.toml": "version = 3\n",
  }
  const plan = planFor(
    "2.1.9",
    texts,
    { cgroupDriver: "systemd", resetConfig: true },
    { defaultConfig: "version = 3\n" },
  )

  expect(textsAfter(texts, plan)[configPath]).toBe(
    `version = 3

[plugins."io.containerd.cri.v1.runtime".containerd.runtimes.runc.options]
SystemdCgroup = true
`,
  )
  expect(plan.notes).toContainEqual({
    code: "containerd-imports-dropped",
    args: { files: ["/etc/containerd/conf.d/a.toml"] },
  })
})

describe("what comes with a change of the configuration", () => {
  const plan = planFor("2.1.9", root('version = 3\nimports = ["/etc/containerd/conf.d/*.toml"]\n'), systemd)

  test("one restart of the service", () => {
    expect(plan.changes.filter(({ kind }) => kind === "service")).toMatchObject([
      { service: "containerd", action: "restart", wasActive: true },
    ])
  })

  test("a staged copy for containerd itself to judge, with its imports led to the copies", () => {
    const [judgement] = plan.judgements

    expect(judgement?.command).toEqual([
      "/usr/bin/containerd",
      "--config",
      "{staged}/etc/containerd/config.toml",
      "config",
      "dump",
    ])
    expect(judgement?.files[0]?.text).toContain('imports = ["{staged}/etc/containerd/conf.d/*.toml"]')
  })

  describe("a second containerd that starts on copies", () => {
    const trialOf = (version: string, text: string, files: Readonly<Record<string, string>> = {}) =>
      planFor(version, { ...root(text), ...files }, systemd).judgements[0]?.trial
    const own = "/run/criadm-trial"

    test("has directories, sockets and network plugins of its own, and takes no port", () => {
      const trial = trialOf(
        "2.1.9",
        `version = 3
root = "/data/containerd"
temp = "/data/tmp"
[cgroup]
path = "/containerd"
[debug]
address = "/run/containerd/debug.sock"
level = "debug"
[metrics]
address = "0.0.0.0:1338"
[plugins."io.containerd.cri.v1.runtime".cni]
conf_dir = "/etc/cni/net.d"
[plugins."io.containerd.nri.v1.nri"]
socket_path = "/run/nri/nri.sock"
`,
      )
      const { root: _, ...copy } = Bun.TOML.parse(trial?.asked.files[0]?.text ?? "") as Record<string, never>

      expect(trial).toMatchObject({ directory: own, endpoint: `unix://${own}/containerd.sock` })
      expect(trial?.asked.command).toEqual(["/usr/bin/containerd", "--config", "{staged}/etc/containerd/config.toml"])
      expect(copy).toMatchObject({
        state: `${own}/state`,
        grpc: { address: `${own}/containerd.sock` },
        ttrpc: { address: `${own}/containerd.sock.ttrpc` },
        debug: { level: "debug" },
        plugins: {
          "io.containerd.cri.v1.runtime": { cni: { conf_dir: `${own}/cni` } },
          "io.containerd.nri.v1.nri": { disable: true },
        },
      })
      expect(trial?.asked.files[0]?.text).not.toMatch(/\/data|0\.0\.0\.0|debug\.sock|^\[cgroup\]/m)
      // What is asked for stands in it as in the file that will be written.
      expect(trial?.asked.files[0]?.text).toContain("SystemdCgroup = true")
      expect(trial?.neutral.files[0]?.text).not.toContain("SystemdCgroup")
    })

    test("is kept apart by imports too, which would take the place of what the root file says", () => {
      const trial = trialOf("1.7.24", 'version = 2\nimports = ["/etc/containerd/conf.d/*.toml"]\n', {
        "/etc/containerd/conf.d/a.toml":
          'version = 2\n[plugins."io.containerd.grpc.v1.cri"]\nstream_server_port = "10010"\n',
      })

      expect(trial?.asked.files[1]?.text).toContain('stream_server_port = "0"')
      expect(trial?.asked.files[1]?.text).toContain(`conf_dir = "${own}/cni"`)
      expect(trial?.asked.files[0]?.text).toContain('imports = ["{staged}/etc/containerd/conf.d/*.toml"]')
    })

    test("is not started on names of schema 1, nor with a snapshotter that needs something of the node", () => {
      expect(trialOf("1.7.24", "version = 1\n")).toBeUndefined()
      expect(
        trialOf("1.7.24", 'version = 2\n[plugins."io.containerd.grpc.v1.cri".containerd]\nsnapshotter = "zfs"\n'),
      ).toBeUndefined()
    })
  })

  test("what the running node must say afterwards", () => {
    const dumpCommand = ["/usr/bin/containerd", "--config", configPath, "config", "dump"]

    expect(plan.expectations).toEqual([
      { kind: "service-active", component: "containerd", service: "containerd" },
      { kind: "cri", component: "containerd", endpoint },
      { kind: "cgroup-driver", component: "containerd", endpoint, driver: "systemd", dumpCommand },
      { kind: "sandbox-image", component: "containerd", endpoint, image, dumpCommand },
    ])
  })

  test("the hash of every file that was read, and of none that was not there", () => {
    expect(planFor("2.1.9", {}, systemd).readings).toEqual([{ path: configPath, hash: null }])
    expect(plan.readings).toHaveLength(1)
  })
})
