// Generated sysctl.d files, environment files and unit files, each with an edit: the result must be what the edit
// means, and every line that is not meant must be there byte for byte.
import { expect, test } from "bun:test"
import fc from "fast-check"
import { environmentFile, sysctlConf, sysctlName } from "../../src/documents/assignments/key-values.ts"
import type { Edit, Language, Table } from "../../src/documents/document.ts"
import { unitFile } from "../../src/documents/units/unit-file.ts"
import {
  announce,
  comparable,
  firstLostLine,
  type Line,
  layout,
  linesIn,
  patience,
  refusalCounter,
  runs,
  textOf,
  withoutLastBlank,
} from "./property-runs.ts"

const note = fc.constantFrom("", "", "# comment = 1", "; other", "  # indented", "   ", "garbage without sign")
const value = fc.stringMatching(/^[a-zA-Z0-9 .,:;#='"$\\/[\]-]{0,12}$/)

function check(
  language: Language,
  { lines, text, edit }: { lines: readonly Line[]; text: string; edit: Edit },
  expected: (root: Table) => unknown,
  isMeant: (line: Line) => boolean,
  refusals: ReturnType<typeof refusalCounter>,
) {
  const before = language.parse("f", text)
  if (!before.ok) throw new Error(`generated files are valid: ${JSON.stringify(before.fault)}`)
  const result = language.edit("f", text, [edit])
  if (!result.ok) {
    refusals.count(result.fault)
    return
  }
  const after = language.parse("f", result.value)
  if (!after.ok) throw new Error("an edited file is valid")
  expect(comparable(after.value.root)).toBe(comparable(expected(before.value.root)))
  expect(result.value.startsWith("\uFEFF")).toBe(text.startsWith("\uFEFF"))
  const carriage = text.includes("\r\n") ? "\r" : ""
  const all = linesIn(result.value.replace(/^\uFEFF/, ""))
  const found = all.map((line, at) => (at === all.length - 1 ? line.replace(/\r$/, "") + carriage : line))
  const lost = firstLostLine(
    lines.filter((line) => !isMeant(line)).map((line) => line.text + carriage),
    found,
  )
  if (lost !== undefined) expect(`lost ${JSON.stringify(lost)} in ${JSON.stringify(result.value)}`).toBe("")
  const again = language.edit("f", result.value, [edit])
  expect(again.ok && again.value).toBe(result.value)
}

const sysctlKey = fc.constantFrom(
  "net.ipv4.ip_forward",
  "net/ipv4/ip_forward",
  "vm.overcommit_memory",
  "net.ipv4.conf.*.rp_filter",
  "net/ipv4/conf/eth0.1/x",
  "kernel.panic",
)
const sysctlFile = fc
  .tuple(
    fc.array(
      fc.tuple(
        note,
        fc.constantFrom("", "", "-", "  "),
        sysctlKey,
        fc.constantFrom("=", " = ", "\t=\t", " =", "= "),
        value,
        fc.constantFrom("", " "),
      ),
      { maxLength: 6 },
    ),
    note,
    layout,
  )
  .map(([rows, end, form]) => {
    const lines = withoutLastBlank([
      ...rows.flatMap(([above, sign, key, equals, text, blank]): Line[] => [
        ...(above === "" ? [] : [{ text: above }]),
        { text: `${sign}${key}${equals}${text}${blank}`, owner: [sysctlName(key)] },
      ]),
      ...(end === "" ? [] : [{ text: end }]),
    ])
    return { lines, text: textOf(lines, form) }
  })

const flatEdit = (key: fc.Arbitrary<string>): fc.Arbitrary<Edit> =>
  fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({
        edit: fc.constant("set" as const),
        path: key.map((name) => [name]),
        value,
        comment: fc.constant("By a test."),
      }),
    },
    { weight: 1, arbitrary: fc.record({ edit: fc.constant("remove" as const), path: key.map((name) => [name]) }) },
  )

test(
  "an edit of any sysctl.d file changes the last line of its key, or adds one",
  () => {
    announce("sysctl.d", 3000)
    const refusals = refusalCounter()
    fc.assert(
      fc.property(sysctlFile, flatEdit(sysctlKey), (file, edit) => {
        const name = sysctlName(edit.path[0] ?? "")
        const last = file.lines.findLast((line) => line.owner?.[0] === name)
        const expected = (root: Table) => {
          const { [name]: _, ...rest } = root
          return edit.edit === "set" ? { ...rest, [name]: edit.value } : rest
        }
        check(
          sysctlConf,
          { ...file, edit },
          expected,
          (line) => (edit.edit === "remove" ? line.owner?.[0] === name : line === last),
          refusals,
        )
      }),
      runs(3000),
    )
    refusals.report("sysctl.d", runs(3000).numRuns)
  },
  patience(60),
)

const variable = fc.constantFrom("KUBELET_EXTRA_ARGS", "KUBELET_KUBEADM_ARGS", "HTTP_PROXY", "A")
const raw = fc.constantFrom(
  "",
  "plain",
  "two words",
  '"quoted text"',
  "'single $x'",
  '"esc \\" \\$"',
  '"a \\\n  b"',
  "one\\\ntwo",
  "\"a\"'b' c",
  '"tail" # no comment',
  "--a=b --c",
)
const environment = fc
  .tuple(
    fc.array(
      fc.tuple(
        note,
        fc.constantFrom("", "", "export ", "  "),
        variable,
        fc.constantFrom("=", "=", " = ", "= "),
        raw,
        fc.constantFrom("", "  "),
      ),
      { maxLength: 6 },
    ),
    note,
    layout,
  )
  .map(([rows, end, form]) => {
    const lines = withoutLastBlank([
      ...rows.flatMap(([above, start, key, equals, text, blank]): Line[] => [
        ...(above === "" ? [] : [{ text: above }]),
        ...`${start}${key}${equals}${text}${blank}`.split("\n").map((line) => ({ text: line, owner: [key] })),
      ]),
      ...(end === "" ? [] : [{ text: end }]),
    ])
    // systemd ends a continued line at a carriage return, so such files have plain line feeds here.
    return { lines, text: textOf(lines, { ...form, lineBreak: "\n" }) }
  })

test(
  "an edit of any environment file changes the last line of its variable, or adds one",
  () => {
    announce("environment file", 3000)
    const refusals = refusalCounter()
    fc.assert(
      fc.property(environment, flatEdit(variable), (file, edit) => {
        const name = edit.path[0] ?? ""
        const expected = (root: Table) => {
          const { [name]: _, ...rest } = root
          return edit.edit === "set" ? { ...rest, [name]: edit.value } : rest
        }
        check(environmentFile, { ...file, edit }, expected, (line) => line.owner?.[0] === name, refusals)
      }),
      runs(3000),
    )
    refusals.report("environment file", runs(3000).numRuns)
  },
  patience(60),
)

const section = fc.constantFrom("Unit", "Service", "Install")
const unitKey = fc.constantFrom("ExecStart", "Environment", "Restart")
const unitValue = fc.constantFrom(
  "",
  "/usr/bin/x --a",
  '"A=1" \\\n  "B=2"',
  "always",
  "x \\\n# inside\n  y",
  "[not a header]",
  "a=b",
)
const unit = fc
  .tuple(
    fc.array(
      fc.tuple(
        note,
        section,
        fc.array(fc.tuple(note, fc.constantFrom("", "  "), unitKey, fc.constantFrom("=", " = "), unitValue), {
          maxLength: 4,
        }),
      ),
      { maxLength: 4 },
    ),
    layout,
  )
  .map(([blocks, form]) => {
    const lines = withoutLastBlank(
      blocks.flatMap(([above, name, rows]): Line[] => [
        ...(above === "" ? [] : [{ text: above }]),
        { text: `[${name}]` },
        ...rows.flatMap(([before, indent, key, equals, text]): Line[] => [
          ...(before === "" ? [] : [{ text: before }]),
          ...`${indent}${key}${equals}${text}`.split("\n").map((line) => ({ text: line, owner: [name, key] })),
        ]),
      ]),
    )
    return { lines, text: textOf(lines, form) }
  })

const unitEdit: fc.Arbitrary<Edit> = fc
  .tuple(
    section,
    unitKey,
    fc.nat(5),
    fc.constantFrom("no", "/usr/bin/y", "", "a b"),
    fc.array(fc.constantFrom("", "p", "q", "always"), { maxLength: 3 }),
  )
  .map(([name, key, kind, text, list]): Edit => {
    const path = [name, key]
    if (kind === 0) return { edit: "remove", path }
    if (kind === 1) return { edit: "add-element", path, value: text }
    if (kind === 2) return { edit: "remove-element", path, value: text }
    if (kind === 3) return { edit: "set", path, value: list }
    return { edit: "set", path, value: text }
  })

test(
  "an edit of any unit file changes only lines of its key in its section",
  () => {
    announce("unit file", 3000)
    const refusals = refusalCounter()
    fc.assert(
      fc.property(unit, unitEdit, (file, edit) => {
        const [name = "", key = ""] = edit.path
        const expected = (root: Table) => {
          const { [name]: own, ...rest } = root
          const { [key]: old, ...others } = (own ?? {}) as Table
          const had = (old ?? []) as readonly string[]
          const now =
            edit.edit === "remove"
              ? []
              : edit.edit === "remove-element"
                ? had.filter((element) => element !== edit.value)
                : edit.edit === "add-element"
                  ? had.includes(edit.value as string)
                    ? had
                    : [...had, edit.value]
                  : Array.isArray(edit.value)
                    ? edit.value
                    : [...had.slice(0, -1), edit.value]
          if (own === undefined && now.length === 0) return root
          return { ...rest, [name]: now.length === 0 ? others : { ...others, [key]: now } }
        }
        check(unitFile, { ...file, edit }, expected, ({ owner }) => owner?.[0] === name && owner[1] === key, refusals)
      }),
      runs(3000),
    )
    refusals.report("unit file", runs(3000).numRuns)
  },
  patience(60),
)
