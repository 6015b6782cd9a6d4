// The operator's own files in another schema: what each says stays, in its order and with its comments, and counts as it
// did on every release that reads it; or the rewriting is refused.
import { describe, expect, setDefaultTimeout, test } from "bun:test"
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { draftOf } from "../../../src/components/containerd/contribute/draft.ts"
import { rewritten } from "../../../src/components/containerd/rewrite/rewrite.ts"
import { releaseOf } from "../../../src/components/containerd/tables/releases.ts"
import { generatedFile } from "../../real/runtimes/schema-files.ts"
import { configPath } from "./a-node.ts"

setDefaultTimeout(120_000)

const shared = process.env["CRIADM_SHARED"] ?? join(import.meta.dir, "../../../../shared")
const index = join(shared, "corpus/index.tsv")

function rewrite(text: string, to: 3 | 4, version = "2.3.7", files: Readonly<Record<string, string>> = {}) {
  const release = releaseOf(version)
  const newest = releaseOf("2.4.2")
  if (release === undefined || newest === undefined) throw new Error(version)
  const start = draftOf(release, configPath, new Map(Object.entries({ [configPath]: text, ...files })), {})
  return rewritten(start, to, [newest])
}

function textOf(text: string, to: 3 | 4, version?: string): string {
  const done = rewrite(text, to, version)
  if (!done.ok) throw new Error(JSON.stringify(done.fault))
  return String(done.value.files.get(configPath))
}

const usual = `# Ours since 2021.
version = 2
root = "/data/containerd" # a disk of its own

[plugins."io.containerd.grpc.v1.cri"]
  # From the mirror of the house.
  sandbox_image = "reg.example/pause:3.9"
  max_container_log_line_size = 32768
  # No quotas on images.
  max_concurrent_downloads = 5
  [plugins."io.containerd.grpc.v1.cri".containerd]
    snapshotter = "native"
    default_runtime_name = "runc"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
      runtime_type = "io.containerd.runc.v2"
      [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
        SystemdCgroup = true # kubelet too
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"

[plugins."io.containerd.grpc.v1.cri".registry]
  config_path = "/etc/containerd/certs.d"
`

describe("a file of schema 2", () => {
  test("becomes one of schema 3: its own keys under their new names, in their order, with their comments", () => {
    expect(textOf(usual, 3)).toBe(`# Ours since 2021.
version = 3
root = "/data/containerd" # a disk of its own

[plugins."io.containerd.cri.v1.runtime"]
  max_container_log_line_size = 32768
[plugins."io.containerd.cri.v1.images"]
  # No quotas on images.
  max_concurrent_downloads = 5
    snapshotter = "native"
[plugins."io.containerd.cri.v1.images".pinned_images]
  # From the mirror of the house.
  sandbox = "reg.example/pause:3.9"
  [plugins."io.containerd.cri.v1.runtime".containerd]
    default_runtime_name = "runc"
    [plugins."io.containerd.cri.v1.runtime".containerd.runtimes.runc]
      runtime_type = "io.containerd.runc.v2"
      [plugins."io.containerd.cri.v1.runtime".containerd.runtimes.runc.options]
        SystemdCgroup = true # kubelet too
  [plugins."io.containerd.cri.v1.runtime".cni]
    bin_dirs = ["/usr/lib/cni"]

[plugins."io.containerd.cri.v1.images".registry]
  config_path = "/etc/containerd/certs.d"
`)
  })

  test("of ten lines stays one of ten lines", () => {
    const ten = `version = 2
[plugins]
  [plugins."io.containerd.grpc.v1.cri"]
    sandbox_image = "registry.k8s.io/pause:3.10.2"
    [plugins."io.containerd.grpc.v1.cri".containerd]
      default_runtime_name = "runc"
      [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
        runtime_type = "io.containerd.runc.v2"
        [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
          SystemdCgroup = true
`
    expect(textOf(ten, 3).split("\n").length).toBe(ten.split("\n").length)
  })

  test("is refused where no name of a key is read by the release on the node and by the newest one", () => {
    const text = 'version = 2\n[plugins."io.containerd.grpc.v1.cri".cni]\n  bin_dir = "/x"\n'
    expect(rewrite(text, 3, "2.0.11")).toMatchObject({ ok: false, fault: { args: { release: "2.4.2" } } })
    expect(textOf(text, 3, "2.1.9")).toContain('bin_dirs = ["/x"]')
  })

  test("is refused where an older migration loses a key that its new name would bring back", () => {
    const lost = 'version = 2\n[plugins."io.containerd.grpc.v1.cri".containerd]\n  snapshotter = "native"\n'
    expect(rewrite(lost, 3)).toMatchObject({
      ok: false,
      fault: { code: "containerd-schema-would-differ", args: { what: "snapshotter" } },
    })
  })

  test("takes its drop-ins with it, each by itself", () => {
    const dropIn = '# theirs\nversion = 2\n[plugins."io.containerd.grpc.v1.cri"]\n  enable_cdi = true\n'
    const done = rewrite('version = 2\nimports = ["/etc/containerd/conf.d/*.toml"]\n', 3, "2.3.7", {
      "/etc/containerd/conf.d/a.toml": dropIn,
    })
    expect(done.ok && done.value.files.get("/etc/containerd/conf.d/a.toml")).toBe(
      '# theirs\nversion = 3\n[plugins."io.containerd.cri.v1.runtime"]\n  enable_cdi = true\n',
    )
  })
})

describe("a file of schema 1", () => {
  test("gets the full ids of its short names, in tables and in lists", () => {
    const old =
      'disabled_plugins = ["aufs"]\n[plugins.cri]\n  sandbox_image = "a/b:1"\n[plugins.opt]\n  path = "/opt/x"\n'
    const young = textOf(old, 3)
    expect(young).toContain('disabled_plugins = ["io.containerd.snapshotter.v1.aufs"]')
    expect(young).toContain('[plugins."io.containerd.cri.v1.images".pinned_images]\n  sandbox = "a/b:1"')
    expect(young).toContain('[plugins."io.containerd.internal.v1.opt"]\n  path = "/opt/x"')
  })
})

test("a plugin under two names is refused, since chance decides which one counts", () => {
  const twice =
    '[plugins.cri.containerd.runtimes.spin]\n  runtime_type = "a.b.c.v1"\n[plugins."io.containerd.grpc.v1.cri"]\n'
  expect(rewrite(twice, 3)).toMatchObject({ ok: false, fault: { code: "containerd-schema-would-differ" } })
})

test("sandbox_mode of a handler becomes sandboxer", () => {
  const old =
    'version = 2\n[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.kata]\n  runtime_type = "io.containerd.kata.v2"\n  sandbox_mode = "shim"\n'
  expect(textOf(old, 3)).toContain('  sandboxer = "shim"')
})

describe("a file of schema 3", () => {
  test("becomes one of schema 4: the daemon's own sockets are its plugins', the second one's as it was derived", () => {
    const young = textOf(
      'version = 3\n[grpc]\n  # here\n  address = "/run/c.sock"\n  gid = 7\n[debug]\n  level = "debug"\n',
      4,
    )
    expect(young).toBe(`version = 4
[plugins."io.containerd.server.v1.grpc"]
  # here
  address = "/run/c.sock"
  gid = 7
[plugins."io.containerd.server.v1.ttrpc"]
  address = "/run/c.sock.ttrpc"
  gid = 7
[debug]
  level = "debug"
`)
  })

  test("that says nothing of sockets changes its version alone", () => {
    expect(textOf("version = 3\n\n[timeouts]\n  x = '1s'\n", 4)).toBe("version = 4\n\n[timeouts]\n  x = '1s'\n")
  })

  test("is not touched on the way to 3", () => {
    const text = "version = 3\n[plugins.'io.containerd.cri.v1.images']\n  snapshotter = 'native'\n"
    expect(textOf(text, 3)).toBe(text)
  })
})

if (!existsSync(index)) {
  test.skip(`configurations from the wild are not beside the checkout: ${index}`, () => {})
} else {
  test("files from the wild become the same in another schema, or are refused with a reason", () => {
    const names = readFileSync(index, "utf8")
      .split("\n")
      .map((line) => line.split("\t"))
      .filter(([, category]) => category === "containerd")
      .map(([name = ""]) => name)
    const counts = new Map<string, number>()
    const count = (what: string) => counts.set(what, (counts.get(what) ?? 0) + 1)
    for (const name of names) {
      const text = readFileSync(join(shared, "corpus", name), "utf8")
      for (const [to, version] of [
        [3, "2.1.9"],
        [3, "2.3.7"],
        [4, "2.3.7"],
      ] as const) {
        const done = rewrite(text, to, version)
        if (!done.ok) count(done.fault.code)
        else {
          count("rewritten")
          const comments = (one: unknown) =>
            String(one)
              .split("\n")
              .map((line) => /^\s*#.*/.exec(line)?.[0])
              .filter((line) => line !== undefined)
              .toSorted()
          expect([name, to, comments(done.value.files.get(configPath))]).toEqual([name, to, comments(text)])
        }
      }
    }
    expect(counts.get("rewritten") ?? 0).toBeGreaterThan(names.length)
    expect(counts.get("edit-refused") ?? 0).toBeLessThan(names.length / 20)
  })
}

test("files made from seeds keep every comment, and a second rewriting changes nothing", () => {
  let kept = 0
  for (let seed = 0; seed < 200; seed += 1) {
    const { text } = generatedFile(seed)
    const done = rewrite(text, 3)
    if (!done.ok) {
      expect([seed, done.fault.code]).toEqual([seed, "containerd-schema-would-differ"])
      continue
    }
    kept += 1
    const young = String(done.value.files.get(configPath))
    expect([seed, commentsIn(young)]).toEqual([seed, commentsIn(text)])
    expect([seed, textOf(young, 3)]).toEqual([seed, young])
  }
  expect(kept).toBeGreaterThan(150)
})

/** Of whole lines and behind values, in no order. */
function commentsIn(text: string): readonly string[] {
  return [...text.matchAll(/#.*$/gm)].map(([comment]) => comment).toSorted()
}
