// The form of a ledger's lines: each record is one line of JSON with its place in the ledger (`n`) and the digest of
// what stands before it, so that a line which is no longer what was written, or is gone, is noticed. A line torn by a
// kill or a power cut records an act that was never begun; it is told from a damaged one and passed over. Pure.
import { sha256 } from "../../model/file-content.ts"
import type { LedgerRecord } from "../../model/run.ts"

/** What every record has, whatever it is a record of. */
interface AnyRecord {
  readonly record: string
}

export interface ReadLines<Kind extends AnyRecord = LedgerRecord> {
  readonly records: readonly Kind[]
  /** Some line is not what was written; the records are those up to there, and after it as far as they are sound. */
  readonly isDamaged: boolean
  /** The place of the next record. */
  readonly next: number
}

/** `n`: how many records stand before it. */
export function lineOf(record: AnyRecord, n: number): string {
  const body = JSON.stringify({ ...record, n })
  return `${body.slice(0, -1)},"digest":"${sha256(body)}"}`
}

type Line<Kind> = { readonly is: "sound"; readonly n: number; readonly record: Kind } | { readonly is: "bad" | "torn" }

export function readLines<Kind extends AnyRecord = LedgerRecord>(text: string): ReadLines<Kind> {
  const [first = ""] = text.split("\n")
  if (isOfOldForm(first)) {
    const old = text.split("\n").flatMap(recordOfOldForm<Kind>)
    return { records: old, isDamaged: false, next: old.length }
  }
  const lines = text.split("\n")
  // What comes after the last line break was being written.
  const isTornAtEnd = lines.pop() !== ""
  const records: Kind[] = []
  let isDamaged = lines.length === 0
  let next = 0
  let unexplained = false
  for (const text of lines) {
    const line = readLine<Kind>(text)
    if (line.is !== "sound") {
      isDamaged ||= line.is === "bad" || records.length === 0
      unexplained = true
      continue
    }
    // A torn line was none: the next record has its place. So it has after a line that was written but whose sync
    // failed: two of one place stand there then. Otherwise a record is gone.
    isDamaged ||= line.n !== next && line.n !== next - 1
    next = line.n + 1
    unexplained = false
    records.push(line.record)
  }
  // A whole line at the end that cannot be read, and after which nothing was written, was not torn.
  return { records, isDamaged: isDamaged || (unexplained && !isTornAtEnd), next }
}

/** A line that ends as a whole one does, but not with the digest of its text, is bad; any other is torn. */
function readLine<Kind>(line: string): Line<Kind> {
  const whole = /^(.*),"digest":"([0-9a-f]{64})"\}$/.exec(line)
  if (whole === null) return { is: "torn" }
  const [, start = "", digest] = whole
  const body = `${start}}`
  if (sha256(body) !== digest) return { is: "bad" }
  const { n, ...record } = JSON.parse(body) as Kind & { readonly n: number }
  return { is: "sound", n, record: record as Kind }
}

/** Releases before the digest wrote the bare record; the first line was always whole. */
function isOfOldForm(line: string): boolean {
  return recordOfOldForm(line).length > 0 && !line.includes('"n":') && !line.includes('"digest":')
}

function recordOfOldForm<Kind extends AnyRecord = LedgerRecord>(line: string): readonly Kind[] {
  try {
    const value = JSON.parse(line) as Kind | null
    return typeof value?.record === "string" ? [value] : []
  } catch {
    return []
  }
}
