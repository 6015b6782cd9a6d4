// Tabs as go-yaml takes and refuses them; every line was given to sigs.k8s.io/yaml 1.6.
import { expect, test } from "bun:test"
import { yaml } from "../../src/documents/yaml/yaml.ts"

test.each([
  ["before a key", "a:\n\tb: 1\n", 2, 1],
  ["behind spaces before a key", "a:\n  b: 1\n  \tc: 2\n", 3, 3],
  ["on a line of its own", "a: 1\n\t\nb: 2\n", 2, 1],
  ["before a comment", "a: 1\n\t# why\nb: 2\n", 2, 1],
  ["behind a dash", "a:\n-\tb\n", 2, 2],
  ["before a dash", "a:\n\t- b\n", 2, 1],
])("a tab %s is refused at its place", (_, text, line, column) => {
  const parsed = yaml.parse("config.yaml", text)

  expect(parsed).toMatchObject({ ok: false, fault: { place: { line, column } } })
})

test.each([
  ["behind a colon", "a:\tb\n"],
  ["behind a value", "a: b\t\nc: 1\n"],
  ["before a comment behind a value", "a: b\t# why\n"],
  ["within brackets", "a: [\n  \tb,\n  \tc ]\n"],
  ["within braces", "a: {\n  \tb: 1 }\n"],
  ["within a block of text", "a: |\n  x\n  \ty\n"],
  ["within quotes", 'a: "x\ty"\n'],
  ["behind a dash within a word", "a: x-\ty\n"],
  ["behind the marker of a document", "---\t\na: 1\n"],
  ["behind spaces on a line without a key", "a: 1\n  \t\nb: 2\n"],
])("a tab %s is fine", (_, text) => {
  expect(yaml.parse("config.yaml", text).ok).toBe(true)
})
