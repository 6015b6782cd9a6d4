// The wizard without drawing: every screen is printed once from top to bottom, its items are numbered, one line is
// read. For screen readers, TERM=dumb and printers. Says everything the drawn screens say, from the same descriptions.
import { createInterface } from "node:readline"
import { indented, type Line, spokenText, textOf } from "../pages/lines.ts"
import { progressLine } from "../pages/progress.ts"
import { changeText } from "../pages/sentences.ts"
import { printable } from "../pages/wrap.ts"
import type { Show } from "./drawing/showing.ts"
import { toAscii } from "./drawing/theme.ts"
import { nothingSaid, paced } from "./lines/pace.ts"
import { describe } from "./screens/describe.ts"
import { type Description, itemsOf } from "./screens/description.ts"
import { secondsLeft } from "./screens/keep.ts"
import { type State, shown, type Visit } from "./state/state.ts"

/** Seconds before the end at which the countdown is said again. */
const reminders = [30, 10] as const

/** After which a step that takes long is told again. */
const tenSeconds = 10_000

export const speak: Show = async ({ store, context }) => {
  const { theme, catalogue } = context
  const texts = catalogue.screens
  const write = (text: string) => process.stdout.write(theme.isUnicode ? text : toAscii(text))
  const say = (text: string) => write(`${printable(text)}\n`)
  const sayLines = (lines: readonly Line[]) => {
    for (const one of lines) say(spokenText(one))
  }
  process.stdout.on("error", () => undefined)
  const reader = createInterface({ input: process.stdin, terminal: false })
  let last: { readonly state: State; readonly visit: Visit; readonly isLooked: boolean } | undefined
  let saidProgress = 0
  let pace = nothingSaid
  let isScheduled = false

  /** What can be chosen: while something is under way nothing, because everything of it is said. */
  const choices = (description: Description) => (shown(store.state()).screen.name === "run" ? [] : itemsOf(description))
  const prompt = (description: Description) => {
    const items = choices(description)
    if (description.field !== undefined) {
      write(`${description.field.label.trim()} ${texts.spoken.type(printable(description.field.offered))}`)
    } else if (items.length > 0) {
      write(texts.spoken.choose(items.length, preferredNumber(description)))
    }
  }
  const sayScreen = (state: State): void => {
    const description = describe(state, context)
    say("")
    if (shown(state).screen.name === "node" && state.looked === undefined) {
      say(texts.node.looking)
      return
    }
    const isWorking = shown(state).screen.name === "run"
    const aside = isWorking ? undefined : description.aside?.map(({ text }) => text).join("")
    say(aside === undefined ? description.title : `${description.title} (${aside})`)
    if (isWorking) say(texts.spoken.working)
    else sayBody(description, shown(state))
    prompt(description)
  }
  const sayBody = (description: Description, visit: Visit) => {
    let number = 0
    const sayItem = (item: ReturnType<typeof itemsOf>[number]) => {
      number += 1
      const [first, ...rest] = item.lines
      say(`  ${number}. ${first === undefined ? "" : spokenText(first)}`)
      sayLines(indented(rest, 5))
      if (item.detail !== undefined && visit.opened.includes(item.id)) sayLines(indented(item.detail, 5))
    }
    for (const block of description.blocks) {
      if (block.block === "lines") sayLines(block.lines)
      else sayItem(block.item)
    }
    for (const action of description.actions) sayItem(action)
  }
  const update = () => {
    isScheduled = false
    const state = store.state()
    const visit = shown(state)
    const { said, pace: next } = paced(pace, state.progress.slice(saidProgress), state.now)
    pace = next
    for (const progress of said) {
      const line = progressLine(progress, catalogue, theme.glyphs)
      if (line !== undefined) say(spokenText(line))
    }
    saidProgress = state.progress.length
    if (state.notice !== undefined && state.notice !== last?.state.notice) say(state.notice.text)
    const isLooked = state.looked !== undefined
    const isSame =
      last?.visit.screen === visit.screen && last.isLooked === isLooked && last.state.planned === state.planned
    const before = last
    last = { state, visit, isLooked }
    if (!isSame || before === undefined) return sayScreen(state)
    sayChange(before, state, visit)
  }
  /** The same screen as before: only what is new on it. */
  const sayChange = (before: NonNullable<typeof last>, state: State, visit: Visit) => {
    const description = describe(state, context)
    if (visit.problem !== before.visit.problem && visit.problem !== undefined) {
      sayBody(description, visit)
      return prompt(description)
    }
    if (visit.opened !== before.visit.opened) {
      const opened = visit.opened.find((id) => !before.visit.opened.includes(id))
      const detail = itemsOf(description).find((item) => item.id === opened)?.detail
      if (detail !== undefined) sayLines(indented(detail, 5))
      else sayBody(description, visit)
      return prompt(description)
    }
    const { migrating } = state
    if (migrating !== before.state.migrating) {
      const isQuestion = migrating?.waits !== undefined || migrating?.isWorking !== true
      if (isQuestion) sayBody(description, visit)
      return isQuestion ? prompt(description) : undefined
    }
    if (state.isKeeping && !before.state.isKeeping) return say(texts.keep.keeping)
    if (before.state.isKeeping && !state.isKeeping) return prompt(description)
    if (state.asksToKeep !== before.state.asksToKeep || state.outcome !== before.state.outcome) {
      sayBody(description, visit)
      return prompt(description)
    }
    if (state.fetching !== before.state.fetching) {
      sayBody(description, visit)
      return prompt(description)
    }
    const step = state.run?.steps.find((one) => one.state === "running" || one.state === "going-back")
    if (visit.screen.name === "run" && step?.beganAt !== undefined) {
      const tens = (now: number) => Math.floor((now - (step.beganAt ?? now)) / tenSeconds)
      if (tens(state.now) > Math.max(0, tens(before.state.now))) {
        const text = changeText(step.change, step.direction, catalogue)
        say(texts.spoken.still(text, tens(state.now) * 10))
      }
    }
    const seconds = secondsLeft(state)
    if (visit.screen.name === "keep" && reminders.some((one) => one === seconds) && state.now !== before.state.now) {
      say("")
      say(texts.spoken.secondsLeft(seconds))
      prompt(description)
    }
  }
  const search = (wanted: string, description: Description) => {
    const items = choices(description)
    const lines = description.blocks.flatMap((block) =>
      block.block === "lines" ? block.lines : [...block.item.lines, ...(block.item.detail ?? [])],
    )
    const found = lines.map(textOf).filter((text) => text.toLowerCase().includes(wanted.toLowerCase()))
    say(texts.spoken.hits(found.length))
    for (const text of found) say(`  ${text.trim()}`)
    if (items.length > 0) prompt(description)
  }
  const take = (typedLine: string) => {
    const state = store.state()
    const description = describe(state, context)
    const line = typedLine.trim()
    if (line === "?") return store.send({ event: "key", key: { key: "character", character: "?" } })
    if (description.field !== undefined) {
      if (line === "b") return store.send({ event: "key", key: { key: "escape" } })
      return store.send({ event: "typed", text: line === "" ? description.field.offered : line })
    }
    if (line === "q") return store.send({ event: "key", key: { key: "interrupt" } })
    if (line === "b") return goBackOrSayAgain(state, description)
    if (line.startsWith("/")) return search(line.slice(1), description)
    const items = choices(description)
    if (line === "" && items.length === 0) return store.send({ event: "key", key: { key: "enter" } })
    const number = line === "" ? preferredNumber(description) : Number(line)
    const item = items[number - 1]
    if (item !== undefined) return store.send({ event: "intent", intent: item.intent })
    if (items.length === 0) return
    say(texts.spoken.notANumber(line, items.length))
    prompt(description)
  }
  const goBackOrSayAgain = (state: State, description: Description) => {
    store.send({ event: "key", key: { key: "escape" } })
    if (store.state().visits === state.visits) prompt(description)
  }
  const schedule = () => {
    if (isScheduled) return
    isScheduled = true
    queueMicrotask(update)
  }
  const unsubscribe = store.subscribe(schedule)
  reader.on("line", take)
  // The input has ended: nobody can answer any more.
  reader.on("close", () => store.send({ event: "interrupted" }))
  update()
  return async () => {
    unsubscribe()
    update()
    reader.removeAllListeners("close")
    reader.close()
    say("")
  }
}

/** The number of the item that Enter chooses, from 1. */
function preferredNumber(description: Description): number {
  const items = itemsOf(description)
  return (
    Math.max(
      0,
      items.findIndex((item) => item.id === description.preferred),
    ) + 1
  )
}
