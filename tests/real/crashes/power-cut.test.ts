// The plug is pulled while criadm applies, on a real node with a real disk. When power is back, every file is the old or
// the new one, whole; the next run brings the node to what was asked, and undoing brings it to what it was. Only in its
// campaign: on a disk that loses what it was not told to keep, npm test does it in seconds (cut-with-containerd.test.ts).
import { describe, expect, setDefaultTimeout, test } from "bun:test"
import { needsOfNodes, node } from "../nodes/nodes.ts"
import { say } from "../support/cache.ts"
import { program } from "../support/criadm-program.ts"
import { containerdConfigured, contentsOfEtc } from "../support/look.ts"
import { describeReal } from "../support/requirements.ts"

/** A resume, a boot after the cut and four runs of criadm in emulation, on a busy machine. */
setDefaultTimeout(20 * 60 * 1000)

const sandboxImage = "registry.k8s.io/pause:3.10.2"
const apply = `criadm apply --yes --cgroup-driver systemd --sandbox-image ${sandboxImage}`
const timeout = { timeoutSeconds: 400 }

/** A moment of apply: a condition of the shell that holds from then on. */
const moments = [
  { when: "the run is recorded and nothing is written yet", holds: "ls /var/lib/criadm/runs/* >/dev/null 2>&1" },
  { when: "the configuration is replaced", holds: `grep -q ${sandboxImage} /etc/containerd/config.toml` },
  { when: "containerd is being restarted", holds: '[ "$(systemctl is-active containerd)" != active ]' },
]

const isCampaign = process.env["CRIADM_CAMPAIGN"] === "1"
if (!isCampaign) say("skipped: a whole machine whose power fails: scripts/campaign machines does it")

describeReal("a node whose power fails during apply", needsOfNodes, () => {
  for (const { when, holds } of moments) {
    describe.skipIf(!isCampaign)(`when ${when}`, () => {
      test("comes back with whole files, is made right by the next run, and can be undone", async () => {
        const trixie = await node("trixie", { way: "snapshot", tools: [program] })
        try {
          // containerd takes its time to start, so that the last moment is long enough to be met.
          await trixie.put("/etc/systemd/system/containerd.service.d/slow.conf", "[Service]\nExecStartPre=sleep 5\n")
          await trixie.mustRun("systemctl daemon-reload; sync")
          const before = await contentsOfEtc(trixie)
          const oldFile = await trixie.mustRun("cat /etc/containerd/config.toml")

          await trixie.mustRun(`${apply} >/dev/null 2>&1 & until ${holds}; do :; done`, timeout)
          await trixie.powerCut()

          const found = await trixie.mustRun("cat /etc/containerd/config.toml")
          if (found !== oldFile) expect(found).toContain(sandboxImage)
          const again = await trixie.run(apply, timeout)
          expect({ exitCode: again.exitCode, said: again.stderr }).toEqual({ exitCode: 0, said: again.stderr })
          expect(await containerdConfigured(trixie)).toEqual({ driver: "systemd", sandboxImage })
          expect(await trixie.mustRun("systemctl is-active containerd")).toBe("active\n")
          const back = await trixie.run("criadm rollback --yes", timeout)
          expect({ exitCode: back.exitCode, said: back.stderr }).toEqual({ exitCode: 0, said: back.stderr })
          expect(await contentsOfEtc(trixie)).toBe(before)
        } finally {
          await trixie.stop()
        }
      })
    })
  }
})
