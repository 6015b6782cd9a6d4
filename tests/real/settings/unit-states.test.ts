// The state of units in every state, asked of systemd over its own socket and with systemctl: a container of Debian trixie,
// with CRIADM_CAMPAIGN=1 also of bullseye (systemd 247), bookworm (252) and forky.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { basename, join } from "node:path"
import { type Node, needsOfNodes, node } from "../nodes/nodes.ts"
import { describeReal } from "../support/requirements.ts"
import type { AskedUnit } from "./ask-units.ts"

setDefaultTimeout(15 * 60 * 1000)

const kinds =
  process.env["CRIADM_CAMPAIGN"] === "1"
    ? (["trixie", "bullseye", "bookworm", "forky"] as const)
    : (["trixie"] as const)

const askUnits = `/opt/bench/${basename(process.execPath)} /opt/bench/ask-units.js`
const sleeps = "[Service]\nExecStart=/bin/sleep 1000\n"
const ends = "[Service]\nExecStart=/bin/false\n"

/** Of each name its file, what is done with it before, and what both ways shall say. */
const units: Readonly<Record<string, { file?: string; before?: string; state: object }>> = {
  "asked-running.service": {
    file: `${sleeps}ExecReload=/bin/true\n`,
    before: "systemctl start asked-running",
    state: { state: "active", pid: expect.any(Number), startedAt: expect.any(Number), canReload: true },
  },
  "asked-x\\x2dy@a:b_c.service": {
    before: "systemctl start 'asked-x\\x2dy@a:b_c'",
    state: { state: "active", pid: expect.any(Number), canReload: false },
  },
  "asked-x\\x2dy@.service": { file: sleeps, state: {} },
  "asked-stopped.service": { file: sleeps, state: { state: "inactive", isFailing: false } },
  "asked-failed.service": {
    file: ends,
    before: "systemctl start asked-failed; systemctl is-failed asked-failed",
    state: { state: "failed", isFailing: true },
  },
  "asked-again.service": {
    file: `${ends}Restart=always\nRestartSec=900\n`,
    before: "systemctl start asked-again; until systemctl show -P SubState asked-again | grep auto; do sleep 0.1; done",
    state: { state: "failed", isFailing: true },
  },
  "asked-done.service": {
    file: "[Service]\nType=oneshot\nRemainAfterExit=yes\nExecStart=/bin/true\n",
    before: "systemctl start asked-done",
    state: { state: "active" },
  },
  "asked-masked.service": { before: "systemctl mask asked-masked", state: { state: "inactive" } },
  "asked-missing.service": { state: { state: "inactive" } },
  "asked-bad.service": { file: "[Service]\nExecReload=/bin/true\n", state: { loadError: "bad-setting" } },
  "asked-changed.service": {
    file: sleeps,
    before: "systemctl start asked-changed; echo '[Service]' >>/etc/systemd/system/asked-changed.service",
    state: { state: "active", needsDaemonReload: true },
  },
  // Among its values stands what a process' number looks like: a length of 0x7501 reads as the type "u".
  "asked-lookalike.service": {
    file: `${sleeps}ExecStartPre=/bin/true MainPID ${"x".repeat(0x7501)}\n`,
    state: { state: "inactive" },
  },
  "asked.service": { file: sleeps, state: { state: "inactive" } },
  "asked.socket": {
    file: "[Socket]\nListenStream=/run/asked.sock\n",
    before: "systemctl start asked.socket",
    state: { state: "active", isFailing: false },
  },
  "asked-missing.socket": { state: { state: "inactive" } },
  "containerd.service": { state: { state: "active", pid: expect.any(Number), startedAt: expect.any(Number) } },
}

describeReal("the state of a unit on systemd", needsOfNodes, () => {
  for (const kind of kinds) {
    describe(kind, () => {
      let on: Node
      beforeAll(async () => {
        const directory = mkdtempSync(join(tmpdir(), "criadm-ask-units-"))
        const built = await Bun.build({
          entrypoints: [join(import.meta.dir, "ask-units.ts")],
          outdir: directory,
          target: "bun",
        })
        if (!built.success) throw new AggregateError(built.logs, "the questions cannot be bundled")
        on = await node(kind, { way: "container", tools: [process.execPath, join(directory, "ask-units.js")] })
        rmSync(directory, { recursive: true })
        for (const [name, { file }] of Object.entries(units))
          if (file !== undefined) await on.put(`/etc/systemd/system/${name}`, file)
        await on.run("systemctl daemon-reload")
        for (const { before } of Object.values(units)) if (before !== undefined) await on.run(before)
      })
      afterAll(async () => await on?.stop())

      test("is the same over systemd's own socket as systemctl says it, and systemctl is not started for it", async () => {
        // Of a template alone systemd tells nothing.
        const names = Object.keys(units).filter((name) => !name.endsWith("@.service"))
        const quoted = names.map((name) => `'${name}'`).join(" ")

        const asked: readonly AskedUnit[] = JSON.parse(await on.mustRun(`${askUnits} ${quoted}`))

        for (const { name, overSocket, bySystemctl, started } of asked) {
          const isDoubtful = name === "asked-lookalike.service"
          expect({ name, told: overSocket, started }).toEqual({ name, told: bySystemctl, started: isDoubtful ? 1 : 0 })
          expect({ name, ...overSocket }).toMatchObject({ name, ...units[name]?.state })
        }
        expect(asked).toHaveLength(names.length)
      })

      test("is left to systemctl for who is not root, and where nobody listens", async () => {
        const ask = `${askUnits} containerd.service`
        const byOther = await on.mustRun(`setpriv --reuid 65534 --clear-groups ${ask}`)
        const alone = await on.mustRun(`unshare --mount sh -c 'mount --bind /dev/null /run/systemd/private && ${ask}'`)

        // Without its socket systemctl 252 asks over the bus, and 257 not at all.
        for (const printed of [byOther, alone]) {
          const [{ overSocket, bySystemctl, started }]: [AskedUnit] = JSON.parse(printed)
          expect({ told: overSocket, started }).toEqual({ told: bySystemctl, started: 1 })
        }
        expect(JSON.parse(byOther)).toMatchObject([{ overSocket: { state: "active" } }])
      })
    })
  }
})
