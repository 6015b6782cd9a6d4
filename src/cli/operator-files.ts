// Files of the operator's own, on the machine where criadm runs: answers, saved plans, printed facts. They are not
// part of the node, so they do not go through the machine's door.
import { closeSync, constants, fstatSync, openSync, readFileSync, writeFileSync } from "node:fs"
import { failed, ok, type Result } from "../model/fault.ts"

/** A saved plan holds every file before and after; 32 MiB is far above any that can be applied. */
const mostBytes = 32 * 1024 * 1024

function errnoOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : String(error)
}

/** Reads a regular file, a pipe, or standard input for "-". */
export async function readOperatorFile(file: string): Promise<Result<string>> {
  const unreadable = (why: string) => failed({ code: "file-unreadable", args: { file, why }, turn: "person" })
  try {
    const bytes = file === "-" ? await readStandardInput() : readWhole(file)
    if (typeof bytes === "string") return unreadable(bytes)
    return ok(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes))
  } catch (error) {
    if (error instanceof TypeError) return unreadable("it is not UTF-8 text")
    const why = errnoOf(error)
    return why === "ENOENT" ? failed({ code: "file-missing", args: { file }, turn: "person" }) : unreadable(why)
  }
}

/** The bytes, or why they are not read. */
function readWhole(file: string): Uint8Array | string {
  const descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK)
  try {
    const stat = fstatSync(descriptor)
    if (stat.isDirectory()) return "it is a directory"
    if (!stat.isFile() && !stat.isFIFO()) return "it is not a regular file"
    if (stat.size > mostBytes) return "it is larger than 32 MiB"
    return readFileSync(stat.isFIFO() ? file : descriptor)
  } finally {
    closeSync(descriptor)
  }
}

async function readStandardInput(): Promise<Uint8Array | string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of process.stdin) {
    chunks.push(chunk)
    size += chunk.length
    if (size > mostBytes) return "it is larger than 32 MiB"
  }
  return Buffer.concat(chunks)
}

/** Plans and facts hold whole configuration files, so nobody else may read what is written. */
export async function writeOperatorFile(file: string, text: string): Promise<Result<void>> {
  try {
    writeFileSync(file, text, { mode: 0o600 })
    return ok(undefined)
  } catch (error) {
    return failed({ code: "not-written", args: { file, why: errnoOf(error) }, turn: "person" })
  }
}
