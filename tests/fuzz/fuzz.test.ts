// Broken, hostile and odd texts for every editor, and nodes full of them for detection. As part of the tests a fixed
// number of turns from fixed seeds, so that a failure can be repeated; for as long as one likes with scripts/fuzz.
import { expect, test } from "bun:test"
import { type EditorTarget, editorTargets } from "./editors.ts"
import { fuzzDetection } from "./fuzz-detection.ts"
import { fuzzEditor } from "./fuzz-editor.ts"
import { fuzzWords } from "./fuzz-words.ts"
import { runTurns, type TakeTurn } from "./turns.ts"

const seeds = [1, 20261122]
/** Turns per seed in the short form: a few seconds for each target. */
const shortTurns = { toml: 500, yaml: 250, json: 800, "key-values": 800, "unit-file": 800, detection: 60 }
const minutes = process.env["CRIADM_FUZZ_MINUTES"]
const chosen = process.env["CRIADM_FUZZ_TARGET"]

const targets: Readonly<Record<string, { readonly turns: number; readonly takeTurn: TakeTurn }>> = {
  ...Object.fromEntries(
    (Object.keys(editorTargets) as EditorTarget[]).map((name) => {
      const takeTurn: TakeTurn = (chance, isKnown) =>
        name === "key-values" && chance.happens(1, 4)
          ? fuzzWords(chance, isKnown)
          : fuzzEditor(chance.pick(editorTargets[name]), chance, isKnown)
      return [name, { turns: shortTurns[name], takeTurn }]
    }),
  ),
  detection: { turns: shortTurns.detection, takeTurn: fuzzDetection },
}

for (const [target, { turns, takeTurn }] of Object.entries(targets)) {
  if (minutes === undefined) {
    test(`${target}: whatever a file says gets an answer soon, and only what is asked is changed`, async () => {
      for (const seed of seeds) {
        const ended = await runTurns(
          { target, seed, from: 0, goesOn: (turn) => turn < turns, turnFile: undefined },
          takeTurn,
        )
        console.log(`${target}: ${ended.turns} turns from seed ${seed}`)
        expect(ended.findings.map(({ property }) => property)).toEqual([])
      }
    }, 120_000)
  } else if (target === chosen) {
    const seed = Number(process.env["CRIADM_FUZZ_SEED"])
    const from = Number(process.env["CRIADM_FUZZ_FROM"] ?? 0)
    const milliseconds = Number(minutes) * 60_000
    test(
      `${target}: ${minutes} minutes from seed ${seed}`,
      async () => {
        const end = Date.now() + milliseconds
        const turnFile = process.env["CRIADM_FUZZ_TURN_FILE"]
        const ended = await runTurns({ target, seed, from, goesOn: () => Date.now() < end, turnFile }, takeTurn)
        console.log(`${target}: ${ended.turns} turns in ${minutes} minutes from seed ${seed}`)
        expect(ended.findings.map(({ property }) => property)).toEqual([])
      },
      milliseconds + 600_000,
    )
  }
}
