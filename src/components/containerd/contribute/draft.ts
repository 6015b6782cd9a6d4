// A set of texts on the way from what is on the node to what shall be there. Every step is tried on a copy and judged
// by the simulation before it is kept.
import type { Edit, KeyPath } from "../../../documents/document.ts"
import { toml } from "../../../documents/toml/toml.ts"
import type { Fault, Result } from "../../../model/fault.ts"
import { ok } from "../../../model/fault.ts"
import { type Effective, effective, type Situation } from "../effective.ts"
import { findLost, type Kept } from "../running/live.ts"
import type { ConfigFiles } from "../simulate/load.ts"
import type { Release } from "../tables/releases.ts"

export interface Draft {
  readonly release: Release
  readonly root: string
  readonly situation: Situation
  readonly files: ConfigFiles
  readonly found: Effective
}

/** One way to reach something: edits per file, or a change of a text that is no edit of keys. */
export type Attempt = readonly {
  readonly file: string
  readonly edits?: readonly Edit[]
  readonly change?: (text: string) => string
}[]

export function draftOf(release: Release, root: string, files: ConfigFiles, situation: Situation): Draft {
  return { release, root, situation, files, found: effective(release, files, root, situation) }
}

/** The text a new root file begins with. */
function firstText(release: Release): string {
  return `# Written by criadm.\nversion = ${release.schemaOfNewFile}\n`
}

function attempted(draft: Draft, attempt: Attempt): Result<Draft> {
  const files = new Map(draft.files)
  for (const { file, edits, change } of attempt) {
    const old = files.get(file) ?? (file === draft.root ? firstText(draft.release) : "")
    if (typeof old !== "string") {
      const fault: Fault = { code: "file-unreadable", args: { file, why: old.unreadable } }
      return { ok: false, fault }
    }
    const changed = change === undefined ? old : change(old)
    const text = edits === undefined ? ok(changed) : toml.edit(file, changed, edits)
    if (!text.ok) return text
    files.set(file, text.value)
  }
  return ok(draftOf(draft.release, draft.root, files, draft.situation))
}

/** Why none of the ways led there: the fault of an edit, or the setting that it would have changed besides. */
export interface Failed {
  readonly fault?: Fault
  readonly lost?: string
}

/** The first attempt after which `holds` is true and nothing of somebody else's is lost. */
export function tryAll(
  draft: Draft,
  attempts: readonly Attempt[],
  holds: (found: Effective) => boolean,
  kept: Kept = { mayAdd: false },
): { readonly draft: Draft } | { readonly failed: Failed } {
  let failed: Failed = {}
  for (const attempt of attempts) {
    const tried = attempted(draft, attempt)
    if (!tried.ok) {
      failed = { fault: tried.fault }
      continue
    }
    const { found } = tried.value
    if (!holds(found)) continue
    const lost = draft.found.daemon === "up" ? findLost(draft.found, found, kept) : undefined
    if (lost === undefined) return { draft: tried.value }
    if (failed.fault === undefined) failed = { lost }
  }
  return { failed }
}

export function setEdit(path: KeyPath, value: string | boolean | number): Edit {
  return { edit: "set", path, value }
}
