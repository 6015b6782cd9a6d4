// A text as its reader sees it: escapes of JSON, TOML and YAML become the characters they stand for, so that a key
// written `pass\u0077ord` or a URL written `http:\/\/` is recognised. Each character remembers where it was written.

export interface Unescaped {
  readonly text: string
  /** Start of the written form of each character of `text`, and of its end: one longer than `text`. Absent: the same. */
  readonly written?: Uint32Array
}

/** Stands for an escaped quote, backslash or line break: part of a value, never its end. */
const opaque = "\ue000"

const escaped = /\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|x([0-9a-fA-F]{2})|([\s\S]))/y

export function unescaped(text: string): Unescaped {
  if (!text.includes("\\")) return { text }
  const written = new Uint32Array(text.length + 1)
  let result = ""
  let at = 0
  while (at < text.length) {
    const next = text.indexOf("\\", at)
    const end = next < 0 ? text.length : next
    for (let plain = at; plain < end; plain++) written[result.length + plain - at] = plain
    result += text.slice(at, end)
    at = end
    if (at >= text.length) break
    escaped.lastIndex = at
    const found = escaped.exec(text)
    written[result.length] = at
    result += found === null ? opaque : meaningOf(found)
    at = found === null ? at + 1 : escaped.lastIndex
  }
  written[result.length] = text.length
  return { text: result, written: written.subarray(0, result.length + 1) }
}

/** One character, always: what is written with several code units in the meaning would shift what follows. */
function meaningOf([, short, long, byte, other]: RegExpExecArray): string {
  const code = short ?? long ?? byte
  if (code === undefined) return other === "/" ? "/" : other === "\n" || other === "\r" ? " " : opaque
  const number = Number.parseInt(code, 16)
  return number >= 0x20 && number < 0x7f && number !== 0x22 && number !== 0x27 ? String.fromCharCode(number) : opaque
}
