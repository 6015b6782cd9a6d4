// A node without a runtime gets Docker Engine from Debian's packages. cri-dockerd, which Debian does not have, must be there
// already; here a stand-in for it is.
import { expect, setDefaultTimeout, test } from "bun:test"
import { bareNode, isServing } from "../nodes/bare-node.ts"
import { makeStandIn, placeCriDockerd } from "../nodes/docker-with-cri-dockerd.ts"
import { needsOfNodes } from "../nodes/nodes.ts"
import { describeReal } from "../support/requirements.ts"

/** Building the image and the repository, once, and installing on a busy machine. */
setDefaultTimeout(20 * 60 * 1000)

const install = "criadm apply --yes --install distribution --runtime docker"

/** Its configuration files, its data, and the group that it makes. */
const leaves = [
  ...["adduser.conf", "deluser.conf", "containerd", "default/docker", "init.d/docker", "docker"].map(
    (one) => `/etc/${one}`,
  ),
  ...["group", "group-", "gshadow", "gshadow-", "subuid", "subgid"].map((one) => `/etc/${one}`),
  "/var/lib/docker",
]

describeReal("a node without a runtime", needsOfNodes, () => {
  test("gets Docker Engine where cri-dockerd is, and loses it again; without cri-dockerd it is told what is missing", async () => {
    const tools = [await makeStandIn()]
    const given = await bareNode("trixie-bare", {
      suite: "trixie",
      packages: ["docker.io"],
      withSource: true,
      tools,
      leaves,
    })
    const { node } = given
    try {
      const refused = await node.run(install)
      expect([refused.exitCode, refused.stderr]).toEqual([3, expect.stringContaining("cri-dockerd")])
      await given.asBefore()

      await placeCriDockerd(node)
      await given.remember()
      const applied = await node.run(install)
      expect({ ...applied, stdout: "" }).toEqual({ exitCode: 0, stdout: "", stderr: "" })
      expect(applied.stdout).toContain("docker.io 26.1.5")
      // cri-dockerd asks Docker when it starts, and ends where there is none.
      expect(applied.stdout).toMatch(/^start docker\.service .*\nrestart cri-docker\.service /m)
      await isServing(node, "docker")

      expect((await node.run("criadm rollback --yes")).exitCode).toBe(0)
      await given.asBefore()
    } finally {
      await node.stop()
    }
  })
})
