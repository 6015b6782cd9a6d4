// Real containerd releases to test against: Debian's packages of four suites with what they depend on, unpacked side by
// side. The machine's own apt is used as a program only: its sources, lists and archives are neither read nor changed.
// Nothing is installed; each tree is a root directory that chroot can enter.
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { peerProgram } from "../peers/peers.ts"
import { cacheDirectory, say } from "./cache.ts"
import { mustRun } from "./programs.ts"

export interface Release {
  readonly suite: string
  /** What `containerd --version` of that suite said on 2026-11-22; newer patch releases are fine. */
  readonly version: string
  /** Since bookworm /lib, /bin and the like are links into /usr (Debian bookworm release notes, 5.1.1). */
  readonly isUsrMerged: boolean
  /** Whether the verbose Status shows a handler's options; containerd 1.4 shows {} there and in its dump, always. */
  readonly statusShowsOptions: boolean
  /** Directory below tests/real/peers of the containerd that takes the place of the suite's own. */
  readonly peer?: string
}

/** packages.debian.org/containerd, oldest first. */
export const releases: readonly Release[] = [
  { suite: "bullseye", version: "1.4.13", isUsrMerged: false, statusShowsOptions: false },
  { suite: "bookworm", version: "1.6.20", isUsrMerged: true, statusShowsOptions: true },
  { suite: "trixie", version: "1.7.24", isUsrMerged: true, statusShowsOptions: true },
  { suite: "forky", version: "2.1.9", isUsrMerged: true, statusShowsOptions: true },
]

const programsNeeded = ["apt-get", "dpkg-deb", "tar", "unshare", "chroot", "mount", "cp"]
export const needsOfPackages = { programs: programsNeeded }

/** Changes when trees of an earlier form must not be used any more. */
const form = 2

/** A root directory with containerd, runc and busybox of that suite; fetched on first use (some 60 MB). Read-only by agreement. */
export async function unpackedRelease(release: Release): Promise<string> {
  const tree = await unpacked("containerd", release, ["containerd", "runc", "busybox-static"])
  return release.peer === undefined ? tree : await withPeer(tree, release.peer)
}

/** The tree with other programs in it; made anew when they are. */
async function withPeer(tree: string, peer: string): Promise<string> {
  const programs = ["containerd", "containerd-shim-runc-v2", "ctr"].map((name) => peerProgram(peer, name) ?? "")
  const built = Math.max(...programs.map((path) => Math.trunc(statSync(path).mtimeMs)))
  const own = `${tree}-${peer}-${built}`
  if (existsSync(own)) return own
  const work = `${own}.${process.pid}`
  await mustRun(["cp", "--archive", "--link", tree, work])
  await mustRun(["cp", "--remove-destination", ...programs, join(work, "usr/bin")])
  if (existsSync(own)) rmSync(work, { recursive: true, force: true })
  else renameSync(work, own)
  return own
}

/**
 * A root directory with these packages of that suite and all they depend on. Read-only by agreement. `architecture` is
 * Debian's name of it.
 */
export async function unpacked(
  name: string,
  release: Pick<Release, "suite" | "isUsrMerged">,
  packages: readonly string[],
  architecture = "amd64",
): Promise<string> {
  const tree = join(cacheDirectory, name, `${release.suite}-${form}`)
  if (existsSync(tree)) return tree
  const started = Date.now()
  say(`fetching ${name} of Debian ${release.suite}`)
  const work = `${tree}.${process.pid}`
  const root = join(work, "root")
  try {
    const archives = await fetchPackages({ suite: release.suite, architecture }, packages, join(work, "apt"))
    makeBareRoot(release, root)
    for (const archive of archives) await unpack(archive, root)
    // Two runs at once both fetch; the second one finds the tree in place and throws its own away.
    if (!existsSync(tree)) renameSync(root, tree)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
  say(`${name} of ${release.suite} is unpacked (${Math.round((Date.now() - started) / 1000)} s)`)
  return tree
}

/** What the machine's own apt uses, so that a local mirror is used here too. */
async function mirror(): Promise<string> {
  const stated = process.env["CRIADM_BENCH_MIRROR"]
  if (stated !== undefined) return stated
  const indexes = await mustRun(["apt-get", "indextargets", "--format", "$(REPO_URI)"])
  const own = indexes.split("\n").find((uri) => /\/debian\/?$/.test(uri))
  return own ?? "http://deb.debian.org/debian"
}

/** Downloads packages with everything they depend on, as if for an empty machine. */
export async function fetchPackages(
  { suite, architecture }: { readonly suite: string; readonly architecture: string },
  packages: readonly string[],
  directory: string,
): Promise<readonly string[]> {
  for (const name of ["state/lists/partial", "cache/archives/partial"]) {
    mkdirSync(join(directory, name), { recursive: true })
  }
  writeFileSync(join(directory, "status"), "")
  const keyring = "/usr/share/keyrings/debian-archive-keyring.gpg"
  writeFileSync(
    join(directory, "sources.list"),
    `deb [arch=${architecture} signed-by=${keyring}] ${await mirror()} ${suite} main\n`,
  )
  // Hooks of the machine's configuration would clean its own caches. A suite that is frozen may have an expired Release.
  writeFileSync(
    join(directory, "apt.conf"),
    [
      "#clear APT::Update::Post-Invoke;",
      "#clear APT::Update::Post-Invoke-Success;",
      "#clear DPkg::Post-Invoke;",
      `Dir::State "${directory}/state";`,
      `Dir::State::status "${directory}/status";`,
      `Dir::Cache "${directory}/cache";`,
      `Dir::Etc::sourcelist "${directory}/sources.list";`,
      'Dir::Etc::sourceparts "-";',
      'Dir::Etc::preferences "-";',
      'Dir::Etc::preferencesparts "-";',
      'Acquire::Check-Valid-Until "false";',
      'Acquire::Languages "none";',
      'Acquire::Retries "3";',
      `APT::Architecture "${architecture}";`,
      `APT::Architectures "${architecture}";`,
      'APT::Install-Recommends "false";',
      'APT::Sandbox::User "root";',
      "",
    ].join("\n"),
  )
  const apt = ["apt-get", "-c", join(directory, "apt.conf"), "-qq"]
  await mustRun([...apt, "update"])
  await mustRun([...apt, "--yes", "--download-only", "install", ...packages])
  const archives = join(directory, "cache", "archives")
  return readdirSync(archives)
    .filter((name) => name.endsWith(".deb"))
    .map((name) => join(archives, name))
}

function makeBareRoot(release: Pick<Release, "suite" | "isUsrMerged">, root: string): void {
  for (const name of ["dev", "etc", "proc", "run", "sys", "tmp", "usr", "var/lib"]) {
    mkdirSync(join(root, name), { recursive: true })
  }
  for (const name of ["bin", "lib", "lib64", "sbin"]) {
    mkdirSync(join(root, release.isUsrMerged ? `usr/${name}` : name))
    if (release.isUsrMerged) symlinkSync(`usr/${name}`, join(root, name))
  }
  // What tells a reader of this tree that systemd will start it; systemd itself is not needed and not there.
  symlinkSync("/lib/systemd/systemd", join(root, "sbin/init"))
  symlinkSync("../usr/lib/os-release", join(root, "etc/os-release"))
  mkdirSync(join(root, "usr/lib"), { recursive: true })
  // CRI copies these into every pod and needs them to exist.
  for (const name of ["hostname", "hosts", "resolv.conf"]) writeFileSync(join(root, "etc", name), "")
  writeFileSync(join(root, "usr/lib/os-release"), `PRETTY_NAME="Debian GNU/Linux (${release.suite})"\nID=debian\n`)
}

/** `dpkg-deb --extract` would replace the links of a merged /usr by directories. */
async function unpack(archive: string, root: string): Promise<void> {
  const script = 'dpkg-deb --fsys-tarfile "$1" | tar --extract --keep-directory-symlink --directory "$2"'
  const unwanted = ["./usr/share/doc", "./usr/share/man", "./usr/share/locale"].map((path) => `--exclude=${path}`)
  await mustRun(["sh", "-ec", `${script} ${unwanted.join(" ")}`, "sh", archive, root])
}
