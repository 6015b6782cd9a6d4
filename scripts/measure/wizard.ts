// Prints how long the wizard of dist/criadm takes to its first frame and from a key to its repaint, and its peak memory:
// medians of 30, beside an empty Ink program compiled the same way in the same kind of terminal. Time on the clock grows
// with the load of the machine, so the processor time and the ratio are told with it. Run it with Bun after
// scripts/build: node_modules/.bin/bun scripts/measure/wizard.ts [PROGRAM...]; several programs take turns in one run.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { loadavg, tmpdir } from "node:os"
import { join } from "node:path"
import { en } from "../../src/messages/en/en.ts"
import { plugins } from "../release/bundle-plugins.ts"
import { noteFigures } from "./figures.mjs"

const runs = 30
const root = join(import.meta.dir, "../..")
const programs = process.argv.length > 2 ? process.argv.slice(2) : [join(root, "dist/criadm")]
/** Drawn near the end of the help's frame, and not a line that shares its beginning with the one it replaces. */
const lastHelpLine = en.screens.help.table[0]?.[1] ?? ""
const patienceMilliseconds = 10_000

interface Size {
  readonly columns: number
  readonly rows: number
  /** Milliseconds from a key to its repaint. */
  readonly goal: number
}

const sizes: readonly Size[] = [
  { columns: 80, rows: 24, goal: 16 },
  { columns: 200, rows: 60, goal: 33 },
]
const firstFrameGoal = 60

interface Elapsed {
  /** Milliseconds on the clock. */
  readonly wall: number
  /** Milliseconds that the program's threads ran on a processor. */
  readonly processor: number
}

/** What is measured of one program in one size. */
interface Measured {
  readonly firstFrames: Elapsed[]
  readonly repaints: Elapsed[]
  readonly peaks: number[]
}

/** A program, the arguments, and what it shows: at first, when it takes keys, and after a "?". */
interface Subject {
  readonly command: readonly string[]
  readonly first: string
  readonly ready: string
  readonly repainted: string
}

/** A program in a pseudo-terminal of which only the bytes are read: nothing here competes with it for the processor. */
class Terminal {
  #written = ""
  #wake: (() => void) | undefined
  readonly #process: Bun.Subprocess

  constructor(command: readonly string[], { columns, rows }: Size) {
    const decoder = new TextDecoder()
    this.#process = Bun.spawn([...command], {
      env: { PATH: process.env["PATH"] ?? "", HOME: work, LC_ALL: "C.UTF-8", TERM: "xterm-256color" },
      terminal: {
        cols: columns,
        rows,
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
      .reduce((sum, spent) => sum + spent, 0)
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

/** An Ink program that draws one line, and another one when a key was pressed. */
const emptyInk = `import { render, Text, useInput } from "ink"
import { createElement, useState } from "react"
function Empty() {
  const [text, setText] = useState("hello")
  useInput(() => setText("pressed"))
  return createElement(Text, null, text)
}
render(createElement(Empty), { patchConsole: false, interactive: true, maxFps: 120, incrementalRendering: true })
`

async function compileEmptyInk(): Promise<string> {
  // Beside the packages that it imports.
  const source = join(root, "dist/.bench-wizard/empty.ts")
  mkdirSync(join(source, ".."), { recursive: true })
  writeFileSync(source, emptyInk)
  const program = join(work, "empty")
  const built = await Bun.build({
    entrypoints: [source],
    minify: true,
    bytecode: true,
    format: "esm",
    define: { "process.env.NODE_ENV": '"production"' },
    plugins,
    compile: { outfile: program, jitPolicy: 8 } as Bun.CompileBuildOptions,
  })
  rmSync(join(source, ".."), { recursive: true })
  if (!built.success) throw new AggregateError(built.logs, "the empty program did not compile")
  return program
}

async function measure({ command, first, ready, repainted }: Subject, size: Size, measured: Measured): Promise<void> {
  let began = performance.now()
  const terminal = new Terminal(command, size)
  measured.firstFrames.push(await terminal.until(first, began))
  await terminal.until(ready, began)
  // What the start left to do is done.
  await Bun.sleep(50)
  const processorBefore = terminal.processor()
  began = performance.now()
  terminal.send("?")
  measured.repaints.push(await terminal.until(repainted, began, processorBefore))
  measured.peaks.push(terminal.peakMemory())
  await terminal.end()
}

const work = mkdtempSync(join(tmpdir(), "criadm-bench-wizard-"))
try {
  const empty: Subject = { command: [await compileEmptyInk()], first: "hello", ready: "hello", repainted: "pressed" }
  const { title, showSources } = en.screens.node
  const subjects = new Map<string, Subject>([
    ["an empty Ink program", empty],
    ...programs.map((program): [string, Subject] => [
      programs.length > 1 ? program : "the wizard",
      { command: [program, "--root", work], first: title, ready: showSources, repainted: lastHelpLine },
    ]),
  ])
  for (const size of sizes) {
    const all = new Map<string, Measured>()
    for (const name of subjects.keys()) all.set(name, { firstFrames: [], repaints: [], peaks: [] })
    for (let run = 0; run < runs; run += 1) {
      for (const [name, measured] of all) {
        const subject = subjects.get(name)
        if (subject !== undefined) await measure(subject, size, measured)
      }
    }
    tell(size, all)
  }
  console.log(`load of this machine: ${loadavg()[0]?.toFixed(1)} on ${navigator.hardwareConcurrency} processors`)
} finally {
  rmSync(work, { recursive: true, force: true })
}

function tell({ columns, rows, goal }: Size, all: ReadonlyMap<string, Measured>): void {
  const floor = [...all.values()][0]
  console.log(`\nat ${columns}x${rows}`)
  for (const [name, { firstFrames, repaints, peaks }] of all) {
    console.log(name)
    console.log(`  first frame (${firstFrameGoal} ms)      ${times(firstFrames, floor?.firstFrames)}`)
    console.log(`  key to repaint (${goal} ms)   ${times(repaints, floor?.repaints)}`)
    console.log(`  peak memory              ${median(peaks).toFixed(0)} MB`)
  }
  const figures = [...all].map(([name, { firstFrames, repaints, peaks }]) => {
    const walls = (times: readonly Elapsed[]) => median(times.map(({ wall }) => wall))
    return [name, { firstFrame: walls(firstFrames), repaint: walls(repaints), peak: median(peaks) }] as const
  })
  noteFigures(`wizard at ${columns}x${rows}`, Object.fromEntries(figures))
}

function times(all: readonly Elapsed[], floor: readonly Elapsed[] = []): string {
  const [wall, processor] = [all.map((time) => time.wall), all.map((time) => time.processor)]
  const ratio = median(wall) / median(floor.map((time) => time.wall))
  const least = Math.min(...wall).toFixed(1)
  return `${median(wall).toFixed(1)} ms (least ${least}), ${median(processor).toFixed(1)} ms of processor, ${ratio.toFixed(2)} x empty Ink`
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0
}
