// A download as one line that is written over and over: only on a terminal, and gone when it is over.
import { sizeText } from "../../messages/size.ts"
import type { Progress } from "../../model/progress.ts"
import type { Face } from "../face.ts"

const barWidth = 20

export function downloadLine({
  name,
  bytes,
  totalBytes,
}: Extract<Progress, { readonly event: "downloading" }>): string {
  if (totalBytes === undefined || totalBytes === 0) return `${name}  ${sizeText(bytes)}`
  const share = Math.min(1, bytes / totalBytes)
  const filled = Math.round(share * barWidth)
  const bar = `[${"#".repeat(filled)}${".".repeat(barWidth - filled)}]`
  return `${name}  ${bar} ${Math.floor(share * 100)} %  ${sizeText(bytes)} / ${sizeText(totalBytes)}`
}

/** Shows downloads where the face has a line for it; `end` clears that line. */
export function showDownloads(face: Pick<Face, "overwrite" | "isQuiet">) {
  return {
    onProgress(progress: Progress): void {
      if (progress.event === "downloading" && !face.isQuiet) face.overwrite?.(downloadLine(progress))
    },
    end: () => face.overwrite?.(""),
  }
}
