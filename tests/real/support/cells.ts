// Which kind of node, runtime and kubelet went through which steps, and how long each took: tests record a cell each, and
// what runs them all (scripts/test.mjs, scripts/campaign.mjs) prints one table of them at its end. A cell that is planned
// and does not run says why.
import { appendFileSync } from "node:fs"
import { say } from "./cache.ts"

export interface CellName {
  /** What is told, such as "static pod" or "join". */
  readonly story: string
  readonly kind: string
  /** With its release as far as it is known. */
  readonly runtime: string
  /** Its release; absent: none takes part. */
  readonly kubelet?: string
}

export interface RecordedStep {
  readonly step: string
  readonly seconds: number
}

/** A line of the file that CRIADM_TEST_CELLS names; scripts/measure/cells.mjs reads it. */
interface RecordedCell extends CellName {
  readonly steps: readonly RecordedStep[]
  readonly outcome: "passed" | "failed" | "not run"
  /** Of one that did not pass: the step, or the reason. Of one that did: what else there is to tell. */
  readonly note: string
}

function record(cell: RecordedCell): void {
  const file = process.env["CRIADM_TEST_CELLS"]
  if (file !== undefined) {
    appendFileSync(file, `${JSON.stringify(cell)}\n`)
    return
  }
  const steps = cell.steps.map(({ step, seconds }) => `${step} ${seconds.toFixed(1)}`).join(", ")
  const who = [cell.story, cell.kind, cell.runtime, cell.kubelet ?? "no kubelet"].join(", ")
  say([`${who}: ${cell.outcome}`, steps, cell.note].filter((part) => part !== "").join("; "))
}

/** One that this run leaves out, or cannot have. */
export function recordNotRun(name: CellName, why: string): void {
  record({ ...name, steps: [], outcome: "not run", note: why })
}

/** One whose steps something else has timed. */
export function recordDone(
  name: CellName,
  steps: readonly RecordedStep[],
  failed: string | undefined,
  note = "",
): void {
  record({ ...name, steps, outcome: failed === undefined ? "passed" : "failed", note: failed ?? note })
}

export interface Cell {
  /** Times what is done, and remembers the first that throws; what it resolves with. */
  step<Value>(name: string, act: () => Promise<Value>): Promise<Value>
  /** What was found out on the way. */
  know(found: Partial<Pick<CellName, "runtime" | "kubelet">>): void
  /** Recorded as passed only when `last` was reached. */
  end(last: string): void
}

export function startCell(name: CellName): Cell {
  const steps: RecordedStep[] = []
  let known = name
  let failed: string | undefined
  return {
    async step(step, act) {
      const began = Date.now()
      try {
        const value = await act()
        steps.push({ step, seconds: (Date.now() - began) / 1000 })
        return value
      } catch (error) {
        failed ??= step
        throw error
      }
    },
    know(found) {
      known = { ...known, ...found }
    },
    end(last) {
      const isWhole = steps.some(({ step }) => step === last)
      recordDone(known, steps, failed ?? (isWhole ? undefined : `${last} was not reached`))
    },
  }
}
