// The command line on the tree of a Windows node, with real files in a real directory.
import { expect, test } from "bun:test"
import { existsSync, mkdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { temporaryDirectory } from "../machine/temporary-directory.ts"

const image = "mcr.microsoft.com/oss/v2/kubernetes/pause:3.10.1-3"

/** As `containerd.exe config default` of 1.7 writes these lines, saved with the line breaks of Windows. */
const before = [
  "version = 2",
  "",
  '[plugins."io.containerd.grpc.v1.cri"]',
  '  sandbox_image = "registry.k8s.io/pause:3.8"',
  "",
  '  [plugins."io.containerd.grpc.v1.cri".containerd]',
  '    default_runtime_name = "runhcs-wcow-process"',
  "",
].join("\r\n")

const directory = temporaryDirectory()

function windowsTree(text?: string): { readonly root: string; readonly config: string } {
  const root = directory.root()
  const config = join(root, "Program Files/containerd/config.toml")
  mkdirSync(join(root, "Windows/System32"), { recursive: true })
  mkdirSync(join(root, "Program Files"))
  if (text !== undefined) directory.file(config, text)
  return { root, config }
}

function criadm(root: string, version: string, ...words: readonly string[]) {
  const argv = [process.execPath, join(import.meta.dir, "../../src/main.ts"), ...words]
  const node = ["--root", root, "--platform", "windows", "--runtime-version", version, "--color", "never"]
  const ran = Bun.spawnSync([...argv, ...node], { stdin: "ignore" })
  return { exitCode: ran.exitCode, out: ran.stdout.toString(), err: ran.stderr.toString() }
}

const isRoot = process.geteuid?.() === 0

test("plan shows the one line that changes and what to do on the node", () => {
  const { root, config } = windowsTree(before)

  const { exitCode, out } = criadm(root, "1.7.34", "plan")

  expect(exitCode).toBe(0)
  expect(out).toContain('-  sandbox_image = "registry.k8s.io/pause:3.8"')
  expect(out).toContain(`+  sandbox_image = "${image}"`)
  expect(out).toContain("npipe:////./pipe/containerd-containerd")
  expect(out).toContain('& "C:\\Program Files\\containerd\\containerd.exe" --register-service')
  expect(out).toContain("Restart-Service containerd")
  expect(out).not.toMatch(/ip_forward|systemctl|SystemdCgroup/)
  expect(readFileSync(config, "utf8")).toBe(before)
}, 30_000)

// Files of a node belong to its administrator, so apply is for root, below another root too.
const asRoot = isRoot ? test : test.skip

asRoot(
  `apply writes that line, a second time nothing, and rollback puts it back${isRoot ? "" : " (needs root)"}`,
  () => {
    const { root, config } = windowsTree(before)
    const after = before.replace("registry.k8s.io/pause:3.8", image)

    expect(criadm(root, "1.7.34", "apply", "--yes").exitCode).toBe(0)
    expect(readFileSync(config, "utf8")).toBe(after)
    expect(criadm(root, "1.7.34", "apply", "--yes").exitCode).toBe(0)
    expect(existsSync(join(root, "var/lib/criadm/runs/2"))).toBe(false)
    const argv = [process.execPath, join(import.meta.dir, "../../src/main.ts"), "rollback", "--yes", "1"]
    expect(Bun.spawnSync([...argv, "--root", root, "--platform", "windows"]).exitCode).toBe(0)
    expect(readFileSync(config, "utf8")).toBe(before)
  },
  30_000,
)

asRoot(
  `apply makes the first configuration of a node that has none${isRoot ? "" : " (needs root)"}`,
  () => {
    const { root, config } = windowsTree()

    expect(criadm(root, "2.3.4", "apply", "--yes").exitCode).toBe(0)

    const text = readFileSync(config)
    expect(text.every((byte) => byte === 10 || (byte >= 32 && byte < 127))).toBe(true)
    expect(text.toString()).toBe(
      `# Written by criadm.\nversion = 3\n\n[plugins."io.containerd.cri.v1.images".pinned_images]\nsandbox = "${image}"\n`,
    )
  },
  30_000,
)

test("a broken file is refused with its line, and nothing is written", () => {
  const { root, config } = windowsTree("version = 3\nroot = C:\\ProgramData\n")

  const { exitCode, out, err } = criadm(root, "2.3.4", "plan")

  expect(exitCode).toBe(3)
  expect(out + err).toContain("/Program Files/containerd/config.toml:2")
  expect(readFileSync(config, "utf8")).toContain("C:\\ProgramData")
}, 30_000)
