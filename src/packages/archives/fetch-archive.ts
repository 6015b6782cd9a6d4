// Brings one archive into a directory of criadm's: fetched where it is not there yet, and known by its checksum only.
import { copyFileSync, existsSync, rmSync, statSync } from "node:fs"
import { join } from "node:path"
import { sha256Of } from "../../machine/archives/digest.ts"
import { download } from "../../machine/archives/fetch.ts"
import { environmentWithProxy } from "../../machine/archives/proxy.ts"
import { failed, ok, type Result } from "../../model/fault.ts"
import type { ReleaseArchive } from "../../model/install/archives.ts"
import type { Progress } from "../../model/progress.ts"

export interface FetchOptions {
  /** A path of this machine. */
  readonly directory: string
  /** Of a bundle: where a file with this checksum is. Nothing is fetched then. */
  held?(sha256: string): string | undefined
  /** Prefix that stands before the host; undefined: the project's own host. */
  readonly mirror: string | undefined
  onProgress(progress: Progress): void
  /** As asked for the runtime, by --proxy and --no-proxy; undefined: as the variables of the caller say. */
  readonly proxy?: string | undefined
  readonly noProxy?: string | undefined
}

/** Larger than any release archive, in bytes. An editor's choice. */
const mostBytes = 1 << 29

export interface HeldArchive {
  readonly archive: ReleaseArchive
  /** A path of this machine. */
  readonly path: string
  readonly bytes: number
}

export async function fetchArchive(archive: ReleaseArchive, options: FetchOptions): Promise<Result<HeldArchive>> {
  const { url, sha256, project } = archive
  const path = join(options.directory, sha256)
  if (existsSync(path) && sha256Of(path) === sha256) return held(archive, path)
  if (options.held !== undefined) {
    const file = options.held(sha256)
    if (file !== undefined) copyFileSync(file, path)
    const found = file === undefined ? "" : (sha256Of(path) ?? "")
    if (found === sha256) return held(archive, path)
    rmSync(path, { force: true })
    return failed({ code: "archive-differs", args: { url: file ?? project, expected: sha256, found } })
  }
  const from = options.mirror === undefined ? url : url.replace(/^https:\/\//, `${options.mirror}/`)
  let found = ""
  // Once more from the start: what was there in part may have been of another making.
  for (let attempt = 0; attempt < 2; attempt += 1) {
    const hadPart = existsSync(`${path}.part`)
    const fetched = await download({
      url: from,
      to: path,
      maxBytes: mostBytes,
      environment: environmentWithProxy(process.env, options.proxy, options.noProxy),
      onBytes: (bytes, totalBytes) => options.onProgress({ event: "downloading", name: project, bytes, totalBytes }),
    })
    if (!fetched.ok) {
      const { why, detail } = fetched
      if (why !== "stalled" && why !== "unreachable") rmSync(`${path}.part`, { force: true })
      return failed({ code: "archive-not-fetched", args: { url: from, why, detail } })
    }
    found = sha256Of(path) ?? ""
    if (found === sha256) return held(archive, path)
    rmSync(path, { force: true })
    if (!hadPart) break
  }
  return failed({ code: "archive-differs", args: { url: from, expected: sha256, found } })
}

function held(archive: ReleaseArchive, path: string): Result<HeldArchive> {
  return ok({ archive, path, bytes: statSync(path).size })
}
