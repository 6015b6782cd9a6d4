// Where a key of CRI can be written so that it counts: in the file that has its table already, else in the root file,
// under the names of that file's schema first. The simulation decides which of these ways is taken.
import type { KeyPath } from "../../documents/document.ts"
import type { Effective } from "./effective.ts"
import { countsIn } from "./ignored-tables.ts"
import { type Layout, layouts } from "./layout.ts"
import type { LoadedFile } from "./load.ts"
import { criImagesId, criRuntimeId, criServerId } from "./plugin-ids.ts"
import { newestSchema, type Schema } from "./releases.ts"
import { branchAt } from "./tree.ts"

export interface Spot {
  readonly file: string
  readonly layout: Layout
}

function layoutFor(found: Effective, file: LoadedFile | undefined): readonly Layout[] {
  const { release } = found
  const schema = file === undefined || file.schema === 0 ? undefined : file.schema
  const own: Schema =
    schema === undefined
      ? release.generation === 1
        ? file === undefined || found.schema >= 2
          ? 2
          : 1
        : release.maxSchema
      : (Math.min(Math.max(schema, 1), newestSchema) as Schema)
  const named = release.generation === 1 ? (found.schema === 1 ? [layouts[1]] : [layouts[2]]) : []
  const others = release.generation === 1 ? [layouts[2], layouts[1]] : [layouts[2], layouts[3]]
  return [...new Set([...named, layouts[own], ...others])]
}

function hasTable(found: Effective, file: LoadedFile, name: string): boolean {
  return branchAt(file.tree, ["plugins", name]) !== undefined && countsIn(found.release, file, found.schema, name)
}

/** The spots to try, best first. The last file that has a table that counts owns it; new tables go to the root file. */
export function spotsFor(found: Effective, wants: "runtime" | "images"): readonly Spot[] {
  const newName = wants === "runtime" ? criRuntimeId : criImagesId
  const spots: Spot[] = []
  const add = (file: string, layout: Layout): void => {
    if (!spots.some((spot) => spot.file === file && spot.layout === layout)) spots.push({ file, layout })
  }
  for (const file of found.files.toReversed()) {
    if (hasTable(found, file, criServerId)) add(file.path, layouts[2])
    if (hasTable(found, file, "cri")) add(file.path, layouts[1])
    if (hasTable(found, file, newName)) add(file.path, layouts[3])
  }
  for (const layout of layoutFor(found, found.files[0])) add(found.root, layout)
  for (const file of found.files.slice(1).toReversed()) {
    for (const layout of layoutFor(found, file)) add(file.path, layout)
  }
  return spots
}

export function keyIn(table: KeyPath, ...keys: readonly string[]): KeyPath {
  return [...table, ...keys]
}
