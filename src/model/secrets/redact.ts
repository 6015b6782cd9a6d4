// Redacts what looks like a secret in configuration and program output, so that it can be shown on a terminal and a
// recorded node can be shared. Each character of a secret becomes an "x": lengths, lines and columns stay, in TOML,
// YAML, JSON, unit files, command lines and even within protobuf. Time grows with the length of the text, whatever it is.
import { isHeaderTable, isSecretName } from "./names.ts"
import { unescaped } from "./unescaped.ts"
import { querySpans, userInfoSpans } from "./urls.ts"
import { type Behind, endOfBlock, type Span, type Value, valueBehind } from "./values.ts"

/** Whether the value under a key may be shown: names as they stand, without quotes; flags without their dashes. */
export type IsShown = (name: string) => boolean

const word = /[A-Za-z0-9_.-]+/g

const tomlKey = `(?:[A-Za-z0-9_-]+|"[^"\\n]*"|'[^'\\n]*')`

/** A line with a TOML table's header; group 1 is its last key. */
const tableHeader = new RegExp(
  `^[ \\t]*\\[{1,2}[ \\t]*(?:${tomlKey}[ \\t]*\\.[ \\t]*)*(${tomlKey})[ \\t]*\\]{1,2}[ \\t]*(?:#[^\\n]*)?\\r?$`,
)

const privateKey = /-----BEGIN [A-Z ]*PRIVATE KEY-----([\s\S]*?)(?:-----END|$)/g

/** An Authorization value wherever it stands: RFC 9110, section 11.4. */
const credentials = /\b(?:Bearer|Basic) +([A-Za-z0-9+/=._~-]{6,})/g

/** The same text with secrets replaced by as many "x". With `isShown`, values of all other keys are redacted as well. */
export function redactText(text: string, isShown?: IsShown): string {
  const view = unescaped(text)
  const spans = [
    ...keyedSpans(view.text, isShown),
    ...userInfoSpans(view.text),
    ...querySpans(view.text),
    ...groupSpans(view.text, privateKey),
    ...groupSpans(view.text, credentials),
  ].toSorted(([a], [b]) => a - b)
  let result = ""
  let at = 0
  for (const [start, end] of spans) {
    const from = Math.max(at, view.written?.[start] ?? start)
    const to = view.written?.[end] ?? end
    if (to <= from) continue
    result += text.slice(at, from) + text.slice(from, to).replace(/[^\r\n]/g, "x")
    at = to
  }
  return result + text.slice(at)
}

/** The same for bytes in any encoding: as many bytes. */
export function redactBytes(bytes: Uint8Array): Uint8Array {
  // One character per byte, so that nothing else changes, whatever the encoding is.
  return Buffer.from(redactText(Buffer.from(bytes).toString("latin1")), "latin1")
}

/** The same for every text within a value, for what stands under a secret's name in it, and behind a secret's flag. */
export function redactValue<T>(value: T): T {
  return redacted(value) as T
}

function redacted(value: unknown): unknown {
  if (typeof value === "string") return redactText(value)
  if (Array.isArray(value)) {
    return value.map((own, at) =>
      typeof own === "string" && isSecretFlag(value[at - 1]) ? crossedOut(own) : redacted(own),
    )
  }
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(
    Object.entries(shownPlace(value)).map(([key, own]) => [
      key,
      typeof own === "string" && (isSecretName(key) || isValueOf(key, value, isSecretName))
        ? crossedOut(own)
        : redacted(own),
    ]),
  )
}

/** The line of a place as it may be shown, where that follows from the lines around it. */
function shownPlace(value: object): object {
  if (!("shown" in value) || !("text" in value) || !("line" in value)) return value
  const { shown, ...place } = value
  return { ...place, text: shown }
}

/** Whether this is the value of a `{ name, value }` or `{ key, value }` whose name is one of these. */
export function isValueOf(key: string, owner: object, isMeant: (name: string) => boolean): boolean {
  if (key !== "value") return false
  const name = "name" in owner ? owner.name : "key" in owner ? owner.key : undefined
  return typeof name === "string" && isMeant(name)
}

export const crossedOut = (secret: string) => secret.replace(/[^\r\n]/g, "x")

const isSecretFlag = (before: unknown) =>
  typeof before === "string" && /^--?[a-zA-Z][\w.-]*$/.test(before) && isSecretName(before)

function groupSpans(text: string, pattern: RegExp): readonly Span[] {
  return [...text.matchAll(pattern)].map((found) => {
    const start = found.index + found[0].indexOf(found[1] ?? "")
    return [start, start + (found[1] ?? "").length]
  })
}

/** Values under names of secrets, line by line; a value may end on a later line, and reading goes on there. */
function keyedSpans(text: string, isShown: IsShown | undefined): readonly Span[] {
  const spans: Span[] = []
  let isHeaders = false
  let headersUntil = 0
  let shownUntil = 0
  let read = 0
  const next = () => {
    word.lastIndex = read
    return word.exec(text)
  }
  let found = next()
  for (let start = 0; found !== null; ) {
    const lineFeed = text.indexOf("\n", start)
    const end = lineFeed < 0 ? text.length : lineFeed
    const table = start >= read ? tableHeader.exec(text.slice(start, end))?.[1] : undefined
    if (table !== undefined) {
      isHeaders = isHeaderTable(table)
      read = end
      if (found.index < end) found = next()
    }
    while (found !== null && found.index < end) {
      const name: string = found[0]
      const nameStart: number = found.index
      read = nameStart + name.length
      const behind = separatorBehind(text, name, nameStart, [start, end])
      const isTable = behind !== undefined && isHeaderTable(name) && beginsTable(text, behind)
      if (isTable) {
        if (nameStart >= headersUntil) headersUntil = endOfTable(text, behind)
      } else if (behind !== undefined) {
        // Within a value that is shown, "host:port" and "image:tag" are no keys.
        const isWithin = nameStart < shownUntil && behind.separator === ":" && !behind.isKeyQuoted
        const isHeader = isHeaders || nameStart < headersUntil
        if (isHidden(name, behind, isHeader, isWithin ? undefined : isShown)) {
          const value: Value = valueBehind(text, behind)
          for (const span of value.spans) spans.push(span)
          read = Math.max(value.end, read)
        } else if (isShown !== undefined && !isWithin) shownUntil = Math.max(shownUntil, endOfOneLine(text, behind))
      }
      found = next()
    }
    start = end + 1
  }
  return spans
}

/** Where a value ends that is one text on its key's line; else where it begins. */
function endOfOneLine(text: string, behind: Behind): number {
  const { spans } = valueBehind(text, behind)
  const [only] = spans
  return spans.length === 1 && only !== undefined && only[1] <= behind.line[1] ? only[1] : behind.at
}

/** Whether what is behind the key of headers is in braces, or stands as keys of YAML in deeper lines. */
function beginsTable(text: string, { at, separator, line }: Behind): boolean {
  const first = text[skip(text, at)]
  if (first === "{") return true
  if (separator !== ":" || !/^[ \t]*(?:#.*)?\r?$/.test(text.slice(at, line[1]))) return false
  return /^[ \t]+(?:\? +)?[^\s#-]/.test(nextLine(text, line[1]))
}

/** How far the first key of a table is looked for, behind empty lines and comments. */
const farthestKey = 2000

/** The next line that has something on it. */
function nextLine(text: string, from: number): string {
  return /\n[ \t]*[^\s#][^\n]*/.exec(text.slice(from, from + farthestKey))?.[0].slice(1) ?? ""
}

function endOfTable(text: string, behind: Behind): number {
  if (text[skip(text, behind.at)] !== "{") return endOfBlock(text, behind)
  const close = text.indexOf("}", behind.at)
  return close < 0 ? text.length : close
}

function isHidden(name: string, behind: Behind, isHeader: boolean, isShown: IsShown | undefined): boolean {
  const plain = name.replace(/^-+/, "")
  if (isHeader || isSecretName(plain)) return true
  if (isShown === undefined || (behind.separator === " " && !name.startsWith("--"))) return false
  return !isShown(plain) && !isShown(plain.slice(plain.lastIndexOf(".") + 1))
}

function skip(text: string, from: number): number {
  let at = from
  while (text[at] === " " || text[at] === "\t") at++
  return at
}

/** What parts a word from the value behind it; undefined where it is no key. */
function separatorBehind(text: string, name: string, start: number, line: Span): Behind | undefined {
  if (name.length > 200) return undefined
  const end = start + name.length
  const quote = text[end] === '"' || text[end] === "'" ? text[end] : undefined
  const isKeyQuoted = quote !== undefined && text[start - 1] === quote
  if (quote !== undefined && !isKeyQuoted) return undefined
  const keyStart = isKeyQuoted ? start - 1 : start
  const at = skip(text, isKeyQuoted ? end + 1 : end)
  const sign = text[at]
  if (sign === "=" || (sign === ":" && text[at + 1] !== "/")) {
    return { at: at + 1, separator: sign, keyStart, isKeyQuoted, line }
  }
  const isFlag = name.startsWith("-") && !name.endsWith("-")
  // ["--token", "abc"]: the flag and its value are two strings of a list.
  if (isFlag && isKeyQuoted && sign === ",") return flagValue(text, skip(text, at + 1), keyStart, line)
  if (isFlag && !isKeyQuoted && at > end && at < line[1]) return flagValue(text, at, keyStart, line)
  return explicitKey(text, keyStart, at, line)
}

/** What follows a flag, unless it is the next flag. */
function flagValue(text: string, at: number, keyStart: number, line: Span): Behind | undefined {
  const isNextFlag = /^["']?-/.test(text.slice(at, at + 2))
  return isNextFlag ? undefined : { at, separator: " ", keyStart, isKeyQuoted: false, line }
}

/** YAML's `? key` with `: value` on the next line: YAML 1.2.2, section 8.2.2. */
function explicitKey(text: string, keyStart: number, at: number, [start, end]: Span): Behind | undefined {
  if (at + 1 < end || !/^[ \t]*(?:- +)*\? +$/.test(text.slice(start, Math.min(keyStart, start + 200)))) return undefined
  const found = /^\r?\n[ \t]*:/.exec(text.slice(end, end + 200))
  if (found === null) return undefined
  const valueAt = end + found[0].length
  const stop = text.indexOf("\n", valueAt)
  return { at: valueAt, separator: ":", keyStart, isKeyQuoted: false, line: [end + 1, stop < 0 ? text.length : stop] }
}
