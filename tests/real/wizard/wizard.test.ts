// The wizard on a real node: Debian trixie run by systemd, containerd from its package, criadm as compiled, keys typed
// into a pseudo-terminal. What became of the node is told by containerd, systemd and the files, not by the wizard.
import { afterEach, beforeEach, expect, setDefaultTimeout, test } from "bun:test"
import { createHash } from "node:crypto"
import { Pty } from "../../../scripts/terminal/pty.ts"
import { type Node, needsOfNodes, node } from "../nodes/nodes.ts"
import { program } from "../support/criadm-program.ts"
import { type Configured, containerdConfigured, contentsOfEtc, ipForward, startOfContainerd } from "../support/look.ts"
import { describeReal } from "../support/requirements.ts"

/** Building the image, once, and an apply with its rollback on a busy machine. */
setDefaultTimeout(10 * 60 * 1000)

const enter = "\r"
const [down, up] = ["\u001b[B", "\u001b[A"]
/** Clears the line of a field. */
const clear = "\u0015"

/** What Debian's containerd 1.7.24 does with the file of its package. */
const asInstalled: Configured = { driver: "cgroupfs", sandboxImage: "registry.k8s.io/pause:3.8" }
/** What the wizard suggests on a node that systemd runs, for the newest Kubernetes it knows. */
const asSuggested: Configured = { driver: "systemd", sandboxImage: "registry.k8s.io/pause:3.10.2" }
/** Long enough for the keep screen to be seen, short enough to be waited for. */
const confirmSeconds = 10

const needs = { programs: [...needsOfNodes.programs, "nsenter"] }

/** What each screen shows that no other does, from the start to the choice. */
const way = ["Show where each fact", "Do what is suggested", "Review: exactly this"] as const

function openWizard(on: Node, ...flags: readonly string[]): Pty {
  if (on.enter === undefined) throw new Error(`nobody can enter ${on.kind}: it is not a container`)
  return new Pty([...on.enter(), "criadm", ...flags], {
    environment: { PATH: "/usr/sbin:/usr/bin:/opt/bench", HOME: "/root" },
    columns: 100,
    rows: 40,
    patienceSeconds: 120,
  })
}

async function walkToChoice(wizard: Pty): Promise<void> {
  for (const screen of way) {
    await wizard.shows(screen)
    wizard.send(enter)
  }
  await wizard.shows("What to do with this plan")
}

/** Until the applied run waits to be kept. */
async function walkToKeep(wizard: Pty): Promise<void> {
  await walkToChoice(wizard)
  wizard.send(enter)
  await wizard.shows("Applied and verified. Keep it?")
}

interface Before {
  readonly etc: string
  readonly forwarding: string
}

async function look(on: Node): Promise<Before> {
  return { etc: await contentsOfEtc(on), forwarding: await ipForward(on) }
}

/** Files, kernel and containerd's own reading of its files as before, and a containerd that runs on them. */
async function expectAsBefore(on: Node, before: Before, notStartedAt: string): Promise<void> {
  expect(await look(on)).toEqual(before)
  expect(await containerdConfigured(on)).toEqual(asInstalled)
  expect(await on.mustRun("systemctl is-active containerd")).toBe("active\n")
  expect(await startOfContainerd(on)).not.toBe(notStartedAt)
  expect(await guardsOf(on)).toBe("")
}

/** Units that would still put a run back. */
async function guardsOf(on: Node): Promise<string> {
  return await on.mustRun("systemctl list-units --all --plain --no-legend 'criadm-guard-*'")
}

/** Asks again and again until a script on the node succeeds. */
async function until(on: Node, script: string): Promise<void> {
  const deadline = Date.now() + 120_000
  for (;;) {
    const { exitCode, stdout, stderr } = await on.run(script)
    if (exitCode === 0) return
    if (Date.now() > deadline) throw new Error(`never true: ${script}\n${stdout}${stderr}`)
    await Bun.sleep(200)
  }
}

/** The wizard is gone, so whatever puts the node back is not the wizard. */
async function expectBackByItself(on: Node, before: Before, notStartedAt: string): Promise<void> {
  await until(on, "! pgrep -x criadm")
  expect(await containerdConfigured(on)).toEqual(asSuggested)
  await until(on, "criadm history | grep -w rolled-back")
  // The guard takes its unit for the next boot away when the run is recorded as ended.
  await on.mustRun("until ! ls /etc/systemd/system | grep -q criadm-guard; do sleep 0.2; done")
  await expectAsBefore(on, before, notStartedAt)
}

function hashOf(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex")
}

describeReal("the wizard on a node with systemd and containerd", needs, () => {
  let trixie: Node
  let before: Before
  beforeEach(async () => {
    trixie = await node("trixie", { way: "container", tools: [program] })
    expect(await containerdConfigured(trixie)).toEqual(asInstalled)
    before = await look(trixie)
  })
  afterEach(async () => await trixie?.stop())

  test("Enter alone makes a right node, verified and kept", async () => {
    const start = await startOfContainerd(trixie)
    await using wizard = openWizard(trixie)
    await walkToKeep(wizard)
    wizard.send(enter)
    await wizard.shows("The node is as asked")
    // A pod sandbox is tried; its image is not on this node and no registry is in reach.
    wizard.send(`${down}${enter}`)
    await wizard.shows(/✗ containerd: a pod sandbox runs[\s\S]*cannot be pulled/)
    expect(await trixie.mustRun("ctr -n k8s.io containers list -q")).toBe("")
    wizard.send(enter)

    expect(await wizard.ended()).toBe(0)
    expect(wizard.history()).toContain("criadm rollback 1")
    expect(await containerdConfigured(trixie)).toEqual(asSuggested)
    expect(await ipForward(trixie)).toBe("1")
    expect(await trixie.mustRun("systemctl is-active containerd")).toBe("active\n")
    expect(await startOfContainerd(trixie)).not.toBe(start)
    expect(await guardsOf(trixie)).toBe("")
    const verified = await trixie.run(
      "criadm verify --cgroup-driver systemd --sandbox-image registry.k8s.io/pause:3.10.2",
    )
    expect({ exitCode: verified.exitCode, said: verified.stdout }).toEqual({ exitCode: 0, said: verified.stdout })
  })

  test("a broken configuration stops on Findings; starting over makes a right node, and undoing brings it back", async () => {
    const path = "/etc/containerd/config.toml"
    await trixie.mustRun(`sed -i '3s/$/ = = broken/' ${path}; systemctl restart containerd || true`)
    const broken = await contentsOfEtc(trixie)
    const refused = await trixie.run("criadm apply --yes")
    expect([refused.exitCode, refused.stderr]).toEqual([3, expect.stringContaining("criadm apply --reset-config")])
    await using wizard = openWizard(trixie)
    await wizard.shows("Show where each fact")
    wizard.send(enter)
    await wizard.shows(/Findings[\s\S]*config\.toml:3:[\s\S]*= = broken[\s\S]*❯ Look again/)
    wizard.send(enter)
    await wizard.shows("Show where each fact")
    wizard.send(enter)
    await wizard.shows(/Findings[\s\S]*❯ Look again/)
    wizard.send(`${down}${enter}`)
    await wizard.shows("Review: exactly this")
    wizard.send(enter)
    await wizard.shows("What to do with this plan")
    wizard.send(enter)
    await wizard.shows("Applied and verified. Keep it?")
    wizard.send(enter)
    await wizard.shows("The node is as asked")
    wizard.send(enter)

    expect(await wizard.ended()).toBe(0)
    expect(await containerdConfigured(trixie)).toEqual(asSuggested)
    const differs = await trixie.run(`containerd config default | diff - ${path} | grep '^[<>]' | sort -u`)
    expect(differs.stdout.split("\n").map((line) => line.trim())).toEqual([
      expect.stringMatching(/^< *SystemdCgroup = false$/),
      expect.stringMatching(/^< *sandbox_image = /),
      expect.stringMatching(/^> *SystemdCgroup = true$/),
      expect.stringMatching(/^> *sandbox_image = "registry.k8s.io\/pause:3.10.2"$/),
      "",
    ])
    expect(await trixie.mustRun(`sed -n 3p ${path}.old`)).toContain("= = broken")
    const undone = await trixie.run("criadm rollback --yes")
    expect([undone.exitCode, undone.stdout, undone.stderr]).toEqual([0, undone.stdout, undone.stderr])
    expect(await contentsOfEtc(trixie)).toBe(broken)
  })

  test("a start-over of a runtime that still runs cannot be undone onto the broken file: it is said before anything is done", async () => {
    const path = "/etc/containerd/config.toml"
    await trixie.mustRun(`sed -i '3s/$/ = = broken/' ${path}`)
    const broken = await trixie.mustRun(`cat ${path}`)
    expect(await trixie.mustRun("systemctl is-active containerd")).toBe("active\n")
    const applied = await trixie.run("criadm apply --reset-config --yes")
    expect([applied.exitCode, applied.stdout, applied.stderr]).toEqual([0, applied.stdout, ""])
    const [etc, start] = [await contentsOfEtc(trixie), await startOfContainerd(trixie)]

    const undone = await trixie.run("criadm rollback --yes")
    const kept = /\/var\/lib\/criadm\/runs\/1\/before\/\S*config\.toml/.exec(undone.stderr)?.[0] ?? "no path"

    const said = undone.stderr.replace(/\s+/g, " ")
    expect([undone.exitCode, said]).toEqual([3, expect.stringContaining("containerd would not start on it.")])
    expect(said.split("Nothing was changed.")).toHaveLength(2)
    expect(await trixie.mustRun(`cat ${kept}`)).toBe(broken)
    expect(await contentsOfEtc(trixie)).toBe(etc)
    expect(await startOfContainerd(trixie)).toBe(start)
    expect(await trixie.mustRun("criadm verify")).toContain("as asked")
  })

  test("without an answer the node goes back when the time is over, exit 4", async () => {
    await using wizard = openWizard(trixie, "--confirm", String(confirmSeconds))
    await walkToKeep(wizard)
    const start = await startOfContainerd(trixie)
    const ended = await wizard.shows("Nobody answered, so everything was put back")
    // Whoever was quicker, the wizard or the guard: what the node is now is asked and told.
    expect(ended).toContain("✓ containerd.service is active")
    wizard.send(enter)

    expect(await wizard.ended()).toBe(4)
    expect(wizard.history()).toContain("criadm: Nobody answered, so everything was put back.")
    await expectAsBefore(trixie, before, start)
  })

  test("a configuration with which containerd does not start: cause, way back and proven old state, exit 4", async () => {
    // A rule of this site, unknown to criadm and to containerd's own check of the file.
    const rule = `! grep -q ${asSuggested.sandboxImage} /etc/containerd/config.toml`
    const complaint = "this site takes no other sandbox image"
    await trixie.put(
      "/etc/systemd/system/containerd.service.d/site.conf",
      `[Service]\nExecStartPre=/bin/sh -c '${rule} || { echo ${complaint}; exit 1; }'\n`,
    )
    await trixie.mustRun("systemctl daemon-reload")
    before = await look(trixie)
    const start = await startOfContainerd(trixie)

    await using wizard = openWizard(trixie)
    await walkToChoice(wizard)
    wizard.send(enter)
    await wizard.shows("Going back")
    const ended = await wizard.shows("It failed, and everything was put back")

    expect(ended).toContain("✓ containerd.service is active")
    expect(ended).toContain("What went wrong")
    expect(ended).toContain(complaint)
    wizard.send(enter)
    expect(await wizard.ended()).toBe(4)
    await expectAsBefore(trixie, before, start)
  })

  test("a terminal that goes away during the countdown: the node goes back by itself", async () => {
    await using wizard = openWizard(trixie, "--confirm", String(confirmSeconds))
    await walkToKeep(wizard)
    const start = await startOfContainerd(trixie)
    wizard.hangUp()
    await wizard.exited

    await expectBackByItself(trixie, before, start)
  })

  test("criadm killed during the countdown: the node goes back by itself", async () => {
    await using wizard = openWizard(trixie, "--confirm", String(confirmSeconds))
    await walkToKeep(wizard)
    const start = await startOfContainerd(trixie)
    await trixie.mustRun("kill -KILL $(pgrep -o -x criadm)")
    await wizard.exited

    await expectBackByItself(trixie, before, start)
  })

  test("the answers file that the wizard wrote makes the same changes on a like node", async () => {
    let answers = ""
    let plan: { readonly changes: unknown; readonly readings: unknown }
    let etc = ""
    {
      await using wizard = openWizard(trixie)
      await walkToChoice(wizard)
      wizard.send(`${down}${enter}`)
      await wizard.shows("File: criadm-answers.toml")
      wizard.send(`${clear}/root/answers.toml${enter}`)
      await wizard.shows("Written: /root/answers.toml")
      wizard.send(`${down}${enter}`)
      await wizard.shows("File: criadm-plan.json")
      wizard.send(`${clear}/root/plan.json${enter}`)
      await wizard.shows("Written: /root/plan.json")
      wizard.send(`${up}${up}${enter}`)
      await wizard.shows("Keep it?")
      wizard.send(enter)
      await wizard.shows("criadm apply --answers /root/answers.toml --yes")
      wizard.send(enter)
      expect(await wizard.ended()).toBe(0)
      answers = await trixie.mustRun("cat /root/answers.toml")
      plan = JSON.parse(await trixie.mustRun("cat /root/plan.json"))
      etc = await contentsOfEtc(trixie)
    }

    await trixie.stop()
    trixie = await node("trixie", { way: "container", tools: [program] })
    expect(await look(trixie)).toEqual(before)
    await trixie.put("/root/answers.toml", answers)
    const planned = JSON.parse(await trixie.mustRun("criadm plan --answers /root/answers.toml -o json"))
    const applied = await trixie.run("criadm apply --answers /root/answers.toml --yes")

    expect(hashOf(planned.changes)).toBe(hashOf(plan.changes))
    expect(hashOf(planned.readings)).toBe(hashOf(plan.readings))
    expect({ exitCode: applied.exitCode, said: applied.stderr }).toEqual({ exitCode: 0, said: "" })
    expect(await contentsOfEtc(trixie)).toBe(etc)
    expect(await containerdConfigured(trixie)).toEqual(asSuggested)
  })
})
