// Every configuration, on every containerd release that Debian ships: criadm makes it right, and the real daemon,
// started with the result, says so itself; or criadm refuses with a reason and touches nothing. There is no third way.
import { expect, setDefaultTimeout, test } from "bun:test"
import { lstatSync } from "node:fs"
import { join } from "node:path"
import { say } from "../support/cache.ts"
import { criadm } from "../support/criadm-program.ts"
import { needsOfPackages, type Release } from "../support/packages.ts"
import { describeReal } from "../support/requirements.ts"
import { type Configuration, configurationsFor, whyNoFurtherCases } from "./configurations.ts"
import { type ContainerdNode, containerdNode } from "./containerd-daemon.ts"
import { triedReleases } from "./containerd-releases.ts"
import { criOf, whatIsWrong } from "./effective.ts"
import { asText, type Row } from "./verdict-table.ts"

/** Fetching packages on a slow network, then a hundred starts of a daemon. */
setDefaultTimeout(15 * 60 * 1000)

const sandboxImage = "registry.k8s.io/pause:3.10.2"
const refusedExitCode = 3

describeReal("containerd with the configuration that criadm writes", needsOfPackages, () => {
  const table = new Map<string, readonly Row[]>()

  const tried = triedReleases()

  for (const release of tried) {
    test(`every configuration becomes effective on containerd ${release.version} or is refused`, async () => {
      const rows = await inPairs(shareOf(release, await configurationsFor(release)), (configuration) =>
        judge(release, configuration),
      )

      table.set(`${release.version} (${release.suite})`, rows)
      expect(rows.filter((row) => row.verdict === "wrong")).toEqual([])
      expect(rows.filter((row) => row.verdict === "effective").length).toBeGreaterThan(rows.length / 3)
    })
  }

  test("the table of all cases and releases", () => {
    say(whyNoFurtherCases() ?? "with the further cases")
    process.stderr.write(asText(table))
    expect(table.size).toBe(tried.length)
  })
})

/** Of releases that nobody has as a package, every third; all of them with CRIADM_CAMPAIGN=1. */
function shareOf({ peer }: Release, all: readonly Configuration[]): readonly Configuration[] {
  if (peer === undefined || process.env["CRIADM_CAMPAIGN"] === "1") return all
  const begin = peer.length + Number(peer.at(-1))
  return all.filter((_, index) => (index + begin) % 3 === 0)
}

/** What criadm gets wrong it gets wrong every time; what happens once in a hundred starts of a daemon is told, no more. */
async function judge(release: Release, configuration: Configuration): Promise<Row> {
  const row = await tryOut(release, configuration)
  if (row.verdict !== "wrong") return row
  say(`${release.version}, ${row.name}, tried once more after: ${row.detail}`)
  return await tryOut(release, configuration)
}

async function tryOut(release: Release, configuration: Configuration): Promise<Row> {
  const node = await containerdNode(release, configuration.files)
  const row = (verdict: Row["verdict"], detail: string): Row => ({ name: configuration.name, verdict, detail })
  try {
    const before = node.files()
    const applied = await apply(node)
    if (applied.exitCode === refusedExitCode) {
      const faults = faultsIn(applied.stdout)
      const reason = faults.map(({ message }) => message?.what).join(" ")
      if (reason === "") return row("wrong", "refused without a reason")
      if (!Bun.deepEquals(node.files(), before)) return row("wrong", `refused and yet changed files: ${reason}`)
      const untrue = await whyUntrue(node, faults)
      return untrue === undefined ? row("refused", reason) : row("wrong", `${untrue}, but it was said: ${reason}`)
    }
    if (applied.exitCode !== 0) {
      return row("wrong", `apply ended with ${applied.exitCode}: ${lastLine(applied.stderr || applied.stdout)}`)
    }
    const fault = await whatIsWrong(node, sandboxImage)
    if (fault !== undefined) return row("wrong", fault)

    const identities = identitiesOf(node)
    const again = await apply(node)
    // 6: nothing is left to change, and check fails about something else in this file.
    if (![0, 6].includes(again.exitCode)) return row("wrong", `the second apply ended with ${again.exitCode}`)
    if (!Bun.deepEquals(identitiesOf(node), identities)) return row("wrong", "the second apply wrote a file")
    return row("effective", "")
  } catch (error) {
    return row("wrong", String(error))
  } finally {
    node.remove()
  }
}

function apply(node: ContainerdNode) {
  const { version } = node.release
  const answers = ["--runtime", "containerd", "--cgroup-driver", "systemd", "--sandbox-image", sandboxImage]
  const where = ["--root", node.root, "--runtime-version", version]
  return criadm("apply", ...where, ...answers, "--yes", "--no-restart", "-o", "json")
}

interface SaidFault {
  readonly code: string
  readonly message?: { readonly what: string }
}

function faultsIn(stdout: string): readonly SaidFault[] {
  return (JSON.parse(stdout) as { readonly faults?: readonly SaidFault[] }).faults ?? []
}

/** A reason that speaks of the daemon is checked with the daemon, on the untouched files. */
async function whyUntrue(node: ContainerdNode, faults: readonly SaidFault[]): Promise<string | undefined> {
  const isSaid = (code: string) => faults.some((fault) => fault.code === code)
  if (!isSaid("containerd-does-not-start") && !isSaid("containerd-cri-refused")) return undefined
  const daemon = await node.start()
  if (daemon.state === "ended") return isSaid("containerd-does-not-start") ? undefined : "containerd does not start"
  try {
    if (isSaid("containerd-does-not-start")) return "containerd starts"
    return (await criOf(daemon.sockets())) === undefined ? undefined : "CRI is served"
  } finally {
    await daemon.stop()
  }
}

/** What a write changes even when the bytes stay. */
function identitiesOf(node: ContainerdNode): readonly string[] {
  return Object.entries(node.files()).map(([path, bytes]) => {
    const { ino, mtimeMs, mode } = lstatSync(join(node.root, path))
    return `${path} ${ino} ${mtimeMs} ${mode} ${Bun.hash(bytes)}`
  })
}

function lastLine(said: string): string {
  return said.trimEnd().split("\n").at(-1) ?? ""
}

/** Two at a time: a start mostly waits. */
async function inPairs<T, R>(all: readonly T[], work: (each: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = []
  let next = 0
  const worker = async () => {
    for (let index = next++; index < all.length; index = next++) results[index] = await work(all[index] as T)
  }
  await Promise.all([worker(), worker()])
  return results
}
