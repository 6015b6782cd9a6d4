// Prints what `check` costs beside another criadm: `bun scripts/measure/cost.ts OTHER [ROOT]`, where OTHER is the program of
// another version, CRIADM_PROGRAM (or dist/criadm) this one, and ROOT a node tree; without one the running node is checked. Processor time of the process (user and
// system, as the kernel counts it at its end), medians of 20 runs that take turns, and their ratio.

const runs = 20
const [other, root] = process.argv.slice(2)
if (other === undefined) {
  process.stderr.write("usage: bun scripts/measure/cost.ts OTHER_PROGRAM [ROOT]\n")
  process.exit(2)
}
const programs = { other, this: process.env["CRIADM_PROGRAM"] ?? "dist/criadm" }
const spent: Record<keyof typeof programs, number[]> = { other: [], this: [] }

/** Milliseconds of processor time. Exit code 6 is a check with a failure. */
function timeOnce(program: string): number {
  const argv = [program, "check", ...(root === undefined ? [] : ["--root", root])]
  const { exitCode, resourceUsage, stderr } = Bun.spawnSync(argv, { stdout: "ignore", stderr: "pipe" })
  if (exitCode !== 0 && exitCode !== 6) throw new Error(`${argv.join(" ")}: exit ${exitCode} ${stderr}`)
  return Number(resourceUsage?.cpuTime.total ?? 0) / 1000
}

for (let run = 0; run < runs; run++) {
  spent.other.push(timeOnce(programs.other))
  spent.this.push(timeOnce(programs.this))
}

const median = (all: readonly number[]) => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0
const [before, now] = [median(spent.other), median(spent.this)]
process.stdout.write(
  `check${root === undefined ? "" : ` --root ${root}`}: ${now.toFixed(1)} ms of processor time, ${before.toFixed(1)} ms before, ratio ${(now / before).toFixed(2)}\n`,
)
