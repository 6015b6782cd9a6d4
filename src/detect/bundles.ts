// Bundles that lie where a person who brought one would put it: beside the program, or on something that was mounted.
import { readManifest } from "../documents/bundle/manifest.ts"
import { memberInHead } from "../machine/archives/tar-header.ts"
import { directoryOf } from "../machine/paths.ts"
import type { ReadingMachine } from "../machine/reading.ts"
import { type BundleManifest, manifestName } from "../model/install/bundle.ts"

export interface NearBundle {
  /** Its directory, or the one file that it is. */
  readonly path: string
  readonly manifest: BundleManifest
}

const usualPlaces = ["/mnt", "/media", "/opt"]
/** /media/USER/DISK/BUNDLE. */
const depth = 3
/** Directories and archives: a medium with thousands of them is not searched through. */
const mostLooks = 300
/** In bytes. Of a bundle that is one file the manifest comes first; what else lies on a medium is not read through for it. */
const mostOfTar = 256 * 1024

/** `program`: the path of this program. Bundles are found, not checked. */
export function bundlesNear(machine: ReadingMachine, program: string): readonly NearBundle[] {
  const found = new Map<string, NearBundle>()
  let looked = 0
  const search = (path: string, levels: number): void => {
    if (looked >= mostLooks) return
    looked += 1
    const manifest = manifestIn(machine, path)
    if (manifest !== undefined) {
      found.set(path, { path, manifest })
      return
    }
    const { directories, tars } = within(machine, path)
    for (const tar of tars.slice(0, mostLooks - looked)) {
      looked += 1
      const inTar = manifestInTar(machine, tar)
      if (inTar !== undefined) found.set(tar, { path: tar, manifest: inTar })
    }
    if (levels > 0) for (const one of directories) search(one, levels - 1)
  }
  if (program.startsWith("/")) search(directoryOf(program), 1)
  for (const path of usualPlaces) search(path, depth)
  return [...found.values()]
}

function manifestIn(machine: ReadingMachine, path: string): BundleManifest | undefined {
  const read = machine.readFile(`${path}/${manifestName}`)
  return read.state === "read" ? readManifest(new TextDecoder().decode(read.bytes)) : undefined
}

function manifestInTar(machine: ReadingMachine, path: string): BundleManifest | undefined {
  const read = machine.readFile(path, { headBytes: mostOfTar })
  const bytes = read.state === "read" ? memberInHead(read.bytes, manifestName) : undefined
  return bytes === undefined ? undefined : readManifest(new TextDecoder().decode(bytes))
}

/** Links are not followed. */
function within(machine: ReadingMachine, path: string) {
  const entries = (machine.list(path) ?? []).map((name) => `${path}/${name}`)
  const kinds = new Map(entries.map((one) => [one, machine.inspect(one)?.kind]))
  return {
    directories: entries.filter((one) => kinds.get(one) === "directory"),
    tars: entries.filter((one) => kinds.get(one) === "file" && one.endsWith(".tar")),
  }
}
