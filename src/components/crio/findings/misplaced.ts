// Keys of CRI-O that stand in a table where CRI-O does not read them: it skips them without a word.

import type { Entry, LoadedFile } from "../load.ts"
import { homeOf, tablePattern, typeOf } from "../tables/keys.ts"
import { newestRelease, type Release, releaseOf } from "../tables/releases.ts"

export interface MisplacedKey {
  readonly entry: Entry
  /** As it is written; empty above the first header. */
  readonly table: string
  /** "*" stands for the name of a runtime handler. */
  readonly belongs: string
}

/** Maps whose keys are anybody's: cri-o pkg/config, Workloads and DefaultAnnotations. */
const freeTables = /^crio\.runtime\.(workloads|runtimes\.[^.]+\.(default_annotations|platform_runtime_paths))(\.|$)/

export function misplacedKeys(file: LoadedFile): readonly MisplacedKey[] {
  const release = releaseOf(newestRelease) as Release
  return file.entries.flatMap((entry): MisplacedKey[] => {
    const known = entry.path.slice(0, -1)
    const belongs = homeOf(entry.path.at(-1) ?? "")
    if (belongs === undefined || typeOf(release, entry.path) !== undefined) return []
    if (freeTables.test(tablePattern(known)) || freeTables.test(known.join("."))) return []
    return [{ entry, table: entry.key.path.slice(0, -1).join("."), belongs }]
  })
}
