// criadm demo without a terminal: the whole job on a sample node, as it is printed.
import { expect, test } from "bun:test"
import { criadm } from "./program.ts"

test("history tells which run undid which, from both sides", () => {
  const { out } = criadm(["demo", "--yes"], { env: { LC_ALL: "C.UTF-8" } })
  const runs = out.slice(out.indexOf("--- criadm history")).split("\n")

  expect(runs.find((line) => /^ +1 /.test(line))).toMatch(/ applied \(undone by 2\) /)
  expect(runs.find((line) => /^ +2 /.test(line))).toMatch(/Z {2}undo of 1 {2}/)
})
