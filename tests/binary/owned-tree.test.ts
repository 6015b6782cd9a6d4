// A tree below --root that belongs to somebody else, who changes it while root's criadm works in it: nothing is
// written there, and above all nothing outside of it.
import { afterEach, expect, test } from "bun:test"
import { chownSync, existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { contents, criadm, debianFiles, Tree } from "./program.ts"

const other = 1000
const isRoot = process.geteuid?.() === 0
if (!isRoot) console.log("a tree of another user is not tried: this needs root")

let attacker: Bun.Subprocess<"ignore", "pipe", "inherit"> | undefined
afterEach(() => {
  attacker?.kill("SIGKILL")
})

const swapper =
  'echo swapping; while :; do mv "$1" "$1.aside"; ln -s "$2" "$1"; rm "$1"; mv "$1.aside" "$1"; done 2>/dev/null'

test.skipIf(!isRoot)("swapped directories of another user's tree lead root nowhere, in 20 attempts", async () => {
  for (let attempt = 0; attempt < 20; attempt++) {
    using node = new Tree(debianFiles)
    using host = new Tree({ "containerd/config.toml": "version = 2\n" })
    for (let n = 0; n < 500; n++) node.write(`etc/containerd/padding-${n}`, "")
    chownSync(node.path, other, other)
    chownSync(join(node.path, "etc"), other, other)
    const before = contents(host.path)
    const argv = ["setpriv", `--reuid=${other}`, "--clear-groups", "sh", "-c", swapper, "sh"]
    attacker = Bun.spawn([...argv, join(node.path, "etc"), host.path], { stdout: "pipe", stderr: "inherit" })
    await attacker.stdout.getReader().read()

    const flags = ["--runtime-version", "1.7.24", "--cgroup-driver", "systemd"]
    const run = criadm(["apply", "--yes", "--root", node.path, ...flags])
    attacker.kill("SIGKILL")
    await attacker.exited

    expect(run.code).not.toBe(0)
    expect(run.code).not.toBe(1)
    expect(contents(host.path)).toBe(before)
  }
})

test.skipIf(!isRoot)(
  "a directory of another user on the way to the configuration is named, and nothing is made",
  () => {
    using node = new Tree(debianFiles)
    chownSync(join(node.path, "etc"), other, other)

    for (const command of [["plan"], ["apply", "--yes"]]) {
      const run = criadm([...command, "--root", node.path, "--runtime-version", "1.7.24", "--cgroup-driver", "systemd"])

      expect(run.code).toBe(3)
      expect(run.err).toContain(`/etc belongs to user ${other}`)
      expect(run.err.replaceAll(/\s+/g, " ")).toContain(`chown -h root ${node.path}/etc`)
    }
    expect(existsSync(join(node.path, "var/lib/criadm"))).toBe(false)
  },
)

test.skipIf(!isRoot)("directories beside the way may belong to anybody", () => {
  using node = new Tree(debianFiles)
  mkdirSync(join(node.path, "home/bob"), { recursive: true })
  writeFileSync(join(node.path, "home/bob/file"), "")
  chownSync(join(node.path, "home/bob"), other, other)

  const flags = ["--runtime-version", "1.7.24", "--cgroup-driver", "systemd"]
  expect(criadm(["apply", "--yes", "--root", node.path, ...flags]).code).toBe(0)
  expect(readdirSync(join(node.path, "var/lib/criadm/runs"))).toEqual(["1"])
})
