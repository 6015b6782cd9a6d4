// Plugins that one file names twice: by the short name of schema 1 and by the full id. Releases that migrate each file
// walk a map while they do it, so which of the two tables counts differs from start to start: with containerd 2.3.4, the
// full one counted in 20 of 24 starts on one file, and in 27 of 60 on another.

import type { LoadedFile } from "../simulate/load.ts"
import { type Branch, branchAt, type Written } from "../simulate/tree.ts"
import { fullId } from "../tables/plugin-ids.ts"
import type { Release } from "../tables/releases.ts"

export interface TwoNames {
  readonly file: string
  readonly short: string
  readonly full: string
  readonly shortTable: Branch
  readonly fullTable: Branch
  /** Where the table of the short name is written. */
  readonly at: Written | undefined
}

export function pluginsOfTwoNames(found: {
  readonly release: Release
  readonly files: readonly LoadedFile[]
}): readonly TwoNames[] {
  if (!found.release.migratesEachFile) return []
  return found.files.flatMap(({ path: file, schema, tree }) => {
    const plugins = schema > 1 ? undefined : branchAt(tree, ["plugins"])
    return [...(plugins?.entries.keys() ?? [])].flatMap((short): readonly TwoNames[] => {
      const full = fullId(short)
      const [shortTable, fullTable] = [branchAt(plugins, [short]), branchAt(plugins, [full])]
      if (full === short || !isFilled(shortTable) || !isFilled(fullTable)) return []
      return [{ file, short, full, shortTable, fullTable, at: shortTable.at }]
    })
  })
}

/** A table without keys is no rival. */
function isFilled(table: Branch | undefined): table is Branch {
  return table !== undefined && table.entries.size > 0
}
