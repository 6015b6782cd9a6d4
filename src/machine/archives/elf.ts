// For which processor a program of this machine was built, from the head of its file; see elf(5).
import { closeSync, openSync, readSync } from "node:fs"
import type { Architecture } from "../../model/install/archives.ts"

/** e_machine; include/uapi/linux/elf-em.h. */
const codes: Readonly<Record<number, Architecture>> = { 62: "amd64", 183: "arm64" }

/** "script": it is no ELF file, and runs anywhere. "other": neither of those that criadm has archives for. */
export function processorOf(path: string): Architecture | "script" | "other" {
  const head = Buffer.alloc(20)
  const descriptor = openSync(path, "r")
  try {
    if (readSync(descriptor, head) < head.length || head.readUInt32BE(0) !== 0x7f454c46) return "script"
  } finally {
    closeSync(descriptor)
  }
  return codes[head[5] === 1 ? head.readUInt16LE(18) : head.readUInt16BE(18)] ?? "other"
}
