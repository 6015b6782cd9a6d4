// What images an image archive holds: the form of `docker save` (manifest.json) and the OCI image layout (index.json),
// which `docker save` since 25.0, `ctr images export`, `skopeo copy` and `nerdctl save` write. Plain or packed by gzip.
// Sources: moby image/spec/v1.2.md, "Combined Image JSON + Filesystem Changeset Format"; opencontainers/image-spec
// image-layout.md, image-index.md, manifest.md.
import type { ArchiveTrouble } from "../../model/facts/image-archive.ts"
import { sha256 } from "../../model/file-content.ts"
import type { Value } from "../document.ts"
import { isTable } from "../value.ts"
import { fullImageName } from "./image-name.ts"

export interface ArchivedImage {
  /** With the registry's host and a tag: "registry.k8s.io/pause:3.10". */
  readonly name: string
  /** As Go names it: "amd64". */
  readonly architecture: string
  /** The digest of its configuration, by which CRI calls it: "sha256:…". */
  readonly id: string
}

/** "oci": only the OCI layout is in it, which a Docker Engine reads since 25.0. */
export interface ImageArchive {
  readonly form: "docker" | "oci"
  readonly images: readonly ArchivedImage[]
}

/** Unpacked, in bytes. A pause image has less than one million; an editor's choice. */
const mostBytes = 512 * 1024 * 1024

type Members = ReadonlyMap<string, Uint8Array>

export async function readImageArchive(bytes: Uint8Array): Promise<ImageArchive | ArchiveTrouble> {
  const plain = unpacked(bytes)
  if (!(plain instanceof Uint8Array)) return plain
  const members = await membersOf(plain)
  if (members === undefined) return "not-an-archive"
  const docker = jsonIn(members, "manifest.json")
  const index = jsonIn(members, "index.json")
  if (docker === undefined && index === undefined) return "no-image"
  // Both are there: the layout is what is read first (containerd core/images/archive/importer.go, ImportIndex).
  const images = index === undefined ? imagesOfDocker(docker, members) : imagesOfIndex(index, members)
  if (typeof images === "string") return images
  return { form: docker === undefined ? "oci" : "docker", images }
}

function unpacked(bytes: Uint8Array): Uint8Array | ArchiveTrouble {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes
  const { gunzipSync } = process.getBuiltinModule("node:zlib")
  try {
    return gunzipSync(bytes, { maxOutputLength: mostBytes })
  } catch (error) {
    return error instanceof RangeError ? "too-large" : "not-an-archive"
  }
}

/** The regular files, by name. Undefined: it is no archive, or ends within a member. */
async function membersOf(bytes: Uint8Array): Promise<Members | undefined> {
  try {
    const files = [...(await new Bun.Archive(bytes).files())]
    const named = files.map(async ([name, file]) => [name.replace(/^(?:\.\/)+/, ""), await file.bytes()] as const)
    return new Map(await Promise.all(named))
  } catch {
    return undefined
  }
}

function imagesOfDocker(manifest: Value | undefined, members: Members): readonly ArchivedImage[] | ArchiveTrouble {
  const images: ArchivedImage[] = []
  if (!Array.isArray(manifest) || manifest.length === 0) return "no-image"
  for (const one of manifest) {
    const config = isTable(one) && typeof one["Config"] === "string" ? members.get(one["Config"]) : undefined
    const about = config === undefined ? undefined : parsed(config)
    if (!isTable(one) || config === undefined || !isTable(about)) return "damaged"
    const names = Array.isArray(one["RepoTags"]) ? one["RepoTags"] : []
    const common = { architecture: String(about["architecture"] ?? ""), id: `sha256:${sha256(config)}` }
    images.push(...names.map((name) => ({ name: fullImageName(String(name)), ...common })))
  }
  return images.length === 0 ? "no-name" : images
}

function imagesOfIndex(index: Value, members: Members): readonly ArchivedImage[] | ArchiveTrouble {
  const images: ArchivedImage[] = []
  const manifests = isTable(index) && Array.isArray(index["manifests"]) ? index["manifests"] : []
  if (manifests.length === 0) return "no-image"
  for (const one of manifests) {
    if (!isTable(one)) return "damaged"
    const name = nameOf(one)
    if (name === undefined) continue
    const platforms = configurations(one, members, 0)
    if (platforms === undefined || platforms.length === 0) return "damaged"
    images.push(...platforms.map((platform) => ({ name, ...platform })))
  }
  return images.length === 0 ? "no-name" : images
}

/** containerd's own annotation; else the layout's, which often holds a tag alone, and that is no name. */
function nameOf(descriptor: Readonly<Record<string, Value>>): string | undefined {
  const annotations = isTable(descriptor["annotations"]) ? descriptor["annotations"] : {}
  const given = annotations["io.containerd.image.name"] ?? annotations["org.opencontainers.image.ref.name"]
  return typeof given === "string" && given.includes("/") ? fullImageName(given) : undefined
}

/** An index in an index in an index is nobody's. */
const deepest = 3

/** Of an image for several platforms those that are in the archive. Undefined: a digest does not hold. */
function configurations(
  descriptor: Readonly<Record<string, Value>>,
  members: Members,
  depth: number,
): readonly Omit<ArchivedImage, "name">[] | undefined {
  const bytes = blobOf(descriptor, members)
  if (bytes === undefined) return depth === 0 ? undefined : []
  const about = parsed(bytes)
  if (sha256(bytes) !== hexOf(descriptor) || !isTable(about) || depth > deepest) return undefined
  if (Array.isArray(about["manifests"])) {
    const found = about["manifests"].map((one) => (isTable(one) ? configurations(one, members, depth + 1) : undefined))
    return found.includes(undefined) ? undefined : found.flatMap((one) => one ?? [])
  }
  const config = isTable(about["config"]) ? about["config"] : {}
  const blob = blobOf(config, members)
  const configuration = blob === undefined ? undefined : parsed(blob)
  if (blob === undefined || sha256(blob) !== hexOf(config) || !isTable(configuration)) return undefined
  // Attestations of a build are manifests too, for the platform "unknown".
  if (configuration["os"] === "unknown" || configuration["architecture"] === undefined) return []
  return [{ architecture: String(configuration["architecture"]), id: String(config["digest"]) }]
}

function blobOf(descriptor: Readonly<Record<string, Value>>, members: Members): Uint8Array | undefined {
  return members.get(`blobs/sha256/${hexOf(descriptor)}`)
}

function hexOf({ digest }: Readonly<Record<string, Value>>): string {
  return typeof digest === "string" ? (/^sha256:([0-9a-f]{64})$/.exec(digest)?.[1] ?? "") : ""
}

function jsonIn(members: Members, name: string): Value | undefined {
  const bytes = members.get(name)
  return bytes === undefined ? undefined : parsed(bytes)
}

function parsed(bytes: Uint8Array): Value | undefined {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as Value
  } catch {
    return undefined
  }
}
