// Reads the image archive that was asked to be imported, and asks each running runtime whether it has its images
// already. What root imports must be nobody else's to write.
import type { Component } from "../components/component.ts"
import { imageStatus } from "../cri/client.ts"
import { readImageArchive } from "../documents/image-archive/image-archive.ts"
import { whoElse } from "../machine/archives/trusted.ts"
import type { ReadingMachine } from "../machine/reading.ts"
import { knownValue } from "../model/facts/fact.ts"
import {
  type ArchiveTrouble,
  type ImageArchiveFacts,
  type ImportedImage,
  mostArchiveBytes,
  type PresentImage,
} from "../model/facts/image-archive.ts"
import type { NodeFacts } from "../model/facts/node-facts.ts"
import { type Fault, failed, ok, type Result } from "../model/fault.ts"
import { sha256 } from "../model/file-content.ts"

/** uname -m → GOARCH, as images say it. */
const architectures: Readonly<Record<string, string>> = {
  x86_64: "amd64",
  aarch64: "arm64",
  armv7l: "arm",
  armv6l: "arm",
  i686: "386",
  i386: "386",
}

export async function lookAtImageArchive(
  machine: ReadingMachine,
  node: NodeFacts,
  components: readonly Component[],
  path: string,
): Promise<Result<ImageArchiveFacts>> {
  if (!machine.isLive) return failed({ code: "image-archive-needs-live-node", args: {} })
  const read = machine.readFile(path, { maxBytes: mostArchiveBytes })
  if (read.state === "absent") return failed({ code: "file-missing", args: { file: path } })
  if (read.state === "unreadable" && read.why !== "too-large") {
    return failed({ code: "file-unreadable", args: { file: path, why: read.why } })
  }
  const unusable = (why: ArchiveTrouble) => failed(unusableFault(path, why))
  if (read.state === "unreadable") return unusable("too-large")
  const open = whoElse(machine, read)
  if (open !== undefined) return failed(open)
  const archive = await readImageArchive(read.bytes)
  if (typeof archive === "string") return unusable(archive)
  const machineName = knownValue(node.architecture) ?? ""
  const architecture = architectures[machineName] ?? machineName
  const images = archive.images.filter((one) => one.architecture === architecture)
  if (images.length === 0) {
    const found = [...new Set(archive.images.map((one) => one.architecture))]
    return failed({ code: "image-archive-architecture", args: { file: path, found, architecture } })
  }
  return ok({
    path,
    hash: sha256(read.bytes),
    bytes: read.bytes.length,
    form: archive.form,
    images: images.map(({ name, id }) => ({ name, id })),
    there: await presence(machine, node, components, images),
  })
}

function unusableFault(file: string, why: ArchiveTrouble): Fault {
  return { code: "image-archive-unusable", args: { file, why, most: mostArchiveBytes } }
}

async function presence(
  machine: ReadingMachine,
  node: NodeFacts,
  components: readonly Component[],
  images: readonly ImportedImage[],
): Promise<ImageArchiveFacts["there"]> {
  const runtimes = components.filter(({ role, id }) => role === "runtime" && node.running?.[id]?.version.ok === true)
  const asked = runtimes.map(async ({ id }) => {
    const { endpoint } = node.running![id]!
    return [id, await Promise.all(images.map((image) => presenceOf(machine, endpoint, image)))] as const
  })
  return Object.fromEntries(await Promise.all(asked))
}

async function presenceOf(machine: ReadingMachine, endpoint: string, image: ImportedImage): Promise<PresentImage> {
  const [named, same] = await Promise.all([
    imageStatus(machine, endpoint, image.name),
    imageStatus(machine, endpoint, image.id),
  ])
  const id = named.ok && named.value.present ? named.value.id : undefined
  return {
    name: image.name,
    ...(id === undefined ? {} : { id: withAlgorithm(id) }),
    hasSame: same.ok && same.value.present,
  }
}

/** CRI-O leaves the algorithm out. */
function withAlgorithm(id: string): string {
  return id.includes(":") ? id : `sha256:${id}`
}
