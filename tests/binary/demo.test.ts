// criadm demo without a terminal: the whole job on a sample node, as it is printed.
import { expect, test } from "bun:test"
import { criadm } from "./program.ts"

test("history tells which run undid which, from both sides", () => {
  const { out } = criadm(["demo", "--yes"], { env: { LC_ALL: "C.UTF-8" } })
  const runs = out.slice(out.indexOf("--- criadm history")).split("\n")

  expect(runs.find((line) => /^ +1 /.test(line))).toMatch(/ applied \(undone by 2\) /)
  expect(runs.find((line) => /^ +2 /.test(line))).toMatch(/Z {2}undo of 1 {2}/)
})

test("a node with a broken configuration is refused, with the line and the way to start over", () => {
  const { code, out, err } = criadm(["demo", "broken", "--yes"], { env: { LC_ALL: "C.UTF-8" } })

  expect([code, err]).toEqual([
    0,
    expect.stringMatching(/config\.toml:6:\d+: containerd does not start[\s\S]*--reset-config/),
  ])
  expect(out).toContain("as it was at the start, byte for byte")
})

test("a containerd that does not come back is put back", () => {
  const { code, out, err } = criadm(["demo", "failing", "--yes"], { env: { LC_ALL: "C.UTF-8" } })

  expect([code, err]).toEqual([0, expect.stringContaining("It failed, and everything was put back.")])
  expect(out).toContain("as it was at the start, byte for byte")
})

test("another kind of sample node is named as unknown", () => {
  expect(criadm(["demo", "windows", "--yes"])).toMatchObject({
    code: 2,
    err: expect.stringContaining("fresh, broken, failing"),
  })
})
