// The plan in full: every file as a diff with context, every service action, what is checked before and asked after,
// how long it may take. One long text that is scrolled and searched; nothing is left out.

import { sizeText } from "../../messages/size.ts"
import type { Change, FileChange, PackagesChange } from "../../model/change.ts"
import type { Plan } from "../../model/plan.ts"
import { emptyLine, indented, type Line, line, quiet, span, strong } from "../../pages/lines.ts"
import { expectationText, reasonText } from "../../pages/sentences.ts"
import type { Context } from "../context.ts"
import { diffLines } from "../lines/diff-lines.ts"
import { spinnerSpan } from "../lines/spinner.ts"
import type { State } from "../state/state.ts"
import { type Description, linesBlock, plainScreen } from "./description.ts"

export function reviewScreen(state: State, context: Context): Description {
  const texts = context.catalogue.screens
  const plan = state.planned?.ok === true ? state.planned.plan : undefined
  const common = {
    ...plainScreen,
    step: "review",
    title: texts.review.title,
    about: texts.review.about,
    isPager: true,
  } as const
  if (plan === undefined) {
    return {
      ...common,
      preferred: undefined,
      blocks: [linesBlock([line([spinnerSpan(state.now, context), span(texts.review.working, "quiet")], 2)])],
    }
  }
  return {
    ...common,
    preferred: "go-on",
    blocks: [linesBlock(state.planLines)],
    actions: [{ id: "go-on", lines: [strong(texts.actions.goOn)], intent: { intent: "go-on" } }],
  }
}

/** The whole plan as lines. */
export function planLines(plan: Plan, context: Context): readonly Line[] {
  const { catalogue } = context
  const texts = catalogue.screens.review
  const ofKind = <Kind extends Change["kind"]>(kind: Kind) =>
    plan.changes.filter((change): change is Extract<Change, { kind: Kind }> => change.kind === kind)
  const files = ofKind("file")
  const directories = ofKind("directory")
  const modules = ofKind("module")
  const swaps = ofKind("swap")
  const values = ofKind("live-value")
  const services = ofKind("service")
  const section = (title: string, lines: readonly Line[]): readonly Line[] =>
    lines.length === 0 ? [] : [emptyLine, strong(title), ...indented(lines, 2)]
  return [
    line(texts.summary(files.length, services.length)),
    ...section(
      texts.directories,
      directories.flatMap((change) => [line(change.path, 2), ...whyLines(change, context)]),
    ),
    ...files.flatMap((change) => [emptyLine, ...fileLines(change, context)]),
    ...section(texts.liveValues, [
      ...swaps.flatMap((change) => [
        line(catalogue.lines["step-swap-off"]({ device: change.device }), 2),
        ...whyLines(change, context),
      ]),
      ...modules.flatMap((change) => [
        line(catalogue.lines["step-module"]({ module: change.name }), 2),
        ...whyLines(change, context),
      ]),
      ...values.flatMap((change) => [
        line(texts.liveValue(change.path, change.withModule ?? change.before.trim(), change.after.trim()), 2),
        ...whyLines(change, context),
      ]),
    ]),
    ...packageLines(ofKind("packages"), context),
    ...ofKind("image").flatMap((change) => [
      emptyLine,
      strong(catalogue.lines[change.remove === true ? "step-remove-image" : "step-image"](change)),
      ...whyLines(change, context),
    ]),
    ...section(
      texts.services,
      services.flatMap((change) => [
        line([
          span(catalogue.lines["step-service"](change), "strong"),
          ...(change.wasActive ? [] : [span(`  ${texts.notRunning}`, "quiet")]),
        ]),
        ...whyLines(change, context),
      ]),
    ),
    ...section(
      texts.judged,
      plan.judgements.map((one) => line(shownCommand(one.command, context), 2)),
    ),
    ...section(
      texts.verified,
      plan.expectations.map((one) => line(expectationText(one, catalogue), 2)),
    ),
    ...section(texts.time, [line(services.length === 0 ? texts.timeNoRestart : texts.timeLine(plan.timeoutSeconds))]),
    ...section(
      texts.notes,
      plan.notes.map((one) => line(reasonText(one, catalogue), 2)),
    ),
    emptyLine,
    quiet(texts.untouched),
  ]
}

function packageLines(changes: readonly PackagesChange[], context: Context): readonly Line[] {
  const { lines } = context.catalogue
  return changes.flatMap((change) => {
    const { packages, manager, services, remove } = change
    if (remove === true)
      return [emptyLine, strong(lines["plan-remove-packages"]({ packages: packages.map(({ name }) => name) }))]
    const size = sizeText(packages.reduce((sum, { bytes }) => sum + bytes, 0))
    return [
      emptyLine,
      strong(lines["plan-packages"]({ manager, count: packages.length, size })),
      ...indented(
        [
          ...packages.map((one) => line(lines["plan-package"](one), 2)),
          ...(services.length === 0 ? [] : [line(lines["plan-starts"]({ services }), 2)]),
          ...whyLines(change, context),
        ],
        2,
      ),
    ]
  })
}

/** Where the copies will lie has a number that only the run knows. */
function shownCommand(command: readonly string[], { theme: { glyphs } }: Context): string {
  return command.join(" ").replaceAll("{staged}", `${glyphs.ellipsis}/staged`)
}

function whyLines(change: Change, { catalogue }: Context): readonly Line[] {
  return change.why.map((reason) => quiet(`  ${reasonText(reason, catalogue)}`, 2))
}

function fileLines(change: FileChange, context: Context): readonly Line[] {
  const texts = context.catalogue.screens.review
  const kind = change.before === null ? texts.created : change.after === null ? texts.removed : texts.changed
  const { before, after, shipped } = change
  const hasOtherMode = before !== null && after !== null && before.mode !== after.mode
  return [
    line([span(change.path, "strong"), span(`  ${kind}`, "quiet")], 2),
    ...(change.realPath === change.path ? [] : [quiet(`  ${texts.followed(change.realPath)}`, 2)]),
    ...(hasOtherMode ? [quiet(`  ${texts.mode(octal(before.mode), octal(after.mode))}`, 2)] : []),
    ...whyLines(change, context),
    ...diffLines(shipped === undefined || after === null ? before : { ...after, text: shipped }, after),
  ]
}

function octal(mode: number): string {
  return mode.toString(8).padStart(4, "0")
}
