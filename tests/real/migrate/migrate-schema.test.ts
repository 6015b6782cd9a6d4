// `criadm migrate schema` on a node that runs: a release that cannot read the schema says so; one that can goes on serving
// CRI on the rewritten files, and has its old ones again on the way back.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test"
import { type Kind, type Node, needsOfNodes, node } from "../nodes/nodes.ts"
import { program } from "../support/criadm-program.ts"
import { describeReal } from "../support/requirements.ts"

setDefaultTimeout(10 * 60 * 1000)

const file = "/etc/containerd/config.toml"
const before = `# Ours.
version = 2
imports = ["/etc/containerd/conf.d/*.toml"]
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "registry.k8s.io/pause:3.10.2"
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
      SystemdCgroup = true # with the kubelet
`

function onNode(kind: Kind, tests: (on: () => Node) => void): void {
  describe(kind, () => {
    let started: Node
    beforeAll(async () => {
      started = await node(kind, { way: "container", tools: [program] })
      await started.put(file, before)
      await started.mustRun("mkdir -p /etc/containerd/conf.d && systemctl restart containerd")
    })
    afterAll(async () => await started?.stop())
    tests(() => started)
  })
}

describeReal("a migration of the schema", needsOfNodes, () => {
  onNode("trixie", (on) => {
    test("is for after the upgrade where the release cannot read it", async () => {
      const { exitCode, stderr } = await on().run("criadm migrate schema --to 3 --yes")

      expect({ exitCode, stderr }).toEqual({
        exitCode: 3,
        stderr: expect.stringContaining("begins with containerd 2.0"),
      })
      expect(await on().mustRun(`cat ${file}`)).toBe(before)
      expect(await on().mustRun("criadm migrate --status")).toContain("No migration")
    })
  })

  onNode("forky", (on) => {
    test("shows the difference, does it, and the daemon says the same", async () => {
      const dump = "containerd config dump | grep -v '^imports'"
      const old = await on().mustRun(dump)
      expect(await on().mustRun("criadm migrate schema --to 3 --plan")).toContain("+version = 3")
      expect(await on().mustRun(`cat ${file}`)).toBe(before)

      const done = await on().run("criadm migrate schema --to 3 --yes")

      expect(done).toMatchObject({ exitCode: 0, stderr: "" })
      const after = await on().mustRun(`cat ${file}`)
      expect(after.split("\n").length).toBe(before.split("\n").length)
      expect(after).toContain("SystemdCgroup = true # with the kubelet")
      expect(await on().mustRun(dump)).toBe(old)
      expect(await on().run("criadm migrate schema --to 3 --yes")).toMatchObject({
        exitCode: 0,
        stdout: expect.stringContaining("Nothing to migrate"),
      })
    })

    test("returns to the file that was there", async () => {
      expect(await on().run("criadm migrate --back --yes")).toMatchObject({ exitCode: 0 })

      expect(await on().mustRun(`cat ${file}`)).toBe(before)
      expect(await on().mustRun("criadm migrate --status")).toContain("was taken back")
    })
  })
})
