// How it ended: what is true now as the running node tells, how to undo it, where the answers are, and the one command
// that would do the same on the next node. After a failure: the cause, what was put back, the proven old state.
import { type ExitCode, exitCode } from "../../model/exit-code.ts"
import type { Outcome } from "../../model/run.ts"
import type { Context } from "../context.ts"
import { faultLines } from "../fault-lines.ts"
import { aligned, emptyLine, indented, type Line, line, quiet, span, strong, type Tone } from "../lines.ts"
import { flagsFor, questionsOf } from "../questions.ts"
import type { State } from "../state.ts"
import { verifiedLines } from "../verified-lines.ts"
import { type Description, type Item, linesBlock, plainScreen } from "./description.ts"
import { runLines } from "./run.ts"

export function endScreen(state: State, outcome: Outcome, context: Context): Description {
  const texts = context.catalogue.screens
  const { title, tone } = headline(state, outcome, context)
  const isAsAsked = outcome.kind === "applied" || outcome.kind === "nothing-to-do"
  const done: Item = {
    id: "done",
    lines: [strong(texts.end.done)],
    intent: { intent: "leave", code: codeOf(state, outcome) },
  }
  const save: Item = {
    id: "save",
    lines: [strong(texts.end.saveAnswers)],
    intent: { intent: "save", what: "answers" },
  }
  const again: Item = { id: "again", lines: [strong(texts.end.showAgain)], intent: { intent: "look-again" } }
  return {
    ...plainScreen,
    step: "apply",
    title,
    tone,
    about: texts.end.about,
    isPager: true,
    // An earlier run was put in order: the way through this node is still to come.
    preferred: state.resolved === undefined && codeOf(state, outcome) === exitCode.done ? "again" : "done",
    blocks: [
      linesBlock(
        withoutDoubleSpace(isAsAsked ? successLines(state, outcome, context) : failureLines(state, outcome, context)),
      ),
    ],
    actions: [
      done,
      ...(isAsAsked && state.answersFile === undefined && state.resolved !== undefined ? [save] : []),
      again,
    ],
  }
}

export function codeOf(state: State, outcome: Outcome): ExitCode {
  const isBack = outcome.kind === "applied" || outcome.kind === "rolled-back"
  if (state.wentBack !== undefined && isBack) return exitCode.rolledBack
  switch (outcome.kind) {
    case "applied":
    case "nothing-to-do":
      return exitCode.done
    case "refused":
      return exitCode.refused
    case "rolled-back":
      return isPlainPutBack(state) ? exitCode.done : exitCode.rolledBack
    case "rollback-failed":
      return exitCode.needsPerson
    case "interrupted":
      return exitCode.interrupted
  }
}

/** An earlier run was put back because the person asked: that is what was wanted, not a failure. */
function isPlainPutBack(state: State): boolean {
  return state.run?.purpose === "put-back" && state.wentBack === undefined
}

export function headline(
  state: State,
  outcome: Outcome,
  context: Context,
): { readonly title: string; readonly tone: Tone } {
  const texts = context.catalogue.screens.end
  if (state.wentBack !== undefined && outcome.kind !== "rollback-failed") {
    return { title: state.wentBack === "asked" ? texts.putBack : texts.noAnswer, tone: "warn" }
  }
  switch (outcome.kind) {
    case "applied":
      if (state.run === undefined && outcome.run !== undefined)
        return { title: texts.keptEarlier(outcome.run), tone: "ok" }
      if (isPlainPutBack(state)) return { title: texts.recovered(outcome.run ?? 0), tone: "ok" }
      return { title: texts.applied, tone: "ok" }
    case "nothing-to-do":
      return { title: texts.nothing, tone: "ok" }
    case "refused":
      return { title: context.catalogue.screens.refused.title, tone: "fault" }
    case "rolled-back":
      return isPlainPutBack(state)
        ? { title: texts.recovered(outcome.run ?? 0), tone: "ok" }
        : { title: texts.rolledBack, tone: "fault" }
    case "rollback-failed":
      return { title: texts.needsPerson, tone: "fault" }
    case "interrupted":
      return { title: texts.interrupted, tone: "warn" }
  }
}

function successLines(state: State, outcome: Outcome, context: Context): readonly Line[] {
  const texts = context.catalogue.screens.end
  const verified =
    outcome.verified.length === 0 ? [] : [strong(texts.trueNow), ...verifiedLines(outcome.verified, context), emptyLine]
  return [
    ...(outcome.kind === "nothing-to-do" ? [line(texts.nothingWhat), emptyLine] : []),
    ...verified,
    ...afterwards(state, outcome, context).flatMap(({ label, text }) => [
      quiet(label),
      line([span(`  ${text}`, "strong")], 4),
    ]),
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

function failureLines(state: State, outcome: Outcome, context: Context): readonly Line[] {
  const { catalogue } = context
  const texts = catalogue.screens.end
  const { run } = state
  const oldState = run === undefined || run.verifiedBack.length === 0 ? outcome.verified : run.verifiedBack
  const isBack = outcome.kind === "rolled-back" || outcome.kind === "interrupted"
  return [
    ...(isBack ? [line(texts.rolledBackWhat), ...verifiedLines(oldState, context), emptyLine] : []),
    ...(outcome.kind === "rollback-failed" && outcome.run !== undefined
      ? [line([span(texts.needsPersonWhat(outcome.run), "fault")], 2), emptyLine]
      : []),
    ...(outcome.fault === undefined || outcome.kind === "interrupted"
      ? []
      : [strong(texts.cause), ...indented(faultLines(outcome.fault, catalogue), 2), emptyLine]),
    ...(run === undefined
      ? []
      : runLines({ ...run, isInterrupted: false, verifiedBack: isBack ? [] : run.verifiedBack }, context)),
    ...(isBack || outcome.verified.length === 0
      ? []
      : [emptyLine, strong(texts.trueNow), ...verifiedLines(outcome.verified, context)]),
    ...(outcome.kind === "rollback-failed" && outcome.run !== undefined
      ? [
          emptyLine,
          ...aligned([
            { label: catalogue.screens.actions.tryAgain, text: [span(texts.tryAgainCommand(outcome.run), "strong")] },
          ]),
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
