// The wizard as it is shipped: dist/criadm demo in a pseudo-terminal. Every screen is compared cell by cell with what
// tests/binary/screens/ keeps: the text, under a row with colours the tone of each cell, and where the cursor stands.
// After a wanted change: CRIADM_KEEP_SCREENS=1 bun test tests/binary/wizard.test.ts, and read the difference.
import { afterAll, describe, expect, setDefaultTimeout, test } from "bun:test"
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { Pty, type PtyOptions, unchangedModes } from "../../scripts/terminal/pty.ts"
import { program } from "./program.ts"

setDefaultTimeout(60_000)

const kept = join(import.meta.dir, "screens")
const isKeeping = process.env["CRIADM_KEEP_SCREENS"] === "1"
const directory = mkdtempSync(join(tmpdir(), "criadm-shipped-"))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

const [enter, escapeKey, interrupt, down] = ["\r", "\u001b", "\u0003", "\u001b[B"]

function start(options: PtyOptions = {}, ...flags: readonly string[]): Pty {
  return new Pty([program, "demo", ...flags], {
    patienceSeconds: 20,
    cwd: directory,
    ...options,
    environment: { HOME: directory, ...options.environment },
  })
}

/** The screens on the way that Enter leads, and what each shows that no other does. */
const way = [
  ["node", "Show where each fact"],
  ["findings", "1 failure, 4 warnings"],
  ["cgroup-driver", "Which cgroup driver"],
  ["sandbox-image", "Which sandbox image"],
  ["ip-forward", "Shall this node forward"],
  ["kubelet", "Shall the kubelet's side"],
  ["answers", /^ *Answers *$/m],
  ["review", "Review: exactly this"],
  ["choose", "What to do with this plan"],
] as const
type Stage = (typeof way)[number][0]

async function walk(wizard: Pty, until: Stage, at: (stage: Stage) => Promise<void> = async () => undefined) {
  for (const [stage, shown] of way) {
    await wizard.shows(shown)
    await at(stage)
    if (stage === until) return
    // What is chosen by oneself is asked; "Do what is suggested" stands first.
    wizard.send(stage === "findings" ? `${down}${enter}` : enter)
  }
}

/** Presses the key until that row is the chosen one. */
async function select(wizard: Pty, key: string, row: string) {
  const isChosen = (text: string) => text.includes(`❯ ${row}`)
  for (let screen = wizard.text(); !isChosen(screen); screen = wizard.text()) {
    wizard.send(key)
    await wizard.until((text) => text !== screen, `another row than in\n${screen}`)
  }
}

/** The sixteen colours and the attributes as one letter per cell; capitals are bold. */
const letters = ["k", "r", "g", "y", "b", "m", "c", "w"] as const

function toneOf({ color, isBold, isDim, isInverse }: ReturnType<Pty["cell"]>): string {
  if (isInverse) return "#"
  if (isDim) return "."
  const letter = color === undefined ? (isBold ? "s" : " ") : (letters[color] ?? "?")
  return isBold ? letter.toUpperCase() : letter
}

/** The screen as text, times left out: below each row, where it has tones, a row that starts with "~". */
function drawn(wizard: Pty, columns: number): string {
  const rows = wizard.lines().flatMap((text, y) => {
    const tones = Array.from({ length: columns }, (_, x) => toneOf(wizard.cell(x, y)))
    const shown = tones.map((tone, x) => (wizard.cell(x, y).text.trim() === "" && tone !== "#" ? " " : tone)).join("")
    return shown.trim() === "" ? [`|${text.trimEnd()}`] : [`|${text.trimEnd()}`, `~${shown.trimEnd()}`]
  })
  const { x, y } = wizard.cursor
  const cursor = wizard.isCursorVisible ? `cursor at column ${x}, row ${y}` : "no cursor"
  return `${rows.join("\n").replaceAll(/\b\d+(?= seconds left)/g, "NN")}\n${cursor}\n`
}

describe.each([
  [80, 24],
  [120, 40],
  [60, 20],
])("at %d x %d", (columns, rows) => {
  test("every screen is as kept", async () => {
    await using wizard = start({ columns, rows })
    const differing: string[] = []
    const look = async (name: string, settled: (text: string) => boolean = () => true) => {
      // Ink writes a frame in one piece, but the terminal may have got only the beginning of it.
      await wizard.until((text) => settled(text) && / q |Ctrl-C/.test(wizard.lines()[rows - 1] ?? ""), `all of ${name}`)
      const file = join(kept, `${columns}x${rows}`, `${name}.txt`)
      const was = existsSync(file) ? readFileSync(file, "utf8") : "nothing is kept"
      // The last row may still be the one of the screen before: what is kept is waited for itself.
      if (!isKeeping) await wizard.until(() => drawn(wizard, columns) === was, name).catch(() => undefined)
      const is = drawn(wizard, columns)
      if (isKeeping) {
        mkdirSync(dirname(file), { recursive: true })
        writeFileSync(file, is)
      }
      if (!isKeeping && is !== was) differing.push(`${name}: kept\n${was}\nis\n${is}`)
    }
    await walk(wizard, "choose", async (stage) => {
      await look(stage)
      if (stage === "node" || stage === "review") {
        wizard.send("?")
        await wizard.shows("Close the help")
        await look(`${stage}-help`)
        wizard.send("?")
        await wizard.until((text) => !text.includes("Close the help"), "the screen under the help")
      }
      if (stage === "findings") {
        // How many choices stand between them depends on what the findings ask for.
        await select(wizard, down, "✗ failure")
        wizard.send(" ")
        await wizard.shows("Fix: ")
        await look("findings-opened")
        wizard.send(" ")
        await wizard.until((text) => !text.includes("Fix: "), "the finding closed again")
        await select(wizard, "\u001b[A", "Do what")
      }
      if (stage === "sandbox-image") {
        wizard.send(`${down}${enter}`)
        await wizard.shows("sandbox-image: registry")
        await look("sandbox-image-typed")
        wizard.send(escapeKey)
        await wizard.shows("Another value")
        wizard.send("\u001b[A")
        await wizard.shows("❯ registry.k8s.io")
      }
    })
    wizard.send(`${down}${enter}`)
    await wizard.shows("File: criadm-answers.toml")
    await look("save")
    wizard.send(escapeKey)
    await wizard.shows("What to do with this plan")
    wizard.send(`\u001b[A${enter}`)
    await wizard.shows("Keep it?")
    await look("keep", (text) => /\d seconds left/.test(text))
    wizard.send(enter)
    await wizard.shows("The node is as asked")
    await look("end")
    wizard.send(enter)

    expect(await wizard.ended()).toBe(0)
    expect(differing.join("\n")).toBe("")
  })
})

test("five presses of Enter lead to a kept node", async () => {
  await using wizard = start()
  for (const shown of [
    "Show where each fact",
    "1 failure, 4 warnings",
    "Review: exactly this",
    "What to do with",
    "Keep it?",
  ]) {
    await wizard.shows(shown)
    wizard.send(enter)
  }
  await wizard.shows("The node is as asked")
  wizard.send(enter)

  expect(await wizard.ended()).toBe(0)
})

describe("Ctrl-C", () => {
  test.each(way.map(([stage]) => stage))("on the screen %s leaves a whole terminal, exit 130", async (stage) => {
    await using wizard = start()
    const modes = await unchangedModes()
    await walk(wizard, stage)
    wizard.send(interrupt)

    expect(await wizard.ended()).toBe(130)
    expect(wizard.localModes).toBe(modes)
    expect(wizard.isAlternate).toBe(false)
    expect(wizard.isCursorVisible).toBe(true)
    expect(wizard.history()).toContain("nothing was changed")
  })

  test("in the same read as the Enter that applies puts everything back", async () => {
    await using wizard = start()
    await walk(wizard, "choose")
    wizard.send(`${enter}${interrupt}`)
    await wizard.shows("Stopped, and everything was put back")
    wizard.send(enter)

    expect(await wizard.ended()).toBe(130)
  })

  test("while it waits to be kept puts everything back", async () => {
    await using wizard = start()
    await walk(wizard, "choose")
    wizard.send(enter)
    await wizard.shows("Keep it?")
    wizard.send(interrupt)
    await wizard.shows("Put back as you asked")
    wizard.send(enter)

    expect(await wizard.ended()).toBe(7)
  })
})

describe("terminals", () => {
  test.each(["linux", "vt100", "xterm", "screen", "tmux-256color"])("TERM=%s shows the whole way", async (term) => {
    await using wizard = start({ environment: { TERM: term } })
    await walk(wizard, "choose")
    wizard.send("q")

    expect(await wizard.ended()).toBe(130)
  })

  test("LANG=C gets ASCII only, NO_COLOR no colour", async () => {
    await using wizard = start({ environment: { LC_ALL: "C", NO_COLOR: "1" } })
    await walk(wizard, "choose")
    wizard.send("q")
    await wizard.ended()

    // biome-ignore lint/suspicious/noControlCharactersInRegex: the range is ASCII itself
    expect(wizard.raw).toMatch(/^[\u0000-\u007f]*$/)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the sequences that set colours
    expect(wizard.raw).not.toMatch(/\u001b\[[0-9;]*[1-9][0-9;]*m/)
  })

  test.each([
    ["--accessible", ["--accessible"], {}],
    ["TERM=dumb", [], { TERM: "dumb" }],
    ["ACCESSIBLE=1", [], { ACCESSIBLE: "1" }],
  ] as const)("with %s it speaks in numbered prompts and draws nothing", async (_, flags, environment) => {
    await using wizard = start({ environment, columns: 100, rows: 400 }, ...flags)
    let read = 0
    for (const shown of ["in order.", "failure: ", "Review: exactly this", "What to do with", "Keep it?"]) {
      await wizard.until(() => wizard.raw.slice(read).includes(shown) && /: $/.test(wizard.raw.slice(read)), shown)
      read = wizard.raw.length
      wizard.send("\n")
    }
    // Five answers, as there are five presses where it is drawn.
    await wizard.until(() => /The node is as asked[\s\S]*: $/.test(wizard.raw.slice(read)), "the end")
    wizard.send("\n")

    expect(await wizard.ended()).toBe(0)
    expect(wizard.raw).not.toContain("\u001b")
  })

  test("keys that arrive in one read all count, and the screen follows the size in the middle", async () => {
    await using wizard = start()
    await walk(wizard, "cgroup-driver")
    wizard.send(`${down}${enter}${enter}${enter}`)
    await wizard.shows(/cgroup-driver +cgroupfs +your answer/)
    wizard.resize(120, 40)
    await wizard.until(() => / q leave/.test(wizard.lines()[39] ?? ""), "one whole screen at 120 x 40")
    wizard.resize(60, 20)
    await wizard.until(() => / q leave/.test(wizard.lines()[19] ?? ""), "one whole screen at 60 x 20")
    wizard.send("q")

    expect(await wizard.ended()).toBe(130)
  })
})
