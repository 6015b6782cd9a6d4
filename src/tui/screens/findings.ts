// The findings of this node, worst first; each can be opened: cause, evidence, fix, where to read. Where there is no way
// on, what stands in it comes first, and nothing is asked.
import { widthOf } from "../../messages/line-breaks.ts"
import type { Fault } from "../../model/fault.ts"
import type { Finding, Severity } from "../../model/finding.ts"
import type { MigrationOffer } from "../../model/migration/migration.ts"
import type { Place } from "../../model/place.ts"
import { faultLines } from "../../pages/fault.ts"
import { countSpans, countsOf, findingDetail, severities, severityTones } from "../../pages/finding.ts"
import { atRight, emptyLine, line, quiet, type Span, span, spokenAs, strong } from "../../pages/lines.ts"
import { findingText, reasonText } from "../../pages/sentences.ts"
import type { Context } from "../context.ts"
import { questionsOf } from "../state/questions.ts"
import type { Looked, State } from "../state/state.ts"
import { type Block, type Description, type Item, itemBlock, linesBlock, plainScreen } from "./description.ts"
import { stuckActions } from "./refusals.ts"

export function findingsScreen(state: State, looked: Looked, context: Context): Description {
  const texts = context.catalogue.screens
  const { stuck } = looked
  const findings = looked.findings.filter(({ place }) => !stuck.some((fault) => isSamePlace(place, fault.place)))
  const worstFirst = severities.flatMap((severity) => findings.filter((one) => one.severity === severity))
  return {
    ...plainScreen,
    step: "findings",
    title: texts.findings.title,
    ...(findings.length === 0 ? {} : { aside: countSpans(countsOf(findings), context.catalogue) }),
    about: texts.findings.about,
    preferred: stuck.length > 0 ? "look-again" : "take-suggested",
    blocks: [
      ...stuckBlocks(stuck, context),
      ...(findings.length === 0 && stuck.length === 0
        ? [linesBlock([line([span(`${context.theme.glyphs.ok} `, "ok"), texts.findings.none], 2)])]
        : worstFirst.map((finding, at) => itemBlock(findingItem(finding, at, context)))),
    ],
    actions: [
      ...(stuck.length > 0 ? stuckActions(stuck, context) : [...waysOn(context), ...offering(state, looked, context)]),
      ...looked.migrations.map((offer) => migrationItem(offer, context)),
    ],
  }
}

function isSamePlace(a: Place | undefined, b: Place | undefined): boolean {
  return a !== undefined && a.file === b?.file && a.line === b.line
}

function waysOn({ catalogue: { screens } }: Context): readonly Item[] {
  return [
    { id: "take-suggested", lines: [strong(screens.findings.takeSuggested)], intent: { intent: "take-suggested" } },
    { id: "go-on", lines: [strong(screens.findings.chooseMyself)], intent: { intent: "go-on" } },
  ]
}

/** Questions to which something about this node has an answer by name, which nobody would look for among the others. */
function offering(state: State, looked: Looked, { catalogue, settings }: Context): readonly Item[] {
  return questionsOf(looked.situation, state.given, settings).flatMap(({ id, isAsked, setting, suggested }) =>
    isAsked && suggested !== undefined && (setting.offers?.(looked.situation) ?? []).length > 0
      ? [
          {
            id: `question-${id}`,
            lines: [
              strong(catalogue.settings[id].question),
              quiet(`${String(suggested.value)}: ${reasonText(suggested.why, catalogue)}`),
            ],
            intent: { intent: "open-question", setting: id } as const,
          },
        ]
      : [],
  )
}

function migrationItem(offer: MigrationOffer, { catalogue: { screens } }: Context): Item {
  const { name, to } = offer
  return {
    id: `migrate-${name}`,
    lines: [strong(screens.migration.offer(name, to))],
    intent: { intent: "migrate", offer },
  }
}

function stuckBlocks(stuck: readonly Fault[], { catalogue }: Context): readonly Block[] {
  if (stuck.length === 0) return []
  const told = stuck.flatMap((fault) => [...faultLines(fault, catalogue), emptyLine])
  return [linesBlock(told)]
}

function findingItem(finding: Finding, at: number, context: Context): Item {
  const { catalogue } = context
  const text = findingText(finding, catalogue)
  const id = `finding-${at}`
  const words = catalogue.screens.findings
  const mark = severityMark(finding.severity, context)
  return {
    id,
    lines: [
      spokenAs(
        atRight(line([mark, span(text.what, "strong")], widthOf(mark.text)), span(finding.code, "quiet")),
        words.spoken(words[finding.severity], text.what, finding.code),
      ),
    ],
    intent: { intent: "toggle", item: id },
    detail: findingDetail(text, finding.place, catalogue),
  }
}

/** As wide for every severity, so that the sentences stand below each other. */
function severityMark(severity: Severity, { theme, catalogue }: Context): Span {
  const { glyphs } = theme
  const words = catalogue.screens.findings
  const widest = Math.max(...severities.map((one) => widthOf(words[one])))
  const word = words[severity] + " ".repeat(widest - widthOf(words[severity]) + 2)
  const glyph = { failure: glyphs.fault, warning: glyphs.warn, note: glyphs.note }[severity]
  return span(`${glyph} ${word}`, severityTones[severity])
}
