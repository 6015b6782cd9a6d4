// An apply or a rollback while it happens: each step with its time, what services log when they struggle, then what
// the running node answers, line by line.

import type { Verified } from "../../model/run.ts"
import { emptyLine, indented, inOneRow, type Line, line, quiet, type Span, span, strong } from "../../pages/lines.ts"
import { goingBackLine, judgingText, waitingText } from "../../pages/progress.ts"
import { changeText } from "../../pages/sentences.ts"
import { verifiedLines } from "../../pages/verified.ts"
import type { Context } from "../context.ts"
import { spinnerSpan } from "../lines/spinner.ts"
import { type Run, type State, type Step, shown } from "../state/state.ts"
import { type Description, type Item, linesBlock, plainScreen } from "./description.ts"

const logItem = "log"

export function runScreen(state: State, run: Run, context: Context): Description {
  const texts = context.catalogue.screens.run
  const title =
    run.isGoingBack || run.isInterrupted
      ? texts.titleGoingBack
      : run.purpose === "put-back"
        ? texts.titlePutBack
        : texts.title
  const seconds = Math.max(0, Math.floor((state.now - run.beganAt) / 1000))
  const toggle = logToggle(state, run, context)
  return {
    ...plainScreen,
    step: "apply",
    title,
    tone: run.isGoingBack ? "warn" : "strong",
    aside: [span(texts.elapsed(seconds), "quiet")],
    about: texts.about,
    isPager: true,
    followsEnd: true,
    preferred: toggle === undefined ? undefined : logItem,
    blocks: [linesBlock(runLines(run, state, context))],
    actions: toggle === undefined ? [] : [toggle],
  }
}

/** Undefined: nothing was logged that could be shown. */
export function logToggle(state: State, run: Run, { catalogue }: Context): Item | undefined {
  const texts = catalogue.screens.run
  if (run.log.length < 2) return undefined
  const text = shown(state).opened.includes(logItem) ? texts.hideLog : texts.showLog
  return { id: logItem, lines: [strong(text)], intent: { intent: "toggle", item: logItem } }
}

/** Everything that happened so far; also shown on the end screen of a run that failed. */
export function runLines(run: Run, state: State, context: Context): readonly Line[] {
  const { catalogue } = context
  const { now } = state
  const texts = catalogue.screens.run
  const forward = run.isGoingBack ? run.steps.filter((step) => step.state !== "waiting") : run.steps
  return [
    ...(run.judgements.length === 0 ? [] : [strong(texts.checks)]),
    ...run.judgements.map((one) => line([...mark(one.state, now, context), judgingText(one.judgement, catalogue)], 2)),
    ...(run.judgements.length === 0 ? [] : [emptyLine]),
    ...(run.steps.length === 0 ? [] : [strong(texts.changes)]),
    ...forward.map((step) => stepLine(step, now, context)),
    ...(run.waiting === undefined ? [] : [waitingLine(run.waiting, now, context)]),
    ...logLines(run, shown(state).opened.includes(logItem), context),
    ...verification(texts.verification, run.verified, context),
    ...(run.isInterrupted && !run.isGoingBack ? [emptyLine, line([span(texts.interrupting, "warn")])] : []),
    ...(run.isGoingBack && run.purpose === "apply" ? [emptyLine, goingBackLine(catalogue)] : []),
    ...verification(texts.verificationBack, run.verifiedBack, context),
  ]
}

function waitingLine(waiting: NonNullable<Run["waiting"]>, now: number, context: Context): Line {
  const text = waitingText(waiting, context.catalogue)
  return line([spinnerSpan(now, context), span(text, "quiet"), ...elapsed(waiting.beganAt, now, context)], 2)
}

/** Whole seconds since something began, from the first one on. */
function elapsed(beganAt: number | undefined, now: number, { catalogue }: Context): readonly Span[] {
  const seconds = beganAt === undefined ? 0 : Math.floor((now - beganAt) / 1000)
  return seconds < 1 ? [] : [span(`  ${catalogue.screens.run.elapsed(seconds)}`, "quiet")]
}

function verification(title: string, verified: readonly Verified[], context: Context): readonly Line[] {
  return verified.length === 0
    ? []
    : [emptyLine, strong(title), ...verifiedLines(verified, context.catalogue, context.theme.glyphs)]
}

/** Of each service what it logged, newest last; of a folded log the last line. */
function logLines(run: Run, isWhole: boolean, { catalogue }: Context): readonly Line[] {
  const components = [...new Set(run.log.map((one) => one.component))]
  return components.flatMap((component) => {
    const own = run.log.filter((one) => one.component === component)
    const kept = isWhole ? own : own.slice(-1)
    const heading = quiet(catalogue.screens.run.log(component))
    return [
      emptyLine,
      heading,
      ...indented(
        kept.map((one) => inOneRow(line(one.line, 2))),
        2,
      ),
    ]
  })
}

function stepLine(step: Step, now: number, context: Context): Line {
  const texts = context.catalogue.screens.run
  const isQuiet = step.state === "waiting"
  const isUnderWay = step.state === "running" || step.state === "going-back"
  const after =
    step.state === "failed"
      ? [span(`  ${texts.failedHere}`, "fault")]
      : step.state === "back"
        ? [span(`  ${texts.isBack}`, "quiet")]
        : isUnderWay
          ? elapsed(step.beganAt, now, context)
          : step.milliseconds === undefined
            ? []
            : [span(`  ${texts.milliseconds(step.milliseconds)}`, "quiet")]
  return line(
    [
      ...mark(step.state, now, context),
      span(changeText(step.change, step.direction, context.catalogue), isQuiet ? "quiet" : "plain"),
      ...after,
    ],
    2,
  )
}

function mark(state: Step["state"], now: number, context: Context): readonly Span[] {
  const { glyphs } = context.theme
  switch (state) {
    case "waiting":
      return [span(`${glyphs.waiting} `, "quiet")]
    case "running":
    case "going-back":
      return [spinnerSpan(now, context)]
    case "done":
      return [span(`${glyphs.ok} `, "ok")]
    case "failed":
      return [span(`${glyphs.fault} `, "fault")]
    case "back":
      return [span(`${glyphs.back} `, "warn")]
  }
}
