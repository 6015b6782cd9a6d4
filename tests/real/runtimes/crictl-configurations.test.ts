// What criadm says of a file of crictl is what crictl makes of it: each one is given to crictl 1.37, with CRIADM_CAMPAIGN=1
// also to 1.34, which is built for campaigns.
import { expect, setDefaultTimeout, test } from "bun:test"
import { writeFileSync } from "node:fs"
import { configurations } from "../../components/crictl/configuration-cases.ts"
import { temporaryDirectory } from "../../machine/temporary-directory.ts"
import { peerProgram, whyNoPeer } from "../peers/peers.ts"
import { say } from "../support/cache.ts"
import { run } from "../support/programs.ts"

setDefaultTimeout(5 * 60 * 1000)

const file = temporaryDirectory().at("crictl.yaml")

const peers = process.env["CRIADM_CAMPAIGN"] === "1" ? ["cri-tools-1.34", "cri-tools-1.37"] : ["cri-tools-1.37"]

for (const peer of peers) {
  const reason = whyNoPeer({ [peer]: ["crictl"] })
  if (reason !== undefined) say(`skipped: configurations of crictl, ${peer}: ${reason}`)
  test.skipIf(reason !== undefined)(`${peer} ends over the files that criadm tells, and over no other`, async () => {
    const crictl = [peerProgram(peer, "crictl") ?? "", "--config", file]
    const where = ["--runtime-endpoint", "unix:///run/nobody/listens.sock", "--timeout", "1s"]
    for (const [text, key] of configurations) {
      writeFileSync(file, text)
      const { exitCode, stderr } = await run([...crictl, ...where, "version"])
      const isRefused = /load config file: /.test(stderr)

      expect({ text, exitCode, isRefused }).toEqual({ text, exitCode: 1, isRefused: key !== undefined })
    }
  })
}
