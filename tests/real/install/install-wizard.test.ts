// From a node without a runtime to a verified one by keys: the wizard on a real Debian trixie, criadm as compiled.
import { expect, setDefaultTimeout, test } from "bun:test"
import { Pty } from "../../../scripts/terminal/pty.ts"
import { bareNode, containerdPackages, isServing } from "../nodes/bare-node.ts"
import { needsOfNodes } from "../nodes/nodes.ts"
import { describeReal } from "../support/requirements.ts"

/** Building the image, once, and installing on a busy machine. */
setDefaultTimeout(10 * 60 * 1000)

const needs = { programs: [...needsOfNodes.programs, "nsenter"] }

/** What each screen shows that no other does; Enter is pressed on each. */
const way = [
  "Show where each fact",
  "from this distribution's packages (apt)",
  "Do what is suggested",
  "Review: exactly this",
  "What to do with this plan",
  "Applied and verified. Keep it?",
] as const

describeReal("the wizard on a node without a runtime", needs, () => {
  test("six times Enter, and containerd serves CRI; put back, nothing of it is left", async () => {
    const given = await bareNode("trixie-bare", { suite: "trixie", packages: containerdPackages, withSource: true })
    const { node } = given
    try {
      if (node.enter === undefined) throw new Error("nobody can enter the node")
      const wizard = new Pty([...node.enter(), "criadm"], {
        environment: { PATH: "/usr/sbin:/usr/bin:/sbin:/bin:/opt/bench", HOME: "/root" },
        columns: 100,
        rows: 40,
        patienceSeconds: 120,
      })
      for (const screen of way) {
        await wizard.shows(screen)
        wizard.send("\r")
      }
      await wizard.shows("Done")
      wizard.send("\r")

      expect(await wizard.ended()).toBe(0)
      await isServing(node, "containerd")
      expect((await node.run("ls /var/cache/criadm")).exitCode).toBe(2)
      expect((await node.run("criadm rollback --yes")).exitCode).toBe(0)
      await given.asBefore()
    } finally {
      await node.stop()
    }
  })
})
