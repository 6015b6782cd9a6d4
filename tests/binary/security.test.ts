// What somebody who can put things on the node, but is not root, must not get out of a root who runs criadm.
import { expect, test } from "bun:test"
import { chmodSync, existsSync, linkSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from "node:fs"
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

/** What a person reads is broken into lines of the terminal's width. */
function onOneLine(said: string): string {
  return said.replace(/\s+/g, " ")
}

/** Without times: a file that was put back has a new one. */
function timeless(directory: string): string {
  return contents(directory).replaceAll(/ \d+\.\d+ /g, " ")
}

test.each<[string, RegExp, (node: Tree) => void]>([
  [
    "a directory that others can write",
    /to \/etc\/containerd,.*chmod o-w/,
    (node) => chmodSync(join(node.path, "etc/containerd"), 0o777),
  ],
  [
    "a directory further up that others can write",
    /to \/etc,.*chmod o-w/,
    (node) => chmodSync(join(node.path, "etc"), 0o777),
  ],
  [
    "a file with a second name",
    /2 names \(hard links\)/,
    (node) => linkSync(join(node.path, config), join(node.path, "etc/second-name")),
  ],
  [
    "a state directory that others can write",
    /\/var\/lib\/criadm is not.*chmod 700/,
    (node) => {
      mkdirSync(join(node.path, "var/lib/criadm"), { recursive: true })
      chmodSync(join(node.path, "var/lib/criadm"), 0o777)
    },
  ],
  [
    "a state directory that is a link",
    /\/var\/lib\/criadm/,
    (node) => {
      mkdirSync(join(node.path, "var/lib"), { recursive: true })
      symlinkSync("/tmp", join(node.path, "var/lib/criadm"))
    },
  ],
])("%s is refused with the reason, and nothing is touched", (_, reason, prepare) => {
  using node = new Tree(debianFiles)
  prepare(node)
  const before = contents(node.path)

  const run = criadm(["apply", "--yes", "--root", node.path, ...wanted])

  expect(run.code).toBe(3)
  expect(onOneLine(run.err)).toMatch(reason)
  expect(timeless(node.path)).toBe(before.replaceAll(/ \d+\.\d+ /g, " "))
})

const takesFlags = (() => {
  using probe = new Tree({ file: "" })
  const isSet = Bun.which("chattr") !== null && Bun.spawnSync(["chattr", "+i", join(probe.path, "file")]).exitCode === 0
  if (isSet) Bun.spawnSync(["chattr", "-i", join(probe.path, "file")])
  return isSet
})()
if (!takesFlags) console.log("immutable files are not tried: no right, or a file system without them")
test.skipIf(!takesFlags)("an immutable file is left as it is, with the reason", () => {
  using node = new Tree(debianFiles)
  const before = timeless(node.path)
  Bun.spawnSync(["chattr", "+i", join(node.path, config)])
  try {
    const run = criadm(["apply", "--yes", "--root", node.path, ...wanted])

    expect(run.code).toBe(4)
    expect(onOneLine(run.err)).toContain("immutable or append-only")
    expect(timeless(node.path)).toBe(before)
  } finally {
    Bun.spawnSync(["chattr", "-i", join(node.path, config)])
  }
})

test.each([
  ["the directory of the configuration", "etc/containerd"],
  ["all of /etc", "etc"],
  ["/var, where criadm keeps its records", "var"],
])("a link out of --root is not written through: %s", (_, path) => {
  using outside = new Tree({ "config.toml": debianFiles[config] ?? "", "containerd/config.toml": "version = 2\n" })
  using node = new Tree(debianFiles)
  Bun.spawnSync(["rm", "-r", join(node.path, path)])
  symlinkSync(outside.path, join(node.path, path))
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

const secrets = ["pw-of-registry", "dG9rZW4tb2YtcmVnaXN0cnk=", "pw-of-mirror", "pw-of-proxy"]
const withCredentials = {
  ...debianFiles,
  [config]: `${debianFiles[config]}    [plugins."io.containerd.grpc.v1.cri".registry.configs."r.example".auth]
      password = "${secrets[0]}"
      auth = "${secrets[1]}"
`,
  "etc/systemd/system/containerd.service.d/proxy.conf": `[Service]\nEnvironment=HTTPS_PROXY=http://me:${secrets[3]}@proxy\n`,
}

test.each<[string, ...string[]]>([
  ["detect"],
  ["check", "--verbose"],
  ["explain", "--verbose"],
  ["plan"],
  ["apply", "--yes"],
  ["history"],
  ["rollback", "--yes"],
])("credentials are not printed by %s, as text or as JSON", (...command) => {
  using node = new Tree(withCredentials)
  const answers = ["plan", "apply"].includes(command[0] ?? "") ? wanted : []
  const release = ["check", "explain"].includes(command[0] ?? "") ? wanted.slice(0, 2) : []
  if (["history", "rollback"].includes(command[0] ?? "")) {
    expect(criadm(["apply", "--yes", "--root", node.path, ...wanted]).code).toBe(0)
    node.write(config, withCredentials[config]?.replace("pw-of-registry", "pw-of-registry, by hand") ?? "")
  }

  for (const form of ["text", "json"]) {
    const run = criadm([...command, "--root", node.path, "-o", form, ...answers, ...release])

    expect(run.out.length + run.err.length).toBeGreaterThan(20)
    for (const secret of secrets) expect(run.out + run.err).not.toContain(secret)
  }
})

test("a mirror with a password is refused, and the password is not printed", () => {
  using node = new Tree(debianFiles)
  const mirror = `docker.io=https://me:${secrets[2]}@mirror.example`

  for (const form of ["text", "json"]) {
    const run = criadm(["plan", "--root", node.path, "-o", form, ...wanted, "--registry-mirror", mirror])

    expect(run.code).toBe(2)
    expect(run.out + run.err).not.toContain(secrets[2] ?? "")
  }
})

test("a line that cannot be read is shown without its credential", () => {
  using node = new Tree({ ...debianFiles, [config]: `version = 2\npassword = "${secrets[0]}\n` })

  const run = criadm(["plan", "--root", node.path, ...wanted])

  expect(run.err).toContain("config.toml:2:")
  expect(run.err).toContain('password = "xxx')
  expect(run.err).not.toContain(secrets[0] ?? "")
})

test("a printed plan whose credentials are redacted is not applied; a saved one is, with them", () => {
  using node = new Tree(withCredentials)
  using files = new Tree()
  const [printed, saved] = [join(files.path, "printed"), join(files.path, "saved")]
  const plan = criadm(["plan", "--root", node.path, ...wanted, "-o", "json", "--out", saved])
  files.write("printed", plan.out)

  const refused = criadm(["apply", "--yes", "--root", node.path, printed])
  const applied = criadm(["apply", "--yes", "--root", node.path, saved])

  expect([refused.code, applied.code]).toEqual([2, 0])
  expect(refused.err).toContain("--out")
  expect(readFileSync(join(node.path, config), "utf8")).toContain(secrets[0] ?? "")
})

test("a module named in BUN_OPTIONS or in the current directory is not run, as root, when a node is changed", () => {
  using node = new Tree(debianFiles)
  const evil = 'require("fs").writeFileSync("/proc/self/cwd/owned", "")\n'
  using hostile = new Tree({
    ".env": "BUN_OPTIONS=--preload=./evil.js\nLD_PRELOAD=./evil.so\nPATH=.\n",
    ".env.production": "BUN_BE_BUN=1\n",
    "bunfig.toml": 'preload = ["./evil.js"]\n[run]\npreload = ["./evil.js"]\n[test]\npreload = ["./evil.js"]\n',
    "evil.js": evil,
    "package.json": '{"name":"evil","main":"./evil.js"}',
    "tsconfig.json": '{"compilerOptions":{"paths":{"*":["./evil.js"]}}}',
    "node_modules/ink/index.js": evil,
    "node_modules/ink/package.json": '{"name":"ink","main":"index.js"}',
  })
  const before = contents(hostile.path)

  const run = criadm(["apply", "--yes", "--root", node.path, ...wanted], {
    cwd: hostile.path,
    env: { BUN_OPTIONS: "--preload=./evil.js", NODE_OPTIONS: "--require=./evil.js", NODE_PATH: hostile.path },
  })

  expect(existsSync(join(hostile.path, "owned"))).toBe(false)
  expect(contents(hostile.path)).toBe(before)
  expect([0, 1]).toContain(run.code)
})
