// An image for pods without a registry: one static program that waits, made here, in the form that `ctr images import`
// reads.
import { join } from "node:path"
import { cacheDirectory, momentaryDirectory } from "./cache.ts"
import { mustRun } from "./programs.ts"

export const pauseImage = "registry.k8s.io/pause:3.10.2"

/** Path of the archive, in a directory of its own that is removed after this process. */
export async function pauseArchive(): Promise<string> {
  const directory = momentaryDirectory(join(cacheDirectory, "images"), "pause")
  const lib = join(import.meta.dir, "../bench", "lib")
  const [pause, archive] = [join(directory, "pause"), join(directory, "pause.tar")]
  await mustRun(["gcc", "-static", "-Os", "-s", "-o", pause, join(lib, "pause.c")])
  await mustRun([join(lib, "make-oci-image"), archive, pause, pauseImage])
  return archive
}
