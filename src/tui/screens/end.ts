// How it ended: what is true now as the running node tells, how to undo it, where the answers are, and the one command
// that would do the same on the next node. After a failure: the cause, what was put back, the proven old state.
import type { Outcome, Verified } from "../../model/run.ts"
import type { Context } from "../context.ts"
import { emptyLine, indented, type Line, line, span, strong } from "../drawing/lines.ts"
import { editedLines } from "../lines/edited-lines.ts"
import { faultLines } from "../lines/fault-lines.ts"
import { verifiedLines } from "../lines/verified-lines.ts"
import { type Ending, endingOf, endings } from "../state/ending.ts"
import { flagsFor, questionsOf } from "../state/questions.ts"
import type { State } from "../state/state.ts"
import { type Description, type Item, linesBlock, plainScreen } from "./description.ts"
import { logToggle, runLines } from "./run.ts"

export function endScreen(state: State, outcome: Outcome, context: Context): Description {
  const texts = context.catalogue.screens
  const ending = endingOf(state, outcome)
  const { tone, code } = endings[ending]
  const canSave = ending === "as-asked" || ending === "nothing-to-do"
  const done: Item = { id: "done", lines: [strong(texts.end.done)], intent: { intent: "leave", code } }
  const save: Item = {
    id: "save",
    lines: [strong(texts.end.saveAnswers)],
    intent: { intent: "save", what: "answers" },
  }
  const again: Item = { id: "again", lines: [strong(texts.end.showAgain)], intent: { intent: "look-again" } }
  const log = state.run === undefined || canSave ? undefined : logToggle(state, state.run, context)
  const logs = log === undefined ? [] : [log]
  return {
    ...plainScreen,
    step: "apply",
    title: endingTitle(ending, outcome, context),
    tone,
    about: texts.end.about,
    isPager: true,
    // An earlier run was put in order: the way through this node is still to come.
    preferred: ending === "recovered" || ending === "kept-earlier" ? "again" : "done",
    blocks: [linesBlock(withoutDoubleSpace(endLines(ending, state, outcome, context)))],
    actions: [done, ...(canSave && state.answersFile === undefined ? [save] : []), ...logs, again],
  }
}

export function endingTitle(ending: Ending, outcome: Outcome, { catalogue: { screens } }: Context): string {
  const texts = screens.end
  switch (ending) {
    case "as-asked":
      return texts.applied
    case "nothing-to-do":
      return texts.nothing
    case "kept-earlier":
      return texts.keptEarlier(outcome.run ?? 0)
    case "recovered":
      return texts.recovered(outcome.run ?? 0)
    case "put-back":
      return texts.putBack
    case "no-answer":
      return texts.noAnswer
    case "not-put-back":
      return texts.notPutBack
    case "refused":
      return screens.refused.title
    case "rolled-back":
      return texts.rolledBack
    case "interrupted":
      return texts.interrupted
    case "needs-person":
      return texts.needsPerson
  }
}

function endLines(ending: Ending, state: State, outcome: Outcome, context: Context): readonly Line[] {
  switch (ending) {
    case "as-asked":
    case "nothing-to-do":
    case "kept-earlier":
    case "recovered":
      return successLines(ending, state, outcome, context)
    case "put-back":
    case "no-answer":
    case "rolled-back":
    case "interrupted":
      return backLines(ending, state, outcome, context)
    case "not-put-back":
    case "refused":
    case "needs-person":
      return failureLines(ending, state, outcome, context)
  }
}

function successLines(ending: Ending, state: State, outcome: Outcome, context: Context): readonly Line[] {
  const texts = context.catalogue.screens.end
  const asked = ending === "recovered" ? oldState(state) : outcome.verified
  const verified = asked.length === 0 ? [] : [strong(texts.trueNow), ...verifiedLines(asked, context), emptyLine]
  return [
    ...(outcome.kind === "nothing-to-do" ? [line(texts.nothingWhat), emptyLine] : []),
    ...verified,
    ...causeLines(outcome, context),
    ...afterwards(state, outcome, context).map(({ label, text }) =>
      line([span(context.catalogue.screens.label(label), "quiet"), span(text, "strong")], 4),
    ),
  ]
}

/** The old state with its proof first, then the cause, then everything that was done and undone. */
function backLines(ending: Ending, state: State, outcome: Outcome, context: Context): readonly Line[] {
  const { run } = state
  const steps = run === undefined ? [] : runLines({ ...run, isInterrupted: false, verifiedBack: [] }, state, context)
  return [
    line(context.catalogue.screens.end.rolledBackWhat),
    ...verifiedLines(oldState(state), context),
    emptyLine,
    ...(ending === "interrupted" ? [] : causeLines(outcome, context)),
    ...(run?.purpose === "put-back" ? [] : steps),
  ]
}

/**
 * What the node answered after it went back. What the outcome verified is what the run had promised, and after a way
 * back that is not what is true.
 */
function oldState({ run }: State): readonly Verified[] {
  return run?.purpose === "put-back" ? run.verified : (run?.verifiedBack ?? [])
}

function failureLines(ending: Ending, state: State, outcome: Outcome, context: Context): readonly Line[] {
  const { catalogue } = context
  const texts = catalogue.screens.end
  const { run } = state
  const command: readonly Line[] =
    outcome.run === undefined
      ? []
      : [
          emptyLine,
          line([
            span(catalogue.screens.label(catalogue.screens.actions.tryAgain), "quiet"),
            span(texts.undoCommand(outcome.run), "strong"),
          ]),
        ]
  return [
    ...(ending === "needs-person" && outcome.run !== undefined
      ? [line([span(texts.needsPersonWhat(outcome.run), "fault")], 2), emptyLine]
      : []),
    ...(ending === "not-put-back" ? [line(texts.notPutBackWhat), emptyLine] : []),
    ...causeLines(outcome, context),
    ...(run === undefined ? [] : runLines({ ...run, isInterrupted: false }, state, context)),
    ...(outcome.verified.length === 0
      ? []
      : [emptyLine, strong(texts.trueNow), ...verifiedLines(outcome.verified, context)]),
    ...(ending === "refused" ? [] : command),
  ]
}

function causeLines({ fault, edited = [] }: Outcome, context: Context): readonly Line[] {
  const { catalogue } = context
  return fault === undefined
    ? []
    : [
        strong(catalogue.screens.end.cause),
        ...indented(faultLines(fault, catalogue), 2),
        emptyLine,
        ...indented(editedLines(edited, context), 2),
      ]
}

/** What an operator takes away: how to undo, where the answers are, the command for the next node. */
export function afterwards(
  state: State,
  outcome: Outcome,
  context: Context,
): readonly { readonly label: string; readonly text: string }[] {
  const texts = context.catalogue.screens.end
  const { answersFile, looked } = state
  const hasAnswers = state.resolved !== undefined && looked !== undefined
  const flags = hasAnswers ? flagsFor(questionsOf(looked.situation, state.given, context.settings)) : []
  return [
    ...(outcome.kind === "applied" && outcome.run !== undefined && state.run?.purpose === "apply"
      ? [{ label: texts.undo, text: texts.undoCommand(outcome.run) }]
      : []),
    ...(answersFile === undefined ? [] : [{ label: texts.answersFile, text: answersFile }]),
    ...(hasAnswers
      ? [
          {
            label: texts.next,
            text: answersFile === undefined ? texts.nextWithFlags(flags.join(" ")) : texts.nextWithFile(answersFile),
          },
        ]
      : []),
  ]
}

function withoutDoubleSpace(lines: readonly Line[]): readonly Line[] {
  const isEmpty = (one: Line | undefined) => one === undefined || one.spans.length === 0
  return lines
    .filter((one, at) => !isEmpty(one) || !isEmpty(lines[at - 1]))
    .filter((one, at, all) => !(isEmpty(one) && at === all.length - 1))
}
