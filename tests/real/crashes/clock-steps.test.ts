// The time of day of a real machine is set by hours while a run waits to be kept, and while one is applied. A container
// shares its clock with whoever tests, so this takes a virtual machine.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import { type Node, needsOfNodes, node } from "../nodes/nodes.ts"
import { program } from "../support/criadm-program.ts"
import { contentsOfEtc } from "../support/look.ts"
import { describeReal } from "../support/requirements.ts"

/** A resume and six runs of criadm in emulation, on a busy machine. */
setDefaultTimeout(20 * 60 * 1000)

/** tests/apply/settle.test.ts has the clock set during this wait on no machine at all. */
const steps = process.env["CRIADM_CAMPAIGN"] === "1" ? ["-9 hours", "+9 hours"] : []
const patience = { timeoutSeconds: 400 }
const image = "registry.k8s.io/pause:3.10.2"
const apply = `criadm apply --yes --sandbox-image ${image}`

describeReal("a machine whose clock is set", needsOfNodes, () => {
  let on: Node
  let before = ""
  const lastRun = async () => (await on.mustRun("criadm history", patience)).trim().split("\n").at(-1) ?? ""
  const uptime = async () => Number.parseFloat(await on.mustRun("cat /proc/uptime"))

  beforeAll(async () => {
    on = await node("trixie", { way: "snapshot", tools: [program] })
    await on.mustRun("systemctl stop systemd-timesyncd 2>/dev/null || true")
    before = await contentsOfEtc(on)
  })
  afterAll(async () => await on?.stop())

  test("forward by hours: a run still waits, and can be kept", async () => {
    await on.mustRun(`${apply} --confirm 600`, patience)
    await on.mustRun("date -s '+9 hours'")
    await on.mustRun("sleep 8")

    expect(await lastRun()).toContain("unconfirmed")
    expect(await on.mustRun("cat /etc/containerd/config.toml")).toContain(image)
    await on.mustRun("criadm confirm", patience)
    expect(await lastRun()).toContain("applied")
    await on.mustRun("criadm rollback --yes", patience)
    expect(await contentsOfEtc(on)).toBe(before)
  })

  test("back by hours: a run is put back all the same, and not before its time", async () => {
    const seconds = 30
    const began = await uptime()
    await on.mustRun(`${apply} --confirm ${seconds}`, patience)
    await on.mustRun("date -s '-20 hours'")

    const early = await lastRun()
    // On a machine that is too slow for the question, it is over before it could be asked.
    if ((await uptime()) - began < seconds) expect(early).toContain("unconfirmed")
    await on.mustRun("until criadm history | tail -n 1 | grep -q rolled-back; do sleep 1; done", patience)

    expect((await uptime()) - began).toBeGreaterThanOrEqual(seconds)
    await on.mustRun("while ls /var/lib/criadm/runs/*/criadm 2>/dev/null; do sleep 1; done", patience)
    expect(await contentsOfEtc(on)).toBe(before)
  })

  for (const step of steps) {
    test(`${step} while a run waits for the runtime: it is as healthy as it is`, async () => {
      // The clock is set when containerd has been told to start, and before criadm has seen that it stays up.
      await on.put(
        "/etc/systemd/system/containerd.service.d/clock.conf",
        `[Service]\nExecStartPost=date -s '${step}'\n`,
      )
      await on.mustRun("systemctl daemon-reload")

      const applied = await on.run(`${apply} --timeout 120 --settle 5`, patience)

      expect({ ...applied, stdout: "" }).toEqual({ exitCode: 0, stdout: "", stderr: "" })
      await on.mustRun("rm -r /etc/systemd/system/containerd.service.d; systemctl daemon-reload")
      await on.mustRun("criadm rollback --yes", patience)
      expect(await contentsOfEtc(on)).toBe(before)
    })
  }
})
