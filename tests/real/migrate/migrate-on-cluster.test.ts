// A worker of a real cluster is migrated while the cluster watches: containerd 1.7 to 2.3 with a Deployment's pod running
// through it, and from cgroupfs to systemd with the lines for kubectl pasted from what criadm shows. Killed at steps and
// rebooted in the middle; gone on with, and back. Only in its campaign; CRIADM_STEPS="6" tries these steps alone.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test"
import {
  cgroupOfPod,
  containerdFromArchives,
  deployment,
  type Joining,
  joinAndBeReady,
  limitOf,
  memoryLimit,
  startJoining,
} from "../kubernetes/join-story.ts"
import { kubeletLog, patiently } from "../kubernetes/kubelet-story.ts"
import { needsOfNodes } from "../nodes/nodes.ts"
import { say } from "../support/cache.ts"
import { pauseImage } from "../support/images.ts"
import { describeReal } from "../support/requirements.ts"
import { killedAt, migrateTo, steps } from "./migration-story.ts"

setDefaultTimeout(60 * 60 * 1000)

const isCampaign = process.env["CRIADM_CAMPAIGN"] === "1"
const runtime = containerdFromArchives
const reason = isCampaign ? runtime.missing : "scripts/campaign clusters does it; a share is in kubelet.test.ts"
if (reason !== undefined) say(`skipped: a worker of a real cluster is migrated: ${reason}`)

const killed =
  process.env["CRIADM_STEPS"]?.split(" ").map(Number) ?? Array.from({ length: steps }, (_, index) => index + 1)
const rebooted = 7

const ofCgroupfs = /^\/kubepods\/burstable\/pod[^/]+\/[0-9a-f]{64}$/

describeReal("a worker of a real cluster", needsOfNodes, () => {
  describe.skipIf(reason !== undefined)("on cgroupfs, with a pod", () => {
    let joining: Joining
    beforeAll(async () => {
      joining = await startJoining(runtime, "cgroupfs")
      const { on, cluster } = joining
      await on.mustRun(`${runtime.apply} --cgroup-driver cgroupfs --sandbox-image ${pauseImage}`, patiently)
      await on.mustRun(runtime.importImages, patiently)
      await joinAndBeReady(joining).catch(async (error) => {
        say(await kubeletLog(on))
        throw error
      })
      await cluster.create(deployment)
      await podRuns(ofCgroupfs)
    })
    afterAll(async () => await joining?.stop())

    async function podRuns(where: RegExp): Promise<void> {
      const { cluster, on, name } = joining
      await cluster.kubectl("wait", `node/${name}`, "--for=condition=Ready", "--timeout=600s")
      await cluster.kubectl("rollout", "status", "deployment/proof", "--timeout=900s")
      const cgroup = await cgroupOfPod(joining)
      expect(cgroup).toMatch(where)
      expect(await limitOf(on, cgroup)).toBe(memoryLimit)
    }

    /** As a person does it: the lines for kubectl out of what criadm shows, on the machine that has it. */
    async function pasted(shown: string, which: RegExp): Promise<void> {
      const lines = [...shown.matchAll(/^ +(kubectl .*)$/gm)].map(([, line = ""]) => line)
      const wanted = [...new Set(lines)].filter((line) => which.test(line))
      expect(wanted.length).toBeGreaterThan(0)
      for (const line of wanted) await joining.cluster.shell(line)
    }
    const beforehand = /configmap|cordon NODE|kubectl cordon|kubectl drain/
    const afterwards = /uncordon/

    const goOn = async (driver: string) => {
      const done = await joining.on.run(migrateTo(driver), patiently)
      expect({ ...done, stdout: "" }).toEqual({ exitCode: 0, stdout: "", stderr: "" })
    }
    const isNamed = (driver: string) =>
      joining.on.mustRun(`criadm migrate cgroup-driver --to ${driver} --plan`, patiently)

    async function goBack(): Promise<void> {
      const shown = await isNamed("cgroupfs")
      await pasted(shown, beforehand)
      await goOn("cgroupfs")
      await pasted(shown, afterwards)
      await podRuns(ofCgroupfs)
    }

    test("is shown what the cluster has to do, in lines that kubectl takes", async () => {
      const shown = await isNamed("systemd")

      await pasted(shown, beforehand)

      const map = await joining.cluster.kubectl("-n", "kube-system", "get", "configmap", "kubelet-config", "-o", "yaml")
      expect(map).toContain("cgroupDriver: systemd")
      await goOn("systemd")
      await pasted(shown, afterwards)
      await podRuns(runtime.scope)
      expect(await joining.on.mustRun("ls -d /sys/fs/cgroup/kubepods 2>&1 || true")).toContain("No such file")
      await goBack()
    })

    for (const step of killed) {
      test(`killed at step ${step}, it goes on, and the pod is back under its slice with its limit`, async () => {
        const shown = await isNamed("systemd")
        await pasted(shown, beforehand)
        await joining.on.mustRun(killedAt(step, "systemd"), patiently)
        expect(await joining.on.mustRun("criadm migrate --status", patiently)).toMatch(/It stands at|is done|The last/)

        await goOn("systemd")

        await pasted(shown, afterwards)
        await podRuns(runtime.scope)
        await goBack()
      })
    }

    test(`rebooted at step ${rebooted}, it goes on, and back`, async () => {
      const shown = await isNamed("systemd")
      await pasted(shown, beforehand)
      await joining.on.mustRun(killedAt(rebooted, "systemd"), patiently)
      await joining.on.reboot()
      expect(await joining.on.mustRun("criadm migrate --status", patiently)).toContain("It stands at step")

      await goOn("systemd")

      await pasted(shown, afterwards)
      await podRuns(runtime.scope)
      await goBack()
    })

    test("gets containerd 2.3 while its pod runs on, and the node rebooted in the middle", async () => {
      const { on, cluster, crictl } = joining
      // The node has booted since.
      await runtime.serve(on)
      const running = `${crictl} ps --name shell --state running --quiet; pgrep -x busybox`
      const before = await on.mustRun(running, patiently)
      const migrate = `${runtime.trust} criadm migrate release --to 2.3 ${runtime.from} --yes`
      const placed = "ls /usr/local/bin/.c*.criadm-* 2>/dev/null | grep -q ."
      await on.mustRun(
        `${migrate} > /root/out 2>&1 & pid=$!; until ${placed} || ! kill -0 $pid; do :; done; kill -9 $pid; wait $pid; true`,
        patiently,
      )
      expect(await on.mustRun(running, patiently)).toBe(before)
      await on.reboot()
      await runtime.serve(on)
      expect(await on.mustRun("criadm migrate --status", patiently)).toContain("It stands at step 1 of 2")
      await podRuns(ofCgroupfs)
      const again = await on.mustRun(running, patiently)

      const done = await on.run(migrate, patiently)

      expect({ ...done, stdout: "" }).toEqual({ exitCode: 0, stdout: "", stderr: "" })
      expect(await on.mustRun(`${crictl} version`, patiently)).toContain("2.3.7")
      expect(await on.mustRun(running, patiently)).toBe(again)
      await podRuns(ofCgroupfs)
      expect(await cluster.kubectl("logs", "deployment/proof")).toBe("here I am\n")
    })
  })
})
