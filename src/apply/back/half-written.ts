// Recognises a file that was being written in place when the process died. Files are replaced by a rename and are
// never half; but a single file that is bind-mounted cannot be renamed over, and is written from its start to its end.
import type { ReadingMachine } from "../../machine/reading.ts"
import type { FileChange } from "../../model/change.ts"

/** Whether the bytes there are the beginning of one version followed by the rest of the other. */
export function isHalfWritten(machine: ReadingMachine, change: FileChange): boolean {
  const { before, after } = change
  const read = machine.readFile(change.realPath)
  if (before === null || after === null || read.state !== "read") return false
  const [old, young, now] = [Buffer.from(before.text), Buffer.from(after.text), Buffer.from(read.bytes)]
  return isOverlaid(old, young, now) || isOverlaid(young, old, now)
}

/** Whether `now` is what writing `over` onto `under` from the start leaves when it stops somewhere. */
function isOverlaid(under: Buffer, over: Buffer, now: Buffer): boolean {
  let written = 0
  while (written < over.length && written < now.length && over[written] === now[written]) written += 1
  return now.subarray(written).equals(under.subarray(written))
}
