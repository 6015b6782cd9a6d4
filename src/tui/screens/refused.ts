// Apply did not begin: locked by another run, the node changed since the plan, pods running, the runtime refused the
// staged copy. Nothing was touched; what stands in the way and the ways on.
import { exitCode } from "../../model/exit-code.ts"
import { faultLines } from "../../pages/fault.ts"
import { emptyLine, line, quiet, strong } from "../../pages/lines.ts"
import type { Context } from "../context.ts"
import type { State } from "../state/state.ts"
import { type Description, type Item, linesBlock, plainScreen } from "./description.ts"

export function refusedScreen(state: State, context: Context): Description {
  const { catalogue } = context
  const texts = catalogue.screens
  const fault = state.outcome?.fault
  const despite: Item = {
    id: "despite-pods",
    lines: [strong(texts.refused.despitePods), quiet(texts.refused.despitePodsWhy)],
    intent: { intent: "apply-despite-pods" },
  }
  return {
    ...plainScreen,
    step: "apply",
    tone: "fault",
    title: texts.refused.title,
    about: texts.refused.about,
    isPager: true,
    preferred: "try-again",
    blocks: [
      linesBlock([
        ...(fault === undefined ? [] : [...faultLines(fault, catalogue), emptyLine]),
        line(texts.refused.what),
      ]),
    ],
    actions: [
      { id: "try-again", lines: [strong(texts.actions.tryAgain)], intent: { intent: "apply" } },
      ...(fault?.code === "pods-running" || fault?.code === "pods-unknown" ? [despite] : []),
      { id: "look-again", lines: [strong(texts.actions.lookAgain)], intent: { intent: "look-again" } },
      { id: "leave", lines: [strong(texts.actions.leave)], intent: { intent: "leave", code: exitCode.refused } },
    ],
  }
}
