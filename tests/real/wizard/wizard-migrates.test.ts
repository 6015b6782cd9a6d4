// The wizard leads a real node that has joined to another cgroup driver, step by step, and back: Debian trixie with its
// containerd on cgroupfs, criadm as compiled, keys typed into a pseudo-terminal. Judged by files, systemd and the CLI.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import { Pty } from "../../../scripts/terminal/pty.ts"
import { type Node, needsOfNodes, node } from "../nodes/nodes.ts"
import { joinCluster } from "../nodes/stand-in-kubelet.ts"
import { program } from "../support/criadm-program.ts"
import { describeReal } from "../support/requirements.ts"

setDefaultTimeout(10 * 60 * 1000)

const enter = "\r"
const down = "\u001b[B"
const files = "cat /etc/containerd/config.toml /var/lib/kubelet/config.yaml"
const steps = 8
/** A person's, and what is only told. */
const [asked, told] = [[1, 2], [8]]

/** By its words: which rows stand above it depends on what the node has, and on whether a registry answers. */
async function choose(wizard: Pty, row: string): Promise<void> {
  const isSelected = (screen: string) => screen.includes(`❯ ${row}`)
  for (let screen = await wizard.shows(row); !isSelected(screen); screen = wizard.text()) {
    wizard.send(down)
    await wizard.until((now) => isSelected(now) || now !== screen, `another row than in\n${screen}`)
  }
  wizard.send(enter)
}

describeReal("the wizard on a node that has joined", { programs: [...needsOfNodes.programs, "nsenter"] }, () => {
  let on: Node
  let before = ""
  const open = () =>
    new Pty([...on.enter!(), "criadm"], {
      environment: { PATH: "/usr/sbin:/usr/bin:/opt/bench", HOME: "/root" },
      columns: 100,
      rows: 40,
      patienceSeconds: 120,
    })

  beforeAll(async () => {
    on = await node("trixie", { way: "container", tools: [program] })
    const endpoint = "unix:///run/containerd/containerd.sock"
    await joinCluster(on, { release: "1.33.4", driver: "cgroupfs", endpoint })
    before = await on.mustRun(files)
  })
  afterAll(async () => await on?.stop())

  test("offers what its findings ask for, and says why a release cannot be had", async () => {
    const wizard = open()
    await wizard.shows("Show where each fact")
    wizard.send(enter)
    await wizard.shows("Migrate step by step: cgroup-driver to systemd")
    await wizard.shows("Migrate step by step: release to 2.3")
    await choose(wizard, "Migrate step by step: release to 2.3")
    await wizard.shows("do not offer containerd 2.3")
    wizard.send("q")
    await wizard.ended()
    expect(await on.mustRun(files)).toBe(before)
  })

  test("leads it there by Enter, and back", async () => {
    const wizard = open()
    await wizard.shows("Show where each fact")
    wizard.send(enter)
    await wizard.shows("Migrate step by step")
    await choose(wizard, "Migrate step by step: cgroup-driver to systemd")
    await wizard.shows("Begin with the first step")
    expect(await on.mustRun(files)).toBe(before)
    wizard.send(enter)
    for (let step = 1; step <= steps; step += 1) {
      if (told.includes(step)) continue
      await wizard.shows(`Step ${step} of ${steps}`)
      await wizard.shows(asked.includes(step) ? "It has been done" : "Do this step")
      wizard.send(enter)
    }
    await wizard.shows("Migrated. The node is as asked.")
    expect(await on.mustRun(files)).toMatch(/SystemdCgroup = true[\s\S]*cgroupDriver: systemd/)
    expect((await on.mustRun("systemctl is-active containerd kubelet")).trim()).toBe("active\nactive")
    expect(await on.mustRun("criadm migrate --status")).toContain("is done")

    wizard.send(`${down}${down}${enter}`)
    for (const step of [5, 3]) {
      await wizard.shows(`Step ${step} of ${steps}`)
      await wizard.shows("Do this step")
      wizard.send(enter)
    }
    await wizard.shows("Returned. The node is as it was before the migration.")
    wizard.send(enter)
    expect(await wizard.ended()).toBe(0)
    expect(await on.mustRun(files)).toBe(before)
  })

  test("left in the middle, says first where it stands when it is opened again", async () => {
    const wizard = open()
    await wizard.shows("Show where each fact")
    wizard.send(enter)
    await wizard.shows("Migrate step by step")
    await choose(wizard, "Migrate step by step: cgroup-driver to systemd")
    await wizard.shows("Begin with the first step")
    wizard.send(enter)
    for (const step of [1, 2]) {
      await wizard.shows(`Step ${step} of ${steps}`)
      wizard.send(enter)
    }
    await wizard.shows(`Step 3 of ${steps}`)
    wizard.send("q")
    expect(await wizard.ended()).toBe(7)

    const again = open()
    await again.shows("Show where each fact")
    again.send(enter)
    await again.shows(`It stands at step 3 of ${steps}`)
    again.send("q")
    await again.ended()
    expect(await on.run("criadm migrate --back --yes")).toMatchObject({ exitCode: 0 })
    expect(await on.mustRun(files)).toBe(before)
  })
})
