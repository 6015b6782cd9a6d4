// The collection's rolling playbook over ssh against real nodes of several kinds, two at a time, one of them broken by a
// rule of its site. npm test has three nodes; CRIADM_CAMPAIGN=1 six of four kinds, and compares times.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import { type Kind, needsOfNodes } from "../nodes/nodes.ts"
import { say } from "../support/cache.ts"
import { contentsOfEtc } from "../support/look.ts"
import { needsOfPackages } from "../support/packages.ts"
import type { Finished } from "../support/programs.ts"
import { describeReal } from "../support/requirements.ts"
import { type Fleet, fleetOf } from "./nodes-over-ssh.ts"

setDefaultTimeout(20 * 60 * 1000)

const sandboxImage = "registry.k8s.io/pause:3.10.2"
const three: Readonly<Record<string, Kind>> = { alpha: "trixie", bravo: "forky", charlie: "bookworm-openrc" }
const six: Readonly<Record<string, Kind>> = { ...three, delta: "bookworm", echo: "trixie", foxtrot: "bookworm-openrc" }
const isCampaign = process.env["CRIADM_CAMPAIGN"] === "1"
if (!isCampaign) say("skipped: what a playbook costs per node: scripts/campaign fleet compares it")
const kinds = isCampaign ? six : three
const names = Object.keys(kinds)

/** What runs on every kind: criadm is in the node's PATH, the answers are right for it. */
const variables = JSON.stringify({
  criadm_program: "/opt/bench/criadm",
  criadm_answers: { runtime: "containerd", "sandbox-image": sandboxImage },
})

/** The role alone, on all nodes at once. */
const role = `- hosts: nodes
  gather_facts: false
  roles: [criadm.node.node]
`

const rollback = `- hosts: nodes
  gather_facts: false
  tasks:
    - ansible.builtin.command: /opt/bench/criadm rollback --yes
`

/** Tasks of the number and sort that the Kubernetes page asks for, beside the node: of interest is what they cost. */
const byThePage = `- hosts: nodes
  gather_facts: false
  tasks:
    - ansible.builtin.copy: {dest: /root/modules.conf, content: "overlay\\nbr_netfilter\\n"}
    - ansible.builtin.command: grep -q overlay /proc/filesystems
    - ansible.builtin.copy: {dest: /root/sysctl.conf, content: "net.ipv4.ip_forward = 1\\n"}
    - ansible.builtin.command: sysctl net.ipv4.ip_forward
    - ansible.builtin.stat: {path: /usr/bin/containerd}
    - ansible.builtin.command: containerd config default
    - ansible.builtin.lineinfile: {path: /root/config.toml, create: true, line: 'sandbox_image = "${sandboxImage}"'}
    - ansible.builtin.lineinfile: {path: /root/config.toml, create: true, line: "SystemdCgroup = true"}
    - ansible.builtin.command: containerd config dump
    - ansible.builtin.command: containerd --version
`

/** ok, changed, unreachable, failed and the rest of a host's line under PLAY RECAP; undefined: the host is not in it. */
function recap({ stdout }: Finished, host: string): Readonly<Record<string, number>> | undefined {
  const line = new RegExp(`^${host}\\s+: (.*)$`, "m").exec(stdout.split("PLAY RECAP")[1] ?? "")?.[1]
  return line === undefined
    ? undefined
    : Object.fromEntries([...line.matchAll(/(\w+)=(\d+)/g)].map(([, name = "", count]) => [name, Number(count)]))
}

const needs = { programs: [...new Set([...needsOfNodes.programs, ...needsOfPackages.programs, "ssh-keygen"])] }

describeReal("a fleet reached by ssh, two nodes at a time", needs, () => {
  let fleet: Fleet
  const etc = new Map<string, string>()
  const [, broken = ""] = names
  const late = names.slice(2)

  const contents = async () =>
    new Map(await Promise.all([...fleet.nodes].map(async ([name, node]) => [name, await contentsOfEtc(node)] as const)))
  const roll = async (...args: readonly string[]) => await fleet.play("rolling.yml", "--extra-vars", variables, ...args)

  beforeAll(async () => {
    fleet = await fleetOf(kinds)
    // A rule of this site, unknown to criadm and to containerd's own check of the file.
    const rule = `[Service]\nExecStartPre=/bin/sh -c '! grep -q ${sandboxImage} /etc/containerd/config.toml'\n`
    await fleet.nodes.get(broken)?.put("/etc/systemd/system/containerd.service.d/site.conf", rule)
    await fleet.nodes.get(broken)?.mustRun("systemctl daemon-reload")
    for (const [name, text] of await contents()) etc.set(name, text)
  })
  afterAll(async () => await fleet?.stop())

  test("check mode tells every node's difference, and changes none", async () => {
    const said = await roll("--check", "--diff")

    expect([said.exitCode, said.stderr], said.stdout).toEqual([0, expect.any(String)])
    for (const name of names) expect(recap(said, name), said.stdout).toMatchObject({ failed: 0, unreachable: 0 })
    expect(said.stdout.split(sandboxImage).length).toBeGreaterThan(names.length)
    expect(await contents()).toEqual(etc)
    expect(fleet.kubectl()).toEqual([])
  })

  test("the node that fails is as it was and says so, and those after it are not begun", async () => {
    const said = await roll()
    const now = await contents()

    expect(said.exitCode, said.stdout).not.toBe(0)
    expect(recap(said, names[0] ?? "")).toMatchObject({ changed: expect.any(Number), failed: 0 })
    expect(recap(said, broken)).toMatchObject({ failed: 1 })
    expect(said.stdout).toContain("criadm put everything back: the node is as it was before.")
    expect(now.get(broken)).toBe(etc.get(broken) ?? "")
    for (const name of late) {
      expect(recap(said, name)).toBeUndefined()
      expect(now.get(name)).toBe(etc.get(name) ?? "")
    }
    expect(fleet.kubectl()).toContain(`drain ${broken} --ignore-daemonsets --delete-emptydir-data`)
    expect(fleet.kubectl()).not.toContain(`uncordon ${broken}`)
  })

  test("without the broken rule every node is as answered, drained before and uncordoned after", async () => {
    await fleet.nodes
      .get(broken)
      ?.mustRun("rm -r /etc/systemd/system/containerd.service.d; systemctl daemon-reload; systemctl start containerd")
    etc.set(broken, await contentsOfEtc(fleet.nodes.get(broken)!))
    const said = await roll()

    expect(said.exitCode, `${said.stdout}${said.stderr}`).toBe(0)
    for (const name of [broken, ...late]) expect(fleet.kubectl()).toContain(`uncordon ${name}`)
    for (const node of fleet.nodes.values()) await node.mustRun("criadm verify", { timeoutSeconds: 120 })
  })

  test("once more changes nothing and drains nobody", async () => {
    const asked = fleet.kubectl().length
    const said = await roll()

    for (const name of names) expect(recap(said, name), said.stdout).toMatchObject({ changed: 0, failed: 0 })
    expect(fleet.kubectl()).toHaveLength(asked)
  })

  // Minutes of playbooks, of which a share shows nothing.
  test.if(isCampaign)(
    "what is right already is asked in a third of the time of the page's steps, and for each node as for one",
    async () => {
      const asked =
        (playbook: string, ...args: readonly string[]) =>
        () =>
          fleet.play(playbook, "--forks", String(names.length), "--extra-vars", variables, ...args)
      const [all, one, page, empty] = await timesOf([
        asked(role),
        asked(role, "--limit", names[0] ?? ""),
        asked(byThePage),
        asked("- hosts: nodes\n  gather_facts: false\n  tasks: []\n"),
      ])
      const ratio = (page - empty) / (all - empty)
      const perNode = (all - empty) / names.length / (one - empty)
      const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(1)} s`

      console.log(
        `${names.length} nodes ${seconds(all)}, one ${seconds(one)}, the page's steps ${seconds(page)}, an empty`,
      )
      console.log(
        `playbook ${seconds(empty)}: ${ratio.toFixed(1)} times as fast, and for each ${perNode.toFixed(2)} of one's time`,
      )
      // Another machine's load falls on all of it; the goals are 3 and 1.
      expect(ratio).toBeGreaterThan(1.5)
      expect(perNode).toBeLessThan(2)
    },
  )

  test("each is put back, byte for byte", async () => {
    const said = await fleet.play(rollback)

    expect(said.exitCode, said.stdout).toBe(0)
    expect(await contents()).toEqual(etc)
  })
})

/** Milliseconds of each: the shorter of two, in turns, the first one of all left out. */
async function timesOf(acts: readonly (() => Promise<Finished>)[]): Promise<readonly [number, number, number, number]> {
  const times = acts.map(() => Number.POSITIVE_INFINITY)
  for (let round = 0; round < 2; round++) {
    for (const [index, act] of acts.entries()) {
      const began = performance.now()
      const { exitCode, stdout } = await act()
      if (exitCode !== 0) throw new Error(stdout)
      times[index] = Math.min(times[index] ?? 0, performance.now() - began)
    }
  }
  return times as unknown as readonly [number, number, number, number]
}
