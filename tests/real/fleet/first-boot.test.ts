// The files for first boots, on real nodes: cloud-init's user-data on a node without a runtime (a container, and with
// CRIADM_CAMPAIGN=1 a virtual machine), the unit for images and Ignition on a node that has one, and the script for images
// on a tree.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { bareNode, containerdPackages } from "../nodes/bare-node.ts"
import { type Node, needsOfNodes, node, type Way } from "../nodes/nodes.ts"
import { program } from "../support/criadm-program.ts"
import { run } from "../support/programs.ts"
import { describeReal } from "../support/requirements.ts"

/** Building the image and the repository, installing and starting anew, on a busy machine. */
setDefaultTimeout(40 * 60 * 1000)

const integrations = join(import.meta.dir, "../../../src/integrations")
const fileOf = (path: string) => readFileSync(join(integrations, path), "utf8")
const patiently = { timeoutSeconds: 1200 }
const ways: readonly Way[] = process.env["CRIADM_CAMPAIGN"] === "1" ? ["container", "boot"] : ["container"]
const linked = "ln -sf /opt/bench/criadm /usr/local/bin/criadm"

describeReal("a first boot", needsOfNodes, () => {
  describe.each(ways)("by cloud-init, started as a %s", (way) => {
    let bare: Node
    beforeAll(async () => {
      const given = await bareNode("trixie-cloud-init", {
        suite: "trixie",
        packages: containerdPackages,
        withSource: true,
        way,
      })
      bare = given.node
      await bare.mustRun(linked)
      await bare.put("/var/lib/cloud/seed/nocloud/user-data", fileOf("cloud-init/user-data.yaml"))
      await bare.put("/var/lib/cloud/seed/nocloud/meta-data", "instance-id: node-1\nlocal-hostname: node\n")
    })
    afterAll(async () => await bare?.stop())

    test("has user-data that cloud-init takes whole", async () => {
      const said = await bare.run("cloud-init schema --config-file /var/lib/cloud/seed/nocloud/user-data", patiently)

      expect({ exitCode: said.exitCode, stdout: said.stdout }).toMatchObject({ exitCode: 0 })
    })

    test("ends with a runtime that is as the answers say, and the next boot changes nothing", async () => {
      await bare.reboot()
      await bare.run("cloud-init status --wait", patiently)
      // It may have something to say about this machine: no network, no disk to grow. Not about what it was given.
      const { errors } = JSON.parse((await bare.run("cloud-init status --format json", patiently)).stdout)
      const log = await bare.mustRun("cat /var/log/cloud-init-output.log")

      expect(JSON.stringify(errors)).not.toMatch(/script|runcmd|user-data|write_files/)
      expect(log).toContain("Done (run 1). The node is as asked.")
      await bare.mustRun("criadm verify", patiently)
      const history = await bare.mustRun("criadm history")
      await bare.reboot()
      await bare.run("cloud-init status --wait", patiently)
      await bare.mustRun("criadm verify", patiently)
      expect(await bare.mustRun("criadm history")).toBe(history)
    })
  })

  describe("by the unit for images", () => {
    let on: Node

    beforeAll(async () => {
      on = await node("trixie", { way: "container", tools: [program] })
      await on.put("/etc/systemd/system/criadm-apply.service", fileOf("ignition/criadm-apply.service"))
      await on.put("/etc/criadm/answers.toml", 'runtime = "containerd"\ncgroup-driver = "systemd"\n', 0o600)
      await on.mustRun(`${linked}; systemctl daemon-reload; systemctl enable criadm-apply.service`)
    })
    afterAll(async () => await on?.stop())

    test("has a unit that systemd understands whole", async () => {
      const said = await on.run("systemd-analyze verify --man=no /etc/systemd/system/criadm-apply.service")
      expect({ exitCode: said.exitCode, stderr: said.stderr }).toEqual({ exitCode: 0, stderr: "" })
    })

    test("is as the answers say after it, once", async () => {
      const wait = "until systemctl is-active --quiet criadm-apply.service; do sleep 0.2; done"
      await on.reboot()
      await on.mustRun(wait, patiently)
      await on.mustRun("criadm verify", patiently)
      await on.reboot()
      await on.mustRun("until systemctl is-active --quiet multi-user.target; do sleep 0.2; done", patiently)

      expect((await on.mustRun("criadm history")).trim().split("\n")).toHaveLength(1)
      expect(await on.mustRun("systemctl show -p ConditionResult criadm-apply.service")).toBe("ConditionResult=no\n")
    })
  })
})

test("an image is brought to its answers below a directory, and is then without a failure of criadm's own making", async () => {
  const tree = mkdtempSync(join(tmpdir(), "criadm-image-"))
  try {
    const script = `
      mkdir -p ${tree}/etc/containerd ${tree}/usr/bin ${tree}/usr/lib/systemd/system ${tree}/etc/criadm
      printf 'ID=debian\\nVERSION_ID="13"\\n' >${tree}/etc/os-release
      : >${tree}/usr/bin/containerd; : >${tree}/usr/lib/systemd/systemd
      printf '[Service]\\nExecStart=/usr/bin/containerd\\n' >${tree}/usr/lib/systemd/system/containerd.service
      printf 'version = 2\\n' >${tree}/etc/containerd/config.toml
      printf 'cgroup-driver = "systemd"\\n' >${tree}/etc/criadm/answers.toml
      chmod 600 ${tree}/etc/criadm/answers.toml
      PATH=${join(program, "..")}:$PATH ${join(integrations, "image/prepare-image")} ${tree} --runtime-version 1.7.24`
    const { exitCode, stdout } = await run(["sh", "-c", script])

    expect([exitCode, stdout]).toEqual([0, expect.stringContaining("0 failures")])
    expect(readFileSync(join(tree, "etc/containerd/config.toml"), "utf8")).toContain("SystemdCgroup = true")
  } finally {
    rmSync(tree, { recursive: true, force: true })
  }
})
