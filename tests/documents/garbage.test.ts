// What is no document at all: mutated files, random characters, nesting without end. The answer is a fault with a
// place or a document, soon, and never an exception.

import { expect, test } from "bun:test"
import fc from "fast-check"
import { environmentFile, sysctlConf } from "../../src/documents/assignments/key-values.ts"
import type { Edit } from "../../src/documents/document.ts"
import { json } from "../../src/documents/json/json.ts"
import { toml } from "../../src/documents/toml/toml.ts"
import { unitFile } from "../../src/documents/units/unit-file.ts"
import { expandVariables, splitWords } from "../../src/documents/units/words.ts"
import { yaml } from "../../src/documents/yaml/yaml.ts"
import type { Result } from "../../src/model/fault.ts"
import { inEnglish } from "../in-english.ts"
import { announce, patience, runs } from "./property-runs.ts"

/** Processor time, so that a busy machine does not count. */
const mostMilliseconds = 200

const languages: readonly {
  readonly name: string
  readonly sample: string
  parse(text: string): Result<unknown>
  edit(text: string, edits: readonly Edit[]): Result<string>
}[] = [
  {
    name: "TOML",
    sample: `version = 2\n\n[plugins."io.containerd.grpc.v1.cri"]\n  sandbox_image = 'registry.k8s.io/pause:3.10' # pause\n  list = [ "a", { b = 1.5 }, """x\ny""", 1979-05-27 ]\n[[a.b]]\nc.d = true\n`,
    parse: (text) => toml.parse("f", text),
    edit: (text, edits) => toml.edit("f", text, edits),
  },
  {
    name: "JSON",
    sample: `{\n  "exec-opts": ["native.cgroupdriver=systemd"],\n  "log-opts": {"max-size": "10m", "x": [1, -2.5e3, null, true]},\n  "é\\u00e9\\"": {}\n}\n`,
    parse: (text) => json.parse("f", text),
    edit: (text, edits) => json.edit("f", text, edits),
  },
  {
    name: "YAML",
    sample: `apiVersion: kubelet.config.k8s.io/v1beta1\nkind: &k KubeletConfiguration\nauth: {a: [1, "b", *k]}\nlist:\n- a: 1\n  b: |\n    text\n- 'c'\n---\n# next\nx: !!str 1\n<<: {y: 2}\n`,
    parse: (text) => yaml.parse("f", text),
    edit: (text, edits) => yaml.edit("f", text, 0, edits),
  },
  {
    name: "sysctl.d",
    sample: "# c\n-net.ipv4.ip_forward = 1\nnet/ipv4/conf/*/rp_filter=2\n",
    parse: (text) => sysctlConf.parse("f", text),
    edit: (text, edits) => sysctlConf.edit("f", text, edits),
  },
  {
    name: "environment file",
    sample: `# c\nexport A="b \\\n c" 'd'\nKUBELET_EXTRA_ARGS=--a=b \\\n --c\n`,
    parse: (text) => environmentFile.parse("f", text),
    edit: (text, edits) => environmentFile.edit("f", text, edits),
  },
  {
    name: "unit file",
    sample: `[Unit]\nDescription=x\n[Service]\nExecStart=\nExecStart=-/usr/bin/x \\\n# c\n  "a b" $C \${D}\n`,
    parse: (text) => unitFile.parse("f", text),
    edit: (text, edits) => unitFile.edit("f", text, edits),
  },
]

const edits: readonly (readonly Edit[])[] = [
  [{ edit: "set", path: ["a", "b"], value: "x" }],
  [{ edit: "set", path: ["version"], value: 2, comment: "c" }],
  [{ edit: "remove", path: ["plugins"] }],
  [{ edit: "add-element", path: ["list"], value: "x" }],
  [{ edit: "remove-element", path: ["list"], value: "a" }],
  [{ edit: "set", path: ["Service", "ExecStart"], value: ["", "/y"] }],
  [],
]

function checked(what: string, text: string, ask: () => Result<unknown>): void {
  const before = process.cpuUsage()
  const result = ask()
  const { user, system } = process.cpuUsage(before)
  const milliseconds = (user + system) / 1000
  if (milliseconds > mostMilliseconds)
    throw new Error(`${what} took ${milliseconds} ms for ${JSON.stringify(text.slice(0, 300))}`)
  if (result.ok) return
  expect(["document-broken", "edit-refused"]).toContain(result.fault.code)
  if (result.fault.code !== "document-broken") return
  expect(inEnglish(result.fault.args.expected)).toEndWith(".")
  expect(result.fault.place?.line).toBeGreaterThan(0)
  expect(result.fault.place?.column).toBeGreaterThan(0)
}

const snippet = fc.constantFrom(
  "[",
  "]",
  "{",
  "}",
  '"',
  "'",
  '"""',
  "'''",
  "\\",
  "#",
  "=",
  ":",
  ",",
  ".",
  "- ",
  "? ",
  "&a ",
  "*a",
  "\n",
  "\r\n",
  "\r",
  "\t",
  "\0",
  "\u007F",
  "\uFEFF",
  "\uD800",
  "é",
  "|",
  ">",
  "---\n",
  "%YAML 1.2\n",
  "!!binary ",
  "<<: ",
  "[[a]]\n",
  "a = 1\n",
  "a: 1\n",
  "[a]\n",
  "1e999",
  "0x",
  "9".repeat(30),
  "\u2028",
  "__proto__",
)
const mutation = fc.record({
  at: fc.nat(1000),
  remove: fc.nat(6),
  insert: fc.oneof(snippet, fc.string({ maxLength: 4, unit: "binary" })),
  times: fc.constantFrom(1, 1, 1, 2, 40),
})

test(
  "a damaged file gives a fault or a document, soon, and never an exception",
  () => {
    announce("damaged files", 6 * 700)
    for (const { name, sample, parse, edit } of languages) {
      parse(sample)
      fc.assert(
        fc.property(
          fc.array(mutation, { minLength: 1, maxLength: 5 }),
          fc.nat(edits.length - 1),
          (mutations, which) => {
            let text = sample
            for (const { at, remove, insert, times } of mutations) {
              const from = at % (text.length + 1)
              text = text.slice(0, from) + insert.repeat(times) + text.slice(from + remove)
            }
            checked(`parsing ${name}`, text, () => parse(text))
            checked(`editing ${name}`, text, () => edit(text, edits[which] ?? []))
          },
        ),
        runs(700),
      )
    }
  },
  patience(60),
)

test(
  "random characters give a fault or a document, soon, and never an exception",
  () => {
    const noise = fc.oneof(
      fc.string({ maxLength: 80, unit: "binary" }),
      fc.array(snippet, { maxLength: 40 }).map((parts) => parts.join("")),
    )
    fc.assert(
      fc.property(noise, fc.nat(edits.length - 1), (text, which) => {
        for (const { name, parse, edit } of languages) {
          checked(`parsing ${name}`, text, () => parse(text))
          checked(`editing ${name}`, text, () => edit(text, edits[which] ?? []))
        }
        expect(Array.isArray(expandVariables(splitWords(text), { A: text }))).toBe(true)
      }),
      runs(700),
    )
  },
  patience(60),
)

const endless: readonly (readonly [name: string, text: string])[] = [
  ["brackets", `a=${"[".repeat(100_000)}`],
  ["brackets in YAML", `a: ${"[".repeat(100_000)}`],
  ["braces", `a=${"{a=".repeat(100_000)}`],
  ["braces in JSON", '{"a":'.repeat(100_000)],
  ["closing brackets", `a=${"]".repeat(100_000)}`],
  ["dotted keys", `a${".a".repeat(100_000)}=1`],
  ["headers with dots", `[a${".a".repeat(100_000)}]`],
  ["dashes", "- ".repeat(100_000)],
  ["question marks", "? ".repeat(100_000)],
  ["question marks on lines", Array.from({ length: 200 }, (_, at) => `${" ".repeat(at)}?`).join("\n")],
  ["indentation", Array.from({ length: 1000 }, (_, at) => `${" ".repeat(at)}a:`).join("\n")],
  ["backslashes", "A=\\\n".repeat(20_000)],
  ["backslashes in one line", `A=${"\\".repeat(60_000)}x`],
  ["carriage returns", `${"\r".repeat(60_000)}x`],
  ["blanks", `A=x${" ".repeat(60_000)}y`],
  [
    "aliases of aliases",
    `a: &a [${"x,".repeat(9)}]\n${[..."bcdefghij"].map((name, at) => `${name}: &${name} [${`*${"abcdefghi"[at]},`.repeat(9)}]`).join("\n")}\n`,
  ],
  ["NUL bytes", "\0".repeat(100_000)],
]

for (const [what, text] of endless) {
  test(`${what} without end give an answer soon`, () => {
    for (const { name, parse } of languages) checked(`parsing ${name}`, text, () => parse(text))
  })
}

test("a file with more text than any configuration is refused unread", () => {
  for (const { parse } of languages) {
    const result = parse("# comment\n".repeat(500_000))
    expect(result.ok || result.fault.code).toBe("document-broken")
  }
})
