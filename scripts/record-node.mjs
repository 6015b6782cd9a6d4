// `scripts/record-node NAME...` (or `all`): boots a real node of each kind, or makes one of tests/real/nodes/prepared-nodes.ts,
// lets criadm write it down there, and brings the record to tests/nodes/NAME. Needs root on Debian or Ubuntu, as the
// real tests do.
import { spawnSync } from "node:child_process"
import { join } from "node:path"
import { buildForThisMachine, root } from "./build.mjs"
import { bunOf } from "./dependencies.mjs"

process.env.CRIADM_PROGRAM = buildForThisMachine()
spawnSync(join(root, "tests/real/install-requirements"), { stdio: "inherit" })
const { status } = spawnSync(bunOf(root), [join(root, "tests/real/nodes/record-nodes.ts"), ...process.argv.slice(2)], {
  stdio: "inherit",
})
process.exitCode = status ?? 1
