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
