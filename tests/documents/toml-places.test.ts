// A parser notices some errors only on the next line; a person looks for them where something is missing.
import { expect, test } from "bun:test"
import { toml } from "../../src/documents/toml/toml.ts"

test.each([
  ["a header without its ]", "version = 2\n[plugins\nfoo = 1\n", 2],
  ["a header without its ] at the end", "a = 1\n[plugins\n", 2],
  ["a key without = and value", "a = 1\nb\nc = 2\n", 2],
  ["a key without a value", "a = 1\nb =\nc = 2\n", 2],
  ["an inline table that goes on", "a = { x = 1\nb = 2\n", 1],
])("%s is told on its own line", (_, text, line) => {
  expect(toml.parse("config.toml", text)).toMatchObject({ ok: false, fault: { place: { line } } })
})
