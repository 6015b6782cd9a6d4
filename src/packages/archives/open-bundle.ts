// Opens a bundle and checks every file of it against its manifest, before anything is taken from it. One that is a single
// tar archive is unpacked first, into a directory of criadm's.
import { lstatSync, mkdirSync, readFileSync, rmSync } from "node:fs"
import { join } from "node:path"
import { readManifest } from "../../documents/bundle/manifest.ts"
import { sha256Of } from "../../machine/archives/digest.ts"
import { unpack, usualLimits } from "../../machine/archives/unpack.ts"
import { failed, ok, type Result } from "../../model/fault.ts"
import { type BundleManifest, type BundleProblem, manifestName } from "../../model/install/bundle.ts"

export interface OpenBundle {
  /** As a person named it. */
  readonly path: string
  /** Where its files are, on this machine. */
  readonly directory: string
  readonly manifest: BundleManifest
}

/** In bytes; a manifest has a kilobyte or two. */
const mostManifestBytes = 1 << 20
/** Image archives and programs, a few hundred megabytes. */
const limits = { ...usualLimits, memberBytes: 2 ** 31, totalBytes: 2 ** 32 }

/** `scratch`: where one that is a single file is unpacked; made, and removed again on a fault. */
export async function openBundle(path: string, scratch: string): Promise<Result<OpenBundle>> {
  const broken = (why: BundleProblem, file: string) =>
    failed({ code: "bundle-broken", args: { path, why, file } } as const)
  const there = statOf(path)
  if (there === undefined) return failed({ code: "file-missing", args: { file: path } })
  if (!there.isDirectory()) {
    rmSync(scratch, { recursive: true, force: true })
    mkdirSync(scratch, { recursive: true, mode: 0o700 })
    const unpacked = await unpack(path, (member) => join(scratch, member), limits)
    if (!unpacked.ok) {
      rmSync(scratch, { recursive: true, force: true })
      return broken("not-unpacked", unpacked.refusal.member)
    }
  }
  const directory = there.isDirectory() ? path : scratch
  const manifest = manifestIn(directory)
  if (manifest === undefined) return broken("no-manifest", manifestName)
  if (manifest === "broken") return broken("manifest-broken", manifestName)
  for (const { file, bytes, sha256 } of manifest.files) {
    const entry = statOf(join(directory, file))
    if (entry?.isFile() !== true) return broken("file-missing", file)
    if (entry.size !== bytes || sha256Of(join(directory, file)) !== sha256) return broken("file-differs", file)
  }
  return ok({ path, directory, manifest })
}

/** Links are not followed: what they lead to is no part of the bundle. */
function statOf(path: string) {
  return lstatSync(path, { throwIfNoEntry: false })
}

function manifestIn(directory: string): BundleManifest | "broken" | undefined {
  const path = join(directory, manifestName)
  const entry = statOf(path)
  if (entry?.isFile() !== true) return undefined
  return entry.size > mostManifestBytes ? "broken" : (readManifest(readFileSync(path, "utf8")) ?? "broken")
}
