// Prints how long `--version` takes in the static and in the ordinary (-glibc) executable of this machine, in turns, so
// that a busy moment hits both. Exit code 1 when the static one is slower by more than is promised. They must have been
// built: scripts/build --all. With a directory as argument: the downloads there.
import { spawnSync } from "node:child_process"
import { join } from "node:path"
import { root } from "../build.mjs"
import { nativeTarget } from "../release/targets.mjs"

/** Milliseconds which the launcher may take. */
const promised = 1.5
const rounds = 100

function timeOnce(program) {
  const began = process.hrtime.bigint()
  const { status, error } = spawnSync(program, ["--version"], { stdio: "ignore" })
  if (status !== 0) throw new Error(`${program}: ${error?.message ?? `exit ${status}`}`)
  return Number(process.hrtime.bigint() - began) / 1e6
}

const folder = process.argv[2] ?? join(root, "dist")
const name = `criadm-${nativeTarget().name}`
/** @type {Record<"static" | "glibc", number[]>} */
const times = { static: [], glibc: [] }

/** Milliseconds between the shortest of each: what the program takes, without what else the machine was doing. */
function difference() {
  for (let round = 0; round < rounds; round++) {
    times.static.push(timeOnce(join(folder, name)))
    times.glibc.push(timeOnce(join(folder, `${name}-glibc`)))
  }
  return Math.min(...times.static) - Math.min(...times.glibc)
}

// On a busy machine the shortest times come late.
let found = difference()
for (let again = 0; again < 3 && found > promised; again++) found = difference()

for (const [form, all] of Object.entries(times)) {
  all.sort((a, b) => a - b)
  const [least, median] = [all[0], all[all.length / 2]].map((time) => time.toFixed(2))
  console.log(`${form.padEnd(6)}  least ${least} ms  median ${median} ms`)
}
console.log(`static minus glibc: ${found.toFixed(2)} ms (at most ${promised} ms)`)
process.exitCode = found > promised ? 1 : 0
