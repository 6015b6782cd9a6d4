// What containerd printed in an earlier run is believed on a real node until its program or its configuration is another
// one: containers of Debian trixie, and of forky, whose containerd tells its sandbox image nowhere else.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test"
import { exitCode } from "../../../src/model/exit-code.ts"
import { type Node, needsOfNodes, node } from "../nodes/nodes.ts"
import { program } from "../support/criadm-program.ts"
import { describeReal } from "../support/requirements.ts"

setDefaultTimeout(15 * 60 * 1000)

const kinds = ["trixie", "forky"] as const
const asked = "--cgroup-driver systemd --sandbox-image registry.k8s.io/pause:3.10.2"
const answers = "/var/lib/criadm/answers.json"
/** So that it shows whether what was kept is believed. */
const tamper = `sed -i 's/pause:3.10.2/pause:0.0.1/' ${answers}`

describeReal("answers that are kept", needsOfNodes, () => {
  for (const kind of kinds) {
    describe(kind, () => {
      let on: Node
      const differs = async () => (await on.run("criadm check -o json")).stdout.includes("containerd-dump-differs")
      const apply = () => on.mustRun(`criadm apply --yes ${asked}`, { timeoutSeconds: 300 })

      beforeAll(async () => {
        on = await node(kind, { way: "container", tools: [program] })
      })
      afterAll(async () => await on?.stop())

      test("are none on a node that was only looked at", async () => {
        await on.run("criadm check; criadm detect; criadm plan")

        expect((await on.run(`ls ${answers}`)).exitCode).not.toBe(0)
      })

      test("are believed after a run, by check and by what proves a setting, and are what the program says", async () => {
        await apply()
        expect(await differs()).toBe(false)
        expect((await on.run(`criadm verify ${asked}`)).exitCode).toBe(0)

        await on.mustRun(tamper)
        expect(await differs()).toBe(true)
        // Containerd 2 tells its sandbox image in its dump alone.
        expect((await on.run(`criadm verify ${asked}`)).exitCode).toBe(kind === "forky" ? exitCode.notAsAsked : 0)
      })

      test("are not believed where the program is another file of the same bytes, size and time", async () => {
        await on.mustRun("cp -p /usr/bin/containerd /usr/bin/other && mv /usr/bin/other /usr/bin/containerd")

        expect(await differs()).toBe(false)
        expect((await on.run(`criadm verify ${asked}`)).exitCode).toBe(0)
      })

      test("are renewed by an apply that has nothing to do, and stay as they are in the next", async () => {
        await on.mustRun(tamper)
        await apply()
        expect(await on.mustRun(`cat ${answers}`)).not.toContain("0.0.1")

        const written = await on.mustRun(`stat -c %i-%z ${answers}`)
        await apply()
        expect(await on.mustRun(`stat -c %i-%z ${answers}`)).toBe(written)
      })

      test("are not believed after a line of the configuration was changed", async () => {
        await on.mustRun(`${tamper}; echo '# by hand' >> /etc/containerd/config.toml`)

        expect(await differs()).toBe(false)
      })
    })
  }
})
