import { expect, test } from "bun:test"
import { readFileSync } from "node:fs"
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

test("the demo runs the whole job and leaves nothing behind", () => {
  using temporary = new Tree()

  const run = criadm(["demo", "--yes"], { env: { TMPDIR: temporary.path } })

  expect(run.err).toBe("")
  expect(run.code).toBe(0)
  for (const said of [
    "init system",
    "containerd-cgroupfs-on-systemd",
    "+          SystemdCgroup = true",
    "Nothing to do",
    "byte for byte",
  ]) {
    expect(run.out).toContain(said)
  }
  expect(contents(temporary.path).trim().split("\n").length).toBe(1)
})

test("on a tree of files apply makes the node as asked, a second apply does nothing, and rollback puts every byte back", () => {
  using node = new Tree(debianFiles)
  const before = contents(node.path)
  const root = ["--root", node.path]

  expect(criadm(["plan", ...root, ...wanted, "--detailed-exitcode"]).code).toBe(6)
  expect(contents(node.path)).toBe(before)
  expect(criadm(["apply", "--yes", ...root, ...wanted]).code).toBe(0)
  expect(readFileSync(join(node.path, "etc/containerd/config.toml"), "utf8")).toContain("SystemdCgroup = true")
  const after = contents(node.path)
  expect(criadm(["plan", ...root, ...wanted, "--detailed-exitcode"]).code).toBe(0)
  expect(criadm(["apply", "--yes", ...root, ...wanted]).out).toContain("Nothing to do")
  expect(contents(node.path)).toBe(after)
  const rolledBack = criadm(["rollback", "--yes", ...root])
  expect(rolledBack.code).toBe(0)
  const kinds = (tree: string) =>
    tree.replaceAll(/ \d+\.\d+ (\d+)$/gm, " $1").replaceAll(/^(\S+ d \d+ \d+) \d+$/gm, "$1")
  expect(kinds(contents(node.path))).toBe(kinds(before))
})

test("a saved plan is applied exactly, and refused when the node has moved since", () => {
  using node = new Tree(debianFiles)
  using files = new Tree()
  const plan = join(files.path, "change.plan")
  const root = ["--root", node.path]

  expect(criadm(["plan", ...root, ...wanted, "--out", plan]).code).toBe(0)
  node.write("etc/containerd/config.toml", `${debianFiles["etc/containerd/config.toml"]}# edited by hand\n`)
  const refused = criadm(["apply", "--yes", ...root, plan])
  expect(refused.code).toBe(3)
  expect(refused.err).toContain("/etc/containerd/config.toml")
  node.write("etc/containerd/config.toml", debianFiles["etc/containerd/config.toml"] ?? "")
  expect(criadm(["apply", "--yes", ...root, plan]).code).toBe(0)
})

test("JSON documents carry kind and version, and standard output holds nothing else", () => {
  using node = new Tree(debianFiles)
  const root = ["--root", node.path, "-o", "json"]
  const documents: Readonly<Record<string, readonly string[]>> = {
    NodeFacts: ["detect", ...root],
    Findings: ["check", ...root, "--runtime-version", "1.7.24"],
    Explanations: ["explain", ...root, "--runtime-version", "1.7.24"],
    Plan: ["plan", ...root, ...wanted],
    Outcome: ["apply", "--yes", ...root, ...wanted],
    Runs: ["history", ...root],
    Version: ["version", "-o", "json"],
    Faults: ["plan", ...root, "--runtime", "crio"],
  }

  for (const [kind, args] of Object.entries(documents)) {
    expect(JSON.parse(criadm(args).out)).toMatchObject({ kind, version: ["Outcome", "Runs"].includes(kind) ? 2 : 1 })
  }
})

test("answers from a file make the same plan as the same answers by flags", () => {
  using node = new Tree(debianFiles)
  using files = new Tree({
    "node.toml": 'cgroup-driver = "systemd"\nsandbox-image = "registry.k8s.io/pause:3.10.2"\n',
  })
  const plan = (args: readonly string[]) => {
    const { changes, readings } = JSON.parse(
      criadm(["plan", "--root", node.path, "-o", "json", "--runtime-version", "1.7.24", ...args]).out,
    )
    return { changes, readings }
  }

  expect(plan(["--answers", join(files.path, "node.toml")])).toEqual(plan(wanted.slice(2)))
})

test("completion scripts are read by their shells, and the manual page by its reader", () => {
  expect(Bun.spawnSync(["bash", "-n"], { stdin: Buffer.from(criadm(["completion", "bash"]).out) }).exitCode).toBe(0)
  for (const shell of ["zsh", "fish"]) expect(criadm(["completion", shell]).out).toContain("criadm")
  expect(criadm(["man"]).out).toMatch(/^\.TH CRIADM 8/)
})

test("apply and rollback say that they changed the node, and not when they did not", () => {
  using node = new Tree(debianFiles)
  const root = ["--root", node.path, "--json"]
  const told = (...args: string[]) => JSON.parse(criadm(args).out)

  expect(told("apply", "--check", ...root, ...wanted)).toMatchObject({ outcome: "would-apply", changed: true })
  const applied = told("apply", "--yes", ...root, ...wanted)
  expect(applied).toMatchObject({ outcome: "applied", changed: true })
  expect(applied.changes.map(({ kind }: { kind: string }) => kind)).toContain("file")
  expect(told("apply", "--yes", ...root, ...wanted)).toMatchObject({ changed: false, changes: [] })
  expect(told("rollback", "--yes", ...root)).toMatchObject({ outcome: "applied", changed: true })
})
