// Damage to what a run has written down: every bit flipped, every length cut, zeros and null in each kind of record.
// Whatever is damaged is named and not used; no file is ever put back from it; the other runs stay usable.
import { describe, expect, test } from "bun:test"
import { rollBackRun } from "../../src/apply/back/roll-back-run.ts"
import { apply } from "../../src/apply/forward/apply.ts"
import { history } from "../../src/apply/run/history.ts"
import { lineOf, readLines } from "../../src/apply/run/record-lines.ts"
import { runPaths } from "../../src/apply/run/state-directory.ts"
import type { LedgerRecord } from "../../src/model/run.ts"
import { configFile, runOptions, type TestNode, testNode } from "./support/test-node.ts"
import { fileChange, planOf, restart } from "./support/test-plans.ts"

const other = "/etc/other.conf"
const original = "SystemdCgroup = false\n"

async function applyText(node: TestNode, path: string, text: string) {
  const plan = planOf([fileChange(node, path, text), restart("containerd")])
  expect((await apply(node.start(), plan, runOptions())).kind).toBe("applied")
}

/** Run 1 on one file, run 2 on another. */
async function twoRuns(): Promise<TestNode> {
  const node = testNode()
  await applyText(node, configFile, "ours\n")
  await applyText(node, other, "ours too\n")
  return node
}

const recordsOfARun = {
  plan: runPaths(1).plan,
  ledger: runPaths(1).ledger,
  copy: `${runPaths(1).before}/0-config.toml`,
}

/** Each byte with each bit flipped in turn, so that every place and every bit is met. */
function flips(bytes: Uint8Array): readonly Uint8Array[] {
  return [...bytes.keys()].map((at) => {
    const flipped = Uint8Array.from(bytes)
    flipped[at] = (flipped[at] ?? 0) ^ (1 << (at % 8))
    return flipped
  })
}

const damages: Readonly<Record<string, (bytes: Uint8Array) => readonly Uint8Array[]>> = {
  "a flipped bit": flips,
  "another length": (bytes) => [0, 1, 10, bytes.length >> 1, bytes.length - 2].map((length) => bytes.slice(0, length)),
  "zeros in it": (bytes) => [bytes.slice().fill(0), bytes.slice().fill(0, bytes.length >> 2, bytes.length >> 1)],
  "null in it": () => [Buffer.from("null\n"), Buffer.from("{}\n")],
}

const cases = Object.keys(recordsOfARun).flatMap((record) => Object.keys(damages).map((how) => [record, how] as const))

describe("damage to a run", () => {
  test.each(cases)(
    "the %s with %s: refused and named, or what was meant; the other run is put back",
    async (record, how) => {
      const node = await twoRuns()
      const file = recordsOfARun[record as keyof typeof recordsOfARun]
      const read = node.machine.readFile(file)
      const bytes = read.state === "read" ? read.bytes : new Uint8Array()
      expect(bytes.length).toBeGreaterThan(0)
      let refusals = 0
      for (const damaged of damages[how]?.(bytes) ?? []) {
        node.machine.put(file, damaged, { mode: 0o600 })
        const before = node.machine.text(configFile)

        expect(history(node.machine)).toMatchObject({ ok: true, value: [{ number: 1 }, { number: 2 }] })
        const outcome = await rollBackRun(node.start(), 1, runOptions())

        if (outcome.kind === "refused") {
          refusals += 1
          expect(node.machine.text(configFile)).toBe(before)
          if (outcome.fault?.code === "run-damaged") expect(outcome.fault.args).toMatchObject({ run: 1, file })
        } else {
          // A ledger cut where a power cut could have cut it: the run is put in order, exactly.
          expect(record).toBe("ledger")
          expect([original, "ours\n"]).toContain(node.machine.text(configFile) ?? "")
          return
        }
      }
      node.machine.put(file, bytes, { mode: 0o600 })
      expect(refusals).toBeGreaterThan(0)

      node.machine.put(file, "null\n", { mode: 0o600 })
      expect((await rollBackRun(node.start(), 2, runOptions())).kind).toBe("applied")
      expect(node.machine.text(other)).toBeUndefined()
    },
  )

  test("of a run that is under way stops the next apply, with the file and the way out", async () => {
    const node = await twoRuns()
    node.machine.put(runPaths(2).ledger, "null\n", { mode: 0o600 })

    const plan = planOf([fileChange(node, configFile, "third\n"), restart("containerd")])
    const refused = await apply(node.start(), plan, runOptions())

    expect(refused.fault).toMatchObject({ code: "run-damaged", args: { run: 2, file: runPaths(2).ledger } })
    expect(node.machine.text(configFile)).toBe("ours\n")
  })

  test("of a run that is over leaves the next apply alone, and its number is not used again", async () => {
    const node = await twoRuns()
    node.machine.put(runPaths(2).plan, "null\n", { mode: 0o600 })
    await applyText(node, configFile, "third\n")

    const runs = history(node.machine)
    expect(runs.ok ? runs.value.map((run) => [run.number, run.outcome]) : []).toEqual([
      [1, "applied"],
      [2, "damaged"],
      [3, "applied"],
    ])
  })

  test("of the newest run is named where no run was named", async () => {
    const node = await twoRuns()
    node.machine.put(runPaths(2).plan, "{}", { mode: 0o600 })

    expect((await rollBackRun(node.start(), undefined, runOptions())).fault).toMatchObject({
      code: "run-damaged",
      args: { run: 2 },
    })
    expect((await rollBackRun(node.start(), 1, runOptions())).kind).toBe("applied")
  })
})

describe("the lines of a ledger", () => {
  const records: readonly LedgerRecord[] = [
    { record: "run", number: 1, at: 0, criadm: "1" },
    { record: "begin", index: 0, direction: "forward" },
    { record: "done", index: 0, direction: "forward" },
    { record: "end", at: 1, outcome: "applied" },
  ]
  const text = records.map((record, n) => `${lineOf(record, n)}\n`).join("")
  const lines = text.split("\n").slice(0, -1)

  test("come back as they were written", () => {
    expect(readLines(text)).toMatchObject({ records, isDamaged: false })
  })

  test("of releases without a digest are read as before", () => {
    const old = records.map((record) => `${JSON.stringify(record)}\n`).join("")
    expect(readLines(`${old}{"record":"do`)).toMatchObject({ records, isDamaged: false })
  })

  test("may be torn at the end, also before a later one, and once more after that", () => {
    const torn = `${lines.slice(0, 2).join("\n")}\n${lines[2]?.slice(0, 20)}`
    expect(readLines(torn)).toMatchObject({ records: records.slice(0, 2), isDamaged: false })
    const repaired = `${torn}\n${lines[2]}\n`
    expect(readLines(repaired)).toMatchObject({ records: records.slice(0, 3), isDamaged: false })
    expect(readLines(`${torn}\n${lines[2]?.slice(0, 9)}`)).toMatchObject({ isDamaged: false })
  })

  test("may have one place twice, where a record was written and its sync failed", () => {
    const twice = `${[lines[0], lines[1], lineOf(records[3]!, 1), lineOf(records[3]!, 2)].join("\n")}\n`
    expect(readLines(twice)).toMatchObject({ isDamaged: false, next: 3 })
  })

  test("one that is gone from the middle, changed, or of no ledger is noticed", () => {
    expect(readLines(`${[lines[0], ...lines.slice(2)].join("\n")}\n`).isDamaged).toBe(true)
    expect(readLines(text.replace("forward", "forwarD")).isDamaged).toBe(true)
    for (const nothing of ["", "\n", "null\n", "\0\0\0\0"]) expect(readLines(nothing).isDamaged).toBe(true)
  })
})
