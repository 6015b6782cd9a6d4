// The part of scripts/bench that installs a runtime: a bare node in systemd-nspawn with a mirror on its disk, by criadm and
// by a playbook.
import { noteFigures } from "../../../scripts/measure/figures.mjs"
import { needsOfNodes } from "../nodes/nodes.ts"
import { whyNot } from "../support/requirements.ts"
import { installGoals, measureInstall } from "./install-speed.ts"

const rounds = 5
const reason = whyNot(needsOfNodes)
if (reason !== undefined) {
  console.log(`installing a runtime: not measured, ${reason}`)
  process.exit(0)
}

const took = await measureInstall(rounds)
noteFigures("install", took)
console.log(`\na bare trixie node gets containerd, medians of ${rounds}, in seconds: in all, and of its own`)
for (const [name, { total, own }] of Object.entries(took)) {
  console.log(`${name.padEnd(40)}${total.toFixed(1).padStart(8)}${own.toFixed(2).padStart(8)}`)
}
for (const { what, ratio } of installGoals(took)) console.log(`${ratio.toFixed(2).padStart(6)} of the goal: ${what}`)
process.exit(0)
