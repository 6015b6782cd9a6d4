// Damages a text or bytes the way broken files are broken: characters lost, lines moved, halves of two files joined,
// line breaks of another system, marks and control characters, one piece a thousand times over.
import type { Chance } from "./random.ts"

/** Pieces that no language likes in the wrong spot, and that reach for a parser's corners. */
const anyTokens: readonly string[] = [
  "\n",
  "\r\n",
  "\r",
  "\t",
  " ",
  "\0",
  "\u0007",
  "\u001B[2J",
  "\u007F",
  "\u0085",
  "\u009B31m",
  "\u00A0",
  "\u00E9",
  "e\u0301",
  "\u200B",
  "\u2028",
  "\u2029",
  "\u202E",
  "\uFEFF",
  "\uFFFD",
  "\uFFFF",
  "\uD800",
  "\uDC00",
  "\u{1F600}",
  "\\",
  "\\u0000",
  "\\uD83D",
  "\\U0010FFFF",
  "__proto__",
  "constructor",
  "9223372036854775808",
  "-0",
  "1e999",
  "0".repeat(40),
  "'",
  '"',
  "#",
  "=",
  ":",
  ",",
  ".",
  "[",
  "]",
  "{",
  "}",
  "$",
  "%",
  ";",
  "-",
]

const plenty: readonly number[] = [2, 2, 3, 3, 10, 10, 10, 65, 65, 70, 70, 300, 2000, 20_000]

/** As many of a piece as fit, now and then: what takes time that grows with the square of the length shows there. */
function often(piece: string, chance: Chance): string {
  const fitting = Math.floor((longest - 4000) / Math.max(1, piece.length))
  return piece.repeat(chance.happens(1, 20) ? fitting : Math.min(fitting, chance.pick(plenty)))
}

/** Longest text that mutation makes, in UTF-16 code units: below 64 KiB, for which an answer within a second is asked. */
const longest = 64_000

function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+/g) ?? []
}

function spanIn(text: string, chance: Chance): readonly [number, number] {
  const from = chance.below(text.length + 1)
  const most = chance.pick([1, 2, 5, 20, 200])
  return [from, Math.min(text.length, from + 1 + chance.below(most))]
}

function mutateLines(text: string, others: readonly string[], chance: Chance): string {
  const lines = linesOf(text)
  const at = chance.below(lines.length)
  const to = chance.below(lines.length)
  const line = lines[at] ?? ""
  switch (chance.below(5)) {
    case 0:
      lines.splice(at, 1)
      break
    case 1:
      lines.splice(to, 0, line)
      break
    case 2:
      lines[at] = lines[to] ?? ""
      lines[to] = line
      break
    case 3:
      lines.splice(at, 1 + chance.below(8))
      break
    default: {
      const other = linesOf(chance.pick(others))
      const from = chance.below(other.length)
      lines.splice(at, 0, ...other.slice(from, from + 1 + chance.below(6)))
    }
  }
  return lines.join("")
}

function mutateOnce(text: string, tokens: readonly string[], others: readonly string[], chance: Chance): string {
  const [from, to] = spanIn(text, chance)
  const token = chance.happens(2, 3) ? chance.pick(tokens) : chance.pick(anyTokens)
  switch (chance.below(14)) {
    case 0:
      return text.slice(0, from) + text.slice(to)
    case 1:
    case 2:
    case 3:
      return text.slice(0, from) + token + text.slice(from)
    case 4:
      return text.slice(0, from) + token + text.slice(to)
    case 5:
      return text.slice(0, from) + often(text.slice(from, to), chance) + text.slice(to)
    case 6:
      return text.slice(0, from) + often(token, chance) + text.slice(from)
    case 7: {
      const code = text.charCodeAt(from) || 0
      return text.slice(0, from) + String.fromCharCode(code ^ (1 << chance.below(8))) + text.slice(from + 1)
    }
    case 8: {
      const other = chance.pick(others)
      return text.slice(0, from) + other.slice(chance.below(other.length + 1))
    }
    case 9:
      return text.slice(0, from)
    case 10:
      return chance.happens(1, 2) ? text.replaceAll("\n", "\r\n") : text.replaceAll("\r\n", "\n")
    case 11:
      return chance.happens(1, 3) ? `\uFEFF${text}` : text.trimEnd()
    default:
      return mutateLines(text, others, chance)
  }
}

/** The text with a few things wrong with it. `tokens` are of its language, `others` texts to borrow pieces from. */
export function mutated(text: string, tokens: readonly string[], others: readonly string[], chance: Chance): string {
  let result = text
  for (let left = chance.pick([1, 1, 1, 2, 3, 6]); left > 0; left--) {
    const next = mutateOnce(result, tokens, others, chance)
    if (next.length <= longest) result = next
  }
  return result
}

/** Words and marks of the language in any order, some of them often. */
export function tokenSoup(tokens: readonly string[], chance: Chance): string {
  let text = ""
  for (let left = chance.below(40); left > 0 && text.length < longest; left--) {
    const token = chance.happens(4, 5) ? chance.pick(tokens) : chance.pick(anyTokens)
    text += chance.happens(1, 30) ? often(token, chance) : token
  }
  return text
}

/** Bytes as a broken disk or another encoding leaves them: UTF-8 cut within a character, UTF-16, Latin-1, NULs. */
export function mutatedBytes(bytes: Uint8Array, chance: Chance): Uint8Array {
  const text = () => Buffer.from(bytes).toString("utf8")
  switch (chance.below(6)) {
    case 0:
      return Buffer.from(text(), "utf16le")
    case 1:
      return Buffer.from(`\u00E9${text()}\u00FC`, "latin1")
    case 2:
      return Buffer.concat([bytes.slice(0, chance.below(bytes.length + 1)), Buffer.from([0xe2, 0x82])])
    case 3:
      return Buffer.concat([bytes, Buffer.alloc(chance.pick([1, 512, 4096]))])
    default: {
      const changed = Buffer.from(bytes)
      for (let left = 1 + chance.below(4); left > 0 && changed.length > 0; left--) {
        changed[chance.below(changed.length)] = chance.below(256)
      }
      return changed
    }
  }
}
