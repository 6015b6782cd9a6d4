// A newer release of containerd for a host of release archives: as it is built from its Go modules for other tests.
import { createHash } from "node:crypto"
import { cpSync, mkdirSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { peerProgram, whyNoPeer } from "../peers/peers.ts"
import { cacheDirectory, momentaryDirectory, say } from "../support/cache.ts"
import { mustRun } from "../support/programs.ts"
import type { ReleaseHost } from "./release-host.ts"

const programs = ["containerd", "containerd-shim-runc-v2", "ctr"]
export const newer = "2.3.7"
/** Why there is none; undefined: there is. */
export const noNewer = whyNoPeer({ "containerd-2.3": programs })
if (noNewer !== undefined) say(`skipped: another release in place of the first: ${noNewer}`)

/** Its line as sha256sum writes it; empty where there is none. */
export async function addNewer(host: ReleaseHost): Promise<string> {
  if (noNewer !== undefined) return ""
  const work = momentaryDirectory(join(cacheDirectory, "downloads"), `containerd-${newer}`)
  mkdirSync(join(work, "bin"))
  for (const name of programs) cpSync(peerProgram("containerd-2.3", name) ?? "", join(work, "bin", name))
  const path = `containerd/containerd/releases/download/v${newer}/containerd-${newer}-linux-amd64.tar.gz`
  const at = join(host.tool, "files/github.com", path)
  mkdirSync(dirname(at), { recursive: true })
  await mustRun(["tar", "--use-compress-program=gzip -1", "-cf", at, "-C", work, "bin"])
  return `${createHash("sha256").update(readFileSync(at)).digest("hex")}  ${path}\n`
}
