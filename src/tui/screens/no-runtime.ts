// A node without a container runtime: which one shall come and from where, each with its release, how it fits and until
// when it is mended; or the commands for a person. Where nothing can be installed: why, and how one comes otherwise.
import { exitCode } from "../../model/exit-code.ts"
import { installCommand } from "../../model/install/install-command.ts"
import type { InstallOffer } from "../../model/install/packages.ts"
import { downloadLine } from "../../pages/download.ts"
import { faultLines } from "../../pages/fault.ts"
import { emptyLine, indented, type Line, line, quiet, span, strong } from "../../pages/lines.ts"
import type { Context } from "../context.ts"
import type { Looked, State } from "../state/state.ts"
import { shown } from "../state/state.ts"
import { type Block, type Description, type Item, itemBlock, linesBlock, plainScreen } from "./description.ts"

export function noRuntimeScreen(state: State, looked: Looked, context: Context): Description {
  const { catalogue } = context
  const texts = catalogue.screens.noRuntime
  const offers = looked.installable.filter(({ offered }) => offered.ok)
  const common = { ...plainScreen, step: "node", title: texts.title, about: texts.about } as const
  if (state.fetching !== undefined) {
    const name = looked.installable.find(({ component }) => component === state.fetching)?.name ?? state.fetching
    const bar =
      state.download === undefined
        ? []
        : [emptyLine, downloadLine(state.download, state.now, catalogue, context.theme.glyphs)]
    return { ...common, preferred: undefined, blocks: [linesBlock([line(texts.fetching(name)), ...bar])] }
  }
  const { problem } = shown(state)
  return {
    ...common,
    tone: offers.length === 0 ? "fault" : "strong",
    preferred: offers[0] === undefined ? "look-again" : idOf(offers[0]),
    blocks: [
      ...(problem === undefined ? [] : [linesBlock([...faultLines(problem, catalogue), emptyLine])]),
      ...(offers.length === 0 ? byHand(looked, context) : toChoose(offers, context)),
      ...refused(looked.installable, context),
    ],
    actions: [
      { id: "look-again", lines: [strong(texts.lookAgain)], intent: { intent: "look-again" } },
      { id: "show-node", lines: [strong(texts.showNode)], intent: { intent: "go-back" } },
      {
        id: "leave",
        lines: [strong(catalogue.screens.actions.leave)],
        intent: { intent: "leave", code: exitCode.refused },
      },
    ],
  }
}

function idOf({ component, source }: InstallOffer): string {
  return `install-${source}-${component}`
}

function toChoose(offers: readonly InstallOffer[], context: Context): readonly Block[] {
  const texts = context.catalogue.screens.noRuntime
  const commands: Item = {
    id: "commands",
    lines: [strong(texts.commands)],
    intent: { intent: "toggle", item: "commands" },
    detail: offers.flatMap(({ component, source, offered }) =>
      offered.ok
        ? [
            ...(source === "upstream" || source.startsWith("/")
              ? []
              : [line(offered.value.command, 2), line(`criadm apply --runtime ${component}`, 2)]),
            quiet(texts.orAtOnce(`criadm apply --install ${source} --runtime ${component}`), 2),
          ]
        : [],
    ),
  }
  return [
    linesBlock([line(texts.choose), emptyLine]),
    ...offers.map((offer) => itemBlock(offerItem(offer, context))),
    itemBlock(commands),
    linesBlock([emptyLine, quiet(texts.sources)]),
  ]
}

function offerItem(offer: InstallOffer, { catalogue, theme }: Context): Item {
  const texts = catalogue.screens.noRuntime
  const { component: runtime, source, offered } = offer
  if (!offered.ok) throw new Error("only what is offered can be chosen")
  const { release, manager, kubernetes, recommended, until, isOver } = offered.value
  const fits =
    recommended.length === 0
      ? line([span(`${theme.glyphs.ok} `, "ok"), span(texts.fits(kubernetes), "quiet")], 2)
      : line([span(`${theme.glyphs.note} `, "warn"), span(texts.below(kubernetes, recommended), "quiet")], 2)
  const mended = until === undefined ? [] : [quiet(isOver ? texts.mendedUntil(until) : texts.mended(until), 2)]
  return {
    id: idOf(offer),
    lines: [strong(offerText(offer, release, manager, texts)), ...(kubernetes === "" ? [] : [fits]), ...mended],
    intent: { intent: "install", runtime, source },
  }
}

function offerText(
  { name, source }: InstallOffer,
  release: string,
  manager: string,
  texts: Context["catalogue"]["screens"]["noRuntime"],
): string {
  if (source.startsWith("/")) return texts.offerBundle(name, release, source)
  return source === "upstream" ? texts.offerArchives(name, release) : texts.offer(name, release, manager)
}

/** Nothing can be installed by criadm: what a person does. */
function byHand(looked: Looked, { catalogue }: Context): readonly Block[] {
  const texts = catalogue.screens.noRuntime
  const command = installCommand(looked.node)
  return [
    linesBlock([
      line(texts.what),
      emptyLine,
      line(texts.next),
      emptyLine,
      ...(command === undefined ? [] : [...indented([strong(command)], 2), emptyLine]),
      quiet(catalogue.screens.link(texts.link), 2),
    ]),
  ]
}

function refused(offers: readonly InstallOffer[], { catalogue }: Context): readonly Block[] {
  const lines = offers.flatMap(({ name, component, offered }): readonly Line[] =>
    offered.ok || offers.some((one) => one.component === component && one.offered.ok)
      ? []
      : [
          emptyLine,
          strong(catalogue.screens.noRuntime.notOffered(name)),
          ...indented(faultLines(offered.fault, catalogue), 2),
        ],
  )
  return lines.length === 0 ? [] : [linesBlock(lines)]
}
