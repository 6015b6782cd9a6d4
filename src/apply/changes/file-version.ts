// A file of the node as a change sees it: read, compared, named in words when it is no longer what it was.
import type { ReadingMachine } from "../../machine/reading.ts"
import type { FileVersion } from "../../model/change.ts"
import { sha256 } from "../../model/file-content.ts"

/** Null: there is no such file. Undefined: it cannot be read, or is not text, so it can be no version of ours. */
export function readVersion(machine: ReadingMachine, path: string): FileVersion | null | undefined {
  const read = machine.readFile(path)
  if (read.state === "absent") return null
  if (read.state === "unreadable") return undefined
  const text = decode(read.bytes)
  return text === undefined ? undefined : { text, mode: read.mode, uid: read.uid, gid: read.gid }
}

/** SHA-256 of a file's bytes as Reading.hash has it; null: absent; undefined: it cannot be told. */
export function readHash(machine: ReadingMachine, path: string): string | null | undefined {
  const version = readVersion(machine, path)
  return version ? sha256(version.text) : version
}

/** A byte-order mark stays in the text, so that the same bytes come out again. */
function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** What differs between two versions; undefined: they are the same. */
export type Difference = "unreadable" | "gone" | "appeared" | "content" | "mode" | "owner"

export function differenceOf(
  expected: FileVersion | null,
  found: FileVersion | null | undefined,
): Difference | undefined {
  if (found === undefined) return "unreadable"
  if (expected === null) return found === null ? undefined : "appeared"
  if (found === null) return "gone"
  if (found.text !== expected.text) return "content"
  if (found.mode !== expected.mode) return "mode"
  return found.uid === expected.uid && found.gid === expected.gid ? undefined : "owner"
}
