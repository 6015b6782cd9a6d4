// Where the value behind a key ends, whichever language the file is in: a quoted string, one of several lines, a list,
// a YAML block, a bare word. Too much is better than too little: what is redacted is only not shown.

/** From the first to behind the last character, offsets into the text; several for a list or a block. */
export type Span = readonly [start: number, end: number]

export interface Behind {
  /** Offset behind the separator. */
  readonly at: number
  /** "=" of TOML, units and environment files; ":" of JSON, YAML and headers; " " behind a flag. */
  readonly separator: "=" | ":" | " "
  /** Offset of the key, before its quote. */
  readonly keyStart: number
  /** The key is in quotes of its own, as in JSON. */
  readonly isKeyQuoted: boolean
  /** The line in which the value begins, without its line break. */
  readonly line: Span
}

export interface Value {
  readonly spans: readonly Span[]
  /** Where reading goes on. */
  readonly end: number
}

const none = (at: number): Value => ({ spans: [], end: at })

/** The value behind a key. Without spans where there is nothing to redact: a table, true, false, null. */
export function valueBehind(text: string, behind: Behind): Value {
  const at = skipProperties(text, behind)
  const first = text[at]
  if (first === undefined) return none(at)
  if (text.startsWith('"""', at) || text.startsWith("'''", at)) return longString(text, at)
  if (first === '"' || first === "'") return quoted(text, at, behind)
  if (first === "[") return list(text, at)
  if (first === "{") return none(at)
  if (
    behind.separator === ":" &&
    /^[|>][-+0-9]*[ \t]*(?:#[^\n]*)?\r?$/.test(text.slice(at, behind.line[1]).slice(0, 200))
  )
    return block(text, behind, true)
  if (first === "\n" || first === "\r" || first === "#")
    return behind.separator === ":" ? block(text, behind, false) : none(at)
  const isYaml = behind.separator === ":" && !behind.isKeyQuoted
  if (isYaml && first === "-" && /[ \t]/.test(text[at + 1] ?? ""))
    return withDeeper(text, behind, at + 2, lineEnd(text, at))
  const value = bare(text, at, behind)
  // A plain text of YAML goes on in lines that are deeper than its key.
  return isYaml && value.end >= behind.line[1] && value.spans.length > 0
    ? withDeeper(text, behind, at, value.end)
    : value
}

/** What begins on the key's line and has no end but that of the deeper lines below. */
function withDeeper(text: string, behind: Behind, from: number, to: number): Value {
  const below = block(text, behind, true)
  return { spans: [[from, to], ...below.spans], end: Math.max(to, below.end) }
}

/** Tags and anchors of YAML stand before the value: `!!str`, `&name`. YAML 1.2.2, section 6.9. */
function skipProperties(text: string, { at, separator, line: [, stop] }: Behind): number {
  const properties =
    separator === ":"
      ? /^[ \t]*(?:[!&][^\s,[\]{}]*(?:[ \t]+|$)){1,3}/.exec(text.slice(at, Math.min(stop, at + 400)))
      : null
  return skipBlanks(text, at + (properties?.[0].length ?? 0))
}

function skipBlanks(text: string, from: number): number {
  let at = from
  while (text[at] === " " || text[at] === "\t") at++
  return at
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf("\n", from)
  return end < 0 ? text.length : end
}

function longString(text: string, at: number): Value {
  const close = text.indexOf(text.slice(at, at + 3), at + 3)
  const end = close < 0 ? text.length : close
  return { spans: [[at + 3, end]], end: close < 0 ? end : end + 3 }
}

/** A string that is not closed on its line goes on in YAML only; elsewhere it is broken and its line is redacted. */
function quoted(text: string, at: number, { separator, line: [, stop] }: Behind): Value {
  const quote = text[at] ?? ""
  let close = text.indexOf(quote, at + 1)
  while (quote === "'" && close >= 0 && text[close + 1] === quote) close = text.indexOf(quote, close + 2)
  if (close < 0 || (close > stop && separator !== ":")) return { spans: [[at + 1, stop]], end: stop }
  return { spans: [[at + 1, close]], end: close + 1 }
}

/** Every string and bare word of a list, which may go over lines. Its first closing bracket outside of quotes ends it. */
function list(text: string, at: number): Value {
  const spans: Span[] = []
  const piece = /[\s,[]+|#[^\n]*|"[^"\n]*"?|'[^'\n]*'?|\]|[^\s,[\]"']+/y
  piece.lastIndex = at
  for (;;) {
    const start = piece.lastIndex
    const found = piece.exec(text)?.[0]
    if (found === undefined) return { spans, end: text.length }
    if (found === "]") return { spans, end: start + 1 }
    if (/^["']/.test(found))
      spans.push([start + 1, start + found.length - (found.length > 1 && found.endsWith(found[0] ?? "") ? 1 : 0)])
    else if (!/^[\s,[#]/.test(found)) spans.push([start, start + found.length])
  }
}

/** Where the lines below a YAML key end that are deeper than it, or items of its list. */
export function endOfBlock(text: string, { keyStart, line: [start, stop] }: Behind): number {
  const depth = depthOf(text, start, keyStart)
  let from = stop + 1
  while (from < text.length) {
    const end = lineEnd(text, from)
    const line = text.slice(from, end)
    const indent = /^[ \t]*/.exec(line)?.[0].length ?? 0
    if (line.trim() !== "" && (indent < depth || (indent === depth && !/^[ \t]*- /.test(line)))) break
    from = end + 1
  }
  return Math.min(from, text.length)
}

/** A key's own depth, behind the dashes of the items that it begins. */
function depthOf(text: string, start: number, keyStart: number): number {
  return (/^[ \t]*(?:- +)*/.exec(text.slice(start, keyStart))?.[0] ?? "").length
}

/** The deeper lines below a YAML key: a block scalar, items of a list or a text; a table below it is none. */
function block(text: string, { keyStart, at, line: [start, stop] }: Behind, isScalar: boolean): Value {
  const depth = depthOf(text, start, keyStart)
  const spans: Span[] = []
  let from = stop + 1
  while (from < text.length) {
    const end = lineEnd(text, from)
    const line = text.slice(from, end)
    const indent = /^[ \t]*/.exec(line)?.[0].length ?? 0
    const isItem = /^[ \t]*- /.test(line)
    if (line.trim() !== "") {
      if (indent < depth || (indent === depth && (isScalar || !isItem))) break
      if (!isScalar && !isItem && spans.length === 0 && /^[ \t]*[^\s:#]+:(?:\s|$)/.test(line)) break
      spans.push([from + indent + (isItem && !isScalar ? 2 : 0), end])
    }
    from = end + 1
  }
  return spans.length === 0 ? none(at) : { spans, end: Math.min(from, text.length) }
}

function bare(text: string, at: number, behind: Behind): Value {
  const end = bareEnd(text, at, behind)
  const value = text.slice(at, end)
  return /^(?:true|false|null|none|~|yes|no)?$/i.test(value) ? none(end) : { spans: [[at, end]], end }
}

function bareEnd(text: string, at: number, { separator, keyStart, isKeyQuoted, line: [start, stop] }: Behind): number {
  const before = text[keyStart - 1]
  const until = (ends: RegExp) => {
    const found = text.slice(at, stop).search(ends)
    return found < 0 ? stop : at + found
  }
  if (isKeyQuoted) return until(/[,}\]\s]/)
  if (before === "?" || before === "&" || before === ";") return until(/[&\s"'<>]/)
  if (separator === ":")
    return /[{,]\s*$/.test(text.slice(Math.max(0, keyStart - 8), keyStart)) ? until(/[,}\r]/) : until(/\s#|\r|"/)
  if (before === '"' || before === "'") return until(before === '"' ? /"/ : /'/)
  if (separator === "=" && text[keyStart] !== "-" && /^\s*(?:#\s*)?(?:export\s+)?$/.test(text.slice(start, keyStart)))
    return until(/\s#|\r/)
  return until(/[\s"']/)
}
