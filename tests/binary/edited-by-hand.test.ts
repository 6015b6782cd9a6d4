// A file that somebody edited after criadm wrote it is theirs: rollback shows what would be lost, and asks for --force.
import { expect, test } from "bun:test"
import { chmodSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { criadm, debianFiles, Tree } from "./program.ts"

const config = "etc/containerd/config.toml"
const wanted = ["--runtime-version", "1.7.24", "--cgroup-driver", "systemd", "--sandbox-image", "keep"]
const credentials =
  '\n[plugins."io.containerd.grpc.v1.cri".registry.configs."r.example".auth]\n  password = "before-it"\n'

function editedNode(): Tree {
  const node = new Tree({ ...debianFiles, [config]: `${debianFiles[config]}${credentials}` })
  expect(criadm(["apply", "--yes", "--root", node.path, ...wanted]).code).toBe(0)
  const ours = readFileSync(join(node.path, config), "utf8")
  node.write(config, `${ours.replace("before-it", "since-then")}# by hand\n`)
  chmodSync(join(node.path, config), 0o600)
  return node
}

test("rollback refuses, shows what criadm and what the hand made of the file, and touches nothing", () => {
  using node = editedNode()
  const edited = readFileSync(join(node.path, config), "utf8")

  const run = criadm(["rollback", "--yes", "--root", node.path])

  expect(run.code).toBe(3)
  const [ours = "", hand = ""] = run.err.split("What was changed by hand")
  expect(ours).toMatch(/^\+ *SystemdCgroup = true$/m)
  expect(ours).not.toContain("# by hand")
  expect(hand).toContain("+# by hand")
  expect(hand).toContain("0644 0:0, then 0600 0:0")
  expect(run.err).toContain("--force")
  expect(run.err).not.toMatch(/before-it|since-then/)
  expect(readFileSync(join(node.path, config), "utf8")).toBe(edited)
})

test("rollback -o json carries all three versions without their credentials", () => {
  using node = editedNode()

  const run = criadm(["rollback", "--yes", "--root", node.path, "-o", "json"])

  const [file] = JSON.parse(run.out).edited
  expect(file).toMatchObject({ path: `/${config}`, now: { mode: 0o600 } })
  expect(file.before.text).not.toContain("SystemdCgroup")
  expect(file.ours.text).toContain("SystemdCgroup = true")
  expect(file.now.text).toContain("# by hand")
  expect(run.out).not.toMatch(/before-it|since-then/)
})

test("rollback --force puts the file back, and rolling that back brings the hand's version again", () => {
  using node = editedNode()
  const edited = readFileSync(join(node.path, config), "utf8")

  expect(criadm(["rollback", "--yes", "--force", "--root", node.path]).code).toBe(0)
  expect(readFileSync(join(node.path, config), "utf8")).toBe(`${debianFiles[config]}${credentials}`)
  expect(criadm(["rollback", "2", "--yes", "--root", node.path]).code).toBe(0)
  expect(readFileSync(join(node.path, config), "utf8")).toBe(edited)
})
