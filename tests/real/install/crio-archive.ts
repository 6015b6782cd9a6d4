// CRI-O as an archive of the form that its project publishes (cri-o/packaging, templates/latest/cri-o/bundle): CRI-O itself
// as it is built for these tests, Debian's conmon, crun and runc, and pinns, a C program of CRI-O's own module.
import { createHash } from "node:crypto"
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { basename, join } from "node:path"
import { goProgram } from "../peers/go.ts"
import { peerProgram } from "../peers/peers.ts"
import { cacheDirectory, momentaryDirectory } from "../support/cache.ts"
import { mustRun } from "../support/programs.ts"
import { localRepository } from "./local-repository.ts"
import type { ReleaseHost } from "./release-host.ts"

export const crioRelease = "1.36.3"

/** With them come the libraries that Debian's programs need and those of the project's archive have in them. */
export const libraryPackages = ["conmon", "crun", "runc", "skopeo"]

/** Debian's paths of what is below bin/ of the archive. */
const programs = ["usr/bin/conmon", "usr/bin/crun", "usr/sbin/runc"]

/** 10-crio.conf, with conmon in place of conmonrs, which Debian has not. */
const ownConfiguration = `[crio.image]
signature_policy = "/etc/crio/policy.json"

[crio.runtime]
default_runtime = "crun"

[crio.runtime.runtimes.crun]
runtime_path = "/usr/libexec/crio/crun"
runtime_root = "/run/crun"
monitor_path = "/usr/libexec/crio/conmon"

[crio.runtime.runtimes.runc]
runtime_path = "/usr/libexec/crio/runc"
runtime_root = "/run/runc"
monitor_path = "/usr/libexec/crio/conmon"
`

/** A tree below `work` with these programs of Debian 13 and their libraries. */
export async function debiansPrograms(work: string): Promise<string> {
  const repository = await localRepository("trixie", ["conmon", "crun", "runc"])
  const tree = join(work, "unpacked")
  for (const name of readdirSync(repository).filter((one) => one.endsWith(".deb"))) {
    await mustRun(["dpkg-deb", "-x", join(repository, name), tree])
  }
  return tree
}

/** `work`/cri-o as it is to be packed, but for pinns; `place` puts a program of Debian's there, by its path in Debian. */
export async function layOutArchive(work: string, place: (path: string) => void): Promise<void> {
  for (const name of ["bin", "etc", "contrib"]) mkdirSync(join(work, "cri-o", name), { recursive: true })
  cpSync(peerProgram("crio", "crio") ?? "", join(work, "cri-o/bin/crio"))
  for (const path of programs) place(path)
  // In the place of what Debian has not, and this configuration does not name.
  writeFileSync(join(work, "cri-o/bin/conmonrs"), "#!/bin/sh\n", { mode: 0o755 })
  writeFileSync(join(work, "cri-o/contrib/policy.json"), '{ "default": [{ "type": "insecureAcceptAnything" }] }\n')
  writeFileSync(join(work, "cri-o/etc/10-crio.conf"), ownConfiguration)
}

/** Puts the archive where that host has it; the node needs the libraries. Its line as sha256sum writes it. */
export async function crioArchive(host: ReleaseHost): Promise<string> {
  const work = momentaryDirectory(join(cacheDirectory, "downloads"), "crio-archive")
  const tree = await debiansPrograms(work)
  await layOutArchive(work, (path) => cpSync(join(tree, path), join(work, "cri-o/bin", basename(path))))
  await makePinns(join(work, "cri-o/bin/pinns"))
  const at = join(host.tool, "files/storage.googleapis.com/cri-o/artifacts")
  mkdirSync(at, { recursive: true })
  const archive = join(at, `cri-o.amd64.v${crioRelease}.tar.gz`)
  await mustRun(["tar", "--use-compress-program=gzip -1", "-cf", archive, "-C", work, "cri-o"])
  return `${createHash("sha256").update(readFileSync(archive)).digest("hex")}  ${basename(archive)}\n`
}

/** From the sources in CRI-O's module, as its Makefile does it. */
async function makePinns(to: string): Promise<void> {
  const go = await goProgram()
  if (go === undefined) throw new Error("pinns is in CRI-O's Go module, and there is no Go")
  const module = ["mod", "download", "-json", `github.com/cri-o/cri-o@v${crioRelease}`]
  const { Dir } = JSON.parse(await mustRun([go, ...module], { directory: import.meta.dir }))
  const sources = join(Dir, "pinns/src")
  const files = readdirSync(sources).filter((name) => name.endsWith(".c"))
  const flags = ["-std=c99", "-Os", "-s", "-static"]
  await mustRun(["gcc", ...flags, "-o", to, ...files.map((name) => join(sources, name))])
}
