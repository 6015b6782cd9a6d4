// Header blocks of HTTP/2: RFC 7541. Requests are written without Huffman and without an index of our own; answers are
// read in every form.
import { once } from "../../model/once.ts"
import { huffmanDecoded } from "./huffman.ts"

export type Header = readonly [name: string, value: string]

/** RFC 7541, appendix A: names with the value where there is one, from index 1. */
const staticTable = once(() =>
  `:authority
:method GET
:method POST
:path /
:path /index.html
:scheme http
:scheme https
:status 200
:status 204
:status 206
:status 304
:status 400
:status 404
:status 500
accept-charset
accept-encoding gzip, deflate
accept-language
accept-ranges
accept
access-control-allow-origin
age
allow
authorization
cache-control
content-disposition
content-encoding
content-language
content-length
content-location
content-range
content-type
cookie
date
etag
expect
expires
from
host
if-match
if-modified-since
if-none-match
if-range
if-unmodified-since
last-modified
link
location
max-forwards
proxy-authenticate
proxy-authorization
range
referer
refresh
retry-after
server
set-cookie
strict-transport-security
transfer-encoding
user-agent
vary
via
www-authenticate`.split("\n"),
)

/** Undefined: no index of the table, which begins at 1. */
function staticHeader(index: number): Header | undefined {
  const line = staticTable()[index - 1]
  if (line === undefined) return undefined
  const [name = "", ...value] = line.split(" ")
  return [name, value.join(" ")]
}

/** Servers say the same few words in every answer, and to unpack one takes a step for each bit. */
const wordsUnpacked = new Map<string, string>()
const mostWords = 32
const longestWord = 64

function unpacked(bytes: Uint8Array): string | undefined {
  const packed = bytes.length > longestWord ? undefined : Buffer.from(bytes).toString("latin1")
  const known = packed === undefined ? undefined : wordsUnpacked.get(packed)
  if (known !== undefined) return known
  const text = huffmanDecoded(bytes)?.toString("utf8")
  if (packed !== undefined && text !== undefined && wordsUnpacked.size < mostWords) wordsUnpacked.set(packed, text)
  return text
}

/** In bytes, with 32 for each entry: RFC 7541, sections 4.1 and 6.5.2 of RFC 9113. */
const tableBytes = 4096
const entryBytes = 32

/** Literal header fields without indexing, their names written out: RFC 7541, section 6.2.2. */
export function encodeHeaders(headers: readonly Header[]): Buffer {
  return Buffer.concat(headers.flatMap(([name, value]) => [Buffer.from([0]), literal(name), literal(value)]))
}

function literal(text: string): Buffer {
  const bytes = Buffer.from(text)
  return Buffer.concat([integer(bytes.length, 7), bytes])
}

/** RFC 7541, section 5.1, with the bits before the prefix all zero. */
function integer(value: number, prefix: number): Buffer {
  const most = 2 ** prefix - 1
  if (value < most) return Buffer.from([value])
  const bytes = [most]
  let rest = value - most
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128)
  return Buffer.from([...bytes, rest])
}

/** One for each connection: what a block indexes, later ones may refer to. */
export class HeaderDecoder {
  /** The newest first. */
  readonly #table: Header[] = []
  #room = tableBytes

  /** Undefined: it is no header block. */
  decode(block: Uint8Array): readonly Header[] | undefined {
    const headers: Header[] = []
    const reader = new BlockReader(block)
    while (!reader.isAtEnd) {
      const first = reader.peek()
      if (first >= 0x80) {
        const header = this.#at(reader.integer(7))
        if (header === undefined) return undefined
        headers.push(header)
      } else if (first >= 0x20 && first < 0x40) {
        const size = reader.integer(5)
        if (size === undefined || size > tableBytes) return undefined
        this.#room = size
        this.#fit()
      } else {
        const isIndexed = first >= 0x40
        const at = reader.integer(isIndexed ? 6 : 4)
        const name = at === 0 ? reader.text() : this.#at(at)?.[0]
        const value = reader.text()
        if (name === undefined || value === undefined) return undefined
        headers.push([name, value])
        if (isIndexed) this.#add([name, value])
      }
    }
    return headers
  }

  #at(index: number | undefined): Header | undefined {
    if (index === undefined || index === 0) return undefined
    return staticHeader(index) ?? this.#table[index - 1 - staticTable().length]
  }

  #add(header: Header): void {
    this.#table.unshift(header)
    this.#fit()
  }

  #fit(): void {
    const sizeOf = ([name, value]: Header) => Buffer.byteLength(name) + Buffer.byteLength(value) + entryBytes
    while (this.#table.reduce((sum, header) => sum + sizeOf(header), 0) > this.#room) this.#table.pop()
  }
}

class BlockReader {
  readonly #bytes: Uint8Array
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length
  }

  peek(): number {
    return this.#bytes[this.#at] ?? 0
  }

  /** RFC 7541, section 5.1. Undefined: it ends within, or is larger than anything that can be meant. */
  integer(prefix: number): number | undefined {
    const most = 2 ** prefix - 1
    const byte = this.#next()
    if (byte === undefined) return undefined
    let value = byte % (most + 1)
    if (value < most) return value
    for (let scale = 1; scale < 2 ** 28; scale *= 128) {
      const more = this.#next()
      if (more === undefined) return undefined
      value += (more % 128) * scale
      if (more < 128) return value
    }
    return undefined
  }

  /** RFC 7541, section 5.2. */
  text(): string | undefined {
    const isPacked = this.peek() >= 0x80
    const length = this.integer(7)
    if (length === undefined || this.#at + length > this.#bytes.length) return undefined
    const bytes = this.#bytes.subarray(this.#at, this.#at + length)
    this.#at += length
    return isPacked ? unpacked(bytes) : Buffer.from(bytes).toString("utf8")
  }

  #next(): number | undefined {
    const byte = this.#bytes[this.#at]
    this.#at += 1
    return byte
  }
}
