// `scripts/package`: Debian and RPM packages of the static executables, for both architectures, with Debian's own tools
// (dpkg-deb, rpmbuild). Builds the downloads first where that is needed, and adds the packages to SHA256SUMS.
import { mkdtempSync, rmSync } from "node:fs"
import { join } from "node:path"
import { buildAll, root } from "./build.mjs"
import { writeChecksums } from "./release/checksums.mjs"
import { makeDebianPackage } from "./release/debian-package.mjs"
import { makeRpmPackage } from "./release/rpm-package.mjs"
import { readSource } from "./release/source.mjs"
import { isUpToDate, noteBuilt, stampOf } from "./release/stamp.mjs"

/** One row per package: who makes it, and its architecture. */
const packages = ["x64", "arm64"].flatMap((architecture) =>
  [makeDebianPackage, makeRpmPackage].map((make) => ({ make, architecture })),
)

/** Brings the packages up to date, in dist. */
async function buildPackages() {
  await buildAll()
  const dist = join(root, "dist")
  const source = readSource(root)
  // All or none are there, so one of them stands for all.
  const file = `criadm_${source.version}_amd64.deb`
  const stamp = stampOf(root, source, ["scripts/release"])
  if (isUpToDate(root, file, stamp)) return
  const began = Date.now()
  for (const { make, architecture } of packages) {
    const work = mkdtempSync(join(dist, ".package-"))
    try {
      console.log(`package: ${make({ root, dist, work, source, architecture })}`)
    } finally {
      rmSync(work, { recursive: true })
    }
  }
  writeChecksums(dist)
  noteBuilt(root, file, stamp, began)
}

try {
  await buildPackages()
} catch (error) {
  console.error(`package: ${error instanceof Error ? error.message : error}`)
  process.exitCode = 1
}
