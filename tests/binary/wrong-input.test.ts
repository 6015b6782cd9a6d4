import { expect, test } from "bun:test"
import { mkdirSync, symlinkSync } from "node:fs"
import { join } from "node:path"
import { contents, criadm, debianFiles, type Run, Tree } from "./program.ts"

const wanted = [
  "--runtime-version",
  "1.7.24",
  "--cgroup-driver",
  "systemd",
  "--sandbox-image",
  "registry.k8s.io/pause:3.10.2",
]

/** One clear message: no stack, no more than a screen, and every line can be shown on a terminal. */
function expectClear({ err }: Run): void {
  expect(err).not.toMatch(/\bat .*:\d+:\d+\)?$/m)
  expect(err).not.toContain("bug in criadm")
  expect(err.trim().split("\n").length).toBeWithin(1, 14)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not be there
  expect(err).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/)
}

test.each([
  [["--colour"], "no flag --colour"],
  [["plan", "--cgroup-drver", "systemd"], "Did you mean --cgroup-driver"],
  [["aply"], 'Did you mean "criadm apply"'],
  [["plan", "--cgroup-driver", "Systemd"], 'cgroup-driver cannot be "Systemd"'],
  [["plan", "--sandbox-image", "3.10"], 'sandbox-image cannot be "3.10"'],
  [["plan", "--kubernetes-version", "1.x"], "a version such as 1.37"],
  [["apply", "--yes", "--timeout", "soon"], "seconds from 1"],
  [["plan", "--runtime-version", "two"], "X.Y.Z"],
  [["plan", "--answers", "/nonexistent.toml"], "there is no such file"],
  [["plan", "--root", "/nonexistent"], "There is no directory /nonexistent"],
  [["apply", "--yes", "--root", "/etc/passwd"], "There is no directory /etc/passwd"],
  [["explain", "colour"], "cgroup-driver"],
  [["rollback", "last"], "number of a run"],
  [["detect", "--platform", "beos"], "linux, windows"],
  [["check", "-o", "xml"], "text, json"],
  [["plan", "--color", "sometimes"], "auto, always, never"],
  [["verify", "--lang", "fr"], "en, zh"],
  [["completion", "ksh"], "bash, zsh, fish"],
])("criadm %p is answered with exit 2 or 3 and says: %s", (args, said) => {
  const run = criadm(args)

  expectClear(run)
  expect(run.err).toContain(said)
  expect([2, 3]).toContain(run.code)
})

test("a wrong settle in the answers file is exit 2 with its place, and one on the command line wins over it", () => {
  using node = new Tree({
    ...debianFiles,
    "/node.toml": 'runtime = "containerd"\nsettle = 2.5\n',
    "/fit.toml": "settle = 8\n",
  })
  const settleOf = (...args: readonly string[]) => {
    const run = criadm(["plan", "--root", node.path, ...wanted, ...args, "-o", "json"])
    return JSON.parse(run.out).answers.values.settle
  }

  const wrong = criadm(["apply", "--yes", "--root", node.path, "--answers", join(node.path, "node.toml")])

  expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('node.toml:2:10: settle cannot be "2.5"')])
  expect(settleOf("--answers", join(node.path, "fit.toml"))).toBe(8)
  expect(settleOf("--answers", join(node.path, "fit.toml"), "--settle", "0")).toBe(0)
})

test("a value such as 3.10 is kept as text", () => {
  using node = new Tree(debianFiles)

  const run = criadm([
    "plan",
    "--root",
    node.path,
    "--runtime-version",
    "1.7.24",
    "--sandbox-image",
    "registry.k8s.io/pause:3.10",
    "-o",
    "json",
  ])

  expect(run.code).toBe(0)
  expect(JSON.parse(run.out).answers.values["sandbox-image"]).toBe("registry.k8s.io/pause:3.10")
})

test.each<[string, string | Uint8Array, RegExp]>([
  ["broken TOML", 'version = 2\n[plugins."io.containerd.grpc.v1.cri"\nx = 1\n', /config\.toml:[23]:\d+: /],
  ["a key twice", "version = 2\nversion = 2\n", /config\.toml:2:\d+: /],
  ["binary garbage", new Uint8Array([0, 1, 2, 255, 254, 27, 91, 50, 74]), /config\.toml/],
  ["20 MB", "# x\n".repeat(5_000_000), /config\.toml/],
  ["a thousand nested arrays", `a = ${"[".repeat(100_000)}`, /config\.toml/],
  ["escape sequences in a key", 'version = 2\n"\u001b[2J" = \n', /config\.toml:2:/],
])("a configuration with %s is refused with its place, and nothing is touched", (_, text, said) => {
  using node = new Tree({ ...debianFiles, "etc/containerd/config.toml": text })
  const before = contents(node.path)

  const run = criadm(["apply", "--yes", "--root", node.path, ...wanted])

  expect(run.code).toBe(3)
  expectClear(run)
  expect(run.err).toMatch(said)
  expect(contents(node.path)).toBe(before)
})

test("a directory where the configuration should be is refused, and nothing is touched", () => {
  const { "etc/containerd/config.toml": _, ...others } = debianFiles
  using node = new Tree({ ...others, "etc/containerd/config.toml/x": "" })
  const before = contents(node.path)

  const run = criadm(["apply", "--yes", "--root", node.path, ...wanted])

  expect(run.code).toBe(3)
  expectClear(run)
  expect(contents(node.path)).toBe(before)
})

test("a link out of --root is not followed out of it", () => {
  using outside = new Tree({ "config.toml": "version = 2\n" })
  using node = new Tree(debianFiles)
  Bun.spawnSync(["rm", join(node.path, "etc/containerd/config.toml")])
  symlinkSync(join(outside.path, "config.toml"), join(node.path, "etc/containerd/config.toml"))
  const before = contents(outside.path)

  criadm(["apply", "--yes", "--root", node.path, ...wanted])

  expect(contents(outside.path)).toBe(before)
})

test.skipIf(process.geteuid?.() !== 0)("who is not root is told so, and nothing is touched", () => {
  const applied = criadm(["apply", "--yes"], { uid: 65534 })
  const rolledBack = criadm(["rollback", "--yes"], { uid: 65534 })

  for (const run of [applied, rolledBack]) {
    expect(run.code).toBe(3)
    expectClear(run)
  }
  expect(rolledBack.err).toContain("sudo")
})

test.skipIf(process.geteuid?.() !== 0)(
  "a configuration that cannot be read is told apart from one that is not there",
  () => {
    using node = new Tree(debianFiles)
    Bun.spawnSync(["chmod", "-R", "a+rX", node.path])
    Bun.spawnSync(["chmod", "600", join(node.path, "etc/containerd/config.toml")])

    const run = criadm(["plan", "--root", node.path, ...wanted], { uid: 65534 })

    expect(run.code).toBe(3)
    expect(run.err).toContain("EACCES")
  },
)

test("without a terminal the wizard says what to do instead", () => {
  const run = criadm([])

  expect(run.code).toBe(2)
  expect(run.err).toContain("criadm apply")
})

test("apply without --yes and without a terminal changes nothing", () => {
  using node = new Tree(debianFiles)
  const before = contents(node.path)

  const run = criadm(["apply", "--root", node.path, ...wanted])

  expect(run.code).toBe(2)
  expect(run.err).toContain("--yes")
  expect(contents(node.path)).toBe(before)
})

test("what lies in the current directory is not read", () => {
  using hostile = new Tree({
    ".env": "NO_COLOR=1\nBUN_OPTIONS=--preload=./evil.js\n",
    "bunfig.toml": 'preload = ["./evil.js"]\n',
    "evil.js": 'require("fs").writeFileSync("owned", "")\n',
    "package.json": '{"name":"evil"}',
    "tsconfig.json": '{"extends":"./nonexistent"}',
  })
  mkdirSync(join(hostile.path, "node_modules"))

  const run = criadm(["detect"], { cwd: hostile.path })

  expect(run.code).toBe(0)
  expect(contents(hostile.path)).not.toContain("owned")
})

test("a saved plan that is none is refused before anything is touched", () => {
  using files = new Tree({
    "no.json": "{",
    "other.json": '{"kind":"NodeFacts"}',
    "escape.json": JSON.stringify({
      kind: "Plan",
      version: 1,
      initSystem: "none",
      root: "/",
      readings: [],
      judgements: [],
      expectations: [],
      notes: [],
      timeoutSeconds: 1,
      changes: [{ kind: "service", component: "x", service: "x; reboot", action: "restart" }],
    }),
  })

  for (const name of ["no.json", "other.json", "escape.json"]) {
    const run = criadm(["apply", "--yes", join(files.path, name)])
    expect(run.code).toBe(2)
    expectClear(run)
  }
})
