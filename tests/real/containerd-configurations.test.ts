// Every configuration, on every containerd release that Debian ships: criadm makes it right, and the real daemon,
// started with the result, says so itself; or criadm refuses with a reason and touches nothing. There is no third way.
import { expect, setDefaultTimeout, test } from "bun:test"
import { lstatSync } from "node:fs"
import { join } from "node:path"
import { parse } from "smol-toml"
import { say } from "./cache.ts"
import { type Configuration, configurationsFor, whyNoFurtherCases } from "./configurations.ts"
import { type ContainerdNode, containerdNode, type RunningContainerd } from "./containerd-daemon.ts"
import { askCri, type CriAnswers } from "./cri-answers.ts"
import { criadm } from "./criadm-program.ts"
import { needsOfPackages, type Release, releases } from "./packages.ts"
import { describeReal } from "./requirements.ts"
import { driverSeenByRunc, recordRunc } from "./runc-recorder.ts"

/** Fetching packages on a slow network, then a hundred starts of a daemon. */
setDefaultTimeout(15 * 60 * 1000)

const sandboxImage = "registry.k8s.io/pause:3.10.2"
const refusedExitCode = 3

interface Row {
  readonly name: string
  readonly verdict: "effective" | "refused" | "wrong"
  readonly detail: string
}

describeReal("containerd with the configuration that criadm writes", needsOfPackages, () => {
  const table = new Map<string, readonly Row[]>()

  for (const release of releases) {
    test(`every configuration becomes effective on ${release.suite}'s containerd or is refused`, async () => {
      const rows = await inPairs(await configurationsFor(release), (configuration) => tryOut(release, configuration))

      table.set(`${release.version} (${release.suite})`, rows)
      expect(rows.filter((row) => row.verdict === "wrong")).toEqual([])
      expect(rows.filter((row) => row.verdict === "effective").length).toBeGreaterThan(rows.length / 3)
    })
  }

  test("the table of all cases and releases", () => {
    say(whyNoFurtherCases() ?? "with the further cases")
    process.stderr.write(asText(table))
    expect(table.size).toBe(releases.length)
  })
})

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
    const fault = await whatIsWrong(node)
    if (fault !== undefined) return row("wrong", fault)

    const identities = identitiesOf(node)
    const again = await apply(node)
    if (again.exitCode !== 0) return row("wrong", `the second apply ended with ${again.exitCode}`)
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

/** Starts the real daemon and asks it; undefined: everything is as it was asked for. */
async function whatIsWrong(node: ContainerdNode): Promise<string | undefined> {
  await recordRunc(node, sandboxImage)
  const daemon = await node.start()
  if (daemon.state === "ended") return `containerd ended with ${daemon.exitCode}: ${lastLine(daemon.log)}`
  try {
    const cri = await criOf(daemon.sockets())
    if (cri === undefined) return "CRI is not served"
    return driverFault(node, cri) ?? (await imageFault(node, cri)) ?? (await podFault(node, daemon, cri))
  } finally {
    await daemon.stop()
  }
}

interface Handler {
  readonly runtimeType?: string
  readonly options?: Readonly<Record<string, unknown>> | null
}

/** Handlers of the shims for runc: only those have the option (containerd core/runtime/v2/runc/options). */
function runcHandlers({ config }: CriAnswers): readonly (readonly [string, Handler])[] {
  const containerd = config["containerd"] as { runtimes?: Record<string, Handler> } | undefined
  return Object.entries(containerd?.runtimes ?? {}).filter(
    ([, { runtimeType = "" }]) => runtimeType === "" || runtimeType.startsWith("io.containerd.runc."),
  )
}

function driverFault({ release }: ContainerdNode, cri: CriAnswers): string | undefined {
  if (runcHandlers(cri).length === 0) return "the verbose Status shows no runtime handler"
  for (const [name, { runtimeType, options }] of runcHandlers(cri)) {
    if (runtimeType === "") return `handler ${name} has no runtime_type`
    if (!release.statusShowsOptions || options?.["SystemdCgroup"] === true) continue
    return `handler ${name} has ${JSON.stringify(options ?? null)}`
  }
  return cri.driver === "CGROUPFS" ? "RuntimeConfig says CGROUPFS" : undefined
}

/** containerd 2 no longer shows it in the verbose Status; there the dump tells. */
async function imageFault(node: ContainerdNode, { config }: CriAnswers): Promise<string | undefined> {
  const fromDump = async () => {
    const dumped = parse((await node.dump()).stdout) as { plugins?: Record<string, Record<string, unknown>> }
    return (dumped.plugins?.["io.containerd.cri.v1.images"]?.["pinned_images"] as Record<string, unknown>)?.["sandbox"]
  }
  const image = "sandboxImage" in config ? config["sandboxImage"] : await fromDump()
  return image === sandboxImage ? undefined : `the sandbox image is ${JSON.stringify(image)}`
}

/** A pod sandbox of each handler gets as far as runc, from the asked image, with the asked driver. */
async function podFault(node: ContainerdNode, daemon: RunningContainerd, cri: CriAnswers): Promise<string | undefined> {
  for (const [name] of runcHandlers(cri)) {
    const seen = await driverSeenByRunc(node, daemon, cri, name)
    if (seen !== "systemd") return `a pod of handler ${name}: ${typeof seen === "string" ? seen : seen.failed}`
  }
  return undefined
}

/** Of all sockets the first that serves CRI; others may speak something else, such as metrics over HTTP. */
async function criOf(sockets: readonly string[]): Promise<CriAnswers | undefined> {
  const answers = await Promise.allSettled(sockets.map(askCri))
  const answered = answers.flatMap((answer) => (answer.status === "fulfilled" ? [answer.value] : []))
  return answered.find(({ api }) => api !== undefined)
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

function asText(byRelease: ReadonlyMap<string, readonly Row[]>): string {
  const names = [...new Set([...byRelease.values()].flatMap((rows) => rows.map((row) => row.name)))]
  const columns = [...byRelease]
  const width = Math.max(...names.map((name) => name.length))
  const cells = (name: string) => columns.map(([, rows]) => rows.find((row) => row.name === name)?.verdict ?? "-")
  const line = (name: string, entries: readonly string[]) =>
    `${name.padEnd(width)}  ${entries.map((entry) => entry.padEnd(18)).join("")}`.trimEnd()
  const count = (verdict: Row["verdict"]) =>
    columns.map(([, rows]) => String(rows.filter((row) => row.verdict === verdict).length))
  const reasons = columns.flatMap(([release, rows]) =>
    rows.filter((row) => row.detail !== "").map((row) => `${row.verdict} on ${release}, ${row.name}: ${row.detail}`),
  )
  return [
    line(
      "",
      columns.map(([release]) => release),
    ),
    ...names.map((name) => line(name, cells(name))),
    "",
    ...(["effective", "refused", "wrong"] as const).map((verdict) => line(verdict, count(verdict))),
    "",
    ...reasons,
    "",
  ].join("\n")
}
