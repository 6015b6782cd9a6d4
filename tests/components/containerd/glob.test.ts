// Globs of `imports`, as filepath.Match and filepath.Glob of Go read them (go doc path/filepath).
import { expect, test } from "bun:test"
import { expandGlob, matchGlob } from "../../../src/components/containerd/simulate/glob.ts"

function matches(pattern: string, path: string): boolean | undefined {
  const found = matchGlob(pattern, [path])
  return found === undefined ? undefined : found.length === 1
}

test.each([
  ["/e/*.toml", "/e/a.toml", true],
  ["/e/*.toml", "/e/.toml", true],
  ["/e/*.toml", "/e/a/b.toml", false],
  ["/e/a*b*c", "/e/axxbyybzzc", true],
  ["/e/a*b*c", "/e/axxbyyb", false],
  ["/e/?", "/e/é", true],
  ["/e/[a-c]*", "/e/b1", true],
  ["/e/[^a-c]*", "/e/b1", false],
  ["/e/[a\\-]x", "/e/-x", true],
  ["/e/\\*", "/e/*", true],
  ["/e/[z-a]*", "/e/m", false],
])("%s and %s", (pattern, path, is) => {
  expect(matches(pattern, path)).toBe(is)
})

test.each(["/e/[", "/e/[]", "/e/[^]", "/e/[a", "/e/[-a]*", "/e/[a-]*", "/e/*\\"])("%s is malformed", (pattern) => {
  expect(matches(pattern, "/e/a")).toBeUndefined()
})

test("a pattern of stars gets its answer soon", () => {
  const began = process.cpuUsage()

  expect(matches(`/e/${"*a".repeat(60)}`, `/e/${"a".repeat(250)}b`)).toBe(false)
  const { user } = process.cpuUsage(began)
  expect(user / 1000).toBeLessThan(200)
})

test("a pattern over a tree without end comes to an end", () => {
  let asked = 0
  const names = Array.from({ length: 100 }, (_, index) => String(index))
  const found = expandGlob("/*/*/*/*/*/*", () => {
    asked++
    return names
  })

  expect(found.length).toBe(10_000)
  expect(asked).toBeLessThan(1000)
})
