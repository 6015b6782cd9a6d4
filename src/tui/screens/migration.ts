// A migration of a node that has joined: the whole list of steps, each with its state; Enter where an act is criadm's own,
// the exact commands where it is a person's; how it ended, and the ways on from there.
import { exitCode } from "../../model/exit-code.ts"
import type { MigrationEnd } from "../../model/migration/migration.ts"
import { faultLines } from "../../pages/fault.ts"
import { emptyLine, type Line, line, quiet, span, strong } from "../../pages/lines.ts"
import { migrationLines, standLines, stepLines, stepRows } from "../../pages/migration.ts"
import { progressLine } from "../../pages/progress.ts"
import { reasonText } from "../../pages/sentences.ts"
import type { Context } from "../context.ts"
import { spinnerSpan } from "../lines/spinner.ts"
import type { Intent } from "../state/event.ts"
import { faultOf, type Migrating } from "../state/migrating.ts"
import type { State } from "../state/state.ts"
import { type Description, type Item, linesBlock, plainScreen } from "./description.ts"

/** Rows of what happens in the step in hand. */
const rowsOfProgress = 6

export function migrationScreen(state: State, migrating: Migrating, context: Context): Description {
  const texts = context.catalogue.screens.migration
  const { name, to } = migrating.offer
  const common = { ...plainScreen, title: texts.title(name, to), about: texts.about, isPager: true } as const
  const { made, isWorking, end } = migrating
  if (migrating.state === undefined && !isWorking && end === undefined) {
    if (made === undefined)
      return { ...common, step: "review", preferred: undefined, ...body([working(state, context)]) }
    if (!made.ok)
      return withItems({ ...common, step: "review", tone: "fault" }, faultLines(made.fault, context.catalogue), [
        back(context),
      ])
    if (made.value === undefined)
      return withItems({ ...common, step: "review" }, [line(texts.nothing)], [back(context)])
    const { migration, previews } = made.value
    const whole = migrationLines(migration, undefined, context.catalogue, previews)
    const items = [item("begin", texts.begin, { intent: "take-steps", turn: "forward" }), back(context)]
    return withItems({ ...common, step: "review" }, [...whole, emptyLine, quiet(texts.untouched)], items)
  }
  const tone = end === undefined ? "strong" : toneOf(end)
  const isAtEnd = end?.kind === "done" || end?.kind === "back" ? ({ isAtEnd: true } as const) : {}
  return withItems(
    { ...common, step: "apply", tone, followsEnd: true, ...isAtEnd },
    [...listed(migrating, context), emptyLine, ...nowLines(state, migrating, context)],
    waysOn(migrating, context),
  )
}

type Shape = Omit<Description, "blocks" | "actions" | "preferred">

function withItems(shape: Shape, lines: readonly Line[], actions: readonly Item[]): Description {
  return { ...shape, preferred: actions[0]?.id, actions, ...body(lines) }
}

function body(lines: readonly Line[]): Pick<Description, "blocks"> {
  return { blocks: [linesBlock(lines)] }
}

function listed({ state, made }: Migrating, { catalogue }: Context): readonly Line[] {
  const migration = state?.migration ?? (made?.ok === true ? made.value?.migration : undefined)
  return migration === undefined ? [] : stepRows(migration, state, catalogue)
}

/** What happens, what is waited for, or how it ended. */
function nowLines(state: State, migrating: Migrating, context: Context): readonly Line[] {
  const { catalogue, theme } = context
  const { waits, end, notes, isWorking } = migrating
  const known = migrating.state
  const told = notes.map((note) => quiet(reasonText(note, catalogue)))
  if (waits !== undefined && known !== undefined)
    return [...told, ...stepLines(waits.step, known, catalogue, "attended")]
  if (end !== undefined) return [...told, ...endLines(migrating, end, context)]
  if (!isWorking) return known === undefined ? [] : standLines(known, catalogue, "short")
  const progress = state.progress.slice(migrating.toldBefore).flatMap((one) => {
    return progressLine(one, catalogue, theme.glyphs) ?? []
  })
  return [...told, ...progress.slice(-rowsOfProgress), working(state, context)]
}

function endLines({ state }: Migrating, end: MigrationEnd, { catalogue, theme }: Context): readonly Line[] {
  const texts = catalogue.screens.migration
  const fault = faultOf(end)
  if (end.kind === "done" || end.kind === "back") {
    return [line([span(`${theme.glyphs.ok} `, "ok"), span(texts[end.kind], "ok")])]
  }
  return [
    ...(fault === undefined ? [] : [...faultLines(fault, catalogue), emptyLine]),
    ...(state === undefined || state.ended !== undefined ? [] : standLines(state, catalogue, "short")),
  ]
}

function waysOn({ waits, end, isWorking, state }: Migrating, context: Context): readonly Item[] {
  const { migration: texts, actions } = context.catalogue.screens
  const stop = item("stop", texts.stop, { intent: "answer-step", yes: false })
  if (waits !== undefined) {
    const yes = waits.for === "act" ? texts.doStep : texts.isDone
    return [item("yes", yes, { intent: "answer-step", yes: true }), stop]
  }
  if (isWorking) return []
  const isBack = state?.direction === "back"
  const goOn = item("go-on", texts.goOn, { intent: "take-steps", turn: isBack ? "back" : "forward" })
  const goBack = item("return", texts.return, { intent: "take-steps", turn: "back" })
  const isOpen = state !== undefined && state.ended === undefined
  const open = isOpen ? [goOn, ...(isBack ? [] : [goBack])] : []
  if (end === undefined) return [...open, item("look", texts.look, { intent: "go-on" })]
  const again = item("again", actions.lookAgain, { intent: "look-again" })
  const leave = item("leave", actions.leave, { intent: "leave", code: endedCode(end) })
  return end.kind === "done" ? [leave, again, goBack] : end.kind === "back" ? [leave, again] : [...open, again, leave]
}

function endedCode({ kind }: MigrationEnd) {
  return kind === "done" || kind === "back" ? exitCode.done : exitCode.declined
}

function toneOf({ kind }: MigrationEnd): Description["tone"] {
  if (kind === "done" || kind === "back") return "ok"
  return kind === "waits" || kind === "paused" ? "warn" : "fault"
}

function working(state: State, context: Context): Line {
  return line([spinnerSpan(state.now, context), span(context.catalogue.screens.migration.working, "quiet")], 2)
}

function back({ catalogue }: Context): Item {
  return item("back", catalogue.screens.actions.back, { intent: "go-back" })
}

function item(id: string, text: string, intent: Intent): Item {
  return { id, lines: [strong(text)], intent }
}
