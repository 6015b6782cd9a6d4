// What every language refuses before its parser sees the text: too much of it, and bytes that no configuration file
// has. It bounds time and memory; it does not judge syntax.
import { clause, type Said } from "../model/arguments/clause.ts"
import { type Fault, failed } from "../model/fault.ts"
import type { Place } from "../model/place.ts"
import type { KeyPath } from "./document.ts"
import { placesIn } from "./lines.ts"

/** Longest text that is read, in UTF-16 code units: the same 4 MiB at which the machine stops reading a file. */
const maxLength = 4 * 1024 * 1024

/** Deepest nesting of tables and lists. The deepest key that a real runtime reads is about ten levels down. */
export const maxDepth = 64

/**
 * Most values and tables in one document; a containerd default configuration has about 300. Each takes its reader some
 * kilobytes, so this is what bounds the memory of a run, not the length of a text.
 */
export const maxValues = 10_000

/** Most lines of one document: the parsers keep each comment with its places. */
export const maxLines = 100_000

/** How often one element is taken out of a list in one edit; each time the text is read again. */
export const mostRemovals = 100

/** The fault of a text that is not what its language asks for. `expected` ends with a full stop where it is said. */
export function broken(language: string, expected: Said, place: Place): { readonly ok: false; readonly fault: Fault } {
  return failed({ code: "document-broken", args: { language, expected }, place })
}

/** The fault of an edit that is not made. `why` has no full stop. */
export function refused(
  file: string,
  path: KeyPath,
  why: Said,
  place?: Place,
): { readonly ok: false; readonly fault: Fault } {
  return failed({
    code: "edit-refused",
    args: { file, key: path.join("."), why },
    ...(place === undefined ? {} : { place }),
  })
}

/** Control characters other than tab, line feed and carriage return: a file with one of them is not a text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is its purpose
const controlCharacter = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/

/** Undefined when the text may be given to a parser. `text` is without its byte-order mark; `longest` in code units. */
export function findUnreadable(
  language: string,
  file: string,
  text: string,
  longest = maxLength,
): ReturnType<typeof broken> | undefined {
  if (text.length > longest) {
    const place = { file, line: 1, column: 1, length: 0 }
    return broken(language, clause("text-too-long", { kib: longest / 1024 }), place)
  }
  const at = text.search(controlCharacter)
  if (at < 0) return undefined
  const code = text.charCodeAt(at).toString(16).toUpperCase().padStart(2, "0")
  return broken(language, clause("text-control-character", { character: `0x${code}` }), placesIn(file, text)(at, 1))
}

/** The fault of a document nested deeper than `maxDepth`. */
export function tooDeep(language: string, place: Place): ReturnType<typeof broken> {
  return broken(language, clause("text-nested-deeply", { levels: maxDepth }), place)
}
