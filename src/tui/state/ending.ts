// In how many ways it can end, and what each means for the title and the exit code. One table, so that the screen, the
// words left on the terminal and the exit code cannot disagree.
import { type ExitCode, exitCode } from "../../model/exit-code.ts"
import type { Outcome } from "../../model/run.ts"
import type { Tone } from "../../pages/lines.ts"
import type { State } from "./state.ts"

export type Ending =
  | "as-asked"
  | "nothing-to-do"
  | "kept-earlier"
  | "recovered"
  | "put-back"
  | "no-answer"
  | "not-put-back"
  | "refused"
  | "rolled-back"
  | "interrupted"
  | "needs-person"

export const endings: Readonly<Record<Ending, { readonly tone: Tone; readonly code: ExitCode }>> = {
  "as-asked": { tone: "ok", code: exitCode.done },
  "nothing-to-do": { tone: "ok", code: exitCode.done },
  "kept-earlier": { tone: "ok", code: exitCode.done },
  recovered: { tone: "ok", code: exitCode.done },
  "put-back": { tone: "warn", code: exitCode.declined },
  "no-answer": { tone: "warn", code: exitCode.rolledBack },
  "not-put-back": { tone: "fault", code: exitCode.needsPerson },
  refused: { tone: "fault", code: exitCode.refused },
  "rolled-back": { tone: "fault", code: exitCode.rolledBack },
  interrupted: { tone: "warn", code: exitCode.interrupted },
  "needs-person": { tone: "fault", code: exitCode.needsPerson },
}

/** Of an outcome that is a part of something larger. */
export function exitOf({ kind }: Outcome): ExitCode {
  if (kind === "applied" || kind === "nothing-to-do") return exitCode.done
  return endings[kind === "rollback-failed" ? "needs-person" : kind].code
}

/** What an outcome means depends on what was wanted: an apply, or a way back. */
export function endingOf(state: State, outcome: Outcome): Ending {
  if (outcome.kind === "rollback-failed") return "needs-person"
  const isPutBack = state.run?.purpose === "put-back"
  if (isPutBack && outcome.kind === "applied") {
    if (state.wentBack === undefined) return "recovered"
    return state.wentBack === "asked" ? "put-back" : "no-answer"
  }
  // What was applied stays applied when it could not be put back.
  if (isPutBack && state.wentBack !== undefined) return "not-put-back"
  switch (outcome.kind) {
    case "applied":
      return state.run === undefined ? "kept-earlier" : "as-asked"
    case "nothing-to-do":
    case "refused":
    case "rolled-back":
    case "interrupted":
      return outcome.kind
  }
}
