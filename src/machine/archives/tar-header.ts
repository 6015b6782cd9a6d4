// Headers of a tar archive: POSIX ustar with pax extensions, and GNU's long names; see tar(5) of libarchive. Reads
// blocks and decides nothing.

/** Bytes; everything in an archive is padded to it. */
export const blockSize = 512

export type TarKind = "file" | "directory" | "symlink" | "hard-link" | "device" | "sparse"

export interface TarHeader {
  readonly kind: TarKind
  /** As it is written in the archive. */
  readonly path: string
  /** Permission bits. */
  readonly mode: number
  readonly bytes: number
  /** Of links; else empty. */
  readonly target: string
}

/** What describes the next member rather than being one. */
export interface TarExtension {
  readonly kind: "pax" | "long-path" | "long-target" | "global"
  readonly bytes: number
}

export type TarBlock = TarHeader | TarExtension | { readonly kind: "end" } | { readonly kind: "broken" }

const decoder = new TextDecoder()

const kinds: Readonly<Record<string, TarKind | TarExtension["kind"]>> = {
  "0": "file",
  "\0": "file",
  "7": "file",
  "1": "hard-link",
  "2": "symlink",
  "3": "device",
  "4": "device",
  "6": "device",
  "5": "directory",
  S: "sparse",
  x: "pax",
  g: "global",
  L: "long-path",
  K: "long-target",
}

export function readBlock(block: Uint8Array): TarBlock {
  if (block.every((byte) => byte === 0)) return { kind: "end" }
  if (readNumber(block, 148, 8) !== checksumOf(block)) return { kind: "broken" }
  const kind = kinds[String.fromCharCode(block[156] ?? 0)]
  const bytes = readNumber(block, 124, 12)
  if (kind === undefined || bytes === undefined) return { kind: "broken" }
  if (kind === "pax" || kind === "global" || kind === "long-path" || kind === "long-target") return { kind, bytes }
  const name = readText(block, 0, 100)
  const prefix = readText(block, 257, 6) === "ustar" ? readText(block, 345, 155) : ""
  const path = prefix === "" ? name : `${prefix}/${name}`
  // Before POSIX, a name that ends in a slash was a directory.
  const isOldDirectory = kind === "file" && path.endsWith("/")
  return {
    kind: isOldDirectory ? "directory" : kind,
    path,
    mode: (readNumber(block, 100, 8) ?? 0) & 0o7777,
    bytes: kind === "file" && !isOldDirectory ? bytes : kind === "sparse" ? bytes : 0,
    target: readText(block, 157, 100),
  }
}

/** The bytes of a small file among the first of an archive, of which `head` is the beginning; undefined: it is not in it. */
export function memberInHead(head: Uint8Array, name: string): Uint8Array | undefined {
  for (let at = 0; at + blockSize <= head.length; ) {
    const block = readBlock(head.subarray(at, at + blockSize))
    if (block.kind === "end" || block.kind === "broken") return undefined
    const content = at + blockSize
    if (block.kind === "file" && block.path.replace(/^(?:\.\/)+/, "") === name) {
      return content + block.bytes <= head.length ? head.subarray(content, content + block.bytes) : undefined
    }
    at = content + Math.ceil(block.bytes / blockSize) * blockSize
  }
  return undefined
}

/** Records of a pax header, "LENGTH KEY=VALUE\n"; undefined: they are not that. */
export function readPax(bytes: Uint8Array): ReadonlyMap<string, string> | undefined {
  const records = new Map<string, string>()
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(0x20, at)
    const length = space === -1 ? Number.NaN : Number(decoder.decode(bytes.subarray(at, space)))
    if (!Number.isInteger(length) || length < 5 || at + length > bytes.length) return undefined
    const record = decoder.decode(bytes.subarray(space + 1, at + length))
    const equals = record.indexOf("=")
    if (equals < 1 || !record.endsWith("\n")) return undefined
    records.set(record.slice(0, equals), record.slice(equals + 1, -1))
    at += length
  }
  return records
}

/** What pax and GNU headers before it said of a member. Undefined: a number among it is none. */
export function withExtensions(
  header: TarHeader,
  said: ReadonlyMap<string, string>,
  long: { readonly path?: string; readonly target?: string },
): TarHeader | undefined {
  const size = said.get("size")
  if (size !== undefined && !/^\d{1,15}$/.test(size)) return undefined
  const isSparse = [...said.keys()].some((key) => key.startsWith("GNU.sparse."))
  return {
    ...header,
    kind: isSparse ? "sparse" : header.kind,
    path: said.get("path") ?? long.path ?? header.path,
    target: said.get("linkpath") ?? long.target ?? header.target,
    bytes: size === undefined || header.kind !== "file" ? header.bytes : Number(size),
  }
}

export function textUpToNul(bytes: Uint8Array): string {
  const end = bytes.indexOf(0)
  return decoder.decode(end === -1 ? bytes : bytes.subarray(0, end))
}

function readText(block: Uint8Array, at: number, length: number): string {
  return textUpToNul(block.subarray(at, at + length))
}

/** Octal digits, or base 256 where the first bit is set. Undefined: neither, or too large to count with. */
function readNumber(block: Uint8Array, at: number, length: number): number | undefined {
  const field = block.subarray(at, at + length)
  const [first = 0] = field
  if ((first & 0x80) !== 0) {
    const value = field.reduce((sum, byte, index) => sum * 256 + (index === 0 ? byte & 0x7f : byte), 0)
    return Number.isSafeInteger(value) ? value : undefined
  }
  const digits = readText(block, at, length).trim()
  return /^[0-7]*$/.test(digits) ? Number.parseInt(digits || "0", 8) : undefined
}

/** The sum of all bytes, those of the sum itself taken as spaces. */
function checksumOf(block: Uint8Array): number {
  return block.reduce((sum, byte, index) => sum + (index >= 148 && index < 156 ? 0x20 : byte), 0)
}
