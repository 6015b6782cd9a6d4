// The compiled criadm, killed before any call of its own that writes while it installs a runtime with a real node's apt.
// After the next run the node has what it had, or all that was planned, with containerd serving; and that is taken back.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import { rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { count, newTally, printTally } from "../../apply/support/survival.ts"
import { type BareNode, bareNode, containerdPackages, isServing } from "../nodes/bare-node.ts"
import { needsOfNodes } from "../nodes/nodes.ts"
import { momentaryDirectory, say } from "../support/cache.ts"
import { describeReal } from "../support/requirements.ts"
import { injection, type Point, packStrace, pointsIn, traced } from "../support/traced.ts"

/** With CRIADM_EVERY_POINT=1 each call is tried, in an hour or two; else some calls, spread evenly. */
const isEveryPoint = process.env["CRIADM_EVERY_POINT"] === "1"
const triedPoints = 8
setDefaultTimeout(isEveryPoint ? 240 * 60 * 1000 : 20 * 60 * 1000)

/** Nodes at work side by side. */
const lanes = 2

const seed = Number(process.env["CRIADM_SEED"] ?? Date.now() % 100_000)

const install = "criadm apply --yes --install distribution --runtime containerd"

/** Puts an unfinished run in order, which comes first, and then finds that there is no such plan. */
const nothing = "criadm apply --yes /root/no-such.plan"

interface Selves {
  readonly old: string
  readonly young: string
}

describeReal("any call that writes during an installation", needsOfNodes, () => {
  const tools = momentaryDirectory(join(tmpdir(), "criadm-traced"), "strace")
  const bare: BareNode[] = []
  beforeAll(async () => {
    const strace = await packStrace(join(tools, "traced"))
    for (let lane = 0; lane < lanes; lane += 1) {
      // What was fetched can be deleted at any time, and is kept by a kill. dpkg lays a package's own file beside the one
      // that is kept the first time only: of a package that was removed it knows that file.
      const leaves = ["/var/cache/criadm", "/etc/containerd/config.toml.dpkg-dist"]
      const how = { withSource: true, tools: [strace], leaves }
      bare.push(await bareNode("trixie-bare", { suite: "trixie", packages: containerdPackages, ...how }))
    }
    say(`calls are chosen with CRIADM_SEED=${seed}`)
  })
  afterAll(async () => {
    for (const { node } of bare) await node.stop()
    rmSync(tools, { recursive: true, force: true })
  })

  test("killed there, the next run leaves the node without a runtime, or with one that serves and can be taken back", async () => {
    const { selves, points } = await undisturbed(bare[0]!)
    expect(points.length).toBeGreaterThan(30)
    const tries = isEveryPoint ? [...points] : some(points)
    const tally = newTally()
    tally.points = tries.length
    await Promise.all(
      bare.map(async (given) => {
        for (let point = tries.shift(); point !== undefined; point = tries.shift()) {
          const what = `kill at ${point.call} ${point.when}: ${point.line}`
          count(tally, await survive(given, point, selves, what), what)
        }
      }),
    )
    printTally(`calls of the program during an installation, of ${points.length}`, 1, 1, tally)
    expect(tally.lost).toEqual([])
  })
})

function some(points: readonly Point[]): Point[] {
  const step = points.length / triedPoints
  return Array.from({ length: triedPoints }, (_, at) => points[(Math.floor(at * step) + seed) % points.length]!)
}

async function selfOf(given: BareNode): Promise<string> {
  return (await given.now()).join("\n")
}

async function undisturbed(given: BareNode): Promise<{ readonly selves: Selves; readonly points: readonly Point[] }> {
  const { node } = given
  const old = await selfOf(given)
  await node.mustRun(traced("/opt/bench/traced", "/root/trace", "", install))
  const points = pointsIn(await node.mustRun("cat /root/trace; rm /root/trace"))
  const young = await selfOf(given)
  await isServing(node, "containerd")
  await node.mustRun("criadm rollback --yes")
  await forget(given)
  expect(await selfOf(given)).toBe(old)
  return { selves: { old, young }, points }
}

/** Every try begins with the same node. */
async function forget({ node }: BareNode): Promise<void> {
  await node.mustRun("rm -rf /var/lib/criadm /var/cache/criadm; systemctl reset-failed")
}

async function survive(
  given: BareNode,
  point: Point,
  { old, young }: Selves,
  what: string,
): Promise<"old" | "new" | "lost"> {
  const { node } = given
  const tried = await node.run(traced("/opt/bench/traced", "/dev/null", injection(point, "signal=KILL"), install))

  const next = await node.run(nothing)

  const now = await selfOf(given)
  const self = now === old ? "old" : now === young ? "new" : "lost"
  const said = `${tried.stderr}\n${next.stdout}${next.stderr}`
  if (self === "lost") return tell(what, `${difference(old, now)}\nor ${difference(young, now)}\n${said}`)
  const history = await node.mustRun("criadm history -o json")
  if (history.includes("unfinished")) return tell(what, history)
  if (self === "new") {
    await isServing(node, "containerd")
    const back = await node.run("criadm rollback --yes")
    const after = await selfOf(given)
    if (after !== old) return tell(what, `${difference(old, after)}\n${back.stdout}${back.stderr}`)
  }
  await forget(given)
  return self
}

function tell(what: string, why: string): "lost" {
  console.log(`lost: ${what}\n${why}`)
  return "lost"
}

function difference(then: string, now: string): string {
  const [before, after] = [then.split("\n"), now.split("\n")]
  const more = after.filter((line) => !before.includes(line)).slice(0, 5)
  const fewer = before.filter((line) => !after.includes(line)).slice(0, 5)
  return [...more.map((line) => `+ ${line}`), ...fewer.map((line) => `- ${line}`)].join("\n")
}
