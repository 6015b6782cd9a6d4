// The power of a node with systemd and containerd is cut at random instants of an apply, on a disk that has then only
// what reached it. The node boots, containerd starts on what is there, and the next run leaves the old node or the new
// one. Its kernel is this machine's; tests/real/crashes/power-cut.test.ts cuts a whole machine.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import { cpSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { basename, join } from "node:path"
import { describeTree } from "../../apply/support/describe-tree.ts"
import { count, newTally, printTally } from "../../apply/support/survival.ts"
import { type Container, startContainer } from "../nodes/container.ts"
import { imageOf, needsOfNodes } from "../nodes/nodes.ts"
import { say } from "../support/cache.ts"
import { program } from "../support/criadm-program.ts"
import { describeReal } from "../support/requirements.ts"
import { type CutDisk, cutDisk, needsOfCutDisks } from "./cut-disk.ts"

/** Two boots and two runs an instant; CRIADM_POWER_CUTS_LOOP tries more. */
const instants = Number(process.env["CRIADM_POWER_CUTS_LOOP"] ?? 4)
const seed = Number(process.env["CRIADM_SEED"] ?? Date.now() % 100_000)
setDefaultTimeout(60 * 60 * 1000)

const answers = "--cgroup-driver systemd --sandbox-image registry.k8s.io/pause:3.10.2"
const apply = `criadm apply --yes ${answers} --registry-mirror docker.io=https://mirror.example`
const unchanged = "--cgroup-driver cgroupfs --sandbox-image keep --no-ip-forward"
const programSeconds = 120

const needs = { ...needsOfCutDisks, programs: [...needsOfCutDisks.programs, ...needsOfNodes.programs] }

describeReal("a node with containerd whose power fails at a random instant", needs, () => {
  const tools = mkdtempSync(join(tmpdir(), "criadm-tools-"))
  let disk: CutDisk
  let image: string
  let container: Container | undefined
  beforeAll(async () => {
    cpSync(program, join(tools, basename(program)))
    image = await imageOf("trixie")
    disk = await cutDisk(512)
    await boot()
    await shutDown()
    await disk.keep()
  })
  afterAll(async () => {
    await container?.stop()
    await disk?.remove()
    rmSync(tools, { recursive: true, force: true })
  })

  const boot = async () => {
    container = await startContainer({ image, directory: join(disk.path, "n"), tools, within: disk.enter })
  }
  const shutDown = async () => {
    await container?.stop()
    container = undefined
  }
  const run = (script: string) => container!.agent.run(script, programSeconds)
  const mustRun = async (script: string) => {
    const { exitCode, stdout, stderr } = await run(script)
    if (exitCode !== 0) throw new Error(`exit ${exitCode}: ${script}\n${stdout}${stderr}`)
    return stdout
  }
  /** The boot wrote what a boot writes; of that only the kernel's value matters. */
  const selfOf = async () => {
    const value = await mustRun("cat /proc/sys/net/ipv4/ip_forward")
    return `${describeTree(`/proc/${container?.enter[2]}/root`, "/etc")}\nip_forward ${value}`
  }

  test("is the old node or the new one after the next run, and containerd runs", async () => {
    say(`${instants} instants, CRIADM_SEED=${seed}`)
    await disk.beginAgain()
    await boot()
    const old = await selfOf()
    const began = performance.now()
    await mustRun(apply)
    const milliseconds = performance.now() - began
    const young = await selfOf()
    await shutDown()
    const tally = newTally()
    let unfinished = 0

    for (; tally.points < instants; tally.points += 1) {
      await disk.beginAgain()
      await boot()
      const after = Math.floor((Bun.hash.crc32(`${seed} ${tally.points}`) / 2 ** 32) * milliseconds)
      const applied = run(apply)
      await Bun.sleep(after)
      await disk.cut()
      await applied
      await shutDown()
      await disk.powerOn()
      await boot()

      const checked = await run("criadm check")
      expect([0, 6]).toContain(checked.exitCode)
      if ((await mustRun("criadm history -o json")).includes("unfinished")) unfinished += 1
      const next = await run("criadm apply --yes /root/no-such.plan")

      const now = await selfOf()
      const self = now === old ? "old" : now === young ? "new" : "lost"
      const verified = await run(`criadm verify ${self === "new" ? answers : unchanged}`)
      const what = `cut ${after} ms after the start, of ${milliseconds}: ${self}\n${next.stdout}${next.stderr}${verified.stdout}`
      count(tally, verified.exitCode === 0 ? self : "lost", what)
      expect(await mustRun("criadm history -o json")).not.toContain("unfinished")
      await shutDown()
    }
    printTally(`power cuts with containerd, ${unfinished} of them within a run`, 1, 1, tally)
    expect(tally.lost).toEqual([])
  })
})
