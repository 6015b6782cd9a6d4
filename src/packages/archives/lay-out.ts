// Unpacks verified archives below a directory as their files will lie on a node, and tells of each what it is.
import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { sha256Of } from "../../machine/archives/digest.ts"
import { processorOf } from "../../machine/archives/elf.ts"
import { unpack } from "../../machine/archives/unpack.ts"
import type { TreeFile } from "../../model/change.ts"
import { failed, ok, type Result } from "../../model/fault.ts"
import type { Architecture, ArchiveProblem, Placement } from "../../model/install/archives.ts"
import type { HeldArchive } from "./fetch-archive.ts"

/** A file of criadm's own that goes with them. */
export interface OwnFile {
  readonly path: string
  readonly text: string
  readonly mode: number
}

/** `directory`: of this machine, and empty. What is left of it after a fault is the caller's to remove. */
export async function layOut(
  archives: readonly HeldArchive[],
  own: readonly OwnFile[],
  architecture: Architecture,
  directory: string,
): Promise<Result<readonly TreeFile[]>> {
  const files: TreeFile[] = []
  for (const held of archives) {
    const laid = await layOutOne(held, architecture, directory)
    if (!laid.ok) return laid
    files.push(...laid.value)
  }
  for (const { path, text, mode } of own) {
    const at = join(directory, path)
    mkdirSync(dirname(at), { recursive: true, mode: 0o755 })
    writeFileSync(at, text, { flag: "wx" })
    chmodSync(at, mode)
    files.push(describe(directory, path, mode, Buffer.byteLength(text)))
  }
  return ok(files)
}

async function layOutOne(
  { archive, path: from }: HeldArchive,
  architecture: Architecture,
  directory: string,
): Promise<Result<readonly TreeFile[]>> {
  const { form, places, project, version } = archive
  const refused = (why: ArchiveProblem, member: string) =>
    failed({ code: "archive-refused", args: { archive: `${project} ${version}`, why, member } } as const)
  const laid: { readonly path: string; readonly mode: number; readonly bytes: number }[] = []
  if (form === "program") {
    const to = places[0]?.to ?? ""
    mkdirSync(dirname(join(directory, to)), { recursive: true, mode: 0o755 })
    copyFileSync(from, join(directory, to))
    chmodSync(join(directory, to), 0o755)
    laid.push({ path: to, mode: 0o755, bytes: Bun.file(from).size })
  } else {
    const unpacked = await unpack(from, (member) => {
      const to = placeOf(member, places)
      return to === undefined ? undefined : join(directory, to)
    })
    if (!unpacked.ok) return refused(unpacked.refusal.why, unpacked.refusal.member)
    for (const { path, mode, bytes } of unpacked.files) laid.push({ path: path.slice(directory.length), mode, bytes })
  }
  const missing = places.find(({ to }) => !laid.some(({ path }) => path.startsWith(to)))
  if (missing !== undefined) return refused("not-there", missing.from)
  const foreign = laid.find(({ path }) => !["script", architecture].includes(processorOf(join(directory, path))))
  if (foreign !== undefined) return refused("other-processor", foreign.path)
  return ok(laid.map(({ path, mode, bytes }) => describe(directory, path, mode, bytes)))
}

function describe(directory: string, path: string, mode: number, bytes: number): TreeFile {
  return { path, mode, bytes, sha256: sha256Of(join(directory, path)) ?? "" }
}

/** Undefined: it is not wanted. */
export function placeOf(member: string, places: readonly Placement[]): string | undefined {
  const place = places.find(({ from }) =>
    from === "" || from.endsWith("/") ? member.startsWith(from) : member === from,
  )
  if (place === undefined) return undefined
  return place.to.endsWith("/") ? `${place.to}${member.slice(place.from.length)}` : place.to
}
