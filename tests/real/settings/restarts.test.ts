// Restarts on a real systemd: a limit of starts that criadm itself comes up against, and a start that hangs. A container
// of Debian trixie.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import { type Node, needsOfNodes, node } from "../nodes/nodes.ts"
import { program } from "../support/criadm-program.ts"
import { contentsOfEtc } from "../support/look.ts"
import { describeReal } from "../support/requirements.ts"

/** Building the image, and going through the story, on a busy machine. */
setDefaultTimeout(15 * 60 * 1000)

const dropIn = "/etc/systemd/system/containerd.service.d/site.conf"

describeReal("restarts by systemd", needsOfNodes, () => {
  let trixie: Node
  const site = async (text: string) => {
    await trixie.put(dropIn, text)
    await trixie.mustRun("systemctl daemon-reload")
  }
  const image = (release: string) => `criadm apply --yes --sandbox-image registry.k8s.io/pause:${release}`

  beforeAll(async () => {
    trixie = await node("trixie", { way: "container", tools: [program] })
    await trixie.mustRun("systemctl start containerd; until [ -S /run/containerd/containerd.sock ]; do sleep 0.2; done")
  })
  afterAll(async () => await trixie?.stop())

  test("a unit that takes two starts a minute is restarted as often as runs and their undoing need", async () => {
    await site("[Unit]\nStartLimitIntervalSec=60\nStartLimitBurst=2\n")
    const before = await contentsOfEtc(trixie)

    for (const release of ["3.10.1", "3.10.2", "3.9"]) await trixie.mustRun(image(release))
    for (let run = 3; run > 0; run -= 1) await trixie.mustRun(`criadm rollback --yes ${run}`)

    expect(await contentsOfEtc(trixie)).toBe(before)
    expect((await trixie.mustRun("systemctl is-active containerd")).trim()).toBe("active")
  })

  test("a start that hangs on the new configuration is given up after --timeout, and everything is put back", async () => {
    // A rule of this site: with that image it waits for something that never comes.
    const rule = "! grep -q pause:3.99 /etc/containerd/config.toml || sleep 600"
    await site(`[Service]\nTimeoutStartSec=infinity\nExecStartPre=/bin/sh -c '${rule}'\n`)
    const before = await contentsOfEtc(trixie)

    const ran = await trixie.run(`${image("3.99")} --timeout 10`, { timeoutSeconds: 120 })

    expect(ran.exitCode).toBe(4)
    expect(await contentsOfEtc(trixie)).toBe(before)
    expect((await trixie.mustRun("systemctl is-active containerd")).trim()).toBe("active")
  })

  test("a service that dies four seconds after its start does not count with --settle 8", async () => {
    const rule = "grep -q pause:3.98 /etc/containerd/config.toml && sleep 4 && kill -9 $MAINPID"
    await site(`[Service]\nRestart=always\nRestartSec=0\nExecStartPost=/bin/sh -c '(${rule}) > /dev/null 2>&1 &'\n`)
    const before = await contentsOfEtc(trixie)

    const ran = await trixie.run(`${image("3.98")} --settle 8 --timeout 20`, { timeoutSeconds: 180 })

    expect(ran.exitCode).toBe(4)
    expect(await contentsOfEtc(trixie)).toBe(before)
  })
})
