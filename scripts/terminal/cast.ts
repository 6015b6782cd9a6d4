// Text casts (asciicast, version 2) of a program in a pseudo-terminal: recorded with what was typed and with marks, and
// played again up to a mark.
import { Terminal } from "@xterm/headless"
import { cellOf, Pty } from "./pty.ts"

type Entry = readonly [seconds: number, kind: "o" | "i" | "m", data: string]

export interface Cast {
  readonly columns: number
  readonly rows: number
  readonly entries: readonly Entry[]
}

export interface RecordingOptions {
  readonly columns: number
  readonly rows: number
  readonly environment: Readonly<Record<string, string>>
  readonly cwd: string
}

/** A pause longer than this is cut when it is recorded: nobody wants to watch a machine that was busy. In seconds. */
const longestPause = 1.5
/** A person's pause before a key, in seconds. */
const beforeKey = 1.2

export class Recording implements AsyncDisposable {
  readonly screen: Pty
  readonly #entries: Entry[] = []
  readonly #options: RecordingOptions
  #last = performance.now()
  #seconds = 0

  constructor(command: readonly string[], options: RecordingOptions) {
    this.#options = options
    this.screen = new Pty(command, { ...options, patienceSeconds: 60, onOutput: (text) => this.#note("o", text) })
  }

  #note(kind: Entry[1], data: string, pause?: number): void {
    const now = performance.now()
    this.#seconds += pause ?? Math.min(longestPause, (now - this.#last) / 1000)
    this.#last = now
    this.#entries.push([Number(this.#seconds.toFixed(3)), kind, data])
  }

  /** Presses keys as a person does, after having looked. */
  press(keys: string): void {
    this.#note("i", keys, beforeKey)
    this.screen.send(keys)
  }

  /** Names what the screen shows now. */
  mark(name: string): void {
    this.#note("m", name, 0)
  }

  get cast(): Cast {
    const { columns, rows } = this.#options
    return { columns, rows, entries: this.#entries }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.screen[Symbol.asyncDispose]()
  }
}

/** See docs.asciinema.org/manual/asciicast/v2. */
export function castToText({ columns, rows, entries }: Cast, title: string): string {
  const header = { version: 2, width: columns, height: rows, title, env: { TERM: "xterm-256color" } }
  return `${[header, ...entries].map((one) => JSON.stringify(one)).join("\n")}\n`
}

/** The pictures of the README: the mark of the way each is taken from. */
export const pictures = [
  ["fresh-default", "node"],
  ["fresh-default", "findings"],
  ["fresh-default", "review"],
  ["fresh-default", "keep"],
  ["fresh-default", "end"],
  ["broken-configuration", "broken"],
  ["failed-run", "failed"],
] as const

export function castFromText(text: string): Cast {
  const [header, ...entries] = text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line))
  return { columns: header.width, rows: header.height, entries }
}

export interface Played {
  readonly cell: Pty["cell"]
  readonly lines: () => readonly string[]
}

/** The screen of a cast as it was at a mark. */
export async function playTo({ columns, rows, entries }: Cast, mark: string): Promise<Played> {
  const terminal = new Terminal({ cols: columns, rows, allowProposedApi: true })
  const end = entries.findIndex(([, kind, data]) => kind === "m" && data === mark)
  if (end < 0) throw new Error(`the cast has no mark ${mark}`)
  const written = entries.slice(0, end).flatMap(([, kind, data]) => (kind === "o" ? [data] : []))
  await new Promise<void>((resolved) => terminal.write(written.join(""), resolved))
  return screenOf(terminal)
}

function screenOf(terminal: Terminal): Played {
  const lineAt = (y: number) => terminal.buffer.active.getLine(terminal.buffer.active.viewportY + y)
  return {
    lines: () => Array.from({ length: terminal.rows }, (_, y) => lineAt(y)?.translateToString(true) ?? ""),
    cell: (x, y) => cellOf(terminal, x, y),
  }
}
