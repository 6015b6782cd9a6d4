// Whatever is pressed, in whatever order: the wizard never fails, never applies without having shown the plan, and
// every screen it comes to fits the terminal.
import { describe, expect, test } from "bun:test"
import fc from "fast-check"
import { widthOf } from "../../src/messages/line-breaks.ts"
import type { Outcome } from "../../src/model/run.ts"
import { lookedAt, startedAt } from "./driven.ts"
import { scenarios } from "./fake-criadm.ts"
import { fakeChanges, fakeVerified } from "./fake-node.ts"

const keys = fc.constantFrom(
  ...["enter", "enter", "enter", "esc", "up", "down", "left", "tab", "space", "pgdn", "pgup", "home", "end"],
  ...["j", "k", "g", "G", "/", "n", "N", "?", "q", "ctrl-c", "backspace", "clear", "a", "镜"],
)
const outcomes = fc
  .constantFrom<Outcome["kind"]>("applied", "refused", "rolled-back", "rollback-failed", "interrupted")
  .map((kind): Outcome => ({ kind, run: 7, verified: fakeVerified }))
const happenings = fc.oneof(
  { weight: 12, arbitrary: keys },
  {
    weight: 1,
    arbitrary: fc.record({ columns: fc.integer({ min: 1, max: 200 }), rows: fc.integer({ min: 1, max: 60 }) }),
  },
  { weight: 1, arbitrary: outcomes },
)

/** Ink draws the rows as they are, so they must fit by themselves. */
function expectFits(rows: readonly string[], size: { readonly columns: number; readonly rows: number }): void {
  expect(rows.length).toBeLessThanOrEqual(size.rows)
  for (const row of rows) expect(widthOf(row)).toBeLessThanOrEqual(size.columns)
}

describe("any keys in any order", () => {
  test.each(scenarios.filter((one) => !one.startsWith("bug")))("on the node %s", async (scenario) => {
    const wizards = fc.array(happenings, { maxLength: 60 })
    await fc.assert(
      fc.asyncProperty(wizards, async (all) => {
        const wizard = await lookedAt(scenario)
        let hasReviewed = false
        for (const one of all) {
          if (typeof one === "string") wizard.press(one)
          else if ("columns" in one) wizard.send({ event: "resized", ...one })
          else if (wizard.state.run !== undefined && wizard.screen === "run") {
            const change = fakeChanges[0]
            if (change !== undefined) {
              wizard.send({
                event: "progress",
                progress: { event: "change-began", index: 0, change, direction: "forward" },
              })
            }
            wizard.send({ event: "ended", outcome: one, now: startedAt })
          }
          hasReviewed ||= wizard.screen === "review"
          expectFits(wizard.rows, wizard.state.size)
        }
        if (wizard.effects.some((effect) => effect.effect === "apply")) expect(hasReviewed).toBe(true)
      }),
      { numRuns: 25 },
    )
  })
})
