// The main job on a real node that runit runs: Debian bookworm with runit-init as PID 1, in a container, containerd
// supervised by runsv. A story whose steps build on each other.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import type { ServiceFacts } from "../../../src/model/service.ts"
import { type Node, needsOfNodes, node } from "../nodes/nodes.ts"
import { program } from "../support/criadm-program.ts"
import { containerdConfigured, contentsOfEtc, identitiesInEtc, startOfContainerd } from "../support/look.ts"
import { describeReal } from "../support/requirements.ts"

/** Building the image, and going through the story, on a busy machine. */
setDefaultTimeout(15 * 60 * 1000)

const sandboxImage = "registry.k8s.io/pause:3.10.2"
const apply = `criadm apply --yes --sandbox-image ${sandboxImage}`

describeReal("a node with runit and containerd", needsOfNodes, () => {
  let runit: Node
  let etcBefore = ""
  let startBefore = ""
  const isUp = async () => (await runit.mustRun("sv status containerd")).startsWith("run: containerd:")
  const service = async (): Promise<ServiceFacts> => {
    const facts = JSON.parse(await runit.mustRun("criadm detect -o json"))
    return facts.components.containerd.service
  }

  beforeAll(async () => {
    runit = await node("bookworm-runit", { way: "container", tools: [program] })
    await runit.mustRun("sv -w 30 start containerd && until [ -S /run/containerd/containerd.sock ]; do :; done")
    etcBefore = await contentsOfEtc(runit)
    startBefore = await startOfContainerd(runit)
  })
  afterAll(async () => await runit?.stop())

  test("detect knows the init system, and of the service its state, program, process and start at boot", async () => {
    expect(await runit.mustRun("cat /proc/1/comm")).toBe("runit\n")
    const { initSystem } = JSON.parse(await runit.mustRun("criadm detect -o json"))

    expect(initSystem).toMatchObject({ value: "runit", source: { path: "/proc/1/comm" } })
    expect(await service()).toMatchObject({
      name: "containerd",
      state: "active",
      startsAtBoot: true,
      pid: Number(startBefore.split(" ")[0]),
      command: ["/usr/bin/containerd"],
    })
  })

  test("a service that is down, and one that waits to be told, say so", async () => {
    await runit.mustRun("touch /etc/sv/containerd/down; sv -w 30 down containerd")
    const down = await service()
    await runit.mustRun("rm /etc/sv/containerd/down; sv -w 30 up containerd")

    expect(down).toMatchObject({ state: "inactive", startsAtBoot: false })
    expect(await service()).toMatchObject({ state: "active", startsAtBoot: true })
  })

  test("a configuration that its run script names is the one that is read", async () => {
    await runit.put("/etc/sv/containerd/conf", "CONTAINERD_OPTS='--config /srv/containerd.toml'\n")
    const found = await runit.mustRun("criadm detect")
    await runit.mustRun("rm /etc/sv/containerd/conf")

    expect(found).toContain("/srv/containerd.toml")
  })

  test("apply has containerd restarted by runsv, with the new configuration", async () => {
    startBefore = await startOfContainerd(runit)

    const applied = await runit.run(apply)

    expect({ ...applied, stdout: "", stderr: applied.stderr }).toEqual({ exitCode: 0, stdout: "", stderr: "" })
    expect(applied.stdout).toContain("restart containerd")
    expect((await containerdConfigured(runit)).sandboxImage).toBe(sandboxImage)
    expect(await isUp()).toBe(true)
    expect(await startOfContainerd(runit)).not.toBe(startBefore)
    expect((await service()).pid).toBe(Number((await startOfContainerd(runit)).split(" ")[0]))
  })

  test("verify agrees", async () => {
    expect((await runit.run(`criadm verify --sandbox-image ${sandboxImage}`)).exitCode).toBe(0)
  })

  test("a second apply writes nothing and restarts nothing", async () => {
    const same = async () => [await identitiesInEtc(runit), await startOfContainerd(runit)]
    const before = await same()

    expect((await runit.run(apply)).exitCode).toBe(0)
    expect(await same()).toEqual(before)
  })

  test("rollback puts every file back, and runsv has containerd running on them", async () => {
    const start = await startOfContainerd(runit)

    const back = await runit.run("criadm rollback --yes")

    expect({ ...back, stdout: "" }).toEqual({ exitCode: 0, stdout: "", stderr: "" })
    expect(await contentsOfEtc(runit)).toBe(etcBefore)
    expect(await startOfContainerd(runit)).not.toBe(start)
    expect(await isUp()).toBe(true)
    expect((await containerdConfigured(runit)).sandboxImage).not.toBe(sandboxImage)
  })

  test("a containerd that does not start with it is taken back by itself, with its last log lines, exit 4", async () => {
    // A rule of this site, unknown to criadm and to containerd's own check of the file.
    const rule = `if grep -q ${sandboxImage} /etc/containerd/config.toml; then echo "no ${sandboxImage} here"; exit 1; fi`
    await runit.mustRun(`sed -i 's|^exec chpst|${rule}\\n&|' /etc/sv/containerd/run`)
    const etc = await contentsOfEtc(runit)

    const failed = await runit.run(`${apply} --timeout 20`)

    expect({ exitCode: failed.exitCode, said: failed.stderr }).toEqual({ exitCode: 4, said: failed.stderr })
    expect(failed.stderr).toContain(`no ${sandboxImage} here`)
    expect(await contentsOfEtc(runit)).toBe(etc)
    expect(await isUp()).toBe(true)
    expect((await containerdConfigured(runit)).sandboxImage).not.toBe(sandboxImage)
  })

  test("without a restart the commands for runit are said", async () => {
    const planned = await runit.mustRun(`criadm plan --no-restart --sandbox-image ${sandboxImage}`)

    expect(planned).toContain("sv restart containerd")
  })
})
