// Gives a run its number and puts everything on the disk that is needed to take it back, before the first change: the
// plan with every file's text before and after, and, for a person, the old files themselves.
import type { WritingMachine } from "../../machine/writing.ts"
import { type Fault, failed, ok, type Result } from "../../model/fault.ts"
import { sha256 } from "../../model/file-content.ts"
import type { Plan } from "../../model/plan.ts"
import { faultOf } from "../changes/act-fault.ts"
import { openLedger, type RunRecord } from "./ledger.ts"
import { lineOf } from "./record-lines.ts"
import type { OpenRun } from "./runs.ts"
import {
  emptyOwnDirectory,
  keptFile,
  makeOwnDirectories,
  ownFileMode,
  runNumbers,
  runPaths,
  writeOwnFile,
} from "./state-directory.ts"

/** The next number with an empty directory. A directory of a run that never began is used again. */
export function prepareRunDirectory(machine: WritingMachine): Result<number> {
  const began = runNumbers(machine).filter((number) => machine.inspect(runPaths(number).ledger) !== undefined)
  const number = (began.at(-1) ?? 0) + 1
  const { directory } = runPaths(number)
  const made = makeOwnDirectories(machine, directory)
  const emptied = made.ok ? emptyOwnDirectory(machine, directory) : made
  return emptied.ok ? ok(number) : emptied
}

/** The run exists from the ledger's first record on; until then nothing was begun. */
export function beginRun(
  machine: WritingMachine,
  number: number,
  plan: Plan,
  rest: Omit<RunRecord, "record" | "number" | "plan">,
): Result<OpenRun> {
  const paths = runPaths(number)
  const kept = keepOldFiles(machine, number, plan)
  if (kept !== undefined) return failed(kept)
  const text = `${JSON.stringify(plan)}\n`
  const planned = writeOwnFile(machine, paths.plan, text)
  if (planned !== undefined) return failed(planned)
  const run: RunRecord = { record: "run", number, plan: sha256(text), ...rest }
  const begun = faultOf(machine.createExclusively(paths.ledger, `${lineOf(run, 0)}\n`, ownFileMode))
  return begun === undefined ? ok({ number, plan, run, ledger: openLedger(machine, paths.ledger) }) : failed(begun)
}

function keepOldFiles(machine: WritingMachine, number: number, plan: Plan): Fault | undefined {
  for (const [index, change] of plan.changes.entries()) {
    if (change.kind !== "file" || change.before === null) continue
    const made = makeOwnDirectories(machine, runPaths(number).before)
    if (!made.ok) return made.fault
    const kept = keptFile(number, index, change.realPath)
    const { text } = change.before
    // A file that is replaced hands its attributes on; of one that is removed the copy has to keep them, where it can.
    if (change.after === null && writeOwnFile(machine, kept, text, { attributesFrom: change.realPath }) === undefined) {
      continue
    }
    const fault = writeOwnFile(machine, kept, text)
    if (fault !== undefined) return fault
  }
  return undefined
}
