// --runtime-version is about the chosen runtime: another one in the same tree keeps the release that its own package
// records, or none.
import { expect, test } from "bun:test"
import { mkdirSync } from "node:fs"
import { dirname, join } from "node:path"
import { temporaryDirectory } from "../machine/temporary-directory.ts"

const directory = temporaryDirectory()

const containerd = {
  "usr/bin/containerd": "",
  "etc/containerd/config.toml": "version = 2\n",
}
const docker = {
  "usr/bin/dockerd": "",
  "usr/bin/cri-dockerd": "",
  "usr/lib/systemd/system/docker.service": "[Service]\nExecStart=/usr/bin/dockerd\n",
}

function tree(files: Readonly<Record<string, string>>): string {
  const root = directory.root()
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    directory.file(join(root, path), text)
  }
  return root
}

function run(root: string, version: string, ...words: readonly string[]): string {
  const argv = [process.execPath, join(import.meta.dir, "../../src/main.ts"), ...words]
  const ran = Bun.spawnSync([...argv, "--root", root, "--runtime-version", version], { stdin: "ignore" })
  return ran.stdout.toString() + ran.stderr.toString()
}

interface Detected {
  readonly components: Readonly<
    Record<string, { readonly version: { readonly state: string; readonly value?: string } }>
  >
}

const versions = (root: string, version: string) => {
  const { components } = JSON.parse(run(root, version, "detect", "-o", "json")) as Detected
  return Object.fromEntries(
    ["containerd", "crio", "docker"].map((id) => [id, components[id]?.version.value ?? components[id]?.version.state]),
  )
}

test("of the only runtime it is the release, and of no other", () => {
  expect(versions(tree(containerd), "1.7.24")).toEqual({ containerd: "1.7.24", crio: "absent", docker: "absent" })
})

test("of several runtimes the one that would be chosen has it", () => {
  expect(versions(tree({ ...containerd, ...docker }), "26.1.5")).toEqual({
    containerd: "unreadable",
    crio: "absent",
    docker: "26.1.5",
  })
})

test("--runtime says whose release it is, as a flag and in the answers file", () => {
  const root = tree({ ...containerd, ...docker })
  const answers = join(root, "answers.toml")
  directory.file(answers, 'runtime = "containerd"\n')
  const wanted = ["--cgroup-driver", "systemd", "--sandbox-image", "registry.k8s.io/pause:3.10.2", "--no-ip-forward"]

  for (const chosen of [
    ["--runtime", "containerd"],
    ["--answers", answers],
  ]) {
    const planned = run(root, "1.7.24", "plan", ...chosen, ...wanted)

    expect(planned).toContain('+[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]')
  }
  const other = run(root, "1.7.24", "plan", "--runtime", "docker", ...wanted)
  expect(other).not.toContain("config.toml")
})
