// How meanings look: glyphs for terminals with and without Unicode, colours for dark and light backgrounds. Colours
// are the terminal's own sixteen, so they follow the operator's palette; nothing is told by colour alone.
import type { Tone } from "./lines.ts"

export interface Glyphs {
  readonly pointer: string
  readonly ok: string
  readonly fault: string
  readonly warn: string
  readonly note: string
  readonly waiting: string
  readonly running: string
  readonly back: string
  readonly opened: string
  readonly closed: string
  readonly ellipsis: string
  readonly arrow: string
  readonly up: string
  readonly down: string
  readonly rule: string
  readonly on: string
  readonly off: string
}

const unicode: Glyphs = {
  pointer: "❯",
  ok: "✓",
  fault: "✗",
  warn: "!",
  note: "·",
  waiting: "·",
  running: "▸",
  back: "↶",
  opened: "▾",
  closed: "▸",
  ellipsis: "…",
  arrow: "→",
  up: "↑",
  down: "↓",
  rule: "─",
  on: "●",
  off: "○",
}

const ascii: Glyphs = {
  pointer: ">",
  ok: "+",
  fault: "x",
  warn: "!",
  note: "-",
  waiting: ".",
  running: "*",
  back: "<",
  opened: "v",
  closed: ">",
  ellipsis: "...",
  arrow: "->",
  up: "^",
  down: "v",
  rule: "-",
  on: "(x)",
  off: "( )",
}

/** What Ink's Text takes for a tone. */
export interface Style {
  readonly color?: string
  readonly bold?: boolean
  readonly dimColor?: boolean
  readonly inverse?: boolean
}

export interface Theme {
  readonly glyphs: Glyphs
  readonly styles: Readonly<Record<Tone, Style>>
  /** Where false, every character outside ASCII is replaced before it reaches the terminal. */
  readonly isUnicode: boolean
}

export interface ThemeOptions {
  readonly isUnicode: boolean
  /** TERM. */
  readonly term: string
  readonly background: "dark" | "light"
}

/** TERM values whose fonts have few glyphs beyond ASCII (Linux console: 256 or 512, see setfont(8)) or none. */
const plainTerminals = /^(?:linux|vt\d+|ansi|cons\d+)/

export function themeFor(options: ThemeOptions): Theme {
  const isLight = options.background === "light"
  return {
    glyphs: options.isUnicode && !plainTerminals.test(options.term) ? unicode : ascii,
    isUnicode: options.isUnicode,
    styles: {
      plain: {},
      strong: { bold: true },
      quiet: { dimColor: true },
      ok: { color: "green" },
      // The sixteen colours' yellow cannot be read on white.
      warn: { color: isLight ? "magenta" : "yellow" },
      fault: { color: "red" },
      focus: { color: isLight ? "blue" : "cyan", bold: true },
      added: { color: "green" },
      removed: { color: "red" },
      mark: { inverse: true },
    },
  }
}

const inAscii: Readonly<Record<string, string>> = {
  "…": "...",
  "→": "->",
  "–": "-",
  "—": "-",
  "’": "'",
  "“": '"',
  "”": '"',
}

/** A text for a terminal that knows ASCII only; what has no likeness becomes a question mark of the same width. */
export function toAscii(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range is ASCII itself
  return text.replace(/[^\u0000-\u007f]/gu, (character) => inAscii[character] ?? "?".repeat(Bun.stringWidth(character)))
}
