// What is said at the questions of apply and rollback, on a terminal, and what the exit code makes of it.
import { expect, test } from "bun:test"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { criadm, debianFiles, program, Tree } from "./program.ts"

/** Runs a command on a terminal of its own, types an answer at its question, and prints its exit code. */
const typist = `
import os, pty, subprocess, sys
answer, argv = sys.argv[1], sys.argv[2:]
m, s = pty.openpty()
child = subprocess.Popen(argv, stdin=s, stdout=s, stderr=s, start_new_session=True,
    env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "TERM": "dumb"})
os.close(s); seen = b""
while b"yes" not in seen.lower().split(b"\\n")[-1]:
    try: seen += os.read(m, 4096)
    except OSError: break
os.write(m, answer.encode() + b"\\n")
try:
    while os.read(m, 4096): pass
except OSError: pass
print(child.wait(60))
`

function answered(answer: string, ...args: readonly string[]): string {
  const { stdout, stderr } = Bun.spawnSync(["python3", "-c", typist, answer, program, ...args], { timeout: 60_000 })
  return stdout.toString().trim() || stderr.toString()
}

test("declined is not done: exit 7 for apply and for rollback, and y counts as yes", () => {
  using node = new Tree(debianFiles)
  const root = ["--root", node.path]
  const wanted = ["--cgroup-driver", "systemd", "--runtime-version", "1.7.24"]
  const config = () => readFileSync(join(node.path, "etc/containerd/config.toml"), "utf8")
  const before = config()

  expect(answered("no", "apply", ...root, ...wanted)).toBe("7")
  expect(answered("", "apply", ...root, ...wanted)).toBe("7")
  expect(config()).toBe(before)
  expect(answered("y", "apply", ...root, ...wanted)).toBe("0")
  expect(config()).not.toBe(before)
  expect(answered("n", "rollback", ...root)).toBe("7")
  expect(config()).not.toBe(before)
  expect(answered("YES", "rollback", ...root)).toBe("0")
  expect(config()).toBe(before)
})

test("what apply says about undoing can be pasted as it is", () => {
  using node = new Tree(debianFiles)
  const before = readFileSync(join(node.path, "etc/containerd/config.toml"), "utf8")
  const said = criadm([
    "apply",
    "--yes",
    "--root",
    node.path,
    "--cgroup-driver",
    "systemd",
    "--runtime-version",
    "1.7.24",
  ])

  const command = /^To undo: criadm (.*)$/m.exec(said.out)?.[1]?.split(" ") ?? []
  expect(command).toEqual(["rollback", "--root", node.path, "1"])
  expect(criadm([...command, "--yes"]).code).toBe(0)
  expect(readFileSync(join(node.path, "etc/containerd/config.toml"), "utf8")).toBe(before)
})

test("the demo names no command that is about a node which is gone", () => {
  const { out } = criadm(["demo", "--yes"])

  expect(out).toContain("The sample node goes with the demo")
  expect(out).not.toContain("To undo:")
})

test("where nobody can be asked, only a command that shows this very change is named", () => {
  using node = new Tree(debianFiles)
  const root = ["--root", node.path]
  const said = (...args: readonly string[]) => criadm([...args, ...root]).err.replaceAll(/\s+/g, " ")

  expect(said("apply", "--cgroup-driver", "systemd", "--runtime-version", "1.7.24")).toContain(
    `or run criadm plan --root ${node.path} to see the changes.`,
  )
  expect(said("uninstall")).not.toContain("criadm plan")
})
