// From the bytes a machine read to the file as a fact: text that is valid UTF-8, or why there is none. It decodes and
// nothing else; what the text means is the business of whoever asked for the file.
import { type FileFact, sha256 } from "../file-content.ts"

/** What a machine answers when it is asked for a file; the shape of FileRead in machine/reading.ts. */
export type AskedFile =
  | {
      readonly state: "read"
      readonly path: string
      readonly realPath: string
      readonly bytes: Uint8Array
      readonly mode: number
      readonly uid: number
      readonly gid: number
    }
  | { readonly state: "absent"; readonly path: string }
  | { readonly state: "unreadable"; readonly path: string; readonly why: string }

/** The file as a fact. Bytes that are not UTF-8 are "not-understood": criadm could not put them back unharmed. */
export function toFileFact(asked: AskedFile): FileFact {
  const source = { kind: "file", path: asked.path } as const
  if (asked.state === "absent") return { state: "absent", source }
  if (asked.state === "unreadable") return { state: "unreadable", source, reason: asked.why }
  const text = decodeUtf8(asked.bytes)
  if (text === undefined) return { state: "not-understood", source, reason: "not valid UTF-8" }
  const hash = sha256(asked.bytes)
  const { path, realPath, mode, uid, gid } = asked
  return { state: "known", source, value: { path, realPath, text, hash, mode, uid, gid } }
}

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}
