// Which part of a shared library its loader does not read while it maps the library: the longest run of code and
// constants between the tables. Read from the section headers, elf(5).

/** sh_type of sections that hold a program's own bytes, and sh_flags bits; include/uapi/linux/elf.h. */
const progbits = 1
const write = 1n
const allocated = 2n

/** {offset, size} in bytes, both multiples of `pageSize`; size 0 when nothing is worth it. */
export function latePart(library, pageSize) {
  const sections = readSections(library)
    .filter(({ flags }) => flags & allocated)
    .sort((a, b) => a.offset - b.offset)
  let best = { offset: 0, size: 0 }
  /** @type {number | null} */
  let start = null
  for (const { type, flags, offset, size } of sections) {
    if (type !== progbits || flags & write) {
      start = null
      continue
    }
    start ??= Math.ceil(offset / pageSize) * pageSize
    const end = Math.floor((offset + size) / pageSize) * pageSize
    if (end - start > best.size) best = { offset: start, size: end - start }
  }
  return best
}

function readSections(elf) {
  const tableOffset = Number(elf.readBigUInt64LE(0x28))
  const rowSize = elf.readUInt16LE(0x3a)
  return Array.from({ length: elf.readUInt16LE(0x3c) }, (_, row) => {
    const at = tableOffset + row * rowSize
    return {
      type: elf.readUInt32LE(at + 4),
      flags: elf.readBigUInt64LE(at + 8),
      offset: Number(elf.readBigUInt64LE(at + 0x18)),
      size: Number(elf.readBigUInt64LE(at + 0x20)),
    }
  })
}
