// What has changed on the node since the plan was made, in one word, for the file or value a change is about.
import type { ReadingMachine } from "../../machine/reading.ts"
import type { ImageChange } from "../../model/change.ts"
import { mostArchiveBytes } from "../../model/facts/image-archive.ts"
import { sha256 } from "../../model/file-content.ts"
import { type StandingChange, standingOf } from "../back/where-it-stands.ts"
import { type Difference, differenceOf, readVersion } from "../changes/file-version.ts"

/** "link": a symbolic link leads elsewhere now. "value": a value of the kernel. "kind": something else stands there. */
export type Moved = Difference | "link" | "value" | "kind" | "packages"

/** Undefined: the change can be made, its `before` still holds. */
export function whatMoved(machine: ReadingMachine, change: StandingChange): Moved | undefined {
  if (change.kind === "file") {
    const different = differenceOf(change.before, readVersion(machine, change.realPath))
    if (different !== undefined || change.before === null) return different
    return machine.resolve(change.path) === change.realPath ? undefined : "link"
  }
  if (change.kind === "image") return change.remove === true ? undefined : archiveMoved(machine, change)
  if (change.kind === "packages" || change.kind === "tree") {
    // To be removed: some may be gone already. To be installed: none may be there.
    return change.remove !== undefined || standingOf(machine, change) === "before" ? undefined : "packages"
  }
  // Made or set meanwhile by somebody else: as asked, so nothing stands in the way.
  if (standingOf(machine, change) !== "other") return undefined
  return change.kind === "live-value" ? "value" : "kind"
}

function archiveMoved(machine: ReadingMachine, { archive, hash }: ImageChange): Moved | undefined {
  const read = machine.readFile(archive, { maxBytes: mostArchiveBytes })
  if (read.state !== "read") return read.state === "absent" ? "gone" : "unreadable"
  return sha256(read.bytes) === hash ? undefined : "content"
}
