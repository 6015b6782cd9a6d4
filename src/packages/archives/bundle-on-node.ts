// A bundle that a node is installed from: opened and checked, and only if nobody else could have written it.
import { dirname, join } from "node:path"
import { whoElse } from "../../machine/archives/trusted.ts"
import type { ReadingMachine } from "../../machine/reading.ts"
import type { WritingMachine } from "../../machine/writing.ts"
import { type Fault, failed, type Result } from "../../model/fault.ts"
import { imageEntry, indexEntry, manifestName } from "../../model/install/bundle.ts"
import { actFault, cacheDirectory, forgetCache, makeCache } from "../cache.ts"
import { type OpenBundle, openBundle } from "./open-bundle.ts"

export async function bundleOnNode(machine: WritingMachine, path: string): Promise<Result<OpenBundle>> {
  const open = openTo(machine, path)
  if (open !== undefined) return failed(open)
  const made = makeCache(machine)
  if (!made.ok) return failed(actFault(made.failure))
  const opened = await openBundle(path, `${cacheDirectory}/bundle`)
  if (!opened.ok) await forgetCache(machine)
  return opened
}

/** Of a directory its manifest is what everything else in it is checked by. */
function openTo(machine: ReadingMachine, path: string): Fault | undefined {
  const real = machine.resolve(path) ?? path
  const isDirectory = machine.inspect(real)?.kind === "directory"
  const entry = machine.inspect(isDirectory ? `${real}/${manifestName}` : real)
  return entry === undefined ? undefined : whoElse(machine, entry)
}

/** The image archive in it; undefined: it has none. */
export function imageArchiveOf({ directory, manifest }: OpenBundle): string | undefined {
  const image = manifest.files.find(({ name }) => name === imageEntry)
  return image === undefined ? undefined : join(directory, image.file)
}

/** The directory with its packages. */
export function packagesIn({ directory, manifest }: OpenBundle): string {
  const index = manifest.files.find(({ name }) => name === indexEntry)
  return join(directory, index === undefined ? "" : dirname(index.file))
}

/** Where the file with this checksum is. */
export function heldIn({ directory, manifest }: OpenBundle): (sha256: string) => string | undefined {
  return (sha256) => {
    const found = manifest.files.find((one) => one.sha256 === sha256)
    return found === undefined ? undefined : join(directory, found.file)
  }
}
