import { expect, test } from "bun:test"
import { mergeUnits, unitFile } from "../../src/documents/units/unit-file.ts"
import { expandVariables, splitWords, stripPrefix } from "../../src/documents/units/words.ts"
import { brokenAt, edited, remove, set } from "./edited.ts"

const unit = `# about
[Unit]
Description=x

[Service]
Environment="A=1" \\
# between
  "B=2"
Environment=
ExecStart=/usr/bin/x \\
  --a
Restart = always

[Install]
WantedBy=multi-user.target
`

function parsed(text: string) {
  const result = unitFile.parse("/etc/systemd/system/x.service", text)
  if (!result.ok) throw new Error("it is valid")
  return result.value
}

test("sections have a list of values per key, continuation lines joined and comments left out", () => {
  expect(parsed(unit).root).toEqual({
    Unit: { Description: ["x"] },
    Service: { Environment: ['"A=1"  "B=2"', ""], ExecStart: ["/usr/bin/x  --a"], Restart: ["always"] },
    Install: { WantedBy: ["multi-user.target"] },
  })
})

test("a value over several lines is placed at its first line", () => {
  const key = parsed(unit).keys.find(({ path }) => path[1] === "ExecStart")
  expect([key?.keyPlace.line, key?.valuePlace.line, key?.valuePlace.column]).toEqual([10, 10, 11])
})

test("lines that systemd skips are told", () => {
  expect(parsed("A=1\n[Service]\nnonsense\n=2\nB=3\n").ignoredLines.map(({ line }) => line)).toEqual([1, 3, 4])
})

test("a section header without its bracket breaks the file", () => {
  expect(brokenAt(unitFile.parse, "[Unit]\n[Service\nA=1\n")).toBe(
    "2:1 a ] was expected at the end of the section header.",
  )
})

test("a set changes the last value in place, with all its lines", () => {
  expect(edited(unitFile, unit, set(["Service", "Restart"], "no"))).toBe(unit.replace("= always", "= no"))
  expect(edited(unitFile, unit, set(["Service", "ExecStart"], "/usr/bin/y"))).toBe(
    unit.replace("/usr/bin/x \\\n  --a", "/usr/bin/y"),
  )
})

test("a set of a list makes exactly that list", () => {
  expect(edited(unitFile, unit, set(["Service", "ExecStart"], ["", "/usr/bin/y"]))).toBe(
    unit.replace("ExecStart=/usr/bin/x \\\n  --a", "ExecStart=\nExecStart=/usr/bin/y"),
  )
})

test("values that stay in a list keep their lines", () => {
  const text = "[Service]\nEnvironment = A=1\nEnvironment  =  B=2\nEnvironment=C=3\n"
  expect(edited(unitFile, text, set(["Service", "Environment"], ["A=1", "C=3"]))).toBe(
    "[Service]\nEnvironment = A=1\nEnvironment=C=3\n",
  )
})

test("a value is added below the others of its key, a new key at the end of its section", () => {
  expect(edited(unitFile, unit, { edit: "add-element", path: ["Service", "Environment"], value: "C=3" })).toBe(
    unit.replace("Environment=\n", "Environment=\nEnvironment=C=3\n"),
  )
  expect(edited(unitFile, unit, set(["Service", "Type"], "notify", "Set by criadm."))).toBe(
    unit.replace("= always\n", "= always\n# Set by criadm.\nType=notify\n"),
  )
})

test("a new section stands at the end", () => {
  expect(edited(unitFile, "[Unit]\nA=1", set(["Service", "B"], "2"))).toBe("[Unit]\nA=1\n\n[Service]\nB=2\n")
  expect(edited(unitFile, "", set(["Service", "ExecStart"], ["", "/x"]))).toBe("[Service]\nExecStart=\nExecStart=/x\n")
})

test("a removed key goes with all its lines", () => {
  expect(edited(unitFile, unit, remove("Service", "ExecStart"))).toBe(unit.replace(/ExecStart[\s\S]*?--a\n/, ""))
})

test("a value that would swallow the next line is refused", () => {
  expect(edited(unitFile, unit, set(["Service", "Restart"], "no \\"))).toStartWith("refused: ")
  expect(edited(unitFile, unit, set(["Service", "Restart"], "a\nb"))).toBe(
    "refused: the value does not fit on one line",
  )
})

test("drop-ins add to lists, and an empty assignment forgets what came before", () => {
  const merged = mergeUnits([parsed(unit), parsed("[Service]\nExecStart=\nExecStart=/usr/bin/z\nEnvironment=C=3\n")])
  expect(merged.get("Service")?.get("ExecStart")).toEqual(["/usr/bin/z"])
  expect(merged.get("Service")?.get("Environment")).toEqual(["C=3"])
  expect(merged.get("Service")?.get("Restart")?.at(-1)).toBe("always")
})

test("words are split as systemd splits a command line", () => {
  expect(splitWords(`/usr/bin/x "a b" 'c d' e"f g"h`)).toEqual(["/usr/bin/x", "a b", "c d", "ef gh"])
  expect(splitWords('a\\x20b \\"c\\" \\s d\\te \\101 "" \\q')).toEqual(["a b", '"c"', " ", "d\te", "A", "", "\\q"])
  expect(splitWords("  \t ")).toEqual([])
})

test("a line with an open quote has no words, because systemd ignores it", () => {
  expect(splitWords('/usr/bin/x "a')).toEqual([])
})

test("prefixes of a program are taken off", () => {
  expect(["-/x", "@/x", "!!/x", "+:-/x", "/x"].map(stripPrefix)).toEqual(["/x", "/x", "/x", "/x", "/x"])
})

test("a variable alone becomes words, one in braces stays one word", () => {
  const environment = { ARGS: "--a '--b c'", ONE: "x y" }
  // biome-ignore-start lint/suspicious/noTemplateCurlyInString: these are systemd's variables
  expect(expandVariables(["/x", "$ARGS", "$NONE", "--o=${ONE}", "${NONE}", "$$ONE", "a$ONE"], environment)).toEqual([
    "/x",
    "--a",
    "--b c",
    "--o=x y",
    "",
    "$ONE",
    "a$ONE",
  ])
  // biome-ignore-end lint/suspicious/noTemplateCurlyInString: these are systemd's variables
})
