// Colours by meaning, never by hue. Without colour every function gives its text back.

export interface Paint {
  ok(text: string): string
  warn(text: string): string
  fault(text: string): string
  quiet(text: string): string
  strong(text: string): string
  added(text: string): string
  removed(text: string): string
}

const sgr = (code: string) => (text: string) => `\u001b[${code}m${text}\u001b[0m`
const plain = (text: string) => text

export const noPaint: Paint = {
  ok: plain,
  warn: plain,
  fault: plain,
  quiet: plain,
  strong: plain,
  added: plain,
  removed: plain,
}

/** The eight basic colours of ECMA-48, which every terminal has, on dark and on light backgrounds. */
export const basicPaint: Paint = {
  ok: sgr("32"),
  warn: sgr("33"),
  fault: sgr("31"),
  quiet: sgr("2"),
  strong: sgr("1"),
  added: sgr("32"),
  removed: sgr("31"),
}
