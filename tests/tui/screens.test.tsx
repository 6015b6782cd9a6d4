import { describe, expect, test } from "bun:test"
import { renderToString } from "ink"
import { widthOf } from "../../src/messages/line-breaks.ts"
import { textOf } from "../../src/pages/lines.ts"
import { verifiedLines } from "../../src/pages/verified.ts"
import { toAscii } from "../../src/tui/drawing/theme.ts"
import { Screen } from "../../src/tui/drawing/wizard-screen.tsx"
import type { State } from "../../src/tui/state/state.ts"
import { asciiContext, chineseContext, context, rowsOf } from "./driven.ts"
import { scenarios } from "./fake-criadm.ts"
import { fakeVerified } from "./fake-node.ts"
import { poisoned } from "./poison.ts"
import { visited } from "./visited.ts"

const sizes = [
  { columns: 60, rows: 20 },
  { columns: 80, rows: 24 },
  { columns: 120, rows: 40 },
  { columns: 200, rows: 60 },
] as const

const drawn = (state: State, its = context) =>
  Bun.stripANSI(renderToString(<Screen state={state} context={its} />, { columns: state.size.columns })).split("\n")

const laid = rowsOf

describe("drawing", () => {
  test.each(sizes.slice(0, 3))("puts every row of every screen on the terminal at $columns x $rows", async (size) => {
    for (const state of await visited("changes", size)) {
      expect(drawn(state).map((row) => row.trimEnd())).toEqual(laid(state).map((row) => row.trimEnd()))
    }
  })
})

describe.each(sizes)("at $columns x $rows", (size) => {
  test.each(scenarios)("every screen of %s fits the terminal", async (scenario) => {
    const states = await visited(scenario, size)
    expect(states.length).toBeGreaterThan(2)

    for (const state of states) {
      const rows = laid(state)
      expect(rows).toHaveLength(size.rows)
      for (const row of rows) expect(widthOf(row)).toBeLessThanOrEqual(size.columns)
      expect(rows.join("\n")).toContain("criadm")
      // biome-ignore lint/suspicious/noControlCharactersInRegex: none of them may reach the terminal from a file or a log
      expect(rows.join("")).not.toMatch(/[\u0000-\u001f\u202e]/)
    }
  })
})

describe("Chinese, two columns to a character", () => {
  test.each(sizes)("every screen of every node fits $columns x $rows", async (size) => {
    for (const scenario of scenarios) {
      for (const state of await visited(scenario, size, chineseContext)) {
        const rows = laid(state, chineseContext)
        expect(rows).toHaveLength(size.rows)
        for (const row of rows) expect(widthOf(row)).toBeLessThanOrEqual(size.columns)
      }
    }
  })

  test("is on the terminal at 80 x 24 as it was laid out", async () => {
    for (const state of await visited("changes", sizes[1], chineseContext)) {
      const rows = laid(state, chineseContext).map((row) => row.trimEnd())
      expect(drawn(state, chineseContext).map((row) => row.trimEnd())).toEqual(rows)
    }
  })

  test("needs no more rows than English, so that nothing more is below the window", async () => {
    const [english, chinese] = await Promise.all(
      [context, chineseContext].map((its) => visited("changes", sizes[1], its)),
    )
    const below = (states: readonly State[] | undefined, its: typeof context, word: RegExp) =>
      (states ?? []).map((state) => Number(word.exec(laid(state, its).join("\n"))?.[1] ?? 0))
    const there = below(english, context, /(\d+) lines? below/)
    const here = below(chinese, chineseContext, /下方还有 (\d+) 行/)
    for (const [at, rows] of here.entries()) expect(rows).toBeLessThanOrEqual((there[at] ?? 0) + 1)
  })

  test("starts no row with closing punctuation and ends none with opening punctuation", async () => {
    for (const scenario of ["changes", "several-runtimes", "long"] as const) {
      for (const state of await visited(scenario, sizes[0], chineseContext)) {
        for (const row of laid(state, chineseContext)) expect(row.trim()).not.toMatch(/^[，。；：）、？”]|[（“]$/)
      }
    }
  })
})

describe("ASCII", () => {
  test("no screen has a character outside it", async () => {
    for (const scenario of ["changes", "several-runtimes", "long", "hostile"] as const) {
      for (const state of await visited(scenario, sizes[1], asciiContext)) {
        expect(toAscii(laid(state, asciiContext).join(""))).toMatch(/^[\u0020-\u007e]*$/)
      }
    }
  })
})

describe("a terminal that is too small", () => {
  test("says so instead of drawing half a screen", async () => {
    const [state] = await visited("changes", { columns: 30, rows: 8 })
    if (state === undefined) throw new Error("no state")

    const rows = drawn(state)

    expect(rows).toHaveLength(8)
    expect(rows.join(" ").replace(/\s+/g, " ")).toContain("too small for the wizard (30x8)")
  })
})

describe("a screen without colours", () => {
  test("marks the chosen item with a glyph", async () => {
    const states = await visited("changes", sizes[1])

    for (const state of states) {
      const text = laid(state).join("\n")
      const hasItems = text.includes("Continue") || text.includes("Apply it")
      if (hasItems) expect(text).toContain("❯ ")
    }
  })
})

test.each(scenarios)("no name on the node %s reaches the terminal as a control or a line break", async (scenario) => {
  const states = await visited(scenario, { columns: 100, rows: 300 }, context, poisoned)
  let seen = 0
  for (const state of states) {
    const text = laid(state).join("\n")
    seen += text.includes("^[[2J^J<2028><202E>\\x9b") ? 1 : 0
    // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these may not come
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u202e\udc80-\udcff]/)
    expect(laid(state)).toHaveLength(state.size.rows)
  }
  if (states.length > 4) expect(seen).toBeGreaterThan(3)
})

test("what was expected is not said again by the proof that it holds", () => {
  const said = verifiedLines(fakeVerified, context.catalogue, context.theme.glyphs).map(textOf)

  expect(said).toEqual([
    "✓ containerd.service is active",
    "✓ CRI v1 on unix:///run/containerd/containerd.sock (containerd 1.7.24)",
    "✓ containerd: cgroup driver systemd (in handler runc)",
    "✓ containerd: sandbox image registry.k8s.io/pause:3.10.1",
    "✓ /proc/sys/net/ipv4/ip_forward is 1",
  ])
})
