// A Debian package with dpkg-deb, from a finished tree: no debhelper, so nothing strips the executable.
import { createHash } from "node:crypto"
import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { description, layOut, maintainer, summary } from "./package-content.mjs"
import { run } from "./run.mjs"

/** deb-control(5), Architecture. */
const architectures = { x64: "amd64", arm64: "arm64" }

/** Makes dist/criadm_VERSION_ARCHITECTURE.deb and returns its name. `work` is an empty folder. */
export function makeDebianPackage(build) {
  const { dist, work, source } = build
  const architecture = architectures[build.architecture]
  chmodSync(work, 0o755)
  const files = layOut(work, build, "deb")
  const kilobytes = files.reduce((sum, file) => sum + Math.ceil(statSync(join(work, file)).size / 1024), 0)
  const control = `Package: criadm
Version: ${source.version}
Section: admin
Priority: optional
Architecture: ${architecture}
Maintainer: ${maintainer}
Installed-Size: ${kilobytes}
Description: ${summary}
${description.replace(/^/gm, " ")}
`
  // What `dpkg --verify` compares with.
  const sums = files.map(
    (file) =>
      `${createHash("md5")
        .update(readFileSync(join(work, file)))
        .digest("hex")}  ${file}\n`,
  )
  mkdirSync(join(work, "DEBIAN"), { mode: 0o755 })
  writeFileSync(join(work, "DEBIAN/control"), control, { mode: 0o644 })
  writeFileSync(join(work, "DEBIAN/md5sums"), sums.join(""), { mode: 0o644 })

  const name = `criadm_${source.version}_${architecture}.deb`
  // gzip, because dpkg of Debian 11 does not read zstd, and xz takes a minute for two per cent.
  const options = ["--root-owner-group", "-Zgzip", "-z6"]
  run("dpkg-deb", [...options, "--build", work, join(dist, name)], { env: { SOURCE_DATE_EPOCH: String(source.epoch) } })
  return name
}
