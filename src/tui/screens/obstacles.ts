// What must be said about this node before its findings: each on a screen of its own, each with a way on.

import { exitCode } from "../../model/exit-code.ts"
import { knownValue } from "../../model/facts/fact.ts"
import { emptyLine, indented, type Line, line, quiet, span, strong } from "../../pages/lines.ts"
import { momentText } from "../../pages/moments.ts"
import type { Context } from "../context.ts"
import type { Intent } from "../state/event.ts"
import type { Looked, Obstacle, State } from "../state/state.ts"
import { type Description, type Item, itemBlock, linesBlock, plainScreen } from "./description.ts"
import { noRuntimeScreen } from "./no-runtime.ts"

/** In the order in which they are shown. */
export function obstaclesOf(looked: Looked): readonly Obstacle[] {
  const { node, situation, unfinished, migration } = looked
  const initSystem = knownValue(node.initSystem)
  const found: readonly (readonly [Obstacle, boolean])[] = [
    ["unfinished", unfinished !== undefined],
    ["migration", migration !== undefined && node.uid === 0],
    ["not-root", node.isLive && node.uid !== 0],
    ["no-runtime", situation.runtimes.length === 0],
    ["several-runtimes", situation.runtimes.length > 1],
    ["not-systemd", initSystem !== undefined && initSystem !== "systemd"],
  ]
  return found.filter(([, isThere]) => isThere).map(([obstacle]) => obstacle)
}

function item(id: string, text: string, intent: Intent, why?: string): Item {
  return { id, lines: [strong(text), ...(why === undefined ? [] : [quiet(why)])], intent }
}

export function obstacleScreen(
  obstacle: Exclude<Obstacle, "migration">,
  state: State,
  looked: Looked,
  context: Context,
): Description {
  switch (obstacle) {
    case "unfinished":
      return unfinishedScreen(state, looked, context)
    case "not-root":
      return notRootScreen(context)
    case "no-runtime":
      return noRuntimeScreen(state, state.bare ?? looked, context)
    case "several-runtimes":
      return severalRuntimesScreen(looked, context)
    case "not-systemd":
      return notSystemdScreen(looked, context)
  }
}

function unfinishedScreen(state: State, looked: Looked, { catalogue, theme }: Context): Description {
  const texts = catalogue.screens.unfinished
  const run = looked.unfinished
  const number = run?.number ?? 0
  const waits = run?.outcome === "unconfirmed"
  const when = momentText(run?.at ?? state.now)
  const touched = [...(run?.files ?? []), ...(run?.services ?? [])]
  const isRoot = looked.node.uid === 0
  const list: Line[] = touched.map((one) => line([span(`${theme.glyphs.note} `, "quiet"), one], 2))
  const putBack = item("put-back", texts.putBack, { intent: "put-back-unfinished" }, texts.putBackWhy)
  const keep = item("keep", texts.keep, { intent: "keep-unfinished" }, texts.keepWhy)
  const goOn = item("go-on", texts.goOn, { intent: "go-on" }, texts.goOnWhy)
  return {
    ...plainScreen,
    step: "node",
    tone: "warn",
    title: waits ? texts.titleUnconfirmed(number) : texts.title(number),
    about: texts.about,
    preferred: isRoot ? "put-back" : "go-on",
    blocks: [
      linesBlock([line(waits ? texts.whatUnconfirmed(when) : texts.what(when)), emptyLine, ...list, emptyLine]),
      ...(state.isKeeping
        ? [linesBlock([line([span(catalogue.screens.keep.keeping, "ok")])])]
        : [...(isRoot ? [putBack, ...(waits ? [keep] : [])] : []), goOn].map(itemBlock)),
    ],
  }
}

function notRootScreen({ catalogue }: Context): Description {
  const texts = catalogue.screens.notRoot
  return {
    ...plainScreen,
    step: "node",
    tone: "warn",
    title: texts.title,
    about: texts.about,
    preferred: "go-on",
    blocks: [
      linesBlock([line(texts.what), emptyLine, line(texts.next), emptyLine, ...indented([strong(texts.command)], 2)]),
    ],
    actions: [
      item("go-on", texts.goOn, { intent: "go-on" }),
      item("leave", catalogue.screens.actions.leave, { intent: "leave", code: exitCode.refused }),
    ],
  }
}

function severalRuntimesScreen(looked: Looked, { catalogue, theme }: Context): Description {
  const texts = catalogue.screens.severalRuntimes
  const { runtimes } = looked.situation
  const rows = runtimes.map((runtime) => {
    const words = [
      runtime.servesCri ? texts.servesCri : texts.servesNoCri,
      ...(runtime.isListening === undefined ? [] : [runtime.isListening ? texts.listening : texts.notListening]),
    ]
    const mark = runtime.servesCri ? span(`${theme.glyphs.ok} `, "ok") : span(`${theme.glyphs.note} `, "quiet")
    return line([mark, span(runtime.name, "strong"), span(`  ${words.join(texts.and)}`, "quiet")], 2)
  })
  return {
    ...plainScreen,
    step: "node",
    title: texts.title(runtimes.length),
    about: texts.about,
    preferred: "go-on",
    blocks: [linesBlock([...rows, emptyLine, line(texts.what), emptyLine, quiet(texts.note, 2)])],
    actions: [item("go-on", catalogue.screens.actions.goOn, { intent: "go-on" })],
  }
}

function notSystemdScreen(looked: Looked, { catalogue }: Context): Description {
  const texts = catalogue.screens.notSystemd
  const name = knownValue(looked.node.initSystem) ?? "none"
  return {
    ...plainScreen,
    step: "node",
    title: name === "none" ? texts.titleNone : texts.title(name),
    about: texts.about,
    preferred: "go-on",
    blocks: [linesBlock([line(name === "none" ? texts.whatNone : texts.what(name))])],
    actions: [item("go-on", catalogue.screens.actions.goOn, { intent: "go-on" })],
  }
}
