// Files that were changed by hand after a run wrote them, as two diffs: what the run made of the file as it was before,
// and what somebody has made of that since.
import type { FileVersion } from "../../model/change.ts"
import type { EditedFile } from "../../model/run.ts"
import type { Face } from "../face.ts"
import { sayLine } from "../print.ts"
import { renderDiff } from "./diff.ts"

export function renderEdited(face: Face, { path, before, ours, now }: EditedFile): string {
  const { catalogue, paint } = face
  const heading = (code: "edited-by-run" | "edited-by-hand") =>
    paint(sayLine(catalogue, { code, args: { path } }), "strong")
  return [
    heading("edited-by-run"),
    renderVersions(face, path, before, ours),
    heading("edited-by-hand"),
    now === undefined
      ? sayLine(catalogue, { code: "edited-unreadable", args: { path } })
      : renderVersions(face, path, ours, now),
  ].join("\n")
}

function renderVersions(face: Face, path: string, from: FileVersion | null, to: FileVersion | null): string {
  const { catalogue, paint } = face
  const diff = renderDiff(path, from, to, paint)
  const [before, after] = [rightsOf(from), rightsOf(to)]
  const hasOtherRights = from !== null && to !== null && before !== after
  const rights = hasOtherRights ? [sayLine(catalogue, { code: "edited-mode", args: { before, after } })] : []
  const shown = diff === "" ? rights : [diff, ...rights]
  return shown.length === 0 ? sayLine(catalogue, { code: "edited-hidden", args: {} }) : shown.join("\n")
}

function rightsOf(version: FileVersion | null): string {
  return version === null ? "" : `${version.mode.toString(8).padStart(4, "0")} ${version.uid}:${version.gid}`
}
