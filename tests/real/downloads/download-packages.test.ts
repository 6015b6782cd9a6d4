// The Debian and the RPM package, installed and removed with dpkg and rpm in roots of their own.
import { beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import { cpSync, mkdirSync, readdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { needsOfPackages, releases, unpackedRelease } from "../support/packages.ts"
import { mustRun, run } from "../support/programs.ts"
import { describeReal } from "../support/requirements.ts"
import { buildDownloads, buildPatience, download, downloads, needsOfDownloads, place } from "./downloads.ts"

// Hundreds of megabytes are read, and whole machines emulated; a busy machine takes its time. Milliseconds.
setDefaultTimeout(120_000)

const needs = { programs: [...needsOfDownloads.programs, ...needsOfPackages.programs] }

const packageNamed = (pattern: RegExp) => {
  const name = readdirSync(downloads).find((one) => !one.startsWith(".") && pattern.test(one))
  if (name === undefined) throw new Error(`no ${pattern} in ${downloads}`)
  return download(name)
}

/** Every file and directory below it, except what the package tools keep of their own. */
async function contentsOf(root: string): Promise<readonly string[]> {
  const listed = await mustRun(["find", root, "-mindepth", "1", "-printf", "%P\\n"])
  const isOfTools = /^var\/(lib\/(dpkg|rpm)|log|cache)(\/|$)|^var$|^var\/lib$/
  return listed
    .split("\n")
    .filter((path) => path !== "" && !isOfTools.test(path))
    .sort()
}

/** The installed program is started, and leaves what a run leaves. */
async function useInstalled(root: string): Promise<string> {
  const ended = await run([
    "unshare",
    "--mount",
    "sh",
    "-c",
    `mount -t proc proc '${root}/proc'; exec chroot '${root}' /usr/bin/criadm --version`,
  ])
  mkdirSync(join(root, "var/lib/criadm/runs"), { recursive: true })
  writeFileSync(join(root, "var/lib/criadm/runs/kept"), "")
  return ended.stdout
}

const left = ["var/lib/criadm", "var/lib/criadm/runs", "var/lib/criadm/runs/kept"]

const installedFiles = [
  "usr/bin/criadm",
  "usr/share/bash-completion/completions/criadm",
  "usr/share/fish/vendor_completions.d/criadm.fish",
  "usr/share/man/man8/criadm.8.gz",
]

describeReal("the packages", needs, () => {
  beforeAll(buildDownloads, buildPatience)

  test("the Debian package comes and goes in a root of trixie and leaves only the ledger", async () => {
    const trixie = releases.find(({ suite }) => suite === "trixie")
    if (trixie === undefined) throw new Error("no trixie")
    const root = place("trixie")
    cpSync(await unpackedRelease(trixie), root, { recursive: true, verbatimSymlinks: true })
    mkdirSync(join(root, "var/lib/dpkg/info"), { recursive: true })
    mkdirSync(join(root, "var/lib/dpkg/updates"))
    mkdirSync(join(root, "var/lib/dpkg/triggers"))
    writeFileSync(join(root, "var/lib/dpkg/status"), "")
    const before = await contentsOf(root)
    const dpkg = ["dpkg", `--root=${root}`, "--force-not-root"]

    await mustRun([...dpkg, "--install", packageNamed(/_amd64\.deb$/)])
    const during = await contentsOf(root)
    const verified = await run([...dpkg, "--verify", "criadm"])
    const said = await useInstalled(root)
    await mustRun([...dpkg, "--purge", "criadm"])

    expect(during).toEqual(expect.arrayContaining([...installedFiles, "usr/share/zsh/vendor-completions/_criadm"]))
    expect(verified).toMatchObject({ exitCode: 0, stdout: "" })
    expect(said).toMatch(/^criadm \d/)
    expect((await contentsOf(root)).filter((path) => !before.includes(path))).toEqual(left)
  })

  test("the RPM package comes and goes in a root with rpm's database and leaves only the ledger", async () => {
    const root = place("rpm-root")
    for (const folder of ["proc", "usr/bin", "usr/share/man/man8", "usr/share/doc"]) {
      mkdirSync(join(root, folder), { recursive: true })
    }
    const rpm = ["rpm", "--root", root, "--dbpath", "/var/lib/rpm"]
    await mustRun([...rpm, "--initdb"])
    const before = await contentsOf(root)

    await mustRun([...rpm, "--install", packageNamed(/\.x86_64\.rpm$/)])
    const during = await contentsOf(root)
    const verified = await run([...rpm, "--verify", "criadm"])
    const said = await useInstalled(root)
    await mustRun([...rpm, "--erase", "criadm"])

    expect(during).toEqual(expect.arrayContaining([...installedFiles, "usr/share/zsh/site-functions/_criadm"]))
    expect(verified).toMatchObject({ exitCode: 0, stdout: "" })
    expect(said).toMatch(/^criadm \d/)
    expect((await contentsOf(root)).filter((path) => !before.includes(path))).toEqual(left)
  })

  test("the packaged program is the download, byte for byte", async () => {
    const folder = place("unpacked")
    await mustRun(["dpkg-deb", "--extract", packageNamed(/_arm64\.deb$/), join(folder, "deb")])
    mkdirSync(join(folder, "rpm"))
    const rpm = ["rpm", "--root", join(folder, "rpm"), "--dbpath", "/var/lib/rpm"]
    await mustRun([...rpm, "--initdb"])
    await mustRun([...rpm, "--install", "--ignorearch", packageNamed(/\.aarch64\.rpm$/)])

    for (const kind of ["deb", "rpm"]) {
      await mustRun(["cmp", join(folder, kind, "usr/bin/criadm"), download("criadm-linux-arm64")])
    }
  })
})
