// The runs on this node, a line each: number, time, how it ended, what it touched.
import type { Catalogue } from "../messages/catalogue.ts"
import type { RunSummary } from "../model/run.ts"
import { type Line, line } from "./lines.ts"
import { timestamp } from "./moments.ts"
import { lineText } from "./sentences.ts"

export function runLine(run: RunSummary, catalogue: Catalogue): Line {
  const { number, at, damaged, undoneBy, files, services, others = [] } = run
  const parts = [
    outcomeText(run, catalogue),
    undoneBy === undefined ? "" : lineText({ code: "history-undone", args: { run: undoneBy } }, catalogue),
    damaged === undefined ? "" : lineText({ code: "history-damaged", args: { file: damaged } }, catalogue),
  ]
  return line(
    `${String(number).padStart(4)}  ${timestamp(at)}  ${parts.join("")}  ${[...files, ...services, ...others].join(" ")}`,
  )
}

/** What was undone well is told by what it undid. */
function outcomeText({ outcome, undoes }: RunSummary, catalogue: Catalogue): string {
  if (undoes === undefined) return outcome
  const undoing = lineText({ code: "history-undo", args: { run: undoes } }, catalogue)
  return outcome === "applied" ? undoing : `${outcome}, ${undoing}`
}
