import type { Fact } from "./facts/fact.ts"

/** A text file of the node as it was read: everything needed to show it, judge it, replace it and put it back. */
export interface FileContent {
  /** The path by which it was asked for, as the node sees it. */
  readonly path: string
  /** The file itself after symbolic links; equal to `path` when there are none. */
  readonly realPath: string
  /** The text, exactly; a byte-order mark stays in it as U+FEFF. Only files that are valid UTF-8 get this far. */
  readonly text: string
  /** SHA-256 of the bytes, lower-case hex. */
  readonly hash: string
  /** Permission bits, for example 0o644. */
  readonly mode: number
  /** Numeric owner and group. */
  readonly uid: number
  readonly gid: number
}

export type FileFact = Fact<FileContent>

/** SHA-256 of bytes, or of the UTF-8 bytes of a text; lower-case hex. */
export function sha256(content: string | Uint8Array): string {
  // Not node:crypto: loading it takes longer than everything else that `criadm detect` loads.
  return new Bun.CryptoHasher("sha256").update(content).digest("hex")
}
