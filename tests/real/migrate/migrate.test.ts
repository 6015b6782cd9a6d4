// A node that has joined is led from cgroupfs to systemd, with a real kubelet and a real pod: killed in the middle, gone
// on, and back; killed at every step, and rebooted. Judged by the cgroup tree. Hours: only in its campaign.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test"
import { type Cell, patiently, peersOf, prepare, toolsOf, untilPodRuns } from "../kubernetes/kubelet-story.ts"
import { type Node, needsOfNodes, node } from "../nodes/nodes.ts"
import { whyNoPeer } from "../peers/peers.ts"
import { say } from "../support/cache.ts"
import { program } from "../support/criadm-program.ts"
import { pauseArchive } from "../support/images.ts"
import { describeReal } from "../support/requirements.ts"
import { asJoined, killedAt, migrateTo, ofCgroupfs, ofSystemd, steps } from "./migration-story.ts"

setDefaultTimeout(40 * 60 * 1000)

const isCampaign = process.env["CRIADM_CAMPAIGN"] === "1"

/** containerd 1.7 does not tell its driver, so that the kubelet's own file counts; 2.1 does, and the kubelet follows it. */
const cells: readonly Cell[] = [
  { kind: "trixie", kubelet: "kubernetes-1.37" },
  { kind: "forky", kubelet: "kubernetes-1.34" },
]

describeReal("a migration of the cgroup driver", needsOfNodes, () => {
  for (const cell of cells) {
    const reason = isCampaign
      ? whyNoPeer(peersOf(cell))
      : "scripts/campaign migrations does it; a share is in kubelet.test.ts"
    const name = `${cell.kubelet} on ${cell.kind}`
    if (reason !== undefined) say(`skipped: ${name}: ${reason}`)
    describe.skipIf(reason !== undefined)(name, () => {
      let on: Node

      beforeAll(async () => {
        on = await node(cell.kind, { way: "snapshot", tools: [program, await pauseArchive(), ...toolsOf(cell)] })
        await prepare(on, cell)
        await on.mustRun(asJoined, patiently)
        expect(await untilPodRuns(on, 120)).toMatch(ofCgroupfs)
      })
      afterAll(async () => await on?.stop())

      const goOn = async () =>
        expect(await on.run(migrateTo("systemd"), patiently)).toMatchObject({ exitCode: 0, stderr: "" })
      const goBack = async () =>
        expect(await on.run("criadm migrate --back --yes --timeout 300", patiently)).toMatchObject({ exitCode: 0 })

      for (const step of Array.from({ length: steps }, (_, index) => index + 1)) {
        test(`killed at step ${step}, it goes on, and the pod runs under systemd`, async () => {
          await on.mustRun(killedAt(step, "systemd"), patiently)

          await goOn()
          expect(await untilPodRuns(on, 120)).toMatch(ofSystemd)
          expect(await on.mustRun("ls -d /sys/fs/cgroup/kubepods 2>&1 || true")).toContain("No such file")

          await goBack()
          expect(await untilPodRuns(on, 120)).toMatch(ofCgroupfs)
        })
      }

      test("is shown whole, and says what the cluster has to do", async () => {
        const shown = await on.mustRun("criadm migrate cgroup-driver --plan", patiently)

        expect(shown).toContain("kubectl drain node --ignore-daemonsets --delete-emptydir-data")
        expect(shown).toContain("kubectl -n kube-system get configmap kubelet-config")
        expect(await on.run("criadm migrate cgroup-driver --yes", patiently)).toMatchObject({ exitCode: 3 })
      })

      test.each([5, 6, 7])("rebooted at step %d, it goes on, and back", async (step) => {
        await on.mustRun(killedAt(step, "systemd"), patiently)
        await on.reboot()

        await goOn()
        expect(await untilPodRuns(on, 120)).toMatch(ofSystemd)

        await goBack()
        expect(await untilPodRuns(on, 120)).toMatch(ofCgroupfs)
      })
    })
  }
})
