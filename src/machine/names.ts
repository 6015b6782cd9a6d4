// Names of files are bytes, and need not be UTF-8; see path_resolution(7). In here they are text all the same: a byte
// that is no UTF-8 becomes a lone surrogate (U+DC00 plus the byte), which no valid text holds, and turns back into that
// byte for the kernel. So no file is unseen or mistaken for another one. The same as PEP 383.

/** Where a byte that is no UTF-8 stands in text: U+DC80 to U+DCFF. */
const surrogates = 0xdc00

/** Of the kernel, to text. */
export function textOfName(bytes: Uint8Array): string {
  return decode(bytes) ?? decodeOddBytes(bytes)
}

/** To the kernel. Almost every name is text, and is given as it is. */
export function bytesOfName(name: string): string | Buffer {
  if (name.isWellFormed()) return name
  return Buffer.concat([...name].map(bytesOf))
}

function bytesOf(character: string): Buffer {
  const code = character.codePointAt(0) ?? 0
  const isOddByte = code >= surrogates + 0x80 && code <= surrogates + 0xff
  return isOddByte ? Buffer.of(code - surrogates) : Buffer.from(character)
}

function decodeOddBytes(bytes: Uint8Array): string {
  let text = ""
  for (let from = 0; from < bytes.length; ) {
    const length = lengthAt(bytes, from)
    const character = decode(bytes.subarray(from, from + length))
    text += character ?? String.fromCharCode(surrogates + (bytes[from] ?? 0))
    from += character === undefined ? 1 : length
  }
  return text
}

/** Of the character whose first byte stands there, as UTF-8 has it; see utf-8(7). */
function lengthAt(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0
  if (first >= 0xf0) return 4
  if (first >= 0xe0) return 3
  return first >= 0xc0 ? 2 : 1
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** Four random bytes, which tell staged files of one destination apart. */
const stagedEnd = /^[0-9a-f]{8}$/

/** How a file that is being written is called, beside its destination; the end is random. */
export function stagedStart(name: string, isForLink = false): string {
  return `.${name}.criadm-${isForLink ? "new-" : ""}`
}

/** Whether a file of this name was being written for that one. `isForLink`: it was to be linked to its name. */
export function isStagedFor(name: string, found: string, isForLink = false): boolean {
  const start = stagedStart(name, isForLink)
  return found.startsWith(start) && stagedEnd.test(found.slice(start.length))
}

/** Of getRandomValues of the Web Crypto API, in bytes. */
const mostRandomBytes = 65_536

/** So many random bytes as lower-case hex: a name that nobody has, or text that does not shrink. */
export function randomHex(bytes: number): string {
  const parts: string[] = []
  for (let left = bytes; left > 0; left -= mostRandomBytes) {
    const part = crypto.getRandomValues(new Uint8Array(Math.min(left, mostRandomBytes)))
    parts.push(Buffer.from(part.buffer).toString("hex"))
  }
  return parts.join("")
}
