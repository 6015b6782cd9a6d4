// The units that watch a node, on a running node: they agree with a node that criadm prepared, and find a driver that
// was changed by hand. What node-problem-detector and node_exporter would read is read here too.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { type Node, needsOfNodes, node } from "../nodes/nodes.ts"
import { program } from "../support/criadm-program.ts"
import { needsOfPackages } from "../support/packages.ts"
import { describeReal } from "../support/requirements.ts"
import { promtoolOn } from "./promtool.ts"

/** Building the image on a busy machine. */
setDefaultTimeout(15 * 60 * 1000)

const integrations = join(import.meta.dir, "../../../src/integrations")

describeReal("a node that is watched", { programs: [...needsOfNodes.programs, ...needsOfPackages.programs] }, () => {
  let on: Node
  /** Before it was watched. */
  let before: string
  const etc = "find /etc/systemd/system -printf '%p %m %l\\n' -type f -exec sha256sum {} + | sort"

  beforeAll(async () => {
    on = await node("trixie", { way: "container", tools: [program] })
    await on.mustRun(`ln -s /opt/bench/criadm /usr/local/bin/criadm
      until [ -S /run/containerd/containerd.sock ]; do sleep 0.1; done
      criadm apply --yes`)
    before = await on.mustRun(etc)
    await on.mustRun("criadm watch --install --yes")
  })
  afterAll(async () => await on?.stop())

  test("has units that systemd understands whole", async () => {
    const files = "/etc/systemd/system/criadm-verify.service /etc/systemd/system/criadm-verify.timer"
    const { exitCode, stderr } = await on.run(`systemd-analyze verify --man=no ${files}`)
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" })
  })

  test("is as it should be after apply, and the timer will look again, also after a boot", async () => {
    await on.mustRun("systemctl start criadm-verify.service")
    expect(await on.mustRun("systemctl is-active criadm-verify.timer; systemctl is-enabled criadm-verify.timer")).toBe(
      "active\nenabled\n",
    )
    expect(await on.mustRun("criadm watch --install --yes")).toContain("Nothing to do")
  })

  test("whose driver was changed by hand makes the unit fail, and the journal says what", async () => {
    await on.mustRun(`sed -i 's/SystemdCgroup = true/SystemdCgroup = false/' /etc/containerd/config.toml
      systemctl restart containerd; until [ -S /run/containerd/containerd.sock ]; do sleep 0.1; done`)

    expect((await on.run("systemctl start criadm-verify.service")).exitCode).not.toBe(0)

    expect(await on.mustRun("systemctl show -p ExecMainStatus criadm-verify.service")).toBe("ExecMainStatus=6\n")
    expect(await on.mustRun("journalctl -u criadm-verify.service --no-pager -o cat")).toContain("cgroup driver systemd")
  })

  test("is told to node_exporter in a file that is whole, and to node-problem-detector in one line", async () => {
    const { rules } = JSON.parse(readFileSync(join(integrations, "node-problem-detector/criadm.json"), "utf8"))
    const [rule] = rules as readonly { readonly path: string; readonly args: readonly string[] }[]
    const asked = await on.run([rule?.path, ...(rule?.args ?? [])].join(" "))
    expect(asked.exitCode).toBe(1)
    expect(asked.stdout).toMatch(/^.{1,80}\n$/)

    expect((await on.run("criadm verify -o prometheus --out /var/lib/criadm.prom")).exitCode).toBe(6)
    const metrics = await on.mustRun("cat /var/lib/criadm.prom; stat -c %a /var/lib/criadm.prom")
    expect(metrics).toContain("criadm_verify_holds 0\n")
    expect(metrics).toEndWith("644\n")
  })

  test("is seen from a container as it sees itself, but for what only its programs tell", async () => {
    // The host's root with what is mounted in it lies in /host; what the container itself has there is empty.
    const inContainer = (command: string) =>
      on.run(`mkdir -p /host && unshare --mount sh -c 'mount --rbind / /host && mount -o remount,bind,ro /host &&
        mount -t tmpfs none /run && mount -t tmpfs none /etc && exec criadm ${command}'`)
    const findings = ({ stdout }: { readonly stdout: string }) =>
      (JSON.parse(stdout).findings as { code: string; args: unknown }[]).map(({ code, args }) => ({ code, args }))

    const seen = await inContainer("check --host /host -o json")

    expect(seen.exitCode).toBe(6)
    expect(seen.stderr).toContain("Not asked")
    expect(findings(seen)).toEqual(findings(await on.run("criadm check -o json")))
    const factsOf = ({ stdout }: { readonly stdout: string }) => {
      const { cgroup, kernel, swap, preflight, running } = JSON.parse(stdout)
      return { cgroup, kernel, swap, preflight, running }
    }
    expect(factsOf(await inContainer("detect --host /host -o json"))).toEqual(
      factsOf(await on.run("criadm detect -o json")),
    )
  })

  test("tells a container its runtime's release also where no package recorded it", async () => {
    const seen = await on.run(`mkdir -p /host && unshare --mount sh -c 'mount --rbind / /host &&
      mount -t tmpfs none /host/var/lib/dpkg && mount -t tmpfs none /run && mount -t tmpfs none /etc &&
      exec criadm detect --host /host -o json'`)

    const { version } = JSON.parse(seen.stdout).components.containerd
    expect(version).toMatchObject({ state: "known", source: { kind: "socket" } })
  })

  test("prints metrics with which promtool finds nothing wrong, of what fails too", async () => {
    for (const asked of ["verify", "check"]) {
      const { exitCode, stdout } = await on.run(`criadm ${asked} -o prometheus`)

      expect(exitCode).toBe(6)
      expect(stdout.split("\n").length).toBeGreaterThan(6)
      expect(await promtoolOn(stdout)).toEqual({ exitCode: 0, said: "" })
    }
    expect((await promtoolOn("criadm_info{version=}\n")).exitCode).not.toBe(0)
  })

  test("is watched no more, without a unit that has failed, and is watched again when that is undone", async () => {
    await on.mustRun("criadm watch --remove --yes")

    const units = "systemctl list-units --all --no-legend 'criadm-verify*'"
    expect({ units: await on.mustRun(units), etc: await on.mustRun(etc) }).toEqual({ units: "", etc: before })

    await on.mustRun("criadm rollback --yes")

    expect(await on.mustRun("systemctl is-active criadm-verify.timer; systemctl is-enabled criadm-verify.timer")).toBe(
      "active\nenabled\n",
    )
  })

  test("is as it was, byte for byte, when the run that wrote the units is put back", async () => {
    await on.mustRun("criadm watch --remove --yes; criadm watch --install --yes; criadm rollback --yes")

    const units = "systemctl list-units --all --no-legend 'criadm-verify*'"
    expect({ units: await on.mustRun(units), etc: await on.mustRun(etc) }).toEqual({ units: "", etc: before })
  })
})
