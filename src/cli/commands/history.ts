// criadm history: the runs on this node.
import { exitCode } from "../../model/exit-code.ts"
import type { RunSummary } from "../../model/run.ts"
import { runLine } from "../../pages/history.ts"
import { timestamp } from "../../pages/moments.ts"
import { jsonDocument } from "../json.ts"
import { printed, sayLine } from "../print.ts"
import { type RunCommand, stop, wantsJson } from "./command.ts"
import { openNode } from "./open-node.ts"

export const history: RunCommand = async (face, invocation) => {
  const criadm = await openNode(face, invocation)
  if (!criadm.ok) return stop(face, invocation, [criadm.fault])
  const runs = await criadm.value.history()
  if (!runs.ok) return stop(face, invocation, [runs.fault])
  if (wantsJson(invocation)) face.print(jsonDocument("Runs", { runs: runs.value.map(runToJson) }))
  else if (runs.value.length === 0) face.print(sayLine(face.catalogue, { code: "no-runs", args: {} }))
  else
    face.print(
      printed(
        face,
        runs.value.map((run) => runLine(run, face.catalogue)),
      ),
    )
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
