// Bundles that lie where a person who brought one would put it: beside the program, or on something that was mounted.
import { readManifest } from "../documents/bundle/manifest.ts"
import { directoryOf } from "../machine/paths.ts"
import type { ReadingMachine } from "../machine/reading.ts"
import { type BundleManifest, manifestName } from "../model/install/bundle.ts"

export interface NearBundle {
  /** Its directory. */
  readonly path: string
  readonly manifest: BundleManifest
}

const usualPlaces = ["/mnt", "/media", "/opt"]
/** /media/USER/DISK/BUNDLE. */
const depth = 3
/** A medium with thousands of directories is not searched through. */
const mostDirectories = 300

/** `program`: the path of this program. Bundles are found, not checked. */
export function bundlesNear(machine: ReadingMachine, program: string): readonly NearBundle[] {
  const found = new Map<string, NearBundle>()
  let looked = 0
  const search = (path: string, levels: number): void => {
    if (looked >= mostDirectories) return
    looked += 1
    const manifest = manifestIn(machine, path)
    if (manifest !== undefined) found.set(path, { path, manifest })
    else if (levels > 0) for (const one of directoriesIn(machine, path)) search(one, levels - 1)
  }
  if (program.startsWith("/")) search(directoryOf(program), 1)
  for (const path of usualPlaces) search(path, depth)
  return [...found.values()]
}

function manifestIn(machine: ReadingMachine, path: string): BundleManifest | undefined {
  const read = machine.readFile(`${path}/${manifestName}`)
  return read.state === "read" ? readManifest(new TextDecoder().decode(read.bytes)) : undefined
}

function directoriesIn(machine: ReadingMachine, path: string): readonly string[] {
  return (machine.list(path) ?? [])
    .map((name) => `${path}/${name}`)
    .filter((one) => machine.inspect(one)?.kind === "directory")
}
