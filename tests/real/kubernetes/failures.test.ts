// The most common failures of a node's bring-up, made on a good node: what check tells beforehand is what the real kubelet
// or kubeadm then fails over. In a container what is said before anything that a container has not; with
// CRIADM_CAMPAIGN=1 all of them on one virtual machine. Prints a table.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test"
import { type Node, needsOfNodes, node } from "../nodes/nodes.ts"
import { peerProgram, whyNoPeer } from "../peers/peers.ts"
import { say } from "../support/cache.ts"
import { type CellName, recordDone, recordNotRun } from "../support/cells.ts"
import { program } from "../support/criadm-program.ts"
import { pauseArchive } from "../support/images.ts"
import { describeReal } from "../support/requirements.ts"
import { asText } from "../support/table.ts"
import { codesOfCheck, failures, goodContainerd, kubeletUnit, seeFailure } from "./failures.ts"
import { crictl, patiently, prepare } from "./kubelet-story.ts"

setDefaultTimeout(40 * 60 * 1000)

const isCampaign = process.env["CRIADM_CAMPAIGN"] === "1"
const tried = failures.filter(({ isInContainer }) => isCampaign || isInContainer === true)
const needed = { "kubernetes-1.37": ["kubelet", "kubeadm"], "cri-tools-1.37": ["crictl"] }
const cell = { kind: "trixie", kubelet: "kubernetes-1.37" } as const

const cni = `{"cniVersion": "1.0.0", "name": "bench", "plugins": [
  {"type": "bridge", "bridge": "cni0", "isGateway": true,
   "ipam": {"type": "host-local", "ranges": [[{"subnet": "10.244.0.0/24"}]]}}]}
`

const recordOf = (failure: string): CellName => ({
  story: `made wrong: ${failure}`,
  kind: cell.kind,
  runtime: "containerd 1.7",
  kubelet: cell.kubelet.replace("kubernetes-", ""),
})

const reason = whyNoPeer(needed)
if (reason !== undefined) say(`skipped: failures of a bring-up: ${reason}`)

describeReal("a node that is brought up wrongly", needsOfNodes, () => {
  for (const failure of failures) {
    const why = reason ?? (tried.includes(failure) ? undefined : "scripts/campaign kubelets")
    if (why !== undefined) recordNotRun(recordOf(failure.name), why)
  }
  describe.skipIf(reason !== undefined)(isCampaign ? "on a machine" : "in a container", () => {
    let on: Node
    const table: (readonly string[])[] = [["made wrong", "check", "who fails", "after", "says"]]

    beforeAll(async () => {
      const peers = Object.entries(needed).flatMap(([peer, programs]) =>
        programs.flatMap((each) => peerProgram(peer, each) ?? []),
      )
      on = await node(cell.kind, {
        way: isCampaign ? "snapshot" : "container",
        tools: [program, await pauseArchive(), ...peers],
      })
      await prepare(on, cell)
      await on.put("/etc/systemd/system/kubelet.service", kubeletUnit)
      await on.put("/etc/cni/net.d/10-bench.conflist", cni)
      await on.mustRun(
        `systemctl daemon-reload; until [ -S /run/containerd/containerd.sock ]; do sleep 0.2; done
        criadm apply --yes --no-kubelet --sandbox-image registry.k8s.io/pause:3.10.2
        cp /etc/containerd/config.toml ${goodContainerd}`,
        patiently,
      )
    })
    afterAll(async () => {
      process.stderr.write(`${asText(table)}\n`)
      await on?.stop()
    })

    test.each(tried)("$name: $by says so, as check did before", async (failure) => {
      const { name, breaks, mends, foretold, by, says, livesOn } = failure
      expect(await codesOfCheck(on)).not.toContain(foretold)
      await on.run(breaks, patiently)
      const seen = await seeFailure(on, failure, 240)
      // A kubelet that lives on has pods, which would be in the way of the next.
      await on.run(`systemctl stop kubelet; ${crictl} rmp --all --force`, patiently)
      await on.mustRun(mends, patiently)

      const isForetold = seen.codes.includes(foretold)
      const steps = seen.seconds === undefined ? [] : [{ step: `${by} says so`, seconds: seen.seconds }]
      recordDone(
        recordOf(name),
        steps,
        isForetold && seen.seconds !== undefined ? undefined : "not as foretold",
        foretold,
      )
      const after = seen.seconds === undefined ? "never" : `${seen.seconds.toFixed(1)} s`
      table.push([name, isForetold ? foretold : "nothing", by, after, says])
      expect({ codes: seen.codes, said: seen.said }).toEqual({
        codes: expect.arrayContaining([foretold]),
        said: seen.seconds === undefined ? "what was foretold" : seen.said,
      })
      if (by === "kubelet") expect(seen.kubelet).toBe(livesOn === true ? "active" : "failed")
    })
  })
})
