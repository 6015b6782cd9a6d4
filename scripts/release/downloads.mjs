// Everything that is offered for download, in dist/: the story of `scripts/build --all`. The same commit gives the same
// bytes wherever it is built, as long as Debian's libc6 (named in the bill of materials) is the same.
import { copyFileSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { promisify } from "node:util"
import { gzip } from "node:zlib"
import { fetchBun } from "./bun-programs.mjs"
import { fetchCLibrary } from "./c-library.mjs"
import { writeChecksums } from "./checksums.mjs"
import { compile } from "./compile.mjs"
import { writeDocuments } from "./documents.mjs"
import { readSource } from "./source.mjs"
import { buildStatic } from "./static.mjs"
import { targets } from "./targets.mjs"
import { listThirdParty, renderBillOfMaterials, renderLicences } from "./third-party.mjs"

/** Bytes; more than this is no longer a quick download. */
const largest = 130_000_000

/** Builds all downloads of the checkout at `root`. `program` is criadm for this machine. */
export async function buildDownloads(root, program) {
  const dist = join(root, "dist")
  const cache = join(root, ".cache")
  const work = join(dist, ".work")
  clear(dist)
  mkdirSync(work, { recursive: true })
  const source = readSource(root)

  const executables = []
  let cLibrary
  for (const target of targets) {
    const bun = fetchBun(root, cache, target)
    const name = `criadm-${target.name}${target.suffix}`
    compile(root, source, target, join(dist, name), bun)
    executables.push(name)
    if (target.form !== "glibc") continue
    const architecture = target.name.replace("linux-", "")
    cLibrary = fetchCLibrary(cache, architecture)
    const staticName = `criadm-${target.name}`
    buildStatic({ root, source, target, bun, cLibrary, work, outfile: join(dist, staticName) })
    executables.push(staticName)
  }
  await compressAll(executables.map((name) => join(dist, name)))
  for (const name of executables) report(dist, name)

  writeDocuments(root, program, dist, source)
  const thirdParty = listThirdParty(root, cLibrary)
  writeFileSync(join(dist, "THIRD-PARTY-LICENSES.txt"), renderLicences(thirdParty))
  writeFileSync(join(dist, "criadm.cdx.json"), renderBillOfMaterials(thirdParty, source))
  copyFileSync(join(root, "scripts/install.sh"), join(dist, "install.sh"))
  cpSync(join(root, "src/integrations"), join(dist, "integrations"), { recursive: true })
  rmSync(work, { recursive: true })
  writeChecksums(dist)
}

// Leaves dist/criadm and its stamp, which are for this machine's own use.
function clear(dist) {
  const keep = ["criadm", ".stamp-criadm"]
  for (const name of readdirSync(dist)) if (!keep.includes(name)) rmSync(join(dist, name), { recursive: true })
}

async function compressAll(paths) {
  const compress = promisify(gzip)
  const next = [...paths]
  const worker = async () => {
    for (let path = next.shift(); path; path = next.shift())
      // zlib writes no time and no name into the file, so it depends on the content alone.
      writeFileSync(`${path}.gz`, await compress(readFileSync(path), { level: 6 }))
  }
  await Promise.all([worker(), worker()])
}

function report(dist, name) {
  const size = statSync(join(dist, name)).size
  const compressed = statSync(join(dist, `${name}.gz`)).size
  console.log(`build: ${name}: ${megabytes(size)}, compressed ${megabytes(compressed)}`)
  if (size > largest) throw new Error(`${name} is larger than ${megabytes(largest)}`)
}

function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(1)} MB`
}
