// A node that was bare, and that only criadm touched, joins a real cluster: kubeadm's preflight, a Deployment's pod with
// its logs, its shell and its limit, a reboot, and a rollback that is refused while pods run. With containerd; with
// CRIADM_CAMPAIGN=1 also with CRI-O.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test"
import { needsOfNodes } from "../nodes/nodes.ts"
import { say } from "../support/cache.ts"
import { type CellName, recordNotRun, startCell } from "../support/cells.ts"
import { pauseImage } from "../support/images.ts"
import { describeReal } from "../support/requirements.ts"
import {
  cgroupOfPod,
  deployment,
  type Joining,
  joinAndBeReady,
  joiningRuntimes,
  limitOf,
  memoryLimit,
  startJoining,
} from "./join-story.ts"
import { kubeletLog, patiently } from "./kubelet-story.ts"

/** An emulated machine, and a cluster beside it. */
setDefaultTimeout(30 * 60 * 1000)

const isCampaign = process.env["CRIADM_CAMPAIGN"] === "1"
const only = process.env["CRIADM_JOIN_RUNTIME"]
const runtimes = joiningRuntimes.filter(({ id }) =>
  only === undefined ? isCampaign || id === "containerd" : id === only,
)

const recordOf = (id: string): CellName => ({ story: "join", kind: "trixie-bare", runtime: id, kubelet: "1.37" })

describeReal("a bare node that only criadm touched", needsOfNodes, () => {
  for (const { id } of joiningRuntimes.filter((each) => !runtimes.includes(each))) {
    recordNotRun(recordOf(id), only === undefined ? "scripts/campaign joins" : "CRIADM_JOIN_RUNTIME names another")
  }
  for (const runtime of runtimes) {
    const { id, missing } = runtime
    if (missing !== undefined) {
      say(`skipped: a node joins a cluster with ${id}: ${missing}`)
      recordNotRun(recordOf(id), missing)
    }
    describe.skipIf(missing !== undefined)(`with ${id}`, () => {
      let joining: Joining
      const { step, know, end } = startCell(recordOf(id))
      beforeAll(async () => {
        joining = await step("start", () => startJoining(runtime))
      })
      afterAll(async () => {
        end("reboot")
        await joining?.stop()
      })

      /** Errors of kubeadm's preflight, by the names that --ignore-preflight-errors takes. */
      const preflight = async () => {
        const { on, join } = joining
        const { stdout, stderr } = await on.run(join.replace(" join ", " join phase preflight "), patiently)
        return [...`${stdout}${stderr}`.matchAll(/\[ERROR (\w+)/g)].map(([, error = ""]) => error)
      }

      test("is told before by check what kubeadm stops over", () =>
        step("check before", async () => {
          expect((await preflight()).toSorted()).toContain("CRI")

          const checked = JSON.parse((await joining.on.run("criadm check -o json", patiently)).stdout)
          const failures = checked.findings.filter((one: { severity: string }) => one.severity === "failure")
          expect(failures.map((one: { code: string }) => one.code)).toContain("no-runtime")
        }))

      test("gets its runtime by one line, and kubeadm's preflight has nothing left to say", () =>
        step("apply", async () => {
          const applied = await joining.on.run(`${runtime.apply} --sandbox-image ${pauseImage}`, patiently)
          expect(applied).toMatchObject({ exitCode: 0 })

          const release = (await joining.on.mustRun(`${id} --version`)).match(/\d+\.\d+\.\d+/)?.[0] ?? ""
          know({
            runtime: `${id} ${release}`,
            kubelet: (await joining.on.mustRun("kubelet --version")).trim().split(" v").at(-1) ?? "",
          })
          expect(await preflight()).toEqual([])
          expect((await joining.on.run("criadm check -o json", patiently)).exitCode).toBe(0)
        }))

      test("joins, and is Ready", () =>
        step("join", async () => {
          await joining.on.mustRun(runtime.importImages, patiently)

          await joinAndBeReady(joining).catch(async (error) => {
            say(await kubeletLog(joining.on))
            throw error
          })
        }))

      test("runs a Deployment's pod, with its logs, its shell and its limit", () =>
        step("pod runs", async () => {
          const { cluster, on } = joining
          await cluster.create(deployment)
          await cluster.kubectl("rollout", "status", "deployment/proof", "--timeout=600s")

          expect(await cluster.kubectl("logs", "deployment/proof")).toBe("here I am\n")
          const inPod = ["exec", "deployment/proof", "--", "/busybox"]
          expect(await cluster.kubectl(...inPod, "cat", "/proc/self/cgroup")).toMatch(/^0::\/(?:container)?\n$/)
          const cgroup = await cgroupOfPod(joining)
          expect(cgroup).toMatch(runtime.scope)
          expect(await limitOf(on, cgroup)).toBe(memoryLimit)
        }))

      test("is not rolled back while pods run", () =>
        step("rollback refused", async () => {
          const refused = await joining.on.run("criadm rollback --yes", patiently)

          expect(refused.exitCode).toBe(3)
          expect(refused.stderr).toContain("pod")
          expect(await joining.on.mustRun(`systemctl is-active ${id} kubelet`)).toBe("active\nactive\n")
        }))

      test("is Ready with its pod after a reboot", () =>
        step("reboot", async () => {
          const { cluster, on, name, crictl } = joining
          const before = await on.mustRun("cat /proc/sys/kernel/random/boot_id")
          await on.reboot()
          expect(await on.mustRun("cat /proc/sys/kernel/random/boot_id")).not.toBe(before)

          await on.mustRun(`until [ -n "$(${crictl} ps --name shell --state running --quiet)" ]; do sleep 1; done`, {
            timeoutSeconds: 1200,
          })
          await cluster.kubectl("wait", `node/${name}`, "--for=condition=Ready", "--timeout=600s")
          await cluster.kubectl("rollout", "status", "deployment/proof", "--timeout=600s")
          expect(await on.run("criadm verify", patiently)).toMatchObject({ exitCode: 0 })
        }))
    })
  }
})
