// How it ended: what is true now as the running node tells, how to undo it, where the answers are, and the one command
// that would do the same on the next node. After a failure: the cause, what was put back, the proven old state.

import type { Outcome, Verified } from "../../model/run.ts"
import { redactText } from "../../model/secrets/redact.ts"
import { editedLines } from "../../pages/edited.ts"
import { faultLines } from "../../pages/fault.ts"
import { commandLine, emptyLine, indented, type Line, line, quiet, span, strong } from "../../pages/lines.ts"
import { leftLines, outcomeText } from "../../pages/outcome.ts"
import { verifiedLines } from "../../pages/verified.ts"
import type { Context } from "../context.ts"
import { kubeadmCommand } from "../lines/next-step.ts"
import { spinnerSpan } from "../lines/spinner.ts"
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
  const copy: Item = { id: "copy", lines: [strong(texts.end.copy)], intent: { intent: "copy" } }
  const again: Item = { id: "again", lines: [strong(texts.end.showAgain)], intent: { intent: "look-again" } }
  const log = state.run === undefined || canSave ? undefined : logToggle(state, state.run, context)
  const logs = log === undefined ? [] : [log]
  return {
    ...plainScreen,
    step: "apply",
    title: endingTitle(ending, outcome, context),
    tone,
    ...(tone === "ok" ? { isAtEnd: true } : {}),
    about: texts.end.about,
    isPager: true,
    // An earlier run was put in order: the way through this node is still to come.
    preferred: ending === "recovered" || ending === "kept-earlier" ? "again" : "done",
    blocks: [linesBlock(withoutDoubleSpace(endLines(ending, state, outcome, context)))],
    actions: [
      done,
      ...(canSave ? proofAction(state, outcome, context) : []),
      ...(canSave && state.answersFile === undefined ? [save] : []),
      ...(canSave && context.canCopy && nextNodeCommand(state, context) !== undefined ? [copy] : []),
      ...logs,
      again,
    ],
  }
}

/** Offered where a runtime runs that could be asked, and once. */
function proofAction(state: State, { verified }: Outcome, { catalogue, offersSandbox }: Context): readonly Item[] {
  const { looked, isProving } = state
  const isProven = verified.some(({ expectation }) => expectation.kind === "sandbox")
  const isAble = looked?.node.isLive === true && looked.node.uid === 0 && state.resolved?.values.runtime !== undefined
  if (!offersSandbox || !isAble || isProven || isProving) return []
  return [{ id: "prove", lines: [strong(catalogue.screens.end.prove)], intent: { intent: "prove-sandbox" } }]
}

export function endingTitle(ending: Ending, outcome: Outcome, { catalogue }: Context): string {
  const texts = catalogue.screens.end
  switch (ending) {
    case "as-asked":
    case "nothing-to-do":
    case "rolled-back":
    case "interrupted":
    case "needs-person":
      return outcomeText(outcome, "apply", catalogue)
    case "recovered":
      return outcomeText(outcome, "rollback", catalogue)
    case "kept-earlier":
      return catalogue.lines.kept({ run: outcome.run ?? 0 })
    case "put-back":
      return texts.putBack
    case "no-answer":
      return texts.noAnswer
    case "not-put-back":
      return texts.notPutBack
    case "refused":
      return catalogue.screens.refused.title
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
  const verified =
    asked.length === 0
      ? []
      : [strong(texts.trueNow), ...verifiedLines(asked, context.catalogue, context.theme.glyphs), emptyLine]
  const takeaways = afterwards(state, outcome, context)
  const linesOf = (isNext: boolean) =>
    takeaways.filter((one) => one.isNext === isNext).flatMap((one) => takeawayLines(one, context))
  return [
    ...leftLines(outcome, context.catalogue),
    ...linesOf(true),
    ...linesOf(false),
    emptyLine,
    ...verified,
    ...causeLines(outcome, context),
    ...(state.isProving ? [line([spinnerSpan(state.now, context), span(texts.proving, "quiet")], 2), emptyLine] : []),
    ...(state.proofRefused ?? []).flatMap((fault) => [...faultLines(fault, context.catalogue), emptyLine]),
  ]
}

/** The old state with its proof first, then the cause, then everything that was done and undone. */
function backLines(ending: Ending, state: State, outcome: Outcome, context: Context): readonly Line[] {
  const { run } = state
  const steps = run === undefined ? [] : runLines({ ...run, isInterrupted: false, verifiedBack: [] }, state, context)
  return [
    ...(run?.purpose === "put-back" ? [line(context.catalogue.screens.end.rolledBackWhat)] : []),
    ...verifiedLines(oldState(state), context.catalogue, context.theme.glyphs),
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
    ...(ending === "not-put-back" ? [line(texts.notPutBackWhat), emptyLine] : []),
    ...causeLines(outcome, context),
    ...(run === undefined ? [] : runLines({ ...run, isInterrupted: false }, state, context)),
    ...(outcome.verified.length === 0
      ? []
      : [
          emptyLine,
          strong(texts.trueNow),
          ...verifiedLines(outcome.verified, context.catalogue, context.theme.glyphs),
        ]),
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
        ...edited.flatMap((file) => indented(editedLines(file, catalogue), 2)),
      ]
}

export interface Takeaway {
  readonly label: string
  readonly text: string
  /** To be pasted; on a line of its own. */
  readonly isCommand: boolean
  /** The one thing to do next. */
  readonly isNext: boolean
  /** What else could be said of it. */
  readonly note?: string
}

/** What an operator takes away: what comes next, the command for the next node, where the answers are, how to undo. */
export function afterwards(state: State, outcome: Outcome, context: Context): readonly Takeaway[] {
  const texts = context.catalogue.screens.end
  const { answersFile } = state
  const kubeadm = kubeadmCommand(state)
  const next = nextNodeCommand(state, context)
  const isOwn = outcome.kind === "applied" && outcome.run !== undefined && state.run?.purpose === "apply"
  return [
    ...(kubeadm === undefined
      ? []
      : [{ label: texts.nextStep, text: kubeadm, isCommand: true, isNext: true, note: texts.orJoin }]),
    ...(next === undefined ? [] : [{ label: texts.next, text: next, isCommand: true, isNext: kubeadm === undefined }]),
    ...(answersFile === undefined
      ? []
      : [{ label: texts.answersFile, text: answersFile, isCommand: false, isNext: false }]),
    ...(isOwn
      ? [{ label: texts.undo, text: texts.undoCommand(outcome.run ?? 0), isCommand: false, isNext: false }]
      : []),
  ]
}

/** Undefined: nothing was answered. */
export function nextNodeCommand(state: State, context: Context): string | undefined {
  const texts = context.catalogue.screens.end
  const { answersFile, looked } = state
  if (state.resolved === undefined || looked === undefined) return undefined
  if (answersFile !== undefined) return texts.nextWithFile(answersFile)
  const flags = flagsFor(questionsOf(looked.situation, state.given, context.settings)).join(" ")
  return texts.nextWithFlags(redactText(flags))
}

function takeawayLines({ label, text, isCommand, isNext, note }: Takeaway, { catalogue }: Context): readonly Line[] {
  const tone = isNext ? "strong" : "plain"
  const labelled = catalogue.screens.label(label)
  if (!isCommand) return [line([span(labelled, "quiet"), span(text, tone)], 4)]
  return [
    emptyLine,
    quiet(labelled.trimEnd()),
    ...indented([commandLine(text, tone)], 2),
    ...(note === undefined ? [] : indented([quiet(note, 2)], 2)),
    emptyLine,
  ]
}

function withoutDoubleSpace(lines: readonly Line[]): readonly Line[] {
  const isEmpty = (one: Line | undefined) => one === undefined || one.spans.length === 0
  return lines
    .filter((one, at) => !isEmpty(one) || (at > 0 && !isEmpty(lines[at - 1])))
    .filter((one, at, all) => !(isEmpty(one) && at === all.length - 1))
}
