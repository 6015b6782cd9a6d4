// Generated JSON documents in many layouts, each with an edit: the result must be what the edit means, and lines that
// are not meant must be there byte for byte but for the comma at their end.
import { expect, test } from "bun:test"
import fc from "fast-check"
import type { Edit, Value } from "../../src/documents/document.ts"
import { json } from "../../src/documents/json/json.ts"
import {
  announce,
  comparable,
  editedPlainly,
  firstLostLine,
  layout,
  linesIn,
  patience,
  refusalCounter,
  runs,
  startsWith,
} from "./property-runs.ts"

const key = fc.constantFrom("exec-opts", "log-opts", "a", "b", "hosts", "x y", 'q"', "é", "")
const value = fc.letrec<{ any: Value }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<Value[]>("s", "a, b", "{", "# no", true, false, null, 0, -1, 1.5, "é\n", '"'),
    fc.array(tie("any"), { maxLength: 3 }),
    fc.dictionary(key, tie("any"), { maxKeys: 3, noNullPrototype: true }),
  ),
})).any
const root = fc.dictionary(key, value, { maxKeys: 5, noNullPrototype: true })

interface Style {
  readonly unit: string
  readonly colon: string
  readonly flatFrom: number
  readonly comma: string
}

const style: fc.Arbitrary<Style> = fc.record({
  unit: fc.constantFrom("  ", "\t", "    "),
  colon: fc.constantFrom(": ", ":", " : ", ":  "),
  flatFrom: fc.constantFrom(0, 1, 2, 9),
  comma: fc.constantFrom(",", ",", " ,"),
})

/** Lines of a value: [owner, text] with the path of the key that each line speaks for. */
function linesOf(
  given: Value,
  path: readonly string[],
  depth: number,
  form: Style,
): { text: string; owner: readonly string[] }[] {
  const isList = Array.isArray(given)
  if (typeof given !== "object" || given === null || given instanceof Date || depth >= form.flatFrom) {
    return [{ text: JSON.stringify(given), owner: path }]
  }
  const entries: (readonly [string | undefined, Value])[] = isList
    ? (given as readonly Value[]).map((element) => [undefined, element] as const)
    : Object.entries(given)
  if (entries.length === 0) return [{ text: isList ? "[]" : "{}", owner: path }]
  const inner = entries.flatMap(([name, own], index) => {
    const lines = linesOf(own, name === undefined ? path : [...path, name], depth + 1, form)
    const start = form.unit + (name === undefined ? "" : JSON.stringify(name) + form.colon)
    return lines.map(({ text, owner }, at) => ({
      text:
        (at === 0 ? start : form.unit) +
        text +
        (at === lines.length - 1 && index < entries.length - 1 ? form.comma : ""),
      owner,
    }))
  })
  return [{ text: isList ? "[" : "{", owner: path }, ...inner, { text: isList ? "]" : "}", owner: path }]
}

const newValue = fc.oneof(value, fc.constantFrom<Value[]>("native.cgroupdriver=systemd", ["x"], { "max-size": "10m" }))

const edited = fc
  .tuple(root, style, layout, fc.nat(1000), fc.nat(9), newValue, fc.array(key, { minLength: 1, maxLength: 3 }))
  .map(([given, form, { lineBreak, hasMark, endsWithBreak }, pick, kind, fresh, freshPath]) => {
    const lines = linesOf(given, [], 0, form)
    const text =
      (hasMark ? "\uFEFF" : "") +
      (lines.map((line) => line.text).join("\n") + (endsWithBreak ? "\n" : "")).replaceAll("\n", lineBreak)
    const parsed = json.parse("d", text)
    const keys = parsed.ok ? parsed.value.keys : []
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
            : { edit: "set", path: kind > 7 ? [...path, ...freshPath.slice(0, 1)] : path, value: fresh }
    return { text, lines, edit }
  })

const cases = 4000

test(
  "an edit of any JSON file changes what is meant and leaves every other line but for its comma",
  () => {
    announce("JSON", cases)
    const refusals = refusalCounter()
    fc.assert(
      fc.property(edited, ({ text, lines, edit }) => {
        const result = json.edit("d", text, [edit])
        if (!result.ok) {
          refusals.count(result.fault)
          return
        }
        const after = result.value
        const values = (given: string): unknown => JSON.parse(given.replace(/^\uFEFF/, ""))
        expect(comparable(values(after))).toBe(comparable(editedPlainly(values(text), edit)))
        if (comparable(values(after)) === comparable(values(text))) expect(after).toBe(text)
        if (text.includes("\r\n")) expect(/[^\r]\n/.test(after)).toBe(false)
        expect(after.startsWith("\uFEFF")).toBe(text.startsWith("\uFEFF"))

        const bare = (line: string) => line.replace(/\s*,?\s*$/, "")
        const kept = lines.filter(({ owner }) => !startsWith(owner, edit.path) && !startsWith(edit.path, owner))
        const lost = firstLostLine(
          kept.map((line) => bare(line.text)),
          linesIn(after.replace(/^\uFEFF/, "")).map(bare),
        )
        if (lost !== undefined) expect(`lost ${JSON.stringify(lost)} in ${JSON.stringify(after)}`).toBe("")

        const again = json.edit("d", after, [edit])
        expect(again.ok && again.value).toBe(after)
      }),
      runs(cases),
    )
    refusals.report("JSON", runs(cases).numRuns)
  },
  patience(60),
)
