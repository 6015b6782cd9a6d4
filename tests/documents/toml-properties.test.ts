// Generated TOML documents, odd in every way that TOML allows, each with an edit: the result must be what the edit
// means, and every line that is not meant must be there byte for byte.
import { expect, test } from "bun:test"
import fc from "fast-check"
import { parse } from "smol-toml"
import type { Edit, Value } from "../../src/documents/document.ts"
import { toml } from "../../src/documents/toml/toml.ts"
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
  startsWith,
  textOf,
  withoutEmptyTables,
} from "./property-runs.ts"

const keyName = fc.constantFrom("a", "b", "c", "options", "io.containerd.x", "runc", "x y", "1", "é")
const blanks = fc.constantFrom("", " ", "  ", "\t")
const tail = fc.constantFrom("", "", "", " # why", "\t# x = 1", ' # "quoted" [t]', " #")

function written(key: string, style: number): string {
  if (/^[\w-]+$/.test(key) && style % 3 !== 0) return key
  return style % 2 === 1 ? `'${key}'` : JSON.stringify(key)
}

const scalar = fc.oneof(
  fc.boolean().map(String),
  fc.integer({ min: -99, max: 99 }).map(String),
  fc.constantFrom('"s"', "'l'", '"a#b"', '"""m\nl # no\n"""', "'''x\n[y]\n'''", "1.5", "2.0", "0xff", "inf"),
  fc.constantFrom("1979-05-27T07:32:00Z", "07:32:00", '"\\u00e9\\"q"', '"a, b] }"', "9007199254740993"),
)
const oneLine = scalar.filter((text) => !text.includes("\n"))

const inlineTable = fc
  .uniqueArray(fc.tuple(keyName, fc.nat(5), oneLine), { maxLength: 3, selector: ([key]) => key })
  .map((pairs) => {
    const inner = pairs.map(([key, style, value]) => `${written(key, style)} = ${value}`).join(", ")
    return pairs.length === 0 ? "{}" : `{ ${inner} }`
  })

const list = fc
  .tuple(
    fc.array(fc.oneof(oneLine, inlineTable), { maxLength: 4 }),
    fc.nat(4),
    fc.boolean(),
    fc.array(tail, { minLength: 4, maxLength: 4 }),
  )
  .map(([elements, form, endsWithComma, tails]) => {
    const comma = (index: number) => (index < elements.length - 1 || endsWithComma ? "," : "")
    if (form === 0) return `[${elements.join(", ")}]`
    if (form === 1) return `[ ${elements.join(" ,")}${endsWithComma && elements.length > 0 ? " ," : ""} ]`
    if (form === 2)
      return `[\n${elements.map((element, index) => `  ${element}${comma(index)}${tails[index]}\n`).join("")}]`
    if (form === 3)
      return `[${elements.map((element, index) => element + (index < elements.length - 1 ? ",\n\t" : "")).join("")}]`
    return `[ # open\n${elements.map((element, index) => `  # before ${index}\n  ${element}${comma(index)}\n`).join("")}  # end\n]`
  })

const value = fc.oneof(
  { weight: 5, arbitrary: scalar },
  { weight: 2, arbitrary: list },
  { weight: 1, arbitrary: inlineTable },
)

interface Entry {
  readonly path: readonly string[]
  readonly style: number
  readonly equals: string
  readonly text: string
  readonly tail: string
  readonly above: string
}

const entry: fc.Arbitrary<Entry> = fc.record({
  path: fc.oneof(
    { weight: 4, arbitrary: fc.tuple(keyName) },
    { weight: 1, arbitrary: fc.array(keyName, { minLength: 2, maxLength: 3 }) },
  ),
  style: fc.nat(5),
  equals: fc.tuple(blanks, blanks).map(([before, after]) => `${before}=${after}`),
  text: value,
  tail,
  above: fc.constantFrom("", "", "", "# above\n", "\n", "   \n"),
})

const table = fc.record({
  path: fc.array(keyName, { minLength: 1, maxLength: 4 }),
  style: fc.nat(5),
  isList: fc.constantFrom(false, false, false, false, false, true),
  indent: fc.constantFrom("", "", "  ", "\t", "    "),
  keyIndent: fc.constantFrom("", "  ", "\t"),
  tail,
  above: fc.constantFrom("\n", "\n", "", "\n# about\n", "# about\n"),
  entries: fc.uniqueArray(entry, { maxLength: 4, selector: ({ path }) => path[0] }),
})

interface Generated {
  readonly lines: readonly Line[]
  readonly text: string
}

/** Comments get a number, so that no two of them are the same line. */
function numbered(lines: readonly Line[]): readonly Line[] {
  return lines.map((line, index) =>
    line.owner === undefined && line.text.includes("#") ? { ...line, text: `${line.text} ${index}` } : line,
  )
}

function linesOfEntry(
  { path, style, equals, text, tail: after, above }: Entry,
  indent: string,
  table: readonly string[],
): Line[] {
  const owner = [...table, ...path]
  const dot = style === 4 ? " . " : "."
  const own = `${indent}${path.map((key) => written(key, style)).join(dot)}${equals}${text}${after}`
  const before =
    above === ""
      ? []
      : above
          .slice(0, -1)
          .split("\n")
          .map((line) => ({ text: line.startsWith("#") ? indent + line : line }))
  return [...before, ...own.split("\n").map((line) => ({ text: line, owner }))]
}

const document: fc.Arbitrary<Generated> = fc
  .tuple(
    fc.uniqueArray(entry, { maxLength: 3, selector: ({ path }) => path[0] }),
    fc.uniqueArray(table, { maxLength: 5, selector: ({ path }) => path.join("\n") }),
    layout,
    fc.constantFrom("", "# end", "\n# end"),
  )
  .map(([top, tables, form, end]) => {
    const lines: Line[] = top.flatMap((own) => linesOfEntry(own, "", []))
    for (const { path, style, isList, indent, keyIndent, tail: after, above, entries } of tables) {
      if (above !== "")
        for (const text of above.slice(0, -1).split("\n")) lines.push({ text: text === "" ? "" : indent + text })
      const name = path.map((key) => written(key, style)).join(".")
      lines.push({ text: `${indent}${isList ? `[[${name}]]` : `[${name}]`}${after}`, owner: path })
      for (const own of entries) lines.push(...linesOfEntry(own, indent + keyIndent, path))
    }
    if (end !== "") lines.push(...end.split("\n").map((text) => ({ text })))
    const all = numbered(lines)
    return { lines: all, text: textOf(all, form) }
  })
  .filter(({ text }) => toml.parse("t", text).ok)

const newValue: fc.Arbitrary<Value> = fc.constantFrom<Value[]>(
  "systemd",
  'q"\\',
  "it's",
  "",
  true,
  2,
  -7,
  1.5,
  ["a", "b"],
  [],
  "é\n",
  9007199254740993n,
)

const edited = fc
  .tuple(document, fc.nat(1000), fc.nat(9), newValue, fc.array(keyName, { minLength: 1, maxLength: 4 }), fc.boolean())
  .map(([generated, pick, kind, given, fresh, withComment]) => {
    const parsed = toml.parse("t", generated.text)
    const keys = parsed.ok ? parsed.value.keys : []
    const chosen = keys.length === 0 ? undefined : keys[pick % keys.length]
    const path = chosen?.path ?? fresh
    const isTable = typeof chosen?.value === "object" && !Array.isArray(chosen.value) && !(chosen.value instanceof Date)
    const elements = Array.isArray(chosen?.value) ? (chosen.value as readonly Value[]) : []
    const comment = withComment ? { comment: "Set by a test." } : {}
    const edit: Edit =
      elements.length > 0 && kind % 2 === 0
        ? { edit: "remove-element", path, value: elements[pick % elements.length] ?? "" }
        : Array.isArray(chosen?.value) && kind > 2
          ? { edit: "add-element", path, value: given }
          : kind < 3
            ? { edit: "remove", path }
            : kind < 6 || chosen === undefined
              ? { edit: "set", path: isTable ? [...path, ...fresh.slice(0, 2)] : fresh, value: given, ...comment }
              : { edit: "set", path, value: given, ...comment }
    return { ...generated, edit }
  })

function values(text: string): unknown {
  return parse(text.replace(/^\uFEFF/, ""), { integersAsBigInt: true })
}

const cases = 7000

test(
  "an edit of any TOML file changes what is meant and leaves every other line byte for byte",
  () => {
    announce("TOML", cases)
    const refusals = refusalCounter()
    fc.assert(
      fc.property(edited, ({ lines, text, edit }) => {
        const result = toml.edit("t", text, [edit])
        if (!result.ok) {
          refusals.count(result.fault)
          return
        }
        const after = result.value
        const expected = editedPlainly(values(text), edit)
        const normal = (value: unknown) => comparable(edit.edit === "remove" ? withoutEmptyTables(value) : value)
        expect(normal(values(after))).toBe(normal(expected))
        expect(toml.parse("t", after).ok).toBe(true)
        expect(after.startsWith("\uFEFF")).toBe(text.startsWith("\uFEFF"))
        if (text.includes("\r\n")) expect(/[^\r]\n/.test(after)).toBe(false)

        const goesWhole =
          edit.edit === "remove" &&
          lines.some(
            ({ text: own, owner }) => /^\s*\[/.test(own) && owner !== undefined && startsWith(owner, edit.path),
          )
        const left = linesNotMeant(lines, edit.path)
        const kept = goesWhole ? left.filter(({ owner }) => owner !== undefined) : left
        const lineBreak = text.includes("\r\n") ? "\r" : ""
        const lost = firstLostLine(
          kept.map((line) => line.text + lineBreak),
          linesIn(after.replace(/^\uFEFF/, "")).map((line, index, all) =>
            index === all.length - 1 ? line + lineBreak : line,
          ),
        )
        if (lost !== undefined) expect(`lost ${JSON.stringify(lost)} in ${JSON.stringify(after)}`).toBe("")

        const again = toml.edit("t", after, [edit])
        expect(again.ok && again.value).toBe(after)
      }),
      runs(cases),
    )
    refusals.report("TOML", runs(cases).numRuns)
  },
  patience(120),
)

test(
  "an edit that already holds returns the same bytes",
  () => {
    fc.assert(
      fc.property(document, ({ text }) => {
        const parsed = toml.parse("t", text)
        if (!parsed.ok) throw new Error("generated documents are valid")
        const edits = parsed.value.keys.flatMap(({ path, value: held }): Edit[] => {
          return path.some((key) => /^\d+$/.test(key) && key !== "1") ? [] : [{ edit: "set", path, value: held }]
        })
        for (const edit of edits) {
          const result = toml.edit("t", text, [edit])
          if (result.ok) expect(result.value).toBe(text)
        }
      }),
      runs(600),
    )
  },
  patience(60),
)
