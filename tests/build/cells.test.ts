// The table that a run of the real tests ends with: what they record is what scripts/test.mjs and campaign.mjs print.
import { afterEach, beforeEach, expect, test } from "bun:test"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { tableOfCells } from "../../scripts/measure/cells.mjs"
import { recordNotRun, startCell } from "../real/support/cells.ts"

const name = { story: "static pod", kind: "trixie", runtime: "containerd 1.7", kubelet: "1.37" }
const before = process.env["CRIADM_TEST_CELLS"]
let directory: string
let file: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "criadm-cells-"))
  file = join(directory, "cells")
  process.env["CRIADM_TEST_CELLS"] = file
})
afterEach(() => {
  if (before === undefined) delete process.env["CRIADM_TEST_CELLS"]
  else process.env["CRIADM_TEST_CELLS"] = before
  rmSync(directory, { recursive: true })
})

test("a cell that went through all its steps passed, with the release that was met and the time of each step", async () => {
  const cell = startCell(name)
  await cell.step("apply", async () => cell.know({ runtime: "containerd 1.7.24" }))
  await cell.step("pod runs", async () => undefined)
  cell.end("pod runs")

  expect(tableOfCells(file)[1]).toMatch(
    /^static pod +trixie +containerd 1\.7\.24 +1\.37 +passed +apply \d+\.\d, pod runs \d+\.\d$/,
  )
})

test("a cell whose step threw failed there, and one that ended before its last step did not pass", async () => {
  const thrown = startCell(name)
  await expect(thrown.step("apply", () => Promise.reject(new Error("no")))).rejects.toThrow("no")
  thrown.end("pod runs")
  const cut = startCell({ ...name, kind: "forky" })
  await cut.step("apply", async () => undefined)
  cut.end("pod runs")

  const [, ofForky, ofTrixie, counts] = tableOfCells(file)
  expect(ofTrixie).toMatch(/failed +apply$/)
  expect(ofForky).toMatch(/failed +apply \d+\.\d, pod runs was not reached$/)
  expect(counts).toBe("2 cells: 0 passed, 2 failed, 0 not run")
})

test("a cell that does not run says why, and without any there is no table", () => {
  expect(tableOfCells(file)).toEqual([])

  recordNotRun({ story: "join", kind: "trixie-bare", runtime: "crio" }, "scripts/campaign joins")

  expect(tableOfCells(file)[1]).toMatch(/^join +trixie-bare +crio +none +not run +scripts\/campaign joins$/)
})
