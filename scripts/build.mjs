// `node scripts/build.mjs`: dist/criadm for this machine, in seconds, and only when something changed.
// `--all`: everything that is offered for download (scripts/release/). Needs Node 18 or later and npm, nothing else
// for this machine's own program; the downloads also need what scripts/install-build-requirements installs.
import { dirname, join } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import { installDependencies } from "./dependencies.mjs"
import { compile } from "./release/compile.mjs"
import { buildDownloads } from "./release/downloads.mjs"
import { readSource } from "./release/source.mjs"
import { isUpToDate, noteBuilt, stampOf } from "./release/stamp.mjs"
import { nativeTarget } from "./release/targets.mjs"

/** The checkout this script lies in. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** Brings dist/criadm up to date and returns its path. */
export function buildForThisMachine() {
  installDependencies(root)
  const program = join(root, "dist", "criadm")
  const source = readSource(root)
  const stamp = stampOf(root, source)
  if (isUpToDate(root, "criadm", stamp)) return program
  const began = Date.now()
  compile(root, source, nativeTarget(), program)
  noteBuilt(root, "criadm", stamp, began)
  return program
}

/** Brings everything that is offered for download up to date, in dist. */
export async function buildAll() {
  const program = buildForThisMachine()
  const stamp = stampOf(root, readSource(root), ["scripts/release"])
  if (isUpToDate(root, "SHA256SUMS", stamp)) return
  const began = Date.now()
  await buildDownloads(root, program)
  noteBuilt(root, "SHA256SUMS", stamp, began)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const args = process.argv.slice(2)
  try {
    if (args.length === 0) buildForThisMachine()
    else if (args.length === 1 && args[0] === "--all") await buildAll()
    else {
      console.error("usage: scripts/build [--all]")
      process.exitCode = 2
    }
  } catch (error) {
    console.error(`build: ${error instanceof Error ? error.message : error}`)
    process.exitCode = 1
  }
}
