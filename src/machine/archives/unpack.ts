// Unpacks a tar archive, gzipped or not, as it streams by: nothing is held in memory but one piece of it. Every member
// is judged, also those that are not wanted, and on a refusal nothing is left. Links are not made: no archive that is
// unpacked here needs one, and a link is the way out of a directory.
import { closeSync, constants, createReadStream, mkdirSync, openSync, rmSync, writeSync } from "node:fs"
import { dirname } from "node:path"
import type { ArchiveProblem } from "../../model/install/archives.ts"
import { errnoOf } from "../errno.ts"
import { blockSize, readBlock, readPax, type TarHeader, textUpToNul, withExtensions } from "./tar-header.ts"

/** Larger than any release of a runtime: its largest program has 120 MB. Editor's choices. */
export interface UnpackLimits {
  readonly memberBytes: number
  readonly totalBytes: number
  readonly members: number
}

export const usualLimits: UnpackLimits = { memberBytes: 512 * 2 ** 20, totalBytes: 2 * 2 ** 30, members: 5000 }

/** Directories, and headers that describe the next member, hold nothing and unpack from next to nothing. */
const headersPerMember = 10

/** Of a header that describes the next member. */
const extensionBytes = 64 * 1024

export interface Unpacked {
  /** In the archive, without "./" in front. */
  readonly member: string
  /** Where it was put. */
  readonly path: string
  readonly mode: number
  readonly bytes: number
}

export interface UnpackRefusal {
  readonly why: ArchiveProblem
  /** Empty: the archive as a whole. */
  readonly member: string
}

export type UnpackResult =
  | { readonly ok: true; readonly files: readonly Unpacked[] }
  | { readonly ok: false; readonly refusal: UnpackRefusal }

class Refused extends Error {
  readonly refusal: UnpackRefusal

  constructor(refusal: UnpackRefusal) {
    super(refusal.why)
    this.refusal = refusal
  }
}

/** `place`: where a member goes, as an absolute path of this machine, and undefined where it is not wanted. */
export async function unpack(
  archive: string,
  place: (member: string) => string | undefined,
  limits: UnpackLimits = usualLimits,
): Promise<UnpackResult> {
  const reader = new TarReader(place, limits)
  try {
    for await (const piece of piecesOf(archive)) {
      reader.take(piece)
      // What comes behind the end of an archive is nobody's, however much it unpacks to.
      if (reader.hasEnded) break
    }
    reader.end()
    return { ok: true, files: reader.files }
  } catch (error) {
    reader.discard()
    if (error instanceof Refused) return { ok: false, refusal: error.refusal }
    const member = reader.member
    // What zlib says of a stream that is cut off or is none.
    if (/^Z_|^ERR_ZLIB/.test(String((error as { code?: unknown }).code)) || error instanceof TypeError) {
      return { ok: false, refusal: { why: "cut-off", member } }
    }
    return { ok: false, refusal: { why: errnoOf(error) === "ENOSPC" ? "no-space" : "input-output", member } }
  }
}

async function* piecesOf(archive: string): AsyncGenerator<Uint8Array> {
  const file = createReadStream(archive, { highWaterMark: 1 << 18 })
  const first = await firstBytes(archive)
  if (first[0] !== 0x1f || first[1] !== 0x8b) {
    yield* file
    return
  }
  // Loaded when something is unpacked: it takes as much memory as all of detection's code.
  const gunzip = process.getBuiltinModule("node:zlib").createGunzip({ chunkSize: 1 << 18 })
  file.on("error", (error) => gunzip.destroy(error))
  yield* file.pipe(gunzip)
}

async function firstBytes(archive: string): Promise<Uint8Array> {
  const head = createReadStream(archive, { end: 1 })
  for await (const piece of head) return piece as Uint8Array
  return new Uint8Array()
}

/** Members in the order in which they come; each piece of the stream is used up before the next is taken. */
class TarReader {
  readonly files: Unpacked[] = []
  member = ""
  readonly #place: (member: string) => string | undefined
  readonly #limits: UnpackLimits
  readonly #seen = new Set<string>()
  readonly #made: string[] = []
  #header = Buffer.alloc(blockSize)
  #headerBytes = 0
  /** Of the member's contents, with padding. */
  #left = 0
  #padding = 0
  #descriptor: number | undefined
  #extension: { readonly kind: string; readonly pieces: Uint8Array[] } | undefined
  #said: ReadonlyMap<string, string> = new Map()
  #long: { path?: string; target?: string } = {}
  #total = 0
  #headers = 0
  hasEnded = false

  constructor(place: (member: string) => string | undefined, limits: UnpackLimits) {
    this.#place = place
    this.#limits = limits
  }

  take(piece: Uint8Array): void {
    for (let at = 0; at < piece.length && !this.hasEnded; ) {
      if (this.#left > 0) {
        const part = piece.subarray(at, at + this.#left)
        this.#write(part)
        this.#left -= part.length
        at += part.length
        if (this.#left === 0) this.#finish()
      } else if (this.#padding > 0) {
        const part = Math.min(this.#padding, piece.length - at)
        this.#padding -= part
        at += part
      } else {
        const part = piece.subarray(at, at + blockSize - this.#headerBytes)
        this.#header.set(part, this.#headerBytes)
        this.#headerBytes += part.length
        at += part.length
        if (this.#headerBytes < blockSize) return
        this.#headerBytes = 0
        this.#begin()
      }
    }
  }

  end(): void {
    if (!this.hasEnded) this.#refuse("cut-off")
  }

  /** Everything that was made is removed again. */
  discard(): void {
    this.#close()
    for (const path of this.#made.toReversed()) rmSync(path, { recursive: true, force: true })
  }

  #refuse(why: ArchiveProblem, member = this.member): never {
    throw new Refused({ why, member })
  }

  #begin(): void {
    this.#headers += 1
    if (this.#headers > headersPerMember * this.#limits.members) this.#refuse("too-many")
    const block = readBlock(this.#header)
    if (block.kind === "end") {
      this.hasEnded = true
      return
    }
    if (block.kind === "broken") this.#refuse(this.#seen.size === 0 ? "not-tar" : "cut-off")
    if (!("path" in block)) {
      if (block.bytes > extensionBytes) this.#refuse("too-large")
      this.#extension = { kind: block.kind, pieces: [] }
      this.#expect(block.bytes)
      return
    }
    const header = withExtensions(block, this.#said, this.#long)
    this.#said = new Map()
    this.#long = {}
    if (header === undefined) this.#refuse("not-tar")
    this.#open(header)
  }

  #open(header: TarHeader): void {
    this.member = header.path
    const parts = header.path.split("/").filter((part) => part !== "" && part !== ".")
    const name = parts.join("/")
    if (header.path.startsWith("/")) this.#refuse("absolute")
    if (parts.includes("..") || header.path.includes("\0")) this.#refuse("outside")
    if (header.kind === "symlink" || header.kind === "hard-link") this.#refuse("link")
    if (header.kind === "device") this.#refuse("device")
    if (header.kind === "sparse") this.#refuse("sparse")
    if (header.kind === "directory") return
    if (name === "" || this.#seen.has(name)) this.#refuse("twice")
    this.#seen.add(name)
    this.#total += header.bytes
    if (this.#seen.size > this.#limits.members) this.#refuse("too-many")
    if (header.bytes > this.#limits.memberBytes || this.#total > this.#limits.totalBytes) this.#refuse("too-large")
    const path = this.#place(name)
    if (path !== undefined) this.#create(path, name, header)
    this.#expect(header.bytes)
  }

  #create(path: string, member: string, { mode, bytes }: TarHeader): void {
    const newest = mkdirSync(dirname(path), { recursive: true, mode: 0o755 })
    if (newest !== undefined) this.#made.push(newest)
    const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW } = constants
    // Nobody's program becomes another user's by being unpacked: no setuid bits, and nobody else may write.
    const kept = mode & 0o755
    this.#descriptor = openSync(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, kept)
    this.#made.push(path)
    this.files.push({ member, path, mode: kept, bytes })
  }

  #expect(bytes: number): void {
    this.#left = bytes
    this.#padding = (blockSize - (bytes % blockSize)) % blockSize
    if (bytes === 0) this.#finish()
  }

  #write(part: Uint8Array): void {
    if (this.#extension !== undefined) this.#extension.pieces.push(part.slice())
    else if (this.#descriptor !== undefined) {
      for (let from = 0; from < part.length; ) from += writeSync(this.#descriptor, part, from, part.length - from)
    }
  }

  #finish(): void {
    const extension = this.#extension
    this.#extension = undefined
    this.#close()
    if (extension === undefined) return
    const bytes = Buffer.concat(extension.pieces)
    if (extension.kind === "long-path") this.#long.path = textUpToNul(bytes)
    else if (extension.kind === "long-target") this.#long.target = textUpToNul(bytes)
    else if (extension.kind === "pax") this.#said = readPax(bytes) ?? this.#refuse("not-tar")
  }

  #close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor)
    this.#descriptor = undefined
  }
}
