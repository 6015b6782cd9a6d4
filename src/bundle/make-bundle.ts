// Makes a bundle on a machine with a network, for a node that may be another one: release archives and the sandbox image,
// fetched and checked, with a manifest of what they are. Needs no root, and touches nothing but the place it is written to.
import {
  chmodSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { basename, dirname, join } from "node:path"
import type { KnownArchives } from "../components/archives/tables/checksums.ts"
import type { Component } from "../components/component.ts"
import { hasCredentials } from "../components/daemon/variables.ts"
import { components } from "../components/loaded.ts"
import { chooseArchives } from "../decide/install/choose-archives.ts"
import { writeManifest } from "../documents/bundle/manifest.ts"
import { sha256Of } from "../machine/archives/digest.ts"
import { writeTar } from "../machine/archives/tar-writer.ts"
import { errnoOf } from "../machine/errno.ts"
import type { Answers } from "../model/answers.ts"
import { knownValue } from "../model/facts/fact.ts"
import type { NodeFacts } from "../model/facts/node-facts.ts"
import type { RegistryLogin } from "../model/facts/registry-logins.ts"
import { failed, ok, type Result } from "../model/fault.ts"
import type { Architecture } from "../model/install/archives.ts"
import {
  type BundledPackages,
  type BundleFile,
  type BundleManifest,
  imageEntry,
  indexEntry,
  manifestName,
  programEntry,
} from "../model/install/bundle.ts"
import type { Progress } from "../model/progress.ts"
import type { RegistryMirror } from "../model/setting.ts"
import { fetchArchive } from "../packages/archives/fetch-archive.ts"
import { pullImage } from "../packages/images/pull-image.ts"
import { writeAnswers } from "../settings/answers-file.ts"
import { fetchPackages } from "./distribution-packages.ts"

export interface BundledProgram {
  /** A file of this machine. */
  readonly path: string
  readonly version: string
  /** As in a bundle's manifest. */
  readonly os: BundleFile["os"]
}

export interface BundleRequest {
  readonly node: Pick<NodeFacts, "os" | "architecture" | "initSystem">
  readonly architecture: Architecture
  /** The runtime comes by packages of the node's distribution, rather than by its project's archives. */
  readonly withPackages: boolean
  /** Settings with their values; the Kubernetes minor and the sandbox image are among them. */
  readonly answers: Answers
  /** By what registries know this machine, while it pulls the sandbox image; nothing of it is written. */
  readonly logins: readonly RegistryLogin[]
  /** Where it is written; ends in ".tar": as one file. Undefined: a directory here, named by what is in it. */
  readonly out: string | undefined
  readonly known: KnownArchives
  /** criadm for that node; undefined: the one that runs is for others. */
  readonly program: BundledProgram | undefined
  onProgress(progress: Progress): void
}

export interface MadeBundle {
  readonly path: string
  readonly manifest: BundleManifest
}

const packagesDirectory = "packages"
const filesDirectory = "files"
const imagesDirectory = "images"
const answersName = "answers.toml"
const programMode = 0o755

export async function makeBundle(request: BundleRequest): Promise<Result<MadeBundle>> {
  const { answers, node, architecture, known } = request
  const runtime = bundledRuntime(answers)
  const part = runtime?.install?.archives
  const os = knownValue(node.os)
  if (runtime === undefined || (part === undefined && !request.withPackages)) {
    return failed({ code: "no-archives-of", args: { runtime: answers.runtime ?? "" } })
  }
  const kubernetes = answers["kubernetes-version"] ?? ""
  const wanted = { release: answers["runtime-release"], kubernetes }
  const scratch = mkdtempSync(join(tmpdir(), "criadm-bundle-"))
  const packages =
    request.withPackages && os !== undefined
      ? await fetchPackages({
          component: runtime,
          os,
          architecture,
          kubernetes,
          release: wanted.release,
          work: scratch,
        })
      : undefined
  if (packages?.ok === false) {
    rmSync(scratch, { recursive: true, force: true })
    return packages
  }
  const chosen =
    packages === undefined && part !== undefined
      ? chooseArchives(runtime, part, node, wanted, known)
      : chooseCompanionOf(runtime, node, kubernetes, known)
  if (chosen?.ok === false) {
    rmSync(scratch, { recursive: true, force: true })
    return chosen
  }
  const release = packages?.value.release ?? chosen?.value.release ?? ""
  const archives = chosen?.value.archives ?? []
  const path = request.out ?? `criadm-bundle-${runtime.id}-${release}-${architecture}`
  if (statSync(path, { throwIfNoEntry: false }) !== undefined) {
    return failed({ code: "bundle-place-taken", args: { path } })
  }
  try {
    mkdirSync(dirname(path), { recursive: true })
    const work = mkdtempSync(join(dirname(path), ".criadm-bundle-"))
    try {
      for (const name of [filesDirectory, imagesDirectory, "work"]) mkdirSync(join(work, name))
      const files: BundleFile[] = []
      if (packages !== undefined) {
        cpSync(join(scratch, packagesDirectory), join(work, packagesDirectory), { recursive: true })
        for (const one of packages.value.files) files.push({ ...one, ...describe(work, one.file) })
      }
      for (const archive of archives) {
        const fetched = await fetchArchive(archive, {
          directory: join(work, "work"),
          mirror: answers["release-mirror"],
          onProgress: request.onProgress,
        })
        if (!fetched.ok) return fetched
        const file = `${filesDirectory}/${nameOf(archive)}`
        renameSync(fetched.value.path, join(work, file))
        const os = archive.runsOn ?? "any"
        const target = archive.places[0]?.to ?? ""
        files.push({
          ...describe(work, file),
          name: archive.project,
          version: archive.version,
          arch: architecture,
          os,
          target,
        })
      }
      const image = answers["sandbox-image"]
      if (image !== undefined && image !== "keep") {
        const file = `${imagesDirectory}/sandbox-image.tar`
        const pulled = await pullImage(image, {
          architecture,
          mirrors: mirrorsOf(answers),
          logins: request.logins,
          work: join(work, "work"),
          to: join(work, file),
          onProgress: request.onProgress,
        })
        if (!pulled.ok) return pulled
        files.push({
          ...describe(work, file),
          name: imageEntry,
          version: image,
          arch: architecture,
          os: "any",
          target: "images",
        })
      }
      const { program } = request
      if (program !== undefined) {
        copyFileSync(program.path, join(work, programEntry))
        chmodSync(join(work, programEntry), programMode)
        const { version, os } = program
        const own = { name: programEntry, version, arch: architecture, os, target: programEntry }
        files.push({ ...describe(work, programEntry), ...own })
      }
      const named = packages === undefined ? {} : { packages: packagesOf(packages.value) }
      const manifest = { runtime: runtime.id, release, kubernetes, arch: architecture, ...named, files }
      writeFileSync(join(work, answersName), answersText(answers, runtime.id))
      writeFileSync(join(work, manifestName), writeManifest(manifest))
      rmSync(join(work, "work"), { recursive: true })
      place(work, path, files)
      return ok({ path, manifest })
    } finally {
      rmSync(work, { recursive: true, force: true })
    }
  } catch (error) {
    return failed({ code: "bundle-not-written", args: { path, errno: errnoOf(error) } })
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

/** The one asked for, else the first whose project's archives criadm places. */
export function bundledRuntime({ runtime }: Answers): Component | undefined {
  return components.find(({ id, role, install }) =>
    runtime === undefined ? install?.archives !== undefined : role === "runtime" && id === runtime,
  )
}

/** Of a runtime that serves no CRI by itself, what does it for it, from its project's archives. */
function chooseCompanionOf(
  { runtime }: Component,
  node: BundleRequest["node"],
  kubernetes: string,
  known: KnownArchives,
): ReturnType<typeof chooseArchives> | undefined {
  const companion = components.find(({ id }) => id === runtime?.servesCriBy)
  const part = companion?.install?.archives
  if (companion === undefined || part === undefined) return undefined
  return chooseArchives(companion, part, node, { release: undefined, kubernetes }, known)
}

function packagesOf({ manager, requested }: BundledPackages): BundledPackages {
  return { manager, requested }
}

/** Of runc the name alone does not say which release it is. */
function nameOf({ url, version }: { readonly url: string; readonly version: string }): string {
  const name = basename(new URL(url).pathname)
  return name.includes(version) ? name : `${name}-${version}`
}

function describe(work: string, file: string): Pick<BundleFile, "file" | "bytes" | "sha256"> {
  const path = join(work, file)
  return { file, bytes: statSync(path).size, sha256: sha256Of(path) ?? "" }
}

/** The first that would be asked. */
function mirrorsOf({ registry = [], "registry-mirror": mirrors = [] }: Answers): readonly RegistryMirror[] {
  return [...registry.flatMap(({ host, mirrors: [url] }) => (url === undefined ? [] : { host, url })), ...mirrors]
}

/** What the node is to be asked for, besides where the runtime comes from. */
function answersText(answers: Answers, runtime: string): string {
  const { install, checksums, "release-mirror": mirror, "registry-mirror": mirrors, proxy, ...kept } = answers
  // A bundle may be read by anybody, so a password goes the other way.
  const open = proxy === undefined || hasCredentials(proxy) ? {} : { proxy }
  return writeAnswers({ ...kept, ...open, runtime }, ({ id }) => id)
}

/** Whole or not at all. */
function place(work: string, path: string, files: readonly BundleFile[]): void {
  if (!path.endsWith(".tar")) {
    // A directory of mkdtemp(3) is its owner's alone; a bundle may be read by anybody.
    mkdirSync(`${work}.made`, { mode: 0o755 })
    const own = files.flatMap(({ name, file }) => (name === programEntry ? [file] : []))
    const withPackages = files.some(({ name }) => name === indexEntry) ? [packagesDirectory] : []
    for (const name of [...withPackages, filesDirectory, imagesDirectory, answersName, manifestName, ...own]) {
      renameSync(join(work, name), join(`${work}.made`, name))
    }
    renameSync(`${work}.made`, path)
    return
  }
  const names = [manifestName, answersName, ...files.map(({ file }) => file)]
  const tar = join(work, "bundle.tar")
  writeTar(
    tar,
    names.map((name) => ({
      name,
      mode: name === programEntry ? programMode : 0o644,
      content: { path: join(work, name) },
    })),
  )
  renameSync(tar, path)
}
