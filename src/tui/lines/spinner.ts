// What turns while something is under way. Which frame is shown follows from the clock alone, so that a screen stays a
// function of its state.

import { type Span, span } from "../../pages/lines.ts"
import type { Context } from "../context.ts"
import type { Theme } from "../drawing/theme.ts"

/** Milliseconds that a frame is shown. */
export const frameMilliseconds = 250

export function spinnerGlyph(now: number, { glyphs }: Theme): string {
  return glyphs.spinner[Math.floor(now / frameMilliseconds) % glyphs.spinner.length] ?? ""
}

export function spinnerSpan(now: number, { theme }: Context): Span {
  return span(`${spinnerGlyph(now, theme)} `, "turning")
}
