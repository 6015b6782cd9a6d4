// Puts launcher, C library and program into one file; scripts/release/launcher/payload.h describes the format.
// The bytes depend on the parts alone.
import { Buffer } from "node:buffer"
import { latePart } from "./late-part.mjs"

/** Bytes: carried files begin at multiples of the largest page size of any machine (64 KiB on arm64). */
const alignment = 65536
const magic = "criadm-payload-1"

/**
 * The static executable as bytes. Each carried file is {name, bytes}; `pageSize` in bytes is the largest of the
 * architecture.
 */
export function pack({ launcher, loader, program, auditLibrary, libraries, pageSize }) {
  const chunks = [launcher]
  let length = launcher.length
  const append = (bytes) => {
    chunks.push(bytes)
    length += bytes.length
  }
  const whole = { offset: 0, size: 0 }
  const carried = [loader, program, auditLibrary].map((file) => ({ ...file, late: whole }))
  for (const file of libraries) carried.push({ ...file, late: latePart(file.bytes, pageSize) })

  const entries = carried.map(({ name, bytes, late }) => {
    append(Buffer.alloc((alignment - (length % alignment)) % alignment))
    const entry = Buffer.alloc(64)
    const numbers = [length, bytes.length, late.offset, late.size]
    numbers.forEach((number, i) => {
      entry.writeBigUInt64LE(BigInt(number), 8 * i)
    })
    entry.write(name, 32, 31, "latin1")
    append(bytes)
    return entry
  })
  for (const entry of entries) append(entry)
  const trailer = Buffer.alloc(8 + magic.length)
  trailer.writeBigUInt64LE(BigInt(carried.length), 0)
  trailer.write(magic, 8, "latin1")
  append(trailer)
  return Buffer.concat(chunks)
}
