// A program in a pseudo-terminal, with the screen it draws: what a person at a terminal would do and see.
import { Terminal } from "@xterm/headless"

export interface PtyOptions {
  readonly columns?: number
  readonly rows?: number
  readonly environment?: Readonly<Record<string, string>>
  readonly cwd?: string
  /** How long the program may take until the screen shows what is waited for; 10 s when not given. */
  readonly patienceSeconds?: number
  /** Told what the program writes, as it comes. */
  readonly onOutput?: (text: string) => void
}

/** On a busy machine. */
const usualPatienceSeconds = 10

/** What stands there, and how. */
export function cellOf({ buffer: { active } }: Terminal, x: number, y: number) {
  const cell = active.getLine(active.viewportY + y)?.getCell(x)
  if (cell === undefined) throw new Error(`no cell ${x},${y}`)
  return {
    text: cell.getChars(),
    width: cell.getWidth(),
    /** Of the sixteen colours; undefined: the terminal's own. */
    color: cell.isFgDefault() ? undefined : cell.getFgColor(),
    isBold: cell.isBold() !== 0,
    isDim: cell.isDim() !== 0,
    isInverse: cell.isInverse() !== 0,
  }
}

export class Pty implements AsyncDisposable {
  readonly #screen: Terminal
  readonly #process: Bun.Subprocess
  readonly #decoder = new TextDecoder()
  readonly #patienceMilliseconds: number
  #written: Promise<void> = Promise.resolve()
  #changed: (() => void) | undefined
  /** Everything the program wrote, escape sequences and all. */
  raw = ""
  readonly exited: Promise<number>

  constructor(command: readonly string[], options: PtyOptions = {}) {
    const cols = options.columns ?? 80
    const rows = options.rows ?? 24
    this.#patienceMilliseconds = (options.patienceSeconds ?? usualPatienceSeconds) * 1000
    this.#screen = new Terminal({ cols, rows, allowProposedApi: true, scrollback: 1000 })
    this.#process = Bun.spawn([...command], {
      env: {
        PATH: process.env["PATH"] ?? "",
        HOME: "/nonexistent",
        LC_ALL: "C.UTF-8",
        TERM: "xterm-256color",
        ...options.environment,
      },
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      terminal: {
        cols,
        rows,
        data: (_terminal, bytes) => {
          const text = this.#decoder.decode(bytes, { stream: true })
          this.raw += text
          options.onOutput?.(text)
          const copy = bytes.slice()
          this.#written = new Promise((resolved) => {
            this.#screen.write(copy, () => {
              resolved()
              this.#changed?.()
            })
          })
        },
      },
    })
    // Answers to what a program may ask of a terminal.
    this.#screen.onData((answer) => this.#process.terminal?.write(answer))
    this.exited = this.#process.exited
  }

  get pid(): number {
    return this.#process.pid
  }

  /** Local modes of the terminal (termios c_lflag). */
  get localModes(): number {
    return this.#process.terminal?.localFlags ?? 0
  }

  get isAlternate(): boolean {
    return this.#screen.buffer.active.type === "alternate"
  }

  get cursor(): { readonly x: number; readonly y: number } {
    const { active } = this.#screen.buffer
    return { x: active.cursorX, y: active.cursorY }
  }

  /** Whether the last that was written about the cursor made it visible (DECTCEM). */
  get isCursorVisible(): boolean {
    return this.raw.lastIndexOf("\u001b[?25h") >= this.raw.lastIndexOf("\u001b[?25l")
  }

  send(text: string): void {
    this.#process.terminal?.write(text)
  }

  resize(columns: number, rows: number): void {
    this.#screen.resize(columns, rows)
    this.#process.terminal?.resize(columns, rows)
  }

  kill(signal: NodeJS.Signals): void {
    this.#process.kill(signal)
  }

  /** Closes the terminal, as when the window or the ssh connection goes away. */
  hangUp(): void {
    this.#process.terminal?.close()
  }

  lines(): readonly string[] {
    const { active } = this.#screen.buffer
    return Array.from(
      { length: this.#screen.rows },
      (_, at) => active.getLine(active.viewportY + at)?.translateToString(true) ?? "",
    )
  }

  text(): string {
    return this.lines().join("\n").trimEnd()
  }

  /** Everything on the main screen with what has scrolled away; lines the terminal wrapped are whole again. */
  history(): string {
    const { normal } = this.#screen.buffer
    const rows = Array.from({ length: normal.length }, (_, at) => normal.getLine(at))
    return rows
      .map(
        (row, at) => (at > 0 && !row?.isWrapped ? "\n" : "") + (row?.translateToString(!rows[at + 1]?.isWrapped) ?? ""),
      )
      .join("")
      .trimEnd()
  }

  cell(x: number, y: number) {
    return cellOf(this.#screen, x, y)
  }

  /** Resolves with the screen when it shows this. */
  async shows(wanted: string | RegExp): Promise<string> {
    return this.until(
      (text) => (typeof wanted === "string" ? text.includes(wanted) : wanted.test(text)),
      String(wanted),
    )
  }

  async until(holds: (screen: string) => boolean, what: string): Promise<string> {
    const deadline = Date.now() + this.#patienceMilliseconds
    // What the program wrote last may still be on its way, so that it has ended counts at the second look.
    let hasEnded = false
    for (;;) {
      await this.#written
      const text = this.text()
      if (holds(text)) return text
      const left = this.#process.exitCode === null || !hasEnded ? deadline - Date.now() : 0
      hasEnded = this.#process.exitCode !== null
      if (left <= 0) throw new Error(`the screen never showed ${what}; it shows:\n${text}`)
      await Promise.race([
        new Promise<void>((resolved) => {
          this.#changed = resolved
        }),
        Bun.sleep(Math.min(left, 200)),
      ])
    }
  }

  /** The exit code, once everything that was written has reached the screen. */
  async ended(): Promise<number> {
    const code = await Promise.race([this.exited, Bun.sleep(this.#patienceMilliseconds).then(() => undefined)])
    if (code === undefined) throw new Error(`the program did not end; it shows:\n${this.text()}`)
    // What the program wrote last may still be on its way through the terminal.
    for (let before = -1; before !== this.raw.length; await Bun.sleep(20)) {
      before = this.raw.length
      await this.#written
    }
    return code
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#process.kill("SIGKILL")
    await this.#process.exited
    this.#process.terminal?.close()
    this.#screen.dispose()
  }
}

/** Local modes of a terminal that no program has changed; asked of a wizard's own, it may have changed them already. */
export async function unchangedModes(): Promise<number> {
  await using idle = new Pty(["sleep", "60"])
  return idle.localModes
}
