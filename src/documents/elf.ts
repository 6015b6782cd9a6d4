// For which processor a program was built, from the head of its ELF file; see elf(5).

/** As far as e_machine, in bytes: no more of a program needs to be read. */
export const elfHeadBytes = 20

/** e_machine → machine name as uname -m prints it. See include/uapi/linux/elf-em.h. */
const machineNames: Readonly<Record<number, string>> = {
  3: "i686",
  8: "mips",
  20: "ppc",
  21: "ppc64",
  22: "s390x",
  40: "arm",
  62: "x86_64",
  183: "aarch64",
  243: "riscv64",
  258: "loongarch64",
}

/** As uname -m prints it; a number: an e_machine that is in no table; undefined: no ELF file. */
export function elfMachine(head: Uint8Array): string | number | undefined {
  const isElf = head[0] === 0x7f && head[1] === 0x45 && head[2] === 0x4c && head[3] === 0x46
  if (!isElf || head.length < elfHeadBytes) return undefined
  // Byte 5 says the order: 1 is little-endian.
  const isLittleEndian = head[5] === 1
  const code = new DataView(head.buffer, head.byteOffset).getUint16(18, isLittleEndian)
  if (code === 21 && isLittleEndian) return "ppc64le"
  return machineNames[code] ?? code
}

/** As far as the table of segments, which stands behind the header in every linker's output, in bytes. */
export const elfTableBytes = 1024

/**
 * Whether a file of this size ends before what its segments to be loaded need: a copy or download that was cut off.
 * Nothing is said of one whose table is not within the head.
 */
export function isCutOff(head: Uint8Array, size: number): boolean {
  if (elfMachine(head) === undefined || head.length < 64) return false
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength)
  const isLittleEndian = head[5] === 1
  const is64 = head[4] === 2
  const half = (at: number) => view.getUint16(at, isLittleEndian)
  const word = (at: number) => view.getUint32(at, isLittleEndian)
  const long = (at: number) => (is64 ? Number(view.getBigUint64(at, isLittleEndian)) : word(at))
  const [table, each, count] = is64 ? [long(32), half(54), half(56)] : [word(28), half(42), half(44)]
  if (each < (is64 ? 56 : 32) || table + each * count > head.length) return false
  const ends = Array.from({ length: count }, (_, index) => table + index * each).flatMap((at) =>
    word(at) === loadedSegment ? [is64 ? long(at + 8) + long(at + 32) : word(at + 4) + word(at + 16)] : [],
  )
  return ends.some((end) => end > size)
}

/** PT_LOAD; include/uapi/linux/elf.h. */
const loadedSegment = 1
