// An image for pods without a registry: one static program that waits, made here, in the form that `ctr images import`
// reads.
import { join } from "node:path"
import { cacheDirectory, momentaryDirectory } from "./cache.ts"
import { mustRun } from "./programs.ts"

export const pauseImage = "registry.k8s.io/pause:3.10.2"

const lib = join(import.meta.dir, "../bench", "lib")

/** Path of the archive, in a directory of its own that is removed after this process. */
export async function pauseArchive(): Promise<string> {
  const pause = join(momentaryDirectory(join(cacheDirectory, "images"), "pause"), "pause")
  await mustRun(["gcc", "-static", "-Os", "-s", "-o", pause, join(lib, "pause.c")])
  return archiveOf(pause, pauseImage, "pause")
}

/** The same for one static program of this machine, which the image has in its root; the archive is `name`.tar. */
export async function archiveOf(program: string, image: string, name: string): Promise<string> {
  const archive = join(momentaryDirectory(join(cacheDirectory, "images"), name), `${name}.tar`)
  await mustRun([join(lib, "make-oci-image"), archive, program, image])
  return archive
}
