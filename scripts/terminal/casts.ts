// Records the wizard's ways as text casts, from dist/criadm demo in a pseudo-terminal, and makes the pictures of the
// README from them. Run it with Bun after scripts/build: node_modules/.bin/bun scripts/terminal/casts.ts. The way on a node
// without a runtime is recorded on a real one, which needs root on Debian or Ubuntu (tests/real). With --only NAME it
// records one way. With --look DIR it keeps nothing, and writes every marked screen as text at several sizes, without colour, in ASCII and in Chinese, and
// as pictures for a light terminal.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { homedir, tmpdir } from "node:os"
import { join } from "node:path"
import { en } from "../../src/messages/en/en.ts"
import { zh } from "../../src/messages/zh/zh.ts"
import { type Cast, castToText, pictures, playTo, Recording, type RecordingOptions } from "./cast.ts"
import { darkPalette, lightPalette, screenToSvg } from "./screen-to-svg.ts"

type Texts = typeof en.screens

const root = join(import.meta.dir, "../..")
const program = process.env["CRIADM_PROGRAM"] ?? join(root, "dist/criadm")
const [enter, down, up] = ["\r", "\u001b[B", "\u001b[A"]

/** A way through the wizard: what it shows, and what is pressed then. */
interface Way {
  readonly name: string
  readonly title: string
  /** A sample node of the demo, or a real one that has no runtime. */
  readonly node: "fresh" | "broken" | "failing" | "bare"
  walk(recording: Recording, texts: Texts): Promise<void>
}

/** Waits for a screen, marks it and presses keys. */
async function at(recording: Recording, shown: string, mark: string, keys: string): Promise<void> {
  // Wherever a row ends.
  const packed = (text: string) => text.replaceAll(/\s/g, "")
  await recording.screen.until((text) => packed(text).includes(packed(shown)), shown)
  // The frame may have come only in part.
  await recording.screen.until((text) => / q |Ctrl-C/.test(text.split("\n").at(-1) ?? ""), `all of ${mark}`)
  recording.mark(mark)
  recording.press(keys)
}

async function applyAndKeep(recording: Recording, texts: Texts): Promise<void> {
  await at(recording, texts.review.title, "review", enter)
  await at(recording, texts.choose.title, "choose", enter)
  await at(recording, texts.keep.title, "keep", enter)
  await at(recording, texts.end.trueNow, "end", enter)
}

const ways: readonly Way[] = [
  {
    name: "fresh-default",
    title: "criadm: five presses from a fresh node to a kept one",
    node: "fresh",
    async walk(recording, texts) {
      await at(recording, texts.node.showSources, "node", enter)
      await at(recording, texts.findings.takeSuggested, "findings-folded", `${down}${down} `)
      await at(recording, texts.findings.next.trim(), "findings", ` ${up}${up}`)
      await recording.screen.until((text) => !text.includes(texts.findings.next.trim()), "the findings folded")
      recording.press(enter)
      await applyAndKeep(recording, texts)
    },
  },
  {
    name: "own-answers",
    title: "criadm: one's own answers",
    node: "fresh",
    async walk(recording, texts) {
      await at(recording, texts.node.showSources, "node", enter)
      await at(recording, texts.findings.chooseMyself, "findings", `${down}${enter}`)
      const settings = texts === zh.screens ? zh.settings : en.settings
      await at(recording, settings["cgroup-driver"].question, "cgroup-driver", enter)
      await at(recording, settings["sandbox-image"].question, "sandbox-image", `${down}${enter}`)
      await recording.screen.shows("sandbox-image: ")
      recording.mark("sandbox-image-typed")
      recording.press("registry.example.com/pause:3.10.2")
      recording.press(enter)
      await at(recording, settings["ip-forward"].question, "ip-forward", enter)
      await at(recording, settings.kubelet.question, "kubelet", enter)
      await at(recording, texts.answers.suggested, "answers", enter)
      await applyAndKeep(recording, texts)
    },
  },
  {
    name: "no-runtime",
    title: "criadm: from a node without a runtime to a kept one",
    node: "bare",
    async walk(recording, texts) {
      await at(recording, texts.node.showSources, "node", enter)
      await at(recording, texts.noRuntime.choose, "no-runtime", enter)
      await at(recording, texts.findings.takeSuggested, "findings", enter)
      await at(recording, texts.review.title, "review", enter)
      await at(recording, texts.choose.title, "choose", enter)
      await recording.screen.shows(texts.run.title)
      recording.mark("run")
      await at(recording, texts.keep.title, "keep", enter)
      await at(recording, texts.end.next, "end", enter)
    },
  },
  {
    name: "broken-configuration",
    title: "criadm: a broken configuration, and starting over",
    node: "broken",
    async walk(recording, texts) {
      await at(recording, texts.node.showSources, "node", enter)
      await at(recording, texts.actions.startOver, "broken", `${down}${enter}`)
      await applyAndKeep(recording, texts)
    },
  },
  {
    name: "failed-run",
    title: "criadm: a containerd that does not come back is put back",
    node: "failing",
    async walk(recording, texts) {
      await at(recording, texts.node.showSources, "node", enter)
      await at(recording, texts.findings.takeSuggested, "findings", enter)
      await at(recording, texts.review.title, "review", enter)
      await at(recording, texts.choose.title, "choose", enter)
      await recording.screen.shows(/containerd\.service +1 /)
      recording.mark("run")
      await at(recording, texts.end.cause, "failed", enter)
    },
  },
]

/** What the bench says while it makes its node is not the wizard's. */
const quietly = ["sh", "-c", 'exec "$@" 2>/dev/null', "sh"]

function commandOf({ node }: Way, flags: readonly string[]): readonly string[] {
  if (node !== "bare") return [program, "demo", node, ...flags]
  return [...quietly, process.execPath, join(root, "tests/real/install/wizard-on-bare-node.ts"), ...flags]
}

async function record(way: Way, options: RecordingOptions, flags: readonly string[], texts: Texts): Promise<Cast> {
  // The bench keeps its images below the home directory.
  const ofBench = { CRIADM_PROGRAM: program, HOME: homedir() }
  const environment = { ...options.environment, ...(way.node === "bare" ? ofBench : {}) }
  await using recording = new Recording(commandOf(way, flags), { ...options, environment })
  await way.walk(recording, texts)
  await recording.screen.ended()
  return recording.cast
}

const marksOf = ({ entries }: Cast) => entries.flatMap(([, kind, data]) => (kind === "m" ? [data] : []))

async function keep(cwd: string): Promise<void> {
  const [columns, rows] = [88, 26]
  const environment = { COLORTERM: "", HOME: cwd }
  for (const way of chosen) {
    const cast = await record(way, { columns, rows, environment, cwd }, [], en.screens)
    mkdirSync(join(root, "docs/casts"), { recursive: true })
    writeFileSync(join(root, `docs/casts/${way.name}.cast`), castToText(cast, way.title))
    console.log(`docs/casts/${way.name}.cast`)
    for (const [from, mark] of pictures.filter(([from]) => from === way.name)) {
      const screen = await playTo(cast, mark)
      writeFileSync(join(root, `docs/screenshots/${mark}.svg`), screenToSvg(screen, columns, rows, darkPalette))
      console.log(`docs/screenshots/${mark}.svg from ${from}`)
    }
  }
}

/** As it is seen: size, flags, environment, and the words that are waited for. */
const looks = [
  { name: "80x24", columns: 80, rows: 24, flags: [], environment: {}, texts: en.screens },
  { name: "120x40", columns: 120, rows: 40, flags: [], environment: {}, texts: en.screens },
  { name: "60x20", columns: 60, rows: 20, flags: [], environment: {}, texts: en.screens },
  { name: "no-colour", columns: 80, rows: 24, flags: [], environment: { NO_COLOR: "1" }, texts: en.screens },
  { name: "ascii", columns: 80, rows: 24, flags: [], environment: { LC_ALL: "C" }, texts: en.screens },
  { name: "chinese", columns: 80, rows: 24, flags: ["--lang", "zh"], environment: {}, texts: zh.screens },
  { name: "light", columns: 80, rows: 24, flags: [], environment: { COLORFGBG: "0;15" }, texts: en.screens },
] as const

async function look(cwd: string, directory: string): Promise<void> {
  for (const { name, columns, rows, flags, environment, texts } of looks) {
    for (const way of chosen) {
      const options = { columns, rows, environment: { COLORTERM: "", HOME: cwd, ...environment }, cwd }
      const cast = await record(way, options, flags, texts)
      mkdirSync(join(directory, name), { recursive: true })
      for (const mark of marksOf(cast)) {
        const screen = await playTo(cast, mark)
        const palette = name === "light" ? lightPalette : darkPalette
        writeFileSync(join(directory, name, `${way.name}-${mark}.txt`), `${screen.lines().join("\n")}\n`)
        writeFileSync(join(directory, name, `${way.name}-${mark}.svg`), screenToSvg(screen, columns, rows, palette))
      }
      console.log(`${name}: ${way.name}`)
    }
  }
}

const only = process.argv.indexOf("--only")
const chosen = ways.filter(({ name }) => only < 0 || name === process.argv[only + 1])
const work = mkdtempSync(join(tmpdir(), "criadm-casts-"))
const lookAt = process.argv.indexOf("--look")
try {
  if (lookAt < 0) await keep(work)
  else await look(work, process.argv[lookAt + 1] ?? work)
} finally {
  rmSync(work, { recursive: true, force: true })
}
