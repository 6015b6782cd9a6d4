// check --host: what is refused. That it sees a host as the host sees itself: tests/real/watch.test.ts.
import { expect, test } from "bun:test"
import { contents, criadm, debianFiles, Tree } from "./program.ts"

test("a tree of files is no host, and the way to look at it is told", () => {
  using tree = new Tree(debianFiles)
  const before = contents(tree.path)

  const { code, err } = criadm(["check", "--host", tree.path])

  expect(code).toBe(3)
  expect(err.replaceAll(/\s+/g, " ")).toContain(`criadm check --root ${tree.path}`)
  expect(contents(tree.path)).toBe(before)
})

test("only what reads takes --host, and not with --root", () => {
  expect(criadm(["apply", "--yes", "--host", "/"]).code).toBe(2)
  const { code, err } = criadm(["check", "--host", "/", "--root", "/"])
  expect([code, err]).toEqual([2, expect.stringContaining("--host and --root are given together")])
})
