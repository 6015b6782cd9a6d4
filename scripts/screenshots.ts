// The pictures of the README, taken from the program itself: dist/criadm demo in a pseudo-terminal, driven by Enter,
// its screens written as SVG. Run it with Bun after scripts/build: node_modules/.bin/bun scripts/screenshots.ts
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { en } from "../src/messages/en/en.ts"
import { Pty } from "../tests/tui/pty.ts"
import { darkPalette, lightPalette, screenToSvg } from "../tests/tui/screen-to-svg.ts"

const root = join(import.meta.dir, "..")
/** `--light`: as a light terminal shows it, to look at; the README has the dark ones. */
const palette = process.argv.includes("--light") ? lightPalette : darkPalette
const pictures = join(import.meta.dir, "../docs/screenshots")
const [columns, rows] = [88, 26] as const
const texts = en.screens

const directory = mkdtempSync(join(tmpdir(), "criadm-screenshots-"))
mkdirSync(pictures, { recursive: true })
const environment = { COLORTERM: "", HOME: directory }
const criadm = new Pty([join(root, "dist/criadm"), "demo"], { columns, rows, environment, cwd: directory })

const take = (name: string) => {
  writeFileSync(join(pictures, `${name}.svg`), screenToSvg(criadm, columns, rows, palette))
  console.log(`docs/screenshots/${name}.svg`)
}
const title = () => criadm.lines()[2]?.trim() ?? ""
/** Presses Enter through the defaults until the screen with this title is there; never while changes are made. */
const enterUntil = async (wanted: string) => {
  while (!title().startsWith(wanted)) {
    const before = title()
    if (before !== texts.run.title) criadm.send("\r")
    await criadm.until(() => title() !== before, `another title than ${before}`)
  }
}

try {
  await criadm.shows(texts.node.showSources)
  take("node")
  await enterUntil(texts.findings.title)
  criadm.send("\u001b[B\u001b[B ")
  await criadm.shows(texts.findings.next)
  take("findings")
  criadm.send("\u001b[A\u001b[A")
  await criadm.shows(`❯ ${texts.findings.takeSuggested}`)
  await enterUntil(texts.review.title)
  await criadm.shows(texts.actions.goOn)
  take("review")
  await enterUntil(texts.keep.title)
  take("keep")
  await enterUntil(texts.end.applied)
  take("end")
  criadm.send("\r")
  await criadm.ended()
} finally {
  await criadm[Symbol.asyncDispose]()
  rmSync(directory, { recursive: true, force: true })
}
