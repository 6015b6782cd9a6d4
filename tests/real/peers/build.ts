// Builds the programs of peers.ts that are not in the cache, one by one, until its time is over: a line each. What was
// begun stays in Go's own cache, so that the next run goes on from there. Ends well without Go or without a module
// proxy, and says so: the tests that need a program then say themselves which is missing.
//
//     bun tests/real/peers/build.ts            within CRIADM_PEERS_MINUTES (30; with CI=true 12)
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { say } from "../support/cache.ts"
import { goProgram } from "./go.ts"
import { type Peer, peerDirectory, peers, recipeOf } from "./peers.ts"

const isContinuousIntegration = process.env["CI"] === "true"
const minutes = Number(process.env["CRIADM_PEERS_MINUTES"] ?? (isContinuousIntegration ? 12 : 30))
const endsAt = Date.now() + minutes * 60_000

interface Wanted {
  readonly peer: Peer
  readonly program: string
  readonly path: string
  readonly stamp: string
  readonly recipe: string
}

const isCampaign = process.env["CRIADM_CAMPAIGN"] === "1"
const wanted: readonly Wanted[] = peers
  .filter(({ isForCampaigns }) => isCampaign || !isContinuousIntegration || isForCampaigns !== true)
  .flatMap((peer) =>
    Object.keys(peer.programs).map((program) => {
      const directory = peerDirectory(peer)
      const stamp = join(directory, `.${program}.recipe`)
      return { peer, program, path: join(directory, program), stamp, recipe: recipeOf(peer, program) }
    }),
  )
const missing = wanted.filter((one) => !isBuilt(one))
if (missing.length > 0) await buildAll()

function isBuilt({ path, stamp, recipe }: Wanted): boolean {
  return existsSync(path) && existsSync(stamp) && readFileSync(stamp, "utf8") === recipe
}

async function buildAll(): Promise<void> {
  const go = await goProgram()
  if (go === undefined) {
    say(`not built: ${missing.map(nameOf).join(", ")}: no Go of 1.21 or later, and none could be had`)
    return
  }
  say(`building ${missing.length} programs of Kubernetes and of container runtimes, at most ${minutes} minutes`)
  for (const one of missing) {
    const began = Date.now()
    const left = endsAt - began
    if (left <= 0) return say(`left for the next run: ${missing.slice(missing.indexOf(one)).map(nameOf).join(", ")}`)
    const ended = await build(go, one, left)
    const seconds = Math.round((Date.now() - began) / 1000)
    say(ended === undefined ? `${nameOf(one)} is built (${seconds} s)` : `${nameOf(one)} is not built: ${ended}`)
  }
}

function nameOf({ peer, program }: Wanted): string {
  return `${program} ${peer.release}`
}

/** Undefined: it is in its place. */
async function build(
  go: string,
  { peer, program, path, stamp, recipe }: Wanted,
  milliseconds: number,
): Promise<string | undefined> {
  mkdirSync(peerDirectory(peer), { recursive: true })
  const unfinished = `${path}.${process.pid}`
  const variables = peer.versionVariables.map((variable) => `-X ${variable}=${peer.release}`)
  const building = Bun.spawn({
    cmd: [
      go,
      ...(peer.areTests === true ? ["test", "-c"] : ["build"]),
      "-trimpath",
      ...(peer.tags === undefined ? [] : ["-tags", peer.tags.join(",")]),
      "-ldflags",
      ["-s", "-w", ...variables].join(" "),
      "-o",
      unfinished,
      peer.programs[program] ?? "",
    ],
    cwd: join(import.meta.dir, peer.name),
    env: { ...process.env, CGO_ENABLED: "0", GOFLAGS: "-mod=readonly" },
    stdout: "ignore",
    stderr: "pipe",
    timeout: milliseconds,
  })
  const said = await new Response(building.stderr).text()
  if ((await building.exited) !== 0) {
    return building.signalCode === null
      ? (said.trim().split("\n").at(-1) ?? "")
      : "its time is over; the next run goes on"
  }
  renameSync(unfinished, path)
  writeFileSync(stamp, recipe)
  return undefined
}
