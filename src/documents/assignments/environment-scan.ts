// Reads an environment file character by character as systemd does for EnvironmentFile= (systemd 252 to 258,
// src/basic/env-file.c, parse_env_file_internal): quotes, escapes, continuation lines, comments only at line starts.
// In addition a leading `export` is understood, as shells that source the same file do.
import type { Assignment, Scanned } from "./assignments.ts"

const isBlank = (character: string) => character === " " || character === "\t"
const isBreak = (character: string) => character === "\n" || character === "\r"

interface ReadValue {
  readonly value: string
  readonly from: number
  readonly to: number
  /** Offset of the line break that ends it, or the end of the text. */
  readonly end: number
}

function readDoubleQuoted(text: string, start: number): { readonly value: string; readonly at: number } {
  let value = ""
  let at = start + 1
  for (; at < text.length && text[at] !== '"'; at++) {
    if (text[at] !== "\\") {
      value += text[at]
      continue
    }
    at++
    const escaped = text[at] ?? ""
    if ('"\\`$'.includes(escaped)) value += escaped
    else if (escaped !== "\n") value += `\\${escaped}`
  }
  return { value, at: Math.min(at + 1, text.length) }
}

function readValue(text: string, start: number): ReadValue {
  let at = start
  let value = ""
  let from: number | undefined
  let to = start
  // Blanks outside quotes count only when something unquoted follows them, and not at all before it begins.
  let isPlain = false
  let kept = 0
  while (at < text.length) {
    const character = text[at] ?? ""
    if (isBreak(character)) break
    if (!isPlain && (isBlank(character) || character === "'" || character === '"')) {
      if (isBlank(character)) {
        at++
        continue
      }
      from ??= at
      if (character === "'") {
        const end = text.indexOf("'", at + 1)
        value += text.slice(at + 1, end < 0 ? text.length : end)
        at = end < 0 ? text.length : end + 1
      } else {
        const quoted = readDoubleQuoted(text, at)
        value += quoted.value
        at = quoted.at
      }
      kept = value.length
      to = at
      continue
    }
    from ??= at
    isPlain = true
    if (character === "\\") {
      const escaped = text[at + 1] ?? ""
      if (!isBreak(escaped)) value += escaped
      at += escaped === "" ? 1 : 2
      kept = value.length
      to = at
      continue
    }
    value += character
    at++
    if (!isBlank(character)) {
      kept = value.length
      to = at
    }
  }
  return { value: value.slice(0, kept), from: from ?? start, to: from === undefined ? start : to, end: at }
}

/** All assignments of an environment file. */
export function scanEnvironment(text: string): Scanned {
  const assignments: Assignment[] = []
  const ignored: number[] = []
  let at = 0
  while (at < text.length) {
    while (at < text.length && (isBlank(text[at] ?? "") || isBreak(text[at] ?? ""))) at++
    if (at >= text.length) break
    const start = at
    const isComment = text[at] === "#" || text[at] === ";"
    while (at < text.length && !isBreak(text[at] ?? "") && (isComment || text[at] !== "=")) at++
    if (isComment) continue
    if (text[at] !== "=") {
      ignored.push(start)
      continue
    }
    const written = text.slice(start, at).trimEnd()
    const exported = /^export[ \t]+/.exec(written)?.[0] ?? ""
    const read = readValue(text, at + 1)
    assignments.push({
      key: written.slice(exported.length),
      value: read.value,
      keyAt: [start + exported.length, start + written.length],
      valueAt: [read.from, read.to],
      ...(exported === "" ? {} : { isExported: true as const }),
    })
    at = read.end
  }
  return { assignments, ignored }
}
