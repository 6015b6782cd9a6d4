// Prints how long the wizard of dist/criadm takes to its first frame and from a key to its repaint, and its peak memory:
// medians of 30, beside an empty program compiled the same way in the same kind of terminal. Time on the clock grows
// with the load of the machine, so the processor time is told with it. Run it with Bun after scripts/build:
// node_modules/.bin/bun scripts/bench-wizard.ts
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { loadavg, tmpdir } from "node:os"
import { join } from "node:path"
import { en } from "../src/messages/en/en.ts"

const runs = 30
const criadm = process.argv[2] ?? join(import.meta.dir, "../dist/criadm")
/** Drawn near the end of the help's frame, and not a line that shares its beginning with the one it replaces. */
const lastHelpLine = en.screens.help.table[0]?.[1] ?? ""
const patienceMilliseconds = 10_000

interface Elapsed {
  /** Milliseconds on the clock. */
  readonly wall: number
  /** Milliseconds that the program's threads ran on a processor. */
  readonly processor: number
}

/** A program in a pseudo-terminal of which only the bytes are read: nothing here competes with it for the processor. */
class Terminal {
  #written = ""
  #wake: (() => void) | undefined
  readonly #process: Bun.Subprocess

  constructor(command: readonly string[]) {
    const decoder = new TextDecoder()
    this.#process = Bun.spawn([...command], {
      env: { PATH: process.env["PATH"] ?? "", HOME: work, LC_ALL: "C.UTF-8", TERM: "xterm-256color" },
      terminal: {
        cols: 80,
        rows: 24,
        data: (_terminal, bytes) => {
          this.#written += decoder.decode(bytes, { stream: true })
          this.#wake?.()
        },
      },
    })
  }

  /** From `began` until the program has written this since `send` was called last, or since its start. */
  async until(text: string, began: number, processorBefore = 0): Promise<Elapsed> {
    while (!this.#written.includes(text)) {
      if (performance.now() - began > patienceMilliseconds) throw new Error(`"${text}" never came: ${this.#written}`)
      await new Promise<void>((resolved) => {
        this.#wake = resolved
        setTimeout(resolved, 1000)
      })
    }
    return { wall: performance.now() - began, processor: this.processor() - processorBefore }
  }

  send(keys: string): void {
    this.#written = ""
    this.#process.terminal?.write(keys)
  }

  /** Milliseconds that all threads were on a processor (/proc/PID/task/TID/schedstat, first field, in nanoseconds). */
  processor(): number {
    const tasks = `/proc/${this.#process.pid}/task`
    return readdirSync(tasks)
      .map((task) => Number(readFileSync(`${tasks}/${task}/schedstat`, "utf8").split(" ")[0]) / 1e6)
      .reduce((sum, one) => sum + one, 0)
  }

  /** Megabytes (proc(5), VmHWM). */
  peakMemory(): number {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${this.#process.pid}/status`, "utf8"))?.[1] ?? 0) / 1024
  }

  async end(): Promise<void> {
    this.#process.kill("SIGKILL")
    await this.#process.exited
    this.#process.terminal?.close()
  }
}

/** A program that writes one line and stays. */
function compileEmpty(): string {
  const [source, program] = [join(work, "empty.ts"), join(work, "empty")]
  writeFileSync(source, 'process.stdout.write("hello\\n")\nsetInterval(() => {}, 1000)\n')
  const options = ["build", "--compile", "--minify", "--bytecode", "--format=esm", source, "--outfile", program]
  if (Bun.spawnSync([process.execPath, ...options]).exitCode !== 0) throw new Error("the empty program did not compile")
  return program
}

const work = mkdtempSync(join(tmpdir(), "criadm-bench-wizard-"))
try {
  const empty = compileEmpty()
  const floors: Elapsed[] = []
  const firstFrames: Elapsed[] = []
  const repaints: Elapsed[] = []
  const peaks: number[] = []
  for (let run = 0; run < runs; run += 1) {
    let began = performance.now()
    const floor = new Terminal([empty])
    floors.push(await floor.until("hello", began))
    await floor.end()

    began = performance.now()
    const terminal = new Terminal([criadm, "--root", work])
    firstFrames.push(await terminal.until(en.screens.node.title, began))
    await terminal.until(en.screens.node.showSources, began)
    const processorBefore = terminal.processor()
    began = performance.now()
    terminal.send("?")
    repaints.push(await terminal.until(lastHelpLine, began, processorBefore))
    peaks.push(terminal.peakMemory())
    await terminal.end()
  }
  tell("an empty program, start to first line", floors)
  tell("wizard, start to first frame (60 ms)", firstFrames)
  tell("wizard, key to repaint (16 ms)", repaints)
  console.log(`${"wizard, peak memory (110 MB)".padEnd(40)}${figures(peaks)} MB`)
  console.log(`load of this machine: ${loadavg()[0]?.toFixed(1)} on ${navigator.hardwareConcurrency} processors`)
} finally {
  rmSync(work, { recursive: true, force: true })
}

function tell(what: string, all: readonly Elapsed[]): void {
  const wall = figures(all.map((one) => one.wall))
  const processor = figures(all.map((one) => one.processor))
  console.log(`${what.padEnd(40)}${wall} ms on the clock, ${processor} ms of processor`)
}

function figures(values: readonly number[]): string {
  const sorted = values.toSorted((a, b) => a - b)
  return `${(sorted[sorted.length >> 1] ?? 0).toFixed(1)} (least ${(sorted[0] ?? 0).toFixed(1)})`
}
