import { expect, test } from "bun:test"
import { en } from "../../src/messages/en/en.ts"
import { withRoot } from "../../src/messages/with-root.ts"
import { zh } from "../../src/messages/zh/zh.ts"

test("commands about a node below --root name it, in every language, and can be pasted", () => {
  for (const language of [en, zh]) {
    expect(withRoot(language, "/img").lines["how-to-undo"]({ run: 1 })).toContain("criadm rollback --root /img 1")
    expect(withRoot(language, "/img").screens.end.undoCommand(1)).toBe("criadm rollback --root /img 1")
    expect(withRoot(language, "/img").faults["run-unconfirmed"]({ run: 1 }).next).toContain(
      "criadm confirm --root /img",
    )
  }
  const quoted = withRoot(en, "/my image's").lines["how-to-undo"]({ run: 2 })
  expect(quoted).toBe("To undo: criadm rollback --root '/my image'\\''s' 2")
})

test("a command that names a tree already is left alone, and so is the command for other nodes", () => {
  const there = withRoot({ ...en, lines: { ...en.lines, "how-to-undo": () => "criadm apply --root /x" } }, "/img")
  expect(there.lines["how-to-undo"]({ run: 1 })).toBe("criadm apply --root /x")
  expect(withRoot(en, "/img").screens.end.nextWithFlags("")).toBe("criadm apply --yes")
})
