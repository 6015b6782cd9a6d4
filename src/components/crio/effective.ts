// What CRI-O makes of its files and flags: built-in defaults, crio.conf, the drop-ins in walk order, flags. Scalars are
// merged per key; an entry of crio.runtime.runtimes is replaced whole, so what a later file leaves out is empty.

import type { Problem } from "./findings/problems.ts"
import { problemsOf } from "./findings/start.ts"
import { type Handler, handlersOf } from "./handlers.ts"
import { type LoadedFile, loadFile } from "./load.ts"
import { type Configuration, type Scalar, type ScalarId, type Scalars, scalarIds, scalarOf } from "./scalars.ts"
import type { Release } from "./tables/releases.ts"

export interface Effective {
  readonly release: Release
  /** As loaded, in order; up to the first file that cannot be loaded. */
  readonly files: readonly LoadedFile[]
  /** False: a file keeps CRI-O from loading, so that no value can be told. */
  readonly loads: boolean
  readonly scalars: Scalars
  readonly handlers: readonly Handler[]
  /** Every reason why CRI-O would not start. */
  readonly problems: readonly Problem[]
}

export function effective(configuration: Configuration): Effective {
  const { release, missing } = configuration
  const files: LoadedFile[] = []
  let stop: Problem | undefined
  if (missing !== undefined) stop = { code: "crio-config-missing", file: missing, what: "", wanted: "" }
  for (const file of configuration.files) {
    if (stop !== undefined) break
    const loaded = loadFile(release, file)
    if ("code" in loaded) stop = loaded
    else files.push(loaded)
  }
  const scalars = Object.fromEntries(scalarIds.map((id) => [id, scalarOf(configuration, files, id)])) as Record<
    ScalarId,
    Scalar
  >
  const handlers = handlersOf(configuration, files, scalars)
  let problems: readonly Problem[] | undefined
  return {
    release,
    files,
    loads: stop === undefined,
    scalars,
    handlers,
    // Judged by a fifth of this folder, and asked for by nobody where there is no CRI-O.
    get problems() {
      problems ??= stop === undefined ? problemsOf(configuration, files, scalars, handlers) : [stop]
      return problems
    },
  }
}
