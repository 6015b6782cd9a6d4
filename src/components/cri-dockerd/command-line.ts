// One flag in the command line of a unit, changed in the text as the operator wrote it: quotes, variables, continuation
// lines and every other word stay. pflag lets the last flag of a name win, so that is the one that is changed.
import { splitWords } from "../../documents/units/words.ts"

interface RawWord {
  readonly from: number
  readonly to: number
  /** Unquoted. */
  readonly word: string
}

/** Words with their spans; a backslash before a line break and comments between continuation lines separate them. */
function rawWords(text: string): readonly RawWord[] {
  const words: RawWord[] = []
  let quote: string | undefined
  let from: number | undefined
  const end = (to: number) => {
    if (from !== undefined) words.push({ from, to, word: splitWords(text.slice(from, to))[0] ?? text.slice(from, to) })
    from = undefined
  }
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? ""
    if (character === "\\" && /^\r?\n/.test(text.slice(at + 1, at + 3))) {
      end(at)
      at = skipComments(text, text.indexOf("\n", at) + 1) - 1
    } else if (character === "\\") {
      from ??= at
      at++
    } else if (quote !== undefined) {
      if (character === quote) quote = undefined
    } else if (/\s/.test(character)) end(at)
    else {
      from ??= at
      if (character === '"' || character === "'") quote = character
    }
  }
  end(text.length)
  return words
}

/** Offset of the first line from here on that is no comment. */
function skipComments(text: string, at: number): number {
  let start = at
  while (/^[ \t]*[#;]/.test(text.slice(start))) {
    const next = text.indexOf("\n", start)
    if (next < 0) return text.length
    start = next + 1
  }
  return start
}

/** The text with `--name=value`, in the place of the last such flag, else at the end. */
export function withFlag(text: string, name: string, value: string): string {
  const words = rawWords(text)
  const isNamed = ({ word }: RawWord) => word.split("=")[0]?.replaceAll("_", "-") === `--${name}`
  const index = words.findLastIndex(isNamed)
  const old = words[index]
  const flag = `--${name}=${value}`
  if (old === undefined) return `${text.trimEnd()} ${flag}`
  const next = words[index + 1]
  const isJoined = old.word.includes("=") || next === undefined || next.word.startsWith("-")
  return text.slice(0, old.from) + flag + text.slice(isJoined ? old.to : next.to)
}

/** Whether the flag itself stands in the text, and not only in a variable that the text names. */
export function hasFlag(text: string, name: string): boolean {
  return rawWords(text).some(({ word }) => word.split("=")[0]?.replaceAll("_", "-") === `--${name}`)
}
