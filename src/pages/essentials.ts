// The five facts that matter first, a line each: a mark, what it is, what is there. All five have their place from the
// first moment, so that nothing moves while the node is looked at.

import type { Catalogue } from "../messages/catalogue.ts"
import { widthOf } from "../messages/line-breaks.ts"
import { type Essential, essentialIds, type Verdict } from "../model/essential.ts"
import { aligned, type Line, type Span, span, spokenAs } from "./lines.ts"
import type { Signs } from "./verified.ts"

interface EssentialSigns extends Signs {
  readonly warn: string
  /** Nothing is known of it yet. */
  readonly note: string
}

/** `isLooking`: what has no value yet may still come. */
export function essentialLines(
  essentials: readonly Essential[],
  isLooking: boolean,
  catalogue: Catalogue,
  signs: EssentialSigns,
): readonly Line[] {
  const { node } = catalogue.screens
  const rows = essentialIds.map((id) => {
    const essential = essentials.find((one) => one.id === id)
    const text = essential === undefined ? "" : essentialText(essential, catalogue)
    const verdict = isLooking ? "unknown" : (essential?.verdict ?? "unknown")
    const shown = text === "" ? span(isLooking ? node.notYet : node.absent, "quiet") : text
    return { label: labelOf(id, catalogue), text: [shown], verdict, said: text === "" ? node.absent : text }
  })
  return aligned(rows).map((line, at): Line => {
    const row = rows[at]
    const verdict = row?.verdict ?? "unknown"
    const mark = verdictMark(verdict, signs)
    const spoken = node.spokenFact(row?.label ?? "", row?.said ?? "", node.verdicts[verdict])
    return spokenAs({ ...line, spans: [mark, ...line.spans], hang: line.hang + widthOf(mark.text) }, spoken)
  })
}

function labelOf(id: Essential["id"], catalogue: Catalogue): string {
  // The program's own name, in every language.
  if (id === "kubelet") return id
  return id === "init-system" || id === "cgroup-version" ? catalogue.labels[id] : catalogue.screens.node[id]
}

/** Empty: nothing is known of it. */
function essentialText({ names, release, cgroupDriver }: Essential, { screens }: Catalogue): string {
  const program = [names.join(screens.node.and), release ?? ""].filter((one) => one !== "").join(" ")
  const driver = cgroupDriver === undefined ? [] : [screens.node.driver(cgroupDriver)]
  return [...(program === "" ? [] : [program]), ...driver].join(screens.node.and)
}

function verdictMark(verdict: Verdict, signs: EssentialSigns): Span {
  switch (verdict) {
    case "fit":
      return span(`${signs.ok} `, "ok")
    case "doubtful":
      return span(`${signs.warn} `, "warn")
    case "unfit":
      return span(`${signs.fault} `, "fault")
    case "unknown":
      return span(`${signs.note} `, "quiet")
  }
}
