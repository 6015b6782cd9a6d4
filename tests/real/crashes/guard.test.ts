// `--confirm` undoes, whatever becomes of the program and of the node: on every init system that criadm drives the
// program is taken away during the countdown, and the node is started anew. Containers of Debian with that init system.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import { type Kind, type Node, needsOfNodes, node } from "../nodes/nodes.ts"
import { program } from "../support/criadm-program.ts"
import { contentsOfEtc } from "../support/look.ts"
import { describeReal } from "../support/requirements.ts"

/** Building the image, and going through the story, on a busy machine. */
setDefaultTimeout(15 * 60 * 1000)

const kinds: readonly { readonly kind: Kind; readonly start: string }[] = [
  { kind: "trixie", start: "systemctl start containerd" },
  // These two start it at boot, and SysV's script would start another one beside it.
  { kind: "bookworm-openrc", start: "true" },
  { kind: "bookworm-sysvinit", start: "true" },
  { kind: "bookworm-runit", start: "sv -w 30 start containerd" },
]

/** Where a person without a package would have put it. */
const own = "/root/own/criadm"

/** Everything of a guard that could be left: its scripts, links, and its copy of the program. */
const leftovers = `find /etc /run/systemd/transient /var/lib/criadm -name '*criadm-guard*' -o -path '*/runs/*/criadm' | sort`

/** insserv computes the order of SysV's scripts anew, and writes the same in another order of lines. */
async function contents(on: Node): Promise<string> {
  const lines = (await contentsOfEtc(on)).split("\n")
  return lines.filter((line) => !line.includes("/init.d/.depend.")).join("\n")
}

describeReal("a run that waits to be kept", needsOfNodes, () => {
  for (const { kind, start } of kinds) {
    let on: Node
    let before = ""
    const apply = async (seconds: number) => {
      await on.mustRun(`mkdir -p ${own.replace("/criadm", "")}; rm -f ${own}; cp /opt/bench/criadm ${own}`)
      const command = `${own} apply --yes --sandbox-image registry.k8s.io/pause:3.10.2 --confirm ${seconds}`
      await on.mustRun(`${command} || { ${own} history; exit 1; }`)
      expect(await contents(on)).not.toBe(before)
    }
    const untilPutBack = async () => {
      const ended = "until criadm history | grep -q 'rolled-back\\|rollback-failed'; do sleep 1; done; criadm history"
      expect(await on.mustRun(ended, { timeoutSeconds: 300 })).toMatch(/^ *\d+ {2}\S+ {2}rolled-back/)
      // The last thing that the guard does is to take itself away.
      await on.mustRun(`until [ -z "$(${leftovers})" ]; do sleep 1; done`, { timeoutSeconds: 120 })
      expect(await contents(on)).toBe(before)
      await on.mustRun("rm -rf /var/lib/criadm/runs")
    }

    beforeAll(async () => {
      on = await node(kind, { way: "container", tools: [program] })
      await on.mustRun(`${start}; until [ -S /run/containerd/containerd.sock ]; do sleep 0.2; done`)
      before = await contents(on)
    })
    afterAll(async () => await on?.stop())

    test(`on ${kind} is put back though its program was moved away`, async () => {
      await apply(10)
      await on.mustRun(`rm -r ${own.replace("/criadm", "")}`)

      await untilPutBack()
    })

    test(`on ${kind} is put back after a boot, though its program is gone`, async () => {
      // A container keeps the boot id and the uptime of its machine, so the countdown goes on where it was.
      await apply(25)
      await on.mustRun(`rm -r ${own.replace("/criadm", "")}`)
      await on.reboot()

      await untilPutBack()
    })

    test(`on ${kind} is put back though the node starts anew just then`, async () => {
      await apply(10)
      await on.mustRun("sleep 2")
      await on.reboot()

      await untilPutBack()
      const active = "criadm verify -o json | grep -A6 service-active | grep holds"
      expect(await on.mustRun(`until [ -S /run/containerd/containerd.sock ]; do sleep 0.2; done; ${active}`)).toContain(
        "true",
      )
    })

    test(`on ${kind} is kept by criadm confirm, and nothing is left of the guard`, async () => {
      await apply(600)
      await on.mustRun("criadm confirm")

      expect(await on.mustRun(leftovers)).toBe("")
      await on.mustRun("criadm rollback --yes")
      expect(await contents(on)).toBe(before)
      await on.mustRun("rm -rf /var/lib/criadm/runs")
    })
  }
})
