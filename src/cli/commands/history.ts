// criadm history: the runs on this node.
import { exitCode } from "../../model/exit-code.ts"
import type { RunSummary } from "../../model/run.ts"
import { timestamp } from "../changes-json.ts"
import { jsonDocument } from "../json.ts"
import { sayLine } from "../print.ts"
import { printable } from "../text.ts"
import { type RunCommand, stop, wantsJson } from "./command.ts"
import { openNode } from "./open-node.ts"

export const history: RunCommand = async (face, invocation) => {
  const criadm = await openNode(face, invocation)
  if (!criadm.ok) return stop(face, invocation, [criadm.fault])
  const runs = criadm.value.history()
  if (!runs.ok) return stop(face, invocation, [runs.fault])
  if (wantsJson(invocation)) face.print(jsonDocument("Runs", { runs: runs.value.map(runToJson) }))
  else if (runs.value.length === 0) face.print(sayLine(face.catalogue, { code: "no-runs", args: {} }))
  for (const run of wantsJson(invocation) ? [] : runs.value) {
    const damaged =
      run.damaged === undefined ? "" : sayLine(face.catalogue, { code: "history-damaged", args: { file: run.damaged } })
    const when = timestamp(run.at)
    const undone =
      run.undoneBy === undefined ? "" : sayLine(face.catalogue, { code: "history-undone", args: { run: run.undoneBy } })
    const undoing =
      run.undoes === undefined ? "" : sayLine(face.catalogue, { code: "history-undo", args: { run: run.undoes } })
    // What was undone well is told by what it undid.
    const outcome = undoing === "" ? run.outcome : run.outcome === "applied" ? undoing : `${run.outcome}, ${undoing}`
    const touched = [...run.files, ...run.services].join(" ")
    face.print(printable(`${String(run.number).padStart(4)}  ${when}  ${outcome}${undone}${damaged}  ${touched}`))
  }
  return exitCode.done
}

/** Version 2: times are RFC 3339. */
function runToJson(run: RunSummary): unknown {
  const { at, confirmBefore, ...rest } = run
  return {
    ...rest,
    at: timestamp(at),
    ...(confirmBefore === undefined ? {} : { confirmBefore: timestamp(confirmBefore) }),
  }
}
