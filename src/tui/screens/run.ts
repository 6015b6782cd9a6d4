// An apply or a rollback while it happens: each step with its time, what services log when they struggle, then what
// the running node answers, line by line.
import type { Verified } from "../../model/run.ts"
import type { Context } from "../context.ts"
import { emptyLine, indented, type Line, line, quiet, type Span, span, strong } from "../drawing/lines.ts"
import { changeText } from "../lines/sentences.ts"
import { verifiedLines } from "../lines/verified-lines.ts"
import type { Run, State, Step } from "../state/state.ts"
import { type Description, linesBlock, plainScreen } from "./description.ts"

export function runScreen(state: State, run: Run, context: Context): Description {
  const texts = context.catalogue.screens.run
  const title =
    run.isGoingBack || run.isInterrupted
      ? texts.titleGoingBack
      : run.purpose === "put-back"
        ? texts.titlePutBack
        : texts.title
  const seconds = Math.max(0, Math.floor((state.now - run.beganAt) / 1000))
  return {
    ...plainScreen,
    step: "apply",
    title,
    tone: run.isGoingBack ? "warn" : "strong",
    aside: texts.elapsed(seconds),
    about: texts.about,
    isPager: true,
    followsEnd: true,
    preferred: undefined,
    blocks: [linesBlock(runLines(run, context))],
  }
}

/** Everything that happened so far; also shown on the end screen of a run that failed. */
export function runLines(run: Run, context: Context): readonly Line[] {
  const { catalogue } = context
  const texts = catalogue.screens.run
  const forward = run.isGoingBack ? run.steps.filter((step) => step.state !== "waiting") : run.steps
  return [
    ...(run.judgements.length === 0 ? [] : [strong(texts.checks)]),
    ...run.judgements.map(({ judgement, state }) =>
      line([...mark(state, context), catalogue.lines["step-judge"](judgement)], 2),
    ),
    ...(run.judgements.length === 0 ? [] : [emptyLine]),
    ...(run.steps.length === 0 ? [] : [strong(texts.changes)]),
    ...forward.map((step) => stepLine(step, context)),
    ...(run.waiting === undefined
      ? []
      : [quiet(`  ${texts.waiting(run.waiting.component, run.waiting.secondsLeft)}`, 2)]),
    ...logLines(run, context),
    ...verification(texts.verification, run.verified, context),
    ...(run.isInterrupted && !run.isGoingBack ? [emptyLine, line([span(texts.interrupting, "warn")])] : []),
    ...(run.isGoingBack && run.purpose === "apply" ? [emptyLine, line([span(texts.goingBack, "warn")])] : []),
    ...verification(texts.verificationBack, run.verifiedBack, context),
  ]
}

function verification(title: string, verified: readonly Verified[], context: Context): readonly Line[] {
  return verified.length === 0 ? [] : [emptyLine, strong(title), ...verifiedLines(verified, context)]
}

/** Of each service the last lines it logged, newest last. */
function logLines(run: Run, { catalogue }: Context): readonly Line[] {
  const components = [...new Set(run.log.map((one) => one.component))]
  return components.flatMap((component) => [
    emptyLine,
    quiet(catalogue.screens.run.log(component)),
    ...indented(
      run.log.filter((one) => one.component === component).map((one) => line(one.line, 2)),
      2,
    ),
  ])
}

function stepLine(step: Step, context: Context): Line {
  const texts = context.catalogue.screens.run
  const isQuiet = step.state === "waiting"
  const after =
    step.state === "failed"
      ? [span(`  ${texts.failedHere}`, "fault")]
      : step.state === "back"
        ? [span(`  ${texts.isBack}`, "quiet")]
        : step.milliseconds === undefined
          ? []
          : [span(`  ${texts.milliseconds(step.milliseconds)}`, "quiet")]
  return line(
    [
      ...mark(step.state, context),
      span(changeText(step.change, step.direction, context.catalogue), isQuiet ? "quiet" : "plain"),
      ...after,
    ],
    2,
  )
}

function mark(state: Step["state"], { theme: { glyphs } }: Context): readonly Span[] {
  switch (state) {
    case "waiting":
      return [span(`${glyphs.waiting} `, "quiet")]
    case "running":
    case "going-back":
      return [span(`${glyphs.running} `, "focus")]
    case "done":
      return [span(`${glyphs.ok} `, "ok")]
    case "failed":
      return [span(`${glyphs.fault} `, "fault")]
    case "back":
      return [span(`${glyphs.back} `, "warn")]
  }
}
