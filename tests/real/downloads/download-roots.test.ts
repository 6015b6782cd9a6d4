// Every Linux executable of this machine's architecture, started in roots with nothing of this machine but the kernel
// and /proc: `detect`, `plan` and the wizard's first screen. The ordinary one in four Debian releases, the static one
// also in an empty root, the one for musl with musl alone. Alpine itself cannot be had from Debian's mirror: the C
// library is Debian's package of musl, and Debian's libstdc++ stands in for Alpine's (glibc-names.c).
import { beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import { copyFileSync, mkdirSync } from "node:fs"
import { join } from "node:path"
import { Pty } from "../../../scripts/terminal/pty.ts"
import { needsOfPackages, releases, unpacked, unpackedRelease } from "../support/packages.ts"
import { mustRun, run } from "../support/programs.ts"
import { describeReal } from "../support/requirements.ts"
import { buildDownloads, buildPatience, download, emptyRoot, inRoot, needsOfDownloads, place } from "./downloads.ts"

// Hundreds of megabytes are read, and whole machines emulated; a busy machine takes its time. Milliseconds.
setDefaultTimeout(120_000)

const needs = { programs: [...needsOfDownloads.programs, ...needsOfPackages.programs] }

/** In a root without containerd its configuration is made up, and its release is said. */
const bare = {
  prepare: 'mkdir -p "$root/etc/containerd"; echo "version = 2" > "$root/etc/containerd/config.toml"',
  flags: ["--runtime-version", "2.1.9"],
}

/** The three things that issue from one executable in one root; `root` is there when the tests run, not before. */
function startsIn(root: () => string, name: string, { prepare, flags } = { prepare: "", flags: [] as string[] }): void {
  const start = (...args: string[]) => inRoot(root(), download(name), args, prepare)

  test(`${name} says its version and detects the node`, async () => {
    const version = await run(start("--version"))
    const detected = await run(start("detect"))

    expect(version).toMatchObject({ exitCode: 0, stderr: "" })
    expect(version.stdout).toMatch(/^criadm \d/)
    expect(detected.exitCode).toBe(0)
    expect(detected.stdout).toContain("containerd")
  })

  test(`${name} plans the change`, async () => {
    const planned = await run(start("plan", ...flags, "--cgroup-driver", "systemd"))

    expect(planned.exitCode).toBe(0)
    expect(planned.stdout).toContain("+++ /etc/containerd/config.toml")
  })

  test(`${name} shows the wizard`, async () => {
    await using terminal = new Pty(start(...flags))

    await terminal.shows(/What this node is[\s\S]*containerd/)
    terminal.send("\u0003")

    expect(await terminal.ended()).toBe(130)
  })
}

for (const release of releases) {
  describeReal(`in a root of Debian ${release.suite}`, needs, () => {
    let root = ""
    beforeAll(async () => {
      await buildDownloads()
      root = await unpackedRelease(release)
    }, buildPatience)

    for (const name of ["criadm-linux-x64", "criadm-linux-x64-glibc"]) startsIn(() => root, name)
  })
}

describeReal("in an empty root", needs, () => {
  let root = ""
  beforeAll(async () => {
    await buildDownloads()
    root = emptyRoot()
  }, buildPatience)

  startsIn(() => root, "criadm-linux-x64", bare)
})

/** A root whose only C library is musl. `architecture` as Debian names it. */
async function rootOfMusl(architecture: "amd64" | "arm64"): Promise<string> {
  const bookworm = { suite: "bookworm", isUsrMerged: true }
  const packages = await unpacked(`musl-${architecture}`, bookworm, ["musl", "libstdc++6"], architecture)
  const [machine, linker] =
    architecture === "amd64" ? ["x86_64", "ld-linux-x86-64.so.2"] : ["aarch64", "ld-linux-aarch64.so.1"]
  const root = place(`musl-${architecture}`)
  const lib = join(root, "lib")
  mkdirSync(join(root, "proc"))
  mkdirSync(lib)
  copyFileSync(join(packages, `usr/lib/${machine}-linux-musl/libc.so`), join(lib, `ld-musl-${machine}.so.1`))
  for (const library of ["libstdc++.so.6", "libgcc_s.so.1"]) {
    copyFileSync(join(packages, `usr/lib/${machine}-linux-gnu`, library), join(lib, library))
  }
  const source = join(import.meta.dir, "glibc-names.c")
  await mustRun([`${machine}-linux-gnu-gcc`, "-shared", "-fPIC", "-nostdlib", "-o", join(lib, linker), source])
  return root
}

describeReal("in a root with musl in place of the GNU C library", needs, () => {
  let root = ""
  beforeAll(async () => {
    await buildDownloads()
    root = await rootOfMusl("amd64")
  }, buildPatience)

  startsIn(() => root, "criadm-linux-x64-musl", bare)

  test("criadm-linux-arm64-musl says its version and detects the node, on an emulated processor", async () => {
    const preload = "LD_PRELOAD=/lib/ld-linux-aarch64.so.1"
    const start = ["qemu-aarch64", "-E", preload, "-L", await rootOfMusl("arm64"), download("criadm-linux-arm64-musl")]

    const version = await run([...start, "--version"])
    const detected = await run([...start, "detect"])

    expect(version).toMatchObject({ exitCode: 0, stderr: "" })
    expect(version.stdout).toMatch(/^criadm \d/)
    expect(detected.exitCode).toBe(0)
    expect(detected.stdout).toContain("init system")
  })
})
