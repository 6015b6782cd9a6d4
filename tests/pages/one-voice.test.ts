// What the command line prints of a node stands on the wizard's screens in the same words, in every language; the spoken
// mode reads the same screens. And no face has words of its own for what pages say.
import { expect, describe as group, test } from "bun:test"
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import type { Face } from "../../src/cli/face.ts"
import { noPaint } from "../../src/cli/paint.ts"
import { parseArguments } from "../../src/cli/parse.ts"
import { runCommand } from "../../src/cli/run.ts"
import type { Catalogue } from "../../src/messages/catalogue.ts"
import { en } from "../../src/messages/en/en.ts"
import { zh } from "../../src/messages/zh/zh.ts"
import { exitCode } from "../../src/model/exit-code.ts"
import { ok } from "../../src/model/fault.ts"
import { type Line, textOf } from "../../src/pages/lines.ts"
import { printable } from "../../src/pages/wrap.ts"
import { describe } from "../../src/tui/screens/describe.ts"
import { context, Driven, startedAt } from "../tui/driven.ts"
import { fakeCriadm, type Scenario } from "../tui/fake-criadm.ts"
import { fakeVerified } from "../tui/fake-node.ts"

/** The lines that a command prints, without their indentation. */
async function printedBy(command: string, scenario: Scenario, catalogue: Catalogue): Promise<readonly string[]> {
  const printed: string[] = []
  const face: Face = {
    print: (text) => printed.push(text),
    warn: (text) => printed.push(text),
    ask: undefined,
    catalogue,
    paint: noPaint,
    isQuiet: false,
    isVerbose: false,
    columns: 10_000,
    isRoot: true,
    interrupted: new AbortController().signal,
    open: async () => fakeCriadm(scenario, { stepMilliseconds: 0 }),
    readText: async () => ok(""),
    listDirectory: async () => undefined,
    checkDownload: async () => ok({ sha256: "" }),
    writeText: async () => ok(undefined),
  }
  const parsed = parseArguments(command.split(" "))
  if (!parsed.ok) throw new Error(parsed.fault.code)
  const outer = async () => exitCode.done
  await runCommand(face, parsed.value, { wizard: outer, demo: outer, bundle: outer, guard: outer, record: outer })
  return trimmed(printed.join("\n").split("\n"))
}

/** Everything that the screen of this moment says, before it is broken into rows. */
function saidBy(wizard: Driven, catalogue: Catalogue): readonly string[] {
  const { title, aside = [], blocks, actions } = describe(wizard.state, { ...context, catalogue })
  const items = [...blocks.flatMap((one) => (one.block === "item" ? [one.item] : [])), ...actions]
  const lines: Line[] = [
    ...blocks.flatMap((one) => (one.block === "lines" ? one.lines : [])),
    ...items.flatMap((item) => [...item.lines, ...(item.detail ?? [])]),
  ]
  return trimmed([title, aside.map(({ text }) => text).join(""), ...lines.map(textOf)])
}

const trimmed = (texts: readonly string[]) => texts.map((text) => printable(text).trim()).filter((text) => text !== "")

const missing = (printed: readonly string[], said: readonly string[]) =>
  printed.filter((line) => !said.some((one) => one.includes(line)))

async function lookedAt(scenario: Scenario, catalogue: Catalogue): Promise<Driven> {
  return new Driven(scenario, undefined, { ...context, catalogue }).look()
}

group.each([
  ["English", en],
  ["Chinese", zh],
] as const)("in %s", (_, catalogue) => {
  test("facts with their sources", async () => {
    const wizard = await lookedAt("changes", catalogue)
    wizard.send({ event: "intent", intent: { intent: "toggle", item: "sources" } })

    const printed = await printedBy("detect", "changes", catalogue)
    expect(printed.length).toBeGreaterThan(10)
    expect(missing(printed, saidBy(wizard, catalogue))).toEqual([])
  })

  test("findings, what to do about each, and how many there are", async () => {
    const wizard = (await lookedAt("changes", catalogue)).press("enter")
    expect(wizard.screen).toBe("findings")

    // A finding's head is laid out as an item on the screen: its words are there, with the sentence between them.
    const isHead = (line: string) => /^\S+ [a-z]+(?:-[a-z]+)+$/.test(line)
    const printed = (await printedBy("check", "changes", catalogue)).filter((line) => !isHead(line))
    expect(printed.length).toBeGreaterThan(10)
    expect(missing(printed, saidBy(wizard, catalogue))).toEqual([])
  })

  test("a plan, with every change, its reasons and what is asked afterwards", async () => {
    const wizard = await lookedAt("changes", catalogue)
    for (let presses = 0; presses < 16 && wizard.screen !== "review"; presses += 1) wizard.press("enter")
    expect(wizard.screen).toBe("review")

    const printed = await printedBy("plan", "changes", catalogue)
    expect(printed.length).toBeGreaterThan(20)
    expect(missing(printed, saidBy(wizard, catalogue))).toEqual([])
  })

  test("why there is no plan, with the spot in the file", async () => {
    const wizard = (await lookedAt("broken-toml", catalogue)).press("enter")

    const printed = await printedBy("plan", "broken-toml", catalogue)
    expect(printed.some((line) => line.endsWith("^"))).toBe(true)
    expect(missing(printed, saidBy(wizard, catalogue))).toEqual([])
  })

  test("how it ended, and what the running node answered", async () => {
    const wizard = await lookedAt("changes", catalogue)
    for (let presses = 0; presses < 16 && wizard.screen !== "choose"; presses += 1) wizard.press("enter")
    for (const intent of ["switch-keep", "apply"] as const) wizard.send({ event: "intent", intent: { intent } })
    wizard.send({ event: "ended", outcome: { kind: "applied", run: 7, verified: fakeVerified }, now: startedAt })

    const outcome = catalogue.lines["outcome-applied"]({ run: 7 })
    const applied = await printedBy("apply --yes", "changes", catalogue)
    const verified = await printedBy("verify", "changes", catalogue)
    const answers = verified.slice(0, fakeVerified.length).map((line) => line.replace(/^ok +/, ""))
    expect(applied).toContain(outcome)
    expect(missing([outcome, ...answers], saidBy(wizard, catalogue))).toEqual([])
  })
})

group("what pages say", () => {
  const source = join(import.meta.dir, "../../src")
  const textsOf = (folder: string) =>
    readdirSync(join(source, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => /\.tsx?$/.test(name))
      .map((name) => ({ file: `${folder}/${name}`, text: readFileSync(join(source, folder, name), "utf8") }))
  const faces = [...textsOf("cli"), ...textsOf("tui")]
  const codes = Object.keys(en.lines)
  const saysCode = (text: string, code: string) => text.includes(`"${code}"`) || text.includes(`lines.${code}(`)

  test("is said by no face with the same line of the catalogue", () => {
    const pages = textsOf("pages")
    const ofPages = codes.filter((code) => pages.some(({ text }) => saysCode(text, code)))
    const offenders = faces.flatMap(({ file, text }) =>
      ofPages.filter((code) => saysCode(text, code)).map((code) => `${file}: ${code}`),
    )

    expect(ofPages.length).toBeGreaterThan(60)
    expect(offenders).toEqual([])
  })

  test("includes every sentence of a fault, a finding and a reason", () => {
    const looksUp = /\.(?:faults|findings|reasons)\[/
    expect(faces.filter(({ text }) => looksUp.test(text)).map(({ file }) => file)).toEqual([])
  })

  test("is safe to show and free of credentials by the time a face has it: only pages compare the texts of files", () => {
    const compares = faces.filter(({ text }) => /from "[./]+documents\/diff\.ts"/.test(text)).map(({ file }) => file)
    // As data for other programs, redacted there.
    expect(compares).toEqual(["cli/changes-json.ts"])
  })

  test("is said by somebody: no line of the catalogue is left over", () => {
    const all = readdirSync(source, { recursive: true, encoding: "utf8" })
      .filter((name) => /\.tsx?$/.test(name) && !/^(?:messages|model\/arguments|wording)\//.test(name))
      .map((name) => readFileSync(join(source, name), "utf8"))
    expect(codes.filter((code) => !all.some((text) => saysCode(text, code)))).toEqual([])
  })
})
