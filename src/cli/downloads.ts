// Downloads as one line that is written over and over: only on a terminal, and gone when they are over.
import type { Progress } from "../model/progress.ts"
import { downloadLine } from "../pages/download.ts"
import { cutRow } from "../pages/wrap.ts"
import type { Face } from "./face.ts"
import { printed } from "./print.ts"

const bar = { full: "#", empty: "." }

/** Shows downloads where the face has a line for it; `end` clears that line. */
export function showDownloads(face: Pick<Face, "overwrite" | "isQuiet" | "catalogue" | "paint" | "columns">) {
  const began = new Map<string, number>()
  return {
    onProgress(progress: Progress): void {
      if (progress.event !== "downloading" || face.isQuiet) return
      const now = Date.now()
      const beganAt = began.get(progress.name) ?? now
      began.set(progress.name, beganAt)
      const line = downloadLine({ ...progress, beganAt }, now, face.catalogue, bar)
      // What does not fit would stay behind in another row.
      face.overwrite?.(printed(face, [{ ...line, spans: cutRow(line.spans, face.columns - 1, "...") }]))
    },
    end: () => face.overwrite?.(""),
  }
}
