// `criadm verify --sandbox` on real nodes without a registry: a real pod sandbox under each cgroup driver, from an image
// made here and imported. That it is gone is seen by containerd's own client and in the cgroup tree, not by criadm. What
// operator-story.test.ts shows on a machine too, or tests/decide and tests/apply without one, is here with
// CRIADM_CAMPAIGN=1.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test"
import { readFileSync } from "node:fs"
import { type Kind, type Node, needsOfNodes, node } from "../nodes/nodes.ts"
import { program } from "../support/criadm-program.ts"
import { pauseArchive, pauseImage } from "../support/images.ts"
import { describeReal } from "../support/requirements.ts"

/** Building the image, booting it once and going through the story, on a busy machine. */
setDefaultTimeout(15 * 60 * 1000)

const isCampaign = process.env["CRIADM_CAMPAIGN"] === "1"
const image = pauseImage
const verify = `criadm verify --sandbox --sandbox-image ${image}`
const apply = (driver: string) => `criadm apply --yes --cgroup-driver ${driver} --sandbox-image ${image}`
const imports = "criadm apply --yes --sandbox-image-archive pause.tar"
const slice = "/sys/fs/cgroup/criadm_verify.slice"
const archive = "/root/pause.tar"

/** Pod containers, their tasks, and cgroups of criadm's: one line each. */
async function leftOn(node: Node): Promise<string> {
  return await node.mustRun(
    "ctr -n k8s.io tasks ls -q; ctr -n k8s.io containers ls -q; find /sys/fs/cgroup -name '*criadm*'",
  )
}

/** Starts criadm and goes on when its slice is there, while RunPodSandbox has not answered yet; $pid is criadm. */
const startSandbox = `
  ${verify} --cgroup-driver systemd >/root/said 2>&1 & pid=$!
  until [ -d ${slice} ] || ! kill -0 $pid; do :; done`

/** criadm is stopped before it hears of its sandbox, and killed when containerd has it running. */
const leaveSandbox = `
  count() { journalctl -u containerd --no-pager | grep -c 'returns sandbox id'; }
  before=$(count)
  ${startSandbox}
  kill -STOP $pid
  until [ "$(count)" -gt "$before" ]; do :; done
  kill -KILL $pid`

/** An emulated machine beside others takes a minute for what takes a second elsewhere. */
const patiently = { timeoutSeconds: 400 }

describeReal("a pod sandbox run by verify --sandbox", needsOfNodes, () => {
  // One release here; the operator's story runs a sandbox on the others that can.
  for (const kind of ["forky"] as const satisfies readonly Kind[]) {
    describe(`on ${kind}`, () => {
      let target: Node

      beforeAll(async () => {
        target = await node(kind, { way: "snapshot", tools: [program] })
        await target.put(archive, readFileSync(await pauseArchive()))
        await target.mustRun(apply("systemd"), patiently)
      })
      afterAll(async () => await target?.stop())

      test("whose image is neither there nor to be had says so, and how to import it, exit 6", async () => {
        const said = await target.run(`${verify} --cgroup-driver systemd`, patiently)

        expect({ ...said, stdout: "" }).toEqual({ exitCode: 6, stdout: "", stderr: "" })
        expect(said.stdout).toContain(`the sandbox image ${image} is not on this node and cannot be pulled`)
        expect(said.stdout).toContain("ctr -n k8s.io images import FILE")
        expect(said.stdout).toContain(`crictl pull ${image}`)
        expect(await leftOn(target)).toBe("")
      })

      test("whose image comes from an archive has it in one run, which is proven and undone", async () => {
        const names = "ctr -n k8s.io images ls -q | sort"
        const before = await target.mustRun(names)

        const said = await target.run(imports, patiently)

        expect({ ...said, stdout: said.stdout }).toEqual({ exitCode: 0, stdout: said.stdout, stderr: "" })
        expect(said.stdout).toContain(`the runtime has ${image}`)
        expect(await target.mustRun("ctr -n k8s.io images ls")).toMatch(/pause:3\.10\.2.*pinned/)
        expect((await target.run(imports, patiently)).stdout).toContain("Nothing to do")
        await target.mustRun("criadm rollback --yes", patiently)
        expect(await target.mustRun(names)).toBe(before)
      })

      describe("with its image there", () => {
        beforeAll(async () => {
          await target.mustRun(`${imports} --sandbox-image ${image}`, patiently)
        })

        test("is removed when criadm is told to end while it starts, exit 130", async () => {
          const ended = await target.run(`${startSandbox}\nkill -TERM $pid; wait $pid`, patiently)

          expect({ ...ended, stdout: "" }).toEqual({ exitCode: 130, stdout: "", stderr: "" })
          expect(await target.mustRun("cat /root/said")).toContain("(interrupted)")
          expect(await leftOn(target)).toBe("")
        })

        test("that was left by a killed criadm is removed by the next one", async () => {
          await target.mustRun(leaveSandbox, patiently)
          expect(await leftOn(target)).toMatch(/^[0-9a-f]{64}\n/)

          const said = await target.run(`${verify} --cgroup-driver systemd`, patiently)

          expect({ ...said, stdout: said.stdout }).toEqual({ exitCode: 0, stdout: said.stdout, stderr: "" })
          expect(await leftOn(target)).toBe("")
        })

        test("is told apart when the runtime uses systemd and cgroupfs is asked for", async () => {
          const said = await target.run(`${verify} --cgroup-driver cgroupfs`, patiently)

          expect({ ...said, stdout: "" }).toEqual({ exitCode: 6, stdout: "", stderr: "" })
          expect(said.stdout).toContain("the cgroup parent /criadm-verify fits the cgroup driver cgroupfs")
          expect(await leftOn(target)).toBe("")
        })
      })

      if (!isCampaign) return

      test("is not changed by an archive without it, exit 3", async () => {
        const said = await target.run(`${imports} --sandbox-image registry.example/pause:9`, patiently)

        expect(said.exitCode).toBe(3)
        expect(said.stderr.replace(/\s+/g, " ")).toContain(
          `${archive} holds ${image}, and not the sandbox image registry.example/pause:9`,
        )
      })

      test("runs as a scope in a slice with the systemd driver, and nothing is left of it", async () => {
        const said = await target.run(`${verify} --cgroup-driver systemd`, patiently)

        expect({ ...said, stdout: said.stdout }).toEqual({ exitCode: 0, stdout: said.stdout, stderr: "" })
        expect(said.stdout).toMatch(/it ran in \/criadm_verify\.slice\/cri-containerd-[0-9a-f]{64}\.scope\)/)
        expect(await leftOn(target)).toBe("")
      })

      test("runs in a plain path with the cgroupfs driver, and nothing is left of it", async () => {
        await target.mustRun(apply("cgroupfs"), patiently)

        const said = await target.run(`${verify} --cgroup-driver cgroupfs`, patiently)

        expect({ ...said, stdout: said.stdout }).toEqual({ exitCode: 0, stdout: said.stdout, stderr: "" })
        expect(said.stdout).toMatch(/it ran in \/criadm-verify\/[0-9a-f]{64}\)/)
        expect(await leftOn(target)).toBe("")
      })

      test("is told apart when the runtime uses cgroupfs and systemd is asked for", async () => {
        const said = await target.run(`${verify} --cgroup-driver systemd`, patiently)

        expect({ ...said, stdout: "" }).toEqual({ exitCode: 6, stdout: "", stderr: "" })
        expect(said.stdout).toContain("which is not what the cgroup driver systemd makes")
        expect(await leftOn(target)).toBe("")
      })
    })
  }
})
