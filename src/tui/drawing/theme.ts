// How meanings look: glyphs for terminals with and without Unicode, colours for dark and light backgrounds. Colours
// are the terminal's own sixteen, so they follow the operator's palette; nothing is told by colour alone.
import type { Tone } from "../../pages/lines.ts"

interface Glyphs {
  readonly pointer: string
  readonly ok: string
  readonly fault: string
  readonly warn: string
  readonly note: string
  readonly waiting: string
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
  /** What turns while something is under way: one after the other, all of one width. */
  readonly spinner: readonly string[]
  /** A bar: the part that is done, and the rest. */
  readonly full: string
  readonly empty: string
}

const unicode: Glyphs = {
  pointer: "❯",
  ok: "✓",
  fault: "✗",
  warn: "!",
  note: "·",
  waiting: "·",
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
  spinner: ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"],
  full: "█",
  empty: "░",
}

const ascii: Glyphs = {
  pointer: ">",
  ok: "+",
  fault: "x",
  warn: "!",
  note: "-",
  waiting: ".",
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
  spinner: ["|", "/", "-", "\\"],
  full: "#",
  empty: ".",
}

/** What Ink's Text is told; the colours are those of the first eight that every terminal since the VT340 has. */
export interface Look {
  readonly bold?: true
  readonly dimColor?: true
  readonly inverse?: true
  readonly color?: "red" | "green" | "yellow" | "blue" | "magenta" | "cyan"
}

export interface Theme {
  readonly glyphs: Glyphs
  /** Empty: as the terminal writes by itself. */
  readonly looks: Readonly<Record<Tone, Look>>
  /** Where false, every character outside ASCII is replaced before it reaches the terminal. */
  readonly isUnicode: boolean
}

export interface ThemeOptions {
  readonly isColor: boolean
  readonly isUnicode: boolean
  /** TERM. */
  readonly term: string
  readonly background: "dark" | "light"
}

/** TERM values whose fonts have few glyphs beyond ASCII (Linux console: 256 or 512, see setfont(8)) or none. */
const plainTerminals = /^(?:linux|vt\d+|ansi|cons\d+)/

export function themeFor(options: ThemeOptions): Theme {
  return {
    glyphs: options.isUnicode && !plainTerminals.test(options.term) ? unicode : ascii,
    isUnicode: options.isUnicode,
    looks: options.isColor ? coloured(options.background === "light") : colourless,
  }
}

function coloured(isLight: boolean): Theme["looks"] {
  const bright = isLight ? "blue" : "cyan"
  return {
    ...colourless,
    strong: { bold: true },
    quiet: { dimColor: true },
    ok: { color: "green" },
    // The sixteen colours' yellow cannot be read on white.
    warn: { color: isLight ? "magenta" : "yellow" },
    fault: { color: "red" },
    focus: { bold: true, color: bright },
    added: { color: "green" },
    removed: { color: "red" },
    mark: { inverse: true },
    turning: { color: bright },
  }
}

const colourless: Theme["looks"] = {
  plain: {},
  strong: {},
  quiet: {},
  ok: {},
  warn: {},
  fault: {},
  focus: {},
  added: {},
  removed: {},
  mark: {},
  turning: {},
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
