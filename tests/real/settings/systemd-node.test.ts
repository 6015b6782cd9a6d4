// The main job on a real node: Debian trixie, containerd from its package, started by systemd in a container; with
// CRIADM_CAMPAIGN=1 also in a virtual machine, where operator-story.test.ts does the most of it in any case. A story whose
// steps build on each other.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test"
import { type Node, needsOfNodes, node } from "../nodes/nodes.ts"
import { program } from "../support/criadm-program.ts"
import { containerdConfigured, contentsOfEtc, identitiesInEtc, startOfContainerd } from "../support/look.ts"
import { describeReal } from "../support/requirements.ts"

/** Building the image, booting it once and going through the story, on a busy machine. */
setDefaultTimeout(15 * 60 * 1000)

const ways = process.env["CRIADM_CAMPAIGN"] === "1" ? (["snapshot", "container"] as const) : (["container"] as const)
const sandboxImage = "registry.k8s.io/pause:3.10.2"
const apply = `criadm apply --yes --cgroup-driver systemd --sandbox-image ${sandboxImage}`

describeReal("a node with systemd and containerd", needsOfNodes, () => {
  for (const way of ways) {
    describe(way === "snapshot" ? "as a virtual machine" : "as a container", () => {
      let trixie: Node
      let etcBefore = ""
      let startBefore = ""

      beforeAll(async () => {
        trixie = await node("trixie", { way, tools: [program] })
        etcBefore = await contentsOfEtc(trixie)
        startBefore = await startOfContainerd(trixie)
      })
      afterAll(async () => await trixie?.stop())

      test("apply restarts containerd by systemd with the new configuration", async () => {
        const applied = await trixie.run(apply)

        expect({ ...applied, stdout: "", stderr: applied.stderr }).toEqual({ exitCode: 0, stdout: "", stderr: "" })
        expect(await containerdConfigured(trixie)).toEqual({ driver: "systemd", sandboxImage })
        expect(await trixie.mustRun("systemctl is-active containerd")).toBe("active\n")
        expect(await startOfContainerd(trixie)).not.toBe(startBefore)
      })

      test("verify agrees", async () => {
        const verified = await trixie.run(`criadm verify --cgroup-driver systemd --sandbox-image ${sandboxImage}`)

        expect(verified.exitCode).toBe(0)
      })

      test("a second apply writes nothing and restarts nothing", async () => {
        const identities = await identitiesInEtc(trixie)
        const start = await startOfContainerd(trixie)

        const again = await trixie.run(apply)

        expect(again.exitCode).toBe(0)
        expect(await identitiesInEtc(trixie)).toBe(identities)
        expect(await startOfContainerd(trixie)).toBe(start)
      })

      test("rollback puts every file back, byte for byte and mode for mode, and containerd runs on them", async () => {
        const start = await startOfContainerd(trixie)

        const back = await trixie.run("criadm rollback --yes")

        expect({ ...back, stdout: "" }).toEqual({ exitCode: 0, stdout: "", stderr: "" })
        expect(await contentsOfEtc(trixie)).toBe(etcBefore)
        expect(await startOfContainerd(trixie)).not.toBe(start)
        expect(await trixie.mustRun("systemctl is-active containerd")).toBe("active\n")
        expect((await containerdConfigured(trixie)).driver).toBe("cgroupfs")
      })

      test("a configuration with which containerd does not start is taken back by itself, exit 4", async () => {
        // A rule of this site, unknown to criadm and to containerd's own check of the file.
        const rule = `[Service]\nExecStartPre=/bin/sh -c '! grep -q ${sandboxImage} /etc/containerd/config.toml'\n`
        await trixie.put("/etc/systemd/system/containerd.service.d/site.conf", rule)
        await trixie.mustRun("systemctl daemon-reload")
        const etc = await contentsOfEtc(trixie)

        const failed = await trixie.run(`${apply} --timeout 30`)

        expect({ exitCode: failed.exitCode, said: failed.stderr }).toEqual({ exitCode: 4, said: failed.stderr })
        expect(failed.stderr).toContain("containerd")
        expect(await contentsOfEtc(trixie)).toBe(etc)
        expect(await trixie.mustRun("systemctl is-active containerd")).toBe("active\n")
        expect((await containerdConfigured(trixie)).driver).toBe("cgroupfs")
      })
    })
  }
})
