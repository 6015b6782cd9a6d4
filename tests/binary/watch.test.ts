// criadm watch on the tree of an image: units and link are written, a second time nothing, and all of it goes again.
import { expect, test } from "bun:test"
import { readFileSync, readlinkSync, symlinkSync } from "node:fs"
import { join } from "node:path"
import { describeTree } from "../apply/support/describe-tree.ts"
import { criadm, debianFiles, Tree } from "./program.ts"

const units = "etc/systemd/system"

function image(): Tree {
  const tree = new Tree({ ...debianFiles, "usr/bin/criadm": "", [`${units}/keep`]: "", "sbin/keep": "" })
  symlinkSync("/usr/lib/systemd/systemd", join(tree.path, "sbin/init"))
  return tree
}

test("the tree of an image gets the units, for the program that it has, and the link that starts the timer", () => {
  using tree = image()
  const watch = ["watch", "--install", "--yes", "--root", tree.path]

  expect(criadm(watch)).toMatchObject({ code: 0, err: "" })

  const service = readFileSync(join(tree.path, units, "criadm-verify.service"), "utf8")
  expect(service).toContain("\nExecStart=/usr/bin/criadm verify --quiet\n")
  expect(readlinkSync(join(tree.path, units, "timers.target.wants/criadm-verify.timer"))).toBe(
    "/etc/systemd/system/criadm-verify.timer",
  )
  const again = criadm([...watch, "-o", "json"])
  expect(JSON.parse(again.out)).toMatchObject({ kind: "Outcome", outcome: "nothing-to-do", changed: false })
})

test("what watch --install did is undone by --remove as by rollback, byte for byte", () => {
  using tree = image()
  const root = ["--yes", "--root", tree.path]
  const etc = () => describeTree(tree.path, "/etc")
  const before = etc()

  criadm(["watch", "--install", ...root])
  const watched = etc()
  expect(watched).not.toBe(before)
  expect(criadm(["watch", "--remove", ...root]).code).toBe(0)
  expect(etc()).toBe(before)
  expect(criadm(["rollback", ...root]).code).toBe(0)
  expect(etc()).toBe(watched)
  expect(criadm(["rollback", "1", "--force", ...root]).code).toBe(0)
  expect(etc()).toBe(before)
})

test("--check tells the changes and makes none", () => {
  using tree = image()
  const before = describeTree(tree.path)

  const { code, out } = criadm(["watch", "--install", "--check", "-o", "json", "--root", tree.path])

  expect(code).toBe(0)
  expect(JSON.parse(out)).toMatchObject({ outcome: "would-apply", changed: true })
  expect(describeTree(tree.path)).toBe(before)
})

test("without systemd the line for cron is told, as that node needs it", () => {
  using tree = new Tree({ ...debianFiles, "usr/bin/criadm": "" })

  const { code, err } = criadm(["watch", "--install", "--yes", "--root", tree.path])

  expect(code).toBe(3)
  expect(err.replaceAll(/\s+/g, " ")).toContain("/etc/cron.d/criadm: 15 4 * * * root /usr/bin/criadm --quiet verify")
})

test("one of --install and --remove is asked for, without a value", () => {
  expect(criadm(["watch"]).code).toBe(2)
  expect(criadm(["watch", "--install", "--remove"]).code).toBe(2)
  expect(criadm(["watch", "--install=upstream"]).err).toContain("takes no value")
  expect(criadm(["watch", "--install", "upstream"]).err).toContain("one argument too many")
})
