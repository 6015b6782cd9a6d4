// The simulation against real releases: cases/observed.json was seen on Debian's 1.4.13, 1.6.20, 1.7.24 and 2.1.9; more
// cases and releases lie beside the checkout, or where CRIADM_SHARED says.
import { expect, test } from "bun:test"
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { compareAll, type ObservedCases } from "./observed.ts"

const shared = process.env["CRIADM_SHARED"] ?? join(import.meta.dir, "../../../../shared")
const further = join(shared, "oracle/containerd.json")

function read(path: string): ObservedCases {
  return JSON.parse(readFileSync(path, "utf8")) as ObservedCases
}

test("a configuration means to criadm what it was seen to mean to real releases", () => {
  const { count, wrong } = compareAll(read(join(import.meta.dir, "cases/observed.json")))

  expect(wrong).toEqual([])
  expect(count).toBeGreaterThan(300)
})

test.skipIf(!existsSync(further))("every further observation of real releases agrees", () => {
  const { count, wrong } = compareAll(read(further))
  console.log(`${count - wrong.length} of ${count} further observations of real releases agree`)

  expect(wrong).toEqual([])
})

if (!existsSync(further)) console.log(`no further observations at ${further}; CRIADM_SHARED names the directory`)
