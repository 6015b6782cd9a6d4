// Colours by meaning, never by hue.
import type { Tone } from "../pages/lines.ts"

export type Paint = (text: string, tone: Tone) => string

export const noPaint: Paint = (text) => text

/** The eight basic colours of ECMA-48, which every terminal has, on dark and on light backgrounds. */
const codes: Partial<Readonly<Record<Tone, string>>> = {
  ok: "32",
  warn: "33",
  fault: "31",
  quiet: "2",
  strong: "1",
  added: "32",
  removed: "31",
}

export const basicPaint: Paint = (text, tone) => {
  const code = codes[tone]
  return code === undefined || text === "" ? text : `\u001b[${code}m${text}\u001b[0m`
}
