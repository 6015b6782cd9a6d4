// The part of scripts/bench that needs running runtimes: on real nodes in systemd-nspawn, medians of 30 of the commands
// that scripts run, beside what can be compared with them, and how far each is from its goal.
import { noteFigures } from "../../../scripts/measure/figures.mjs"
import { needsOfNodes } from "../nodes/nodes.ts"
import { whyNot } from "../support/requirements.ts"
import { goalsOf, measureSpeed } from "./speed.ts"

const rounds = 30
const reason = whyNot(needsOfNodes)
if (reason !== undefined) {
  console.log(`on a real node: not measured, ${reason}`)
  process.exit(0)
}

for (const kind of ["trixie", "forky", "bookworm-openrc"] as const) {
  const speeds = await measureSpeed(kind, rounds)
  const goals = goalsOf(speeds)
  noteFigures(kind, { speeds, goals })
  console.log(`\non ${kind}, medians of ${rounds}: ms on the clock, ms of processor time of its own, MiB`)
  for (const [name, { wall, own, peak }] of Object.entries(speeds)) {
    console.log(
      `${name.padEnd(40)}${wall.toFixed(1).padStart(8)}${own.toFixed(1).padStart(8)}${peak.toFixed(0).padStart(6)}`,
    )
  }
  for (const { what, ratio } of goals) console.log(`${ratio.toFixed(2).padStart(6)} of the goal: ${what}`)
}
process.exit(0)
