// Runs a target for so many turns or minutes, each turn from its own number, so that one turn can be repeated alone.
// Findings of one kind are printed once, with the turn and the smallest input.
import { closeSync, openSync, writeSync } from "node:fs"
import type { Finding } from "./fuzz-editor.ts"
import { type Chance, chanceOf } from "./random.ts"

export interface Run {
  readonly target: string
  readonly seed: number
  /** Turn to begin with. */
  readonly from: number
  /** Whether there is another turn. */
  goesOn(turn: number): boolean
  /** A file that holds the number of the turn in hand, for whoever watches for turns that never end. */
  readonly turnFile: string | undefined
}

/** Growth of resident memory within one turn that no text below 64 KiB is worth, in bytes. */
const mostGrowth = 512 * 1024 * 1024

export interface Ended {
  readonly turns: number
  readonly findings: readonly Finding[]
}

/** `isKnown`: a finding of this kind was printed already, so nobody needs its smallest input. */
export type TakeTurn = (chance: Chance, isKnown: (property: string) => boolean) => Promise<readonly Finding[]>

export async function runTurns(run: Run, takeTurn: TakeTurn): Promise<Ended> {
  const kinds = new Map<string, { finding: Finding; times: number }>()
  const watched = run.turnFile === undefined ? undefined : openSync(run.turnFile, "w")
  let turn = run.from
  let resident = process.memoryUsage.rss()
  for (; run.goesOn(turn); turn++) {
    if (watched !== undefined) writeSync(watched, `${turn}`.padEnd(20), 0)
    const findings = [...(await takeTurn(chanceOf(run.seed, turn), (property) => kinds.has(property)))]
    const now = process.memoryUsage.rss()
    if (now - resident > mostGrowth) {
      const detail = `${((now - resident) / 1024 / 1024).toFixed(0)} MiB in turn ${turn}`
      findings.push({ property: "memory grows", detail, input: { turn } })
    }
    resident = now
    for (const finding of findings) {
      const kind = kinds.get(finding.property)
      kinds.set(finding.property, { finding: kind?.finding ?? finding, times: (kind?.times ?? 0) + 1 })
      if (kind === undefined) print(run, turn, finding)
    }
  }
  if (watched !== undefined) closeSync(watched)
  for (const [property, { times }] of kinds) console.log(`${run.target}: ${times} times: ${property}`)
  return { turns: turn - run.from, findings: [...kinds.values()].map(({ finding }) => finding) }
}

function print({ target, seed }: Run, turn: number, { property, detail, input }: Finding): void {
  console.log(`${target}: seed ${seed}, turn ${turn}: ${property}\n  ${JSON.stringify(input)}\n  ${detail}`)
}
