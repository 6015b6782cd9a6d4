// Generated YAML streams with comments, flow and block style, block texts and several documents, each with an edit of
// one document: the result must be what the edit means, and every line that is not meant must be there byte for byte.
import { expect, test } from "bun:test"
import fc from "fast-check"
import { parseAllDocuments } from "yaml"
import type { Edit, Value } from "../../src/documents/document.ts"
import { yaml } from "../../src/documents/yaml/yaml.ts"
import {
  announce,
  comparable,
  editedPlainly,
  firstLostLine,
  type Line,
  layout,
  linesIn,
  linesNotMeant,
  patience,
  refusalCounter,
  runs,
  textOf,
  withoutEmptyTables,
  withoutLastBlank,
} from "./property-runs.ts"

const key = fc.constantFrom("apiVersion", "cgroupDriver", "authentication", "a", "b", "clusterDNS", '"x y"', "'q'")
const tail = fc.constantFrom("", "", "", " # why", "   # a: b", "  ")
const scalar = fc.constantFrom(
  "systemd",
  '"s: t"',
  "'it''s'",
  "true",
  "10",
  "1.5",
  "~",
  "",
  "4h0m0s",
  "unix:///run/x.sock",
  "a # b",
  '"#"',
)
const flowScalar = fc.constantFrom("systemd", '"s, t"', "'}'", "true", "10", "null")

type Block =
  | { readonly kind: "scalar"; readonly text: string; readonly tail: string }
  | { readonly kind: "lines"; readonly lines: readonly string[] }
  | { readonly kind: "map"; readonly entries: readonly Entry[] }
interface Entry {
  readonly key: string
  readonly above: string
  readonly value: Block
}

const flow = fc.letrec<{ any: string }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 2 },
    flowScalar,
    fc.array(tie("any"), { maxLength: 3 }).map((items) => `[${items.join(", ")}]`),
    fc
      .uniqueArray(fc.tuple(key, tie("any")), { maxLength: 3, selector: ([name]) => name })
      .map((items) => (items.length === 0 ? "{}" : `{${items.map(([name, text]) => `${name}: ${text}`).join(", ")}}`)),
  ),
})).any

const entries = fc.letrec<{ entries: readonly Entry[]; block: Block }>((tie) => ({
  block: fc.oneof(
    { maxDepth: 3 },
    fc.record({ kind: fc.constant("scalar" as const), text: fc.oneof(scalar, flow), tail }),
    fc.record({
      kind: fc.constant("lines" as const),
      lines: fc.oneof(
        fc
          .tuple(fc.constantFrom("", "  "), fc.array(fc.tuple(flowScalar, tail), { minLength: 1, maxLength: 3 }))
          .map(([indent, items]) => ["", ...items.map(([text, after]) => `${indent}- ${text}${after}`)]),
        fc.constantFrom(
          ["|", "  text", "    more"],
          [">-", "  folded # no comment", "", "  more"],
          ["|+", "  keep", ""],
        ),
        fc.constant(["", "- a: 1", "  b: 2", "# between", "- c: 3"]),
      ),
    }),
    fc.record({ kind: fc.constant("map" as const), entries: tie("entries").filter((own) => own.length > 0) }),
  ),
  entries: fc.uniqueArray(
    fc.record({ key, above: fc.constantFrom("", "", "", "# above", "\n"), value: tie("block") }),
    { maxLength: 4, selector: (entry) => entry.key },
  ),
})).entries

function linesOf(own: readonly Entry[], path: readonly string[], indent: string, step: string): Line[] {
  return own.flatMap(({ key: name, above, value }): Line[] => {
    const owner = [...path, name.replace(/^["']|["']$/g, "")]
    const before: Line[] = above === "" ? [] : [{ text: above === "\n" ? "" : `${indent}${above}` }]
    if (value.kind === "scalar")
      return [...before, { text: `${indent}${name}:${value.text === "" ? "" : ` ${value.text}`}${value.tail}`, owner }]
    if (value.kind === "map")
      return [...before, { text: `${indent}${name}:`, owner }, ...linesOf(value.entries, owner, indent + step, step)]
    const [first = "", ...rest] = value.lines
    return [
      ...before,
      { text: `${indent}${name}:${first === "" ? "" : ` ${first}`}`, owner },
      ...rest.map((line) => ({ text: line === "" ? "" : indent + line, owner })),
    ]
  })
}

function numbered(lines: readonly Line[]): readonly Line[] {
  return lines.map((line, index) =>
    line.owner === undefined && line.text.includes("#") ? { ...line, text: `${line.text} ${index}` } : line,
  )
}

const stream = fc
  .tuple(
    fc.array(fc.tuple(entries, fc.constantFrom("  ", "    ")), { minLength: 1, maxLength: 3 }),
    fc.boolean(),
    layout,
  )
  .map(([documents, startsWithDashes, form]) => {
    const parts = documents.map(([own, step]) => linesOf(own, [], "", step))
    const lines = parts.flatMap((part, index): Line[] =>
      index > 0 || startsWithDashes ? [{ text: "---" }, ...part] : part,
    )
    const owned = withoutLastBlank(numbered(lines))
    const at: number[] = []
    // Comments above the first --- belong to the document that it begins.
    let document = startsWithDashes || documents[0]?.[0].length === 0 ? -1 : 0
    for (const line of owned) at.push(line.text === "---" ? ++document : document)
    return { lines: owned, documentOfLine: at, text: textOf(owned, form) }
  })
  .filter(({ text }) => yaml.parse("k", text).ok)

const newValue = fc.constantFrom<Value[]>(
  "systemd",
  "yes",
  "10m",
  "",
  'q"\\',
  "it's",
  true,
  7,
  1.5,
  null,
  ["a", "1.1.1.1"],
  [],
  { enabled: true, inner: { x: ["y"] } },
)

const edited = fc
  .tuple(
    stream,
    fc.nat(1000),
    fc.nat(9),
    newValue,
    fc.array(
      key.map((name) => name.replace(/["']/g, "")),
      { minLength: 1, maxLength: 3 },
    ),
    fc.nat(2),
  )
  .map(([generated, pick, kind, fresh, freshPath, wantedIndex]) => {
    const parsed = yaml.parse("k", generated.text)
    const documents = parsed.ok ? parsed.value.documents : []
    const index = wantedIndex % Math.max(1, documents.length)
    const keys = documents[index]?.keys ?? []
    const chosen = keys[pick % Math.max(1, keys.length)]
    const path = chosen === undefined || kind < 2 ? freshPath : chosen.path
    const elements =
      chosen !== undefined && path === chosen.path && Array.isArray(chosen.value)
        ? (chosen.value as readonly Value[])
        : undefined
    const edit: Edit =
      elements !== undefined && elements.length > 0 && kind % 2 === 0
        ? { edit: "remove-element", path, value: elements[pick % elements.length] ?? null }
        : elements !== undefined && kind > 4
          ? { edit: "add-element", path, value: fresh }
          : kind === 2 || kind === 3
            ? { edit: "remove", path }
            : {
                edit: "set",
                path: kind > 7 ? [...path, ...freshPath.slice(0, 1)] : path,
                value: fresh,
                comment: "Set by a test.",
              }
    return { ...generated, index, edit }
  })

function values(text: string): unknown[] {
  const documents = parseAllDocuments(text.replace(/^\uFEFF/, ""), { version: "1.1" })
  return Array.isArray(documents) && documents.length > 0 ? documents.map((document) => document.toJS() ?? {}) : [{}]
}

const cases = 2000

test(
  "an edit of any YAML stream changes what is meant and leaves every other line byte for byte",
  () => {
    announce("YAML", cases)
    const refusals = refusalCounter()
    fc.assert(
      fc.property(edited, ({ lines, documentOfLine, text, index, edit }) => {
        const result = yaml.edit("k", text, index, [edit])
        if (!result.ok) {
          refusals.count(result.fault)
          return
        }
        const after = result.value
        const normal = (value: unknown) => comparable(edit.edit === "remove" ? withoutEmptyTables(value) : value)
        const expected = values(text).map((value, at) => (at === index ? editedPlainly(value, edit) : value))
        expect(values(after).map(normal)).toEqual(expected.map(normal))
        if (text.includes("\r\n")) expect(/[^\r]\n/.test(after)).toBe(false)
        expect(after.startsWith("\uFEFF")).toBe(text.startsWith("\uFEFF"))

        const isInDocument = (line: Line) => documentOfLine[lines.indexOf(line)] === index
        const notMeant = new Set(linesNotMeant(lines, edit.path))
        const kept = lines.filter((line) => notMeant.has(line) || !isInDocument(line))
        const isSetBelow = edit.edit === "set" || edit.edit === "remove"
        const strict = isSetBelow ? kept.filter((line) => line.owner !== undefined || !isInDocument(line)) : kept
        const carriage = text.includes("\r\n") ? "\r" : ""
        const all = linesIn(after.replace(/^\uFEFF/, ""))
        const found = all.map((line, at) => (at === all.length - 1 ? line.replace(/\r$/, "") + carriage : line))
        const lost = firstLostLine(
          strict.map((line) => line.text + carriage),
          found,
        )
        if (lost !== undefined) expect(`lost ${JSON.stringify(lost)} in ${JSON.stringify(after)}`).toBe("")

        const again = yaml.edit("k", after, index, [edit])
        expect(again.ok && again.value).toBe(after)
      }),
      runs(cases),
    )
    refusals.report("YAML", runs(cases).numRuns, ["comments or the form of its lines would not survive"])
  },
  patience(120),
)
