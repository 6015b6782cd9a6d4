// Prints how long the wizard of dist/criadm takes to its first frame, how long a key takes to its repaint, and its peak
// memory, each as the median of 30. Run it with Bun after scripts/build: node_modules/.bin/bun scripts/bench-wizard.ts
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { en } from "../src/messages/en.ts"
import { Pty } from "../tests/tui/pty.ts"

const runs = 30
const criadm = join(import.meta.dir, "../dist/criadm")
/** Drawn near the end of the help's frame, and not a line that shares its beginning with the one it replaces. */
const lastHelpLine = en.screens.help.table[0]?.[1] ?? ""
const root = mkdtempSync(join(tmpdir(), "criadm-bench-wizard-"))
const firstFrames: number[] = []
const repaints: number[] = []
const peaks: number[] = []

/** Milliseconds until the program has written something that makes this true. */
async function timeUntil(terminal: Pty, began: number, holds: () => boolean): Promise<number> {
  while (!holds()) {
    if (performance.now() - began > 10_000) throw new Error(`nothing came:\n${terminal.text()}`)
    await new Promise((resolved) => setImmediate(resolved))
  }
  return performance.now() - began
}

for (let run = 0; run < runs; run += 1) {
  const began = performance.now()
  await using terminal = new Pty([criadm, "--root", root], { environment: { HOME: root } })
  firstFrames.push(await timeUntil(terminal, began, () => terminal.raw.includes(en.screens.node.title)))
  await terminal.shows(en.screens.node.showSources)
  const written = terminal.raw.length
  const pressed = performance.now()
  terminal.send("?")
  repaints.push(await timeUntil(terminal, pressed, () => terminal.raw.slice(written).includes(lastHelpLine)))
  const status = readFileSync(`/proc/${terminal.pid}/status`, "utf8")
  peaks.push(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024)
}
rmSync(root, { recursive: true, force: true })

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0
const least = (values: readonly number[]) => Math.min(...values)
const figures = (values: readonly number[]) => `${median(values).toFixed(1)} (least ${least(values).toFixed(1)})`
console.log(`wizard, start to first frame: ${figures(firstFrames)} ms`)
console.log(`wizard, key to repaint:       ${figures(repaints)} ms`)
console.log(`wizard, peak memory:          ${figures(peaks)} MB`)
