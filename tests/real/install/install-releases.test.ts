// A node without a runtime of each Debian release: what its packages bring is installed, proven and taken back, or refused
// with the reason. Each node is a container without a network, whose only source is a directory.
import { expect, setDefaultTimeout, test } from "bun:test"
import { bareNode, containerdPackages, isServing } from "../nodes/bare-node.ts"
import { needsOfNodes } from "../nodes/nodes.ts"
import { describeReal } from "../support/requirements.ts"

/** Building the images and the repositories on a busy machine. */
setDefaultTimeout(20 * 60 * 1000)

const install = "criadm apply --yes --install distribution"

describeReal("a node without a runtime", needsOfNodes, () => {
  test.each([
    ["bookworm", "1.6.20"],
    ["forky", "2.1.9"],
  ] as const)("of Debian %s gets containerd %s, and loses it again", async (suite, release) => {
    const given = await bareNode(`${suite}-bare`, { suite, packages: containerdPackages, withSource: true })
    try {
      const applied = await given.node.run(install)

      expect({ ...applied, stdout: "" }).toEqual({ exitCode: 0, stdout: "", stderr: "" })
      expect(applied.stdout).toContain(`containerd ${release}`)
      await isServing(given.node, "containerd")
      expect((await given.node.run("criadm rollback --yes")).exitCode).toBe(0)
      await given.asBefore()
    } finally {
      await given.node.stop()
    }
  })

  test("of Debian bullseye is told that its containerd serves no CRI v1, and what else there is", async () => {
    const given = await bareNode("bullseye-bare", {
      suite: "bullseye",
      packages: containerdPackages,
      withSource: true,
    })
    try {
      const refused = await given.node.run(install)
      const told = refused.stderr.replaceAll(/\s+/g, " ")

      expect(refused.exitCode).toBe(3)
      expect(told).toContain("containerd 1.4.13, which does not serve CRI v1; that begins with containerd 1.6")
      expect(told).toContain("the repository of a vendor")
      expect(told).toContain("getting-started.md")
      await given.asBefore()
    } finally {
      await given.node.stop()
    }
  })
})
