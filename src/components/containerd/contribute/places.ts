// Where a key of CRI can be written so that it counts: in the file that has its table already, else in the root file,
// under the names of that file's schema first. The simulation decides which of these ways is taken.
import type { Effective } from "../effective.ts"
import { countsIn } from "../findings/ignored-tables.ts"
import type { LoadedFile } from "../simulate/load.ts"
import { branchAt } from "../simulate/tree.ts"
import { type Layout, layouts } from "../tables/layout.ts"
import { criImagesId, criRuntimeId, criServerId } from "../tables/plugin-ids.ts"
import { newestSchema, type Schema } from "../tables/releases.ts"

export interface Spot {
  readonly file: string
  readonly layout: Layout
}

function layoutsFor(found: Effective, file: LoadedFile | undefined): readonly Layout[] {
  const { release } = found
  const schema = file === undefined || file.schema === 0 ? undefined : file.schema
  const own: Schema =
    schema === undefined
      ? release.criPlugins === "one"
        ? file === undefined || found.schema >= 2
          ? 2
          : 1
        : release.schemaOfNewFile
      : (Math.min(Math.max(schema, 1), newestSchema) as Schema)
  const named = release.criPlugins === "one" ? (found.schema === 1 ? [layouts[1]] : [layouts[2]]) : []
  const others = release.criPlugins === "one" ? [layouts[2], layouts[1]] : [layouts[2], layouts[3]]
  return [...new Set([...named, layouts[own], ...others])]
}

function hasTable(found: Effective, file: LoadedFile, name: string): boolean {
  return branchAt(file.tree, ["plugins", name]) !== undefined && countsIn(found.release, file, found.schema, name)
}

/**
 * The spots to try, best first. Where files merge by key, new keys go to the root file; where a later file replaces the
 * section, they go to the last file that has it.
 */
export function spotsFor(found: Effective, wants: "runtime" | "images"): readonly Spot[] {
  const newName = wants === "runtime" ? criRuntimeId : criImagesId
  const spots: Spot[] = []
  const add = (file: string, layout: Layout): void => {
    if (!spots.some((spot) => spot.file === file && spot.layout === layout)) spots.push({ file, layout })
  }
  const addTables = (file: LoadedFile): void => {
    if (hasTable(found, file, criServerId)) add(file.path, layouts[2])
    if (hasTable(found, file, "cri")) add(file.path, layouts[1])
    if (hasTable(found, file, newName)) add(file.path, layouts[3])
  }
  const addRoot = (): void => {
    for (const layout of layoutsFor(found, found.files[0])) add(found.root, layout)
  }
  const [root, ...dropIns] = found.files
  if (found.release.merge === "key") {
    if (root !== undefined) addTables(root)
    addRoot()
    for (const file of dropIns.toReversed()) addTables(file)
  } else {
    for (const file of found.files.toReversed()) addTables(file)
    addRoot()
  }
  for (const file of dropIns.toReversed()) {
    for (const layout of layoutsFor(found, file)) add(file.path, layout)
  }
  return spots
}
