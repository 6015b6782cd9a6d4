// The help of every screen: what the screen is for, and the keys.

import { aligned, emptyLine, line, strong } from "../../pages/lines.ts"
import type { Context } from "../context.ts"
import { type Description, linesBlock, plainScreen } from "./description.ts"

/** `about` is the screen the help was opened on. */
export function helpScreen(about: Description, { catalogue }: Context): Description {
  const texts = catalogue.screens.help
  return {
    ...plainScreen,
    step: about.step,
    title: texts.title,
    about: [],
    isPager: true,
    preferred: "close",
    blocks: [
      linesBlock([
        strong(about.title),
        ...about.about.map((one) => line(one)),
        emptyLine,
        strong(texts.keys),
        ...aligned(texts.table.map(([label, text]) => ({ label, text: [text] }))),
      ]),
    ],
    actions: [{ id: "close", lines: [strong(texts.close)], intent: { intent: "go-back" } }],
  }
}
