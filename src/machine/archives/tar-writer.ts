// Writes a tar archive of regular files, ustar: the same bytes for the same files, whoever makes it and whenever.
import { closeSync, openSync, readSync, statSync, writeSync } from "node:fs"
import { blockSize } from "./tar-header.ts"

export interface TarSource {
  /** At most 100 bytes. */
  readonly name: string
  readonly mode: number
  /** The bytes, or the file of this machine that has them. */
  readonly content: Uint8Array | { readonly path: string }
}

const pieceBytes = 1 << 20

/** Throws the errno of what could not be read or written. */
export function writeTar(to: string, sources: readonly TarSource[]): void {
  const out = openSync(to, "w", 0o644)
  try {
    for (const { name, mode, content } of sources) {
      const size = content instanceof Uint8Array ? content.length : statSync(content.path).size
      writeAll(out, header(name, mode, size))
      if (content instanceof Uint8Array) writeAll(out, content)
      else copyInto(out, content.path)
      writeAll(out, Buffer.alloc((blockSize - (size % blockSize)) % blockSize))
    }
    writeAll(out, Buffer.alloc(2 * blockSize))
  } finally {
    closeSync(out)
  }
}

function header(name: string, mode: number, size: number): Buffer {
  const block = Buffer.alloc(blockSize)
  if (Buffer.byteLength(name) > 100) throw new Error(`too long for a ustar header: ${name}`)
  const octal = (value: number, digits: number) => value.toString(8).padStart(digits, "0")
  block.write(name, 0)
  block.write(octal(mode, 7), 100)
  block.write(octal(0, 7), 108)
  block.write(octal(0, 7), 116)
  block.write(octal(size, 11), 124)
  block.write(octal(0, 11), 136)
  block.write("        ", 148)
  block.write("0", 156)
  block.write("ustar\0" + "00", 257, "latin1")
  const sum = block.reduce((total, byte) => total + byte, 0)
  block.write(`${octal(sum, 6)}\0 `, 148, "latin1")
  return block
}

function copyInto(out: number, path: string): void {
  const descriptor = openSync(path, "r")
  const piece = Buffer.allocUnsafe(pieceBytes)
  try {
    for (;;) {
      const count = readSync(descriptor, piece, 0, pieceBytes, null)
      if (count === 0) return
      writeAll(out, piece.subarray(0, count))
    }
  } finally {
    closeSync(descriptor)
  }
}

function writeAll(descriptor: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at, bytes.length - at)
}
