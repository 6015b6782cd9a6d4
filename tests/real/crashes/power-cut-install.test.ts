// The plug of a virtual machine is pulled while its package manager installs a runtime: the page cache is lost, the disk
// has what dpkg and criadm synced. When power is back, the next run leaves the node without a runtime as before, or with one.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test"
import type { BareNode } from "../nodes/bare-node.ts"
import { needsOfNodes } from "../nodes/nodes.ts"
import { say } from "../support/cache.ts"
import { describeReal } from "../support/requirements.ts"
import { install, nodeToKillOn, selfOf, survive } from "./killed-install.ts"

/** Two boots and an installation in emulation for each moment, on a busy machine. */
setDefaultTimeout(90 * 60 * 1000)

/** As dpkg logs them (dpkg(1), --log), in their order. */
const moments = [
  "status half-installed runc",
  "status half-installed containerd",
  "status unpacked containerd",
  "status half-installed iptables",
  "status unpacked containernetworking-plugins",
  "status half-configured libnftnl11",
  "status half-configured containerd",
  "status installed containernetworking-plugins",
]
/** Each takes three boots' time in emulation, which is more than a share of the other tests may have. */
const isWhole = process.env["CRIADM_CAMPAIGN"] === "1"
if (!isWhole) say("skipped: power cuts while packages are installed: scripts/campaign installs has them")

const describeWhole: typeof describeReal = isWhole ? describeReal : (name, _, tests) => describe.skip(name, tests)

describeWhole("a node whose power fails while packages are installed", needsOfNodes, () => {
  let given: BareNode
  let old: string
  beforeAll(async () => {
    given = await nodeToKillOn("snapshot")
    await given.node.mustRun("sync")
    old = await selfOf(given)
  })
  afterAll(async () => await given?.node.stop())

  test.each(moments)("at %p: the next run completes or undoes, and nothing is lost", async (moment) => {
    const { node } = given
    const until = `until grep -q '${moment}' /var/log/dpkg.log; do kill -0 $! || { cat /tmp/said >&2; exit 1; }; sleep 0.02; done`

    await node.mustRun(`: >/var/log/dpkg.log; ${install} >/tmp/said 2>&1 & ${until}`)
    await node.powerCut()

    expect(await survive(given, { old }, `power cut at ${moment}`, "")).not.toBe("lost")
  })
})
