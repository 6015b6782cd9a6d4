// The C library that the static form carries: Debian's libc6 as it is today in the stable suite below, verified by
// apt with Debian's keys. apt works in a folder of its own, so that another architecture's package can be fetched
// without adding that architecture to this machine. The SBOM says which version it was.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { run } from "./run.mjs"

/** Debian 13: security support until 2028, long term support until 2030 (https://wiki.debian.org/LTS). */
const suite = "trixie"

const keyring = "/usr/share/keyrings/debian-archive-keyring.gpg"

const sources = `deb [signed-by=${keyring}] http://deb.debian.org/debian ${suite} main
deb [signed-by=${keyring}] http://deb.debian.org/debian-security ${suite}-security main
`

/** Per architecture of ours: Debian's name, where the package keeps libraries, the loader (Bun's ELF interpreter). */
const architectures = {
  x64: { debian: "amd64", folder: "x86_64-linux-gnu", loader: "ld-linux-x86-64.so.2" },
  arm64: { debian: "arm64", folder: "aarch64-linux-gnu", loader: "ld-linux-aarch64.so.1" },
}

/** What Bun's executable names as needed (readelf -d), and what these name. */
const libraryNames = ["libc.so.6", "libm.so.6", "libpthread.so.0", "libdl.so.2"]

/**
 * The carried files of `architecture` ("x64", "arm64") with their bytes: the loader first, then the libraries; the
 * package's version; its copyright file. `cache` is a folder for downloads.
 */
export function fetchCLibrary(cache, architecture) {
  const { debian, folder, loader } = architectures[architecture]
  const apt = join(cache, `c-library-${debian}`)
  const downloaded = downloadPackage(apt, debian)

  const unpacked = join(apt, "unpacked")
  rmSync(unpacked, { recursive: true, force: true })
  run("dpkg-deb", ["-x", downloaded, unpacked])
  const version = run("dpkg-deb", ["-f", downloaded, "Version"]).trim()

  const libraries = [join(unpacked, "usr/lib", folder), join(unpacked, "lib", folder)].find(existsSync)
  if (libraries === undefined) throw new Error(`${downloaded} has no libraries`)
  const read = (name) => ({ name, bytes: readFileSync(join(libraries, name)) })
  const copyright = readFileSync(join(unpacked, "usr/share/doc/libc6/copyright"), "utf8")
  return {
    version,
    suite,
    root: unpacked,
    copyright,
    loader: withoutNodeFiles(read(loader)),
    libraries: libraryNames.map(read),
  }
}

function downloadPackage(apt, debian) {
  for (const folder of ["lists/partial", "archives/partial", "download"])
    mkdirSync(join(apt, folder), { recursive: true })
  writeFileSync(join(apt, "status"), "")
  writeFileSync(join(apt, "sources.list"), sources)
  const options = {
    "APT::Architecture": debian,
    "APT::Architectures": debian,
    "APT::Sandbox::User": "root",
    "Dir::State::lists": join(apt, "lists"),
    "Dir::State::status": join(apt, "status"),
    "Dir::Cache": apt,
    "Dir::Etc::sourcelist": join(apt, "sources.list"),
    "Dir::Etc::sourceparts": "-",
    "Acquire::Languages": "none",
    "Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled": "false",
  }
  const flags = Object.entries(options).flatMap(([key, value]) => ["-o", `${key}=${value}`])
  run("apt-get", ["-q", ...flags, "update"])
  const download = join(apt, "download")
  for (const old of readdirSync(download)) rmSync(join(download, old))
  run("apt-get", ["-q", ...flags, "download", "libc6"], { cwd: download })
  return join(download, readdirSync(download)[0])
}

/**
 * The loader reads two files of the node whatever it loads: /etc/ld.so.preload, which would put libraries built for
 * another C library into ours, and /etc/ld.so.cache, which says where such libraries are. The names are emptied, so
 * that it finds neither. This is our only change to the C library; the notices say so.
 */
function withoutNodeFiles({ name, bytes }) {
  const changed = Buffer.from(bytes)
  for (const path of ["/etc/ld.so.preload", "/etc/ld.so.cache"]) {
    const at = changed.indexOf(`${path}\0`)
    if (at < 0) throw new Error(`${name} does not name ${path}: look at what this release of glibc reads`)
    if (changed.indexOf(`${path}\0`, at + 1) >= 0) throw new Error(`${name} names ${path} more than once`)
    changed[at] = 0
  }
  return { name, bytes: changed }
}
