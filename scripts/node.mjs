// `npm run node -- KIND`: a shell on a real node of that kind, as root, with the criadm of this checkout in its PATH.
// Builds what it needs: criadm, and on first use the node's image from Debian's packages. Needs root on Debian or Ubuntu.
import { spawnSync } from "node:child_process"
import { join } from "node:path"
import { buildForThisMachine, root } from "./build.mjs"
import { bunOf } from "./dependencies.mjs"

process.env.CRIADM_PROGRAM = buildForThisMachine()
spawnSync(join(root, "tests/real/install-requirements"), { stdio: "inherit" })
const { status } = spawnSync(bunOf(root), [join(root, "tests/real/nodes/shell-on-node.ts"), ...process.argv.slice(2)], {
  stdio: "inherit",
})
process.exitCode = status ?? 1
