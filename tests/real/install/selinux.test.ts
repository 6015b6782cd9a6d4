// A runtime from release archives on a kernel with SELinux and Debian's policy: a virtual machine, so only with
// CRIADM_CAMPAIGN=1. The policy has no domain for container runtimes; one that has is judged in tests/apply.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test"
import { type Node, needsOfNodes, node } from "../nodes/nodes.ts"
import { say } from "../support/cache.ts"
import { program } from "../support/criadm-program.ts"
import { describeReal } from "../support/requirements.ts"
import { mirror, releaseHost } from "./release-host.ts"

setDefaultTimeout(30 * 60 * 1000)

const isCampaign = process.env["CRIADM_CAMPAIGN"] === "1"
if (!isCampaign) say("skipped: archives on a kernel with SELinux: scripts/campaign machines has them")

describeReal("a node with SELinux", needsOfNodes, () => {
  describe.skipIf(!isCampaign)("gets its runtime from archives", () => {
    let on: Node
    let sums = ""
    beforeAll(async () => {
      const host = await releaseHost("forky", { containerd: "2.1.9", runc: "1.3.6", cniPlugins: "1.9.1" })
      on = await node("bookworm-selinux", { way: "boot", tools: [program, host.tool] })
      await host.start(on)
      sums = host.sums
    })
    afterAll(async () => await on?.stop())

    test("with the labels that the policy has for them, and tells the domain", async () => {
      await on.put("/root/sums", sums, 0o600)
      await on.mustRun("printf '#!/bin/sh\\n' >/usr/local/bin/crictl && chmod 755 /usr/local/bin/crictl")
      const asked = `--install upstream --runtime containerd --runtime-release 2.1 --checksums /root/sums`
      const applied = await on.run(
        `SSL_CERT_FILE=/opt/bench/release-host/cert.pem criadm apply --yes ${asked} --release-mirror ${mirror} --timeout 300`,
        { timeoutSeconds: 1500 },
      )

      expect(applied.exitCode, applied.stdout + applied.stderr).toBe(0)
      // What nobody labelled beside it has no type of the policy.
      expect(await on.mustRun("stat --format=%C /usr/local/bin/crictl")).toContain(":unlabeled_t:")
      expect(await on.mustRun("stat --format=%C /usr/local/bin/containerd")).toContain(":bin_t:")
      expect(applied.stdout).toMatch(
        /ok +containerd\.service is in the SELinux domain that the policy has for its program, if any \(in \w+_t: the policy/,
      )
    })
  })
})
