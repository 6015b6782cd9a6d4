// The compiled criadm, killed before any call of its own that writes while it installs a runtime with a real node's apt.
// After the next run the node has what it had, or all that was planned, with containerd serving; and that is taken back.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import { rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { count, newTally, printTally } from "../../apply/support/survival.ts"
import type { BareNode } from "../nodes/bare-node.ts"
import { needsOfNodes } from "../nodes/nodes.ts"
import { momentaryDirectory, say } from "../support/cache.ts"
import { describeReal } from "../support/requirements.ts"
import { injection, type Point, packStrace, pointsIn, traced } from "../support/traced.ts"
import { install, nodeToKillOn, survive, undisturbed } from "./killed-install.ts"

/** With CRIADM_EVERY_POINT=1 each call is tried, in an hour or two; else some calls, spread evenly. */
const isEveryPoint = process.env["CRIADM_EVERY_POINT"] === "1"
const triedPoints = 8
setDefaultTimeout(isEveryPoint ? 240 * 60 * 1000 : 20 * 60 * 1000)

/** Nodes at work side by side. */
const lanes = 2

const seed = Number(process.env["CRIADM_SEED"] ?? Date.now() % 100_000)

describeReal("any call that writes during an installation", needsOfNodes, () => {
  const tools = momentaryDirectory(join(tmpdir(), "criadm-traced"), "strace")
  const bare: BareNode[] = []
  beforeAll(async () => {
    const strace = await packStrace(join(tools, "traced"))
    for (let lane = 0; lane < lanes; lane += 1) bare.push(await nodeToKillOn("container", [strace]))
    say(`calls are chosen with CRIADM_SEED=${seed}`)
  })
  afterAll(async () => {
    for (const { node } of bare) await node.stop()
    rmSync(tools, { recursive: true, force: true })
  })

  test("killed there, the next run leaves the node without a runtime, or with one that serves and can be taken back", async () => {
    const { node } = bare[0]!
    const { selves, found: points } = await undisturbed(bare[0]!, async () => {
      await node.mustRun(traced("/opt/bench/traced", "/root/trace", "", install))
      return pointsIn(await node.mustRun("cat /root/trace; rm /root/trace"))
    })
    expect(points.length).toBeGreaterThan(30)
    const tries = isEveryPoint ? [...points] : some(points)
    const tally = newTally()
    tally.points = tries.length
    await Promise.all(
      bare.map(async (given) => {
        for (let point = tries.shift(); point !== undefined; point = tries.shift()) {
          const what = `kill at ${point.call} ${point.when}: ${point.line}`
          const killing = traced("/opt/bench/traced", "/dev/null", injection(point, "signal=KILL"), install)
          const { stderr } = await given.node.run(killing)
          count(tally, await survive(given, selves, what, stderr), what)
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
