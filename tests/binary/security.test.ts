// What somebody who can put things on the node, but is not root, must not get out of a root who runs criadm.
import { expect, test } from "bun:test"
import { chmodSync, linkSync, mkdirSync, readdirSync, statSync, symlinkSync } from "node:fs"
import { join } from "node:path"
import { contents, criadm, debianFiles, Tree } from "./program.ts"

const wanted = [
  "--runtime-version",
  "1.7.24",
  "--cgroup-driver",
  "systemd",
  "--sandbox-image",
  "registry.k8s.io/pause:3.10.2",
]
const config = "etc/containerd/config.toml"

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not reach the terminal
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/

test.each(["detect", "check", "explain", "plan"])("%s shows control characters of a file as text", (command) => {
  using node = new Tree({
    ...debianFiles,
    "etc/os-release": 'ID=debian\nPRETTY_NAME="\u001b[2J\u001b]0;owned\u0007 \u202eevil"\n',
    [config]: `version = 2\n# \u001b[31mred\u009b2J\n${debianFiles[config]?.replace("version = 2\n", "") ?? ""}`,
  })

  const run = criadm([command, "--root", node.path, ...(command === "plan" ? wanted : wanted.slice(0, 2))])

  expect(run.out + run.err).not.toMatch(controls)
  expect((run.out + run.err).length).toBeGreaterThan(10)
})

test("nobody but root can look at what criadm keeps of the node", () => {
  using node = new Tree(debianFiles)
  expect(criadm(["apply", "--yes", "--root", node.path, ...wanted]).code).toBe(0)

  const state = join(node.path, "var/lib/criadm")
  const open = [state, ...readdirSync(state, { recursive: true }).map((name) => join(state, String(name)))].filter(
    (path) => (statSync(path).mode & 0o077) !== 0,
  )

  expect(open).toEqual([])
})

test.each<[string, (node: Tree) => void]>([
  ["a directory that others can write", (node) => chmodSync(join(node.path, "etc/containerd"), 0o777)],
  ["a file with a second name", (node) => linkSync(join(node.path, config), join(node.path, "etc/second-name"))],
])("%s is refused, and nothing is touched", (_, prepare) => {
  using node = new Tree(debianFiles)
  prepare(node)
  const before = contents(node.path)

  const run = criadm(["apply", "--yes", "--root", node.path, ...wanted])

  expect([3, 4]).toContain(run.code)
  expect(run.err.length).toBeGreaterThan(20)
  expect(contents(node.path).replaceAll(/ \d+\.\d+ /g, " ")).toBe(before.replaceAll(/ \d+\.\d+ /g, " "))
})

test("a link to a directory outside of --root is not written through", () => {
  using outside = new Tree({ "config.toml": debianFiles[config] ?? "" })
  using node = new Tree(debianFiles)
  Bun.spawnSync(["rm", "-r", join(node.path, "etc/containerd")])
  symlinkSync(outside.path, join(node.path, "etc/containerd"))
  const before = contents(outside.path)

  criadm(["apply", "--yes", "--root", node.path, ...wanted])

  expect(contents(outside.path)).toBe(before)
})

test("a program of the caller's PATH is not run", () => {
  using evil = new Tree({ systemctl: "#!/bin/sh\ntouch $0.ran\n", containerd: "#!/bin/sh\ntouch $0.ran\n" })
  for (const name of ["systemctl", "containerd"]) chmodSync(join(evil.path, name), 0o755)

  criadm(["detect"], { env: { PATH: `${evil.path}:/usr/bin:/bin` } })

  expect(contents(evil.path)).not.toContain(".ran")
})

test("a plan that criadm saves, and answers, can be read by their owner only", () => {
  using node = new Tree(debianFiles)
  using files = new Tree()
  mkdirSync(join(files.path, "x"))
  const plan = join(files.path, "x/change.plan")

  expect(criadm(["plan", "--root", node.path, ...wanted, "--out", plan]).code).toBe(0)

  expect(statSync(plan).mode & 0o077).toBe(0)
})
