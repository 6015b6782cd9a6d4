// The node as it will be with a runtime from release archives: fetched, checked and unpacked into criadm's own cache, and
// laid over the node. Nothing of the node changes.
import { mkdirSync, renameSync, rmSync } from "node:fs"
import { linuxMachine } from "../../machine/linux.ts"
import type { ReadingMachine } from "../../machine/reading.ts"
import type { WritingMachine } from "../../machine/writing.ts"
import type { TreeFile } from "../../model/change.ts"
import { failed, ok, type Result } from "../../model/fault.ts"
import { sha256 } from "../../model/file-content.ts"
import type { Architecture, ReleaseArchive } from "../../model/install/archives.ts"
import type { ComingTree } from "../../model/install/packages.ts"
import type { GivingWay, PlacedArchives } from "../../model/install/placed.ts"
import { actFault, archiveDirectory, cacheDirectory, forgetCache, makeCache } from "../cache.ts"
import { type Prepared, whyFixed } from "../installation.ts"
import { layered } from "../layered.ts"
import { below } from "../prepare.ts"
import { type FetchOptions, fetchArchive, type HeldArchive } from "./fetch-archive.ts"
import { layOut, type OwnFile } from "./lay-out.ts"
import { fitOver } from "./over-placed.ts"

export interface ArchiveRequest {
  /** Id of the runtime. */
  readonly component: string
  /** Of the runtime itself. */
  readonly release: string
  readonly architecture: Architecture
  readonly archives: readonly ReleaseArchive[]
  readonly services: readonly OwnFile[]
  readonly main: string
  readonly leftOut: ComingTree["leftOut"]
  /** Of the same projects, placed before: it gives way. */
  readonly placed?: Pick<PlacedArchives, "archives" | "files">
}

export interface PrepareOptions extends Pick<FetchOptions, "mirror" | "onProgress" | "held" | "proxy" | "noProxy"> {
  /** "upstream", or the path of what they come in. */
  readonly source: string
  /** Directory in which a run keeps what gives way. */
  readonly keptBelow: string
  /** What comes from packages in the same plan; these files are laid over the node with it. */
  readonly beside?: Prepared | undefined
}

export async function prepareArchives(
  machine: WritingMachine,
  request: ArchiveRequest,
  options: PrepareOptions,
): Promise<Result<Prepared>> {
  const fixed = whyFixed(machine)
  if (fixed !== undefined) return failed(fixed)
  const made = makeCache(machine)
  if (!made.ok) return failed(actFault(made.failure))
  const held: HeldArchive[] = []
  for (const archive of request.archives) {
    const fetched = await fetchArchive(archive, { ...options, directory: archiveDirectory })
    if (!fetched.ok) {
      // What came in part is gone on with by the next command.
      const { fault } = fetched
      const goesOn = fault.code === "archive-not-fetched" && ["stalled", "unreachable"].includes(fault.args.why)
      if (!goesOn) await forgetCache(machine)
      return fetched
    }
    held.push(fetched.value)
  }
  const laid = await unpacked(held, request)
  if (!laid.ok) {
    await forgetCache(machine)
    return laid
  }
  return overNode(machine, request, options, held, laid.value)
}

interface LaidOut {
  readonly contents: string
  readonly files: readonly TreeFile[]
}

/** Whole or not at all: laid out beside, then renamed. */
async function unpacked(held: readonly HeldArchive[], request: ArchiveRequest): Promise<Result<LaidOut>> {
  const { archives, services, architecture } = request
  const contents = `${cacheDirectory}/contents-${sha256(JSON.stringify([archives, services])).slice(0, 16)}`
  const partial = `${contents}.${process.pid}`
  rmSync(partial, { recursive: true, force: true })
  mkdirSync(partial, { mode: 0o755 })
  const laid = await layOut(held, services, architecture, partial)
  if (!laid.ok) {
    rmSync(partial, { recursive: true, force: true })
    return laid
  }
  rmSync(contents, { recursive: true, force: true })
  renameSync(partial, contents)
  return ok({ contents, files: laid.value })
}

async function overNode(
  machine: WritingMachine,
  request: ArchiveRequest,
  options: PrepareOptions,
  held: readonly HeldArchive[],
  { contents, files }: LaidOut,
): Promise<Result<Prepared>> {
  const { component, release, main, leftOut, placed } = request
  const { beside } = options
  const node = beside?.machine ?? machine
  const fitted = fitOver(node, files, placed?.files ?? [])
  if (!fitted.isFree) {
    await forgetCache(machine)
    return failed({ code: "archive-place-taken", args: { path: fitted.taken, runtime: component } })
  }
  const { comes, goes } = fitted
  const layer = linuxMachine({ root: contents })
  const toBeInstalled: ComingTree = {
    kind: "tree",
    component,
    release,
    source: options.source,
    archives: held.map(({ archive: { project, version, url }, bytes }) => ({ project, version, url, bytes })),
    files: comes,
    directories: missingAbove(machine, comes),
    main,
    leftOut,
    services: [main],
    contents,
    configuration: below(layer, "/etc").filter((path) => machine.inspect(path.replace(/\/$/, "")) === undefined),
    kept: [],
    ...(placed === undefined ? {} : { givesWay: givingWay(machine, placed, goes, options.keptBelow) }),
  }
  const going = new Set(goes.map(({ path }) => path))
  const besides =
    beside?.toBeInstalled.kind === "packages" ? { ...beside.toBeInstalled, beside: toBeInstalled } : undefined
  return ok({ toBeInstalled: besides ?? toBeInstalled, machine: layered(node, layer, contents, going) })
}

function givingWay(
  machine: ReadingMachine,
  { archives: was }: NonNullable<ArchiveRequest["placed"]>,
  files: readonly TreeFile[],
  keptBelow: string,
): GivingWay {
  const texts = files.flatMap(({ path }) => {
    const read = path.startsWith("/etc/") ? machine.readFile(path) : undefined
    return read?.state === "read" ? [{ path, text: new TextDecoder().decode(read.bytes) }] : []
  })
  const kept = `${keptBelow}/${sha256(JSON.stringify(files)).slice(0, 16)}`
  return { was, files, kept, texts }
}

/** Directories that the files need and that are not there, outermost first. */
function missingAbove(machine: ReadingMachine, files: readonly TreeFile[]): readonly string[] {
  const missing = new Set<string>()
  for (const { path } of files) {
    const parts = path.split("/").slice(1, -1)
    for (let count = 1; count <= parts.length; count += 1) {
      const directory = `/${parts.slice(0, count).join("/")}`
      if (machine.inspect(directory) === undefined) missing.add(directory)
    }
  }
  return [...missing].toSorted((a, b) => a.length - b.length)
}
