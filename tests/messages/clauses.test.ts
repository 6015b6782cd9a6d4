// Sentences are made last: below the faces there are codes and arguments, and parts of sentences are codes as well. What
// the machine says when an act fails are words all the same; each is to be found in Chinese, and they may only become
// fewer.
import { expect, test } from "bun:test"
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { en } from "../../src/messages/en/en.ts"
import { zh } from "../../src/messages/zh/zh.ts"
import { clause } from "../../src/model/arguments/clause.ts"
import type { Fault } from "../../src/model/fault.ts"
import { faultText } from "../../src/pages/sentences.ts"
import { inWords } from "../../src/wording/zh/phrases.ts"

const source = join(import.meta.dir, "../../src")
const below =
  /^(?:model|machine|documents|cri|init-systems|packages|settings|components|detect|decide|migrate|apply|criadm)\//

/** Rows name their sources, and what a component says is where sentences belong. */
const isElsewhere = /\/tables\/|-tables\.ts$|\/says\//

/** Prose, not a command or a list of keys; what other programs say begins with a capital letter and is looked for, not said. */
const isProse = (text: string) =>
  /^[^#\n]*$/.test(text) &&
  /\b[a-z]+ [a-z]+ [a-z]+\b/.test(text) &&
  /\b(?:the|an?|is|was|were|it|its|no|not|cannot|be|than|such|would|must|has)\b/.test(text) &&
  !/^[A-Z][a-z]|^rm /.test(text)

interface Clause {
  readonly file: string
  readonly text: string
}

function clausesOf(file: string): readonly Clause[] {
  const code = readFileSync(join(source, file), "utf8")
    .replace(/^\s*(?:\/\/|\/?\*).*$/gm, "")
    // What is thrown is a bug of ours, which nobody translates; what has a source is a row.
    .replace(/new \w*Error\([^\n]*/g, "")
    .replace(/\bsource: [^\n]*/g, "")
  return [...code.matchAll(/"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`/g)]
    .map(([, plain, template = ""]) => plain ?? template.replace(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, "7"))
    .map((text) => text.replace(/\\(.)/g, "$1"))
    .filter(isProse)
    .map((text) => ({ file, text }))
}

const clauses = readdirSync(source, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts") && below.test(file) && !isElsewhere.test(file))
  .sort()
  .flatMap(clausesOf)

test("every clause that is made below the faces is said in Chinese, too", () => {
  expect(clauses.length).toBeGreaterThan(20)

  expect(clauses.filter(({ text }) => !/\p{Script=Han}/u.test(inWords(text)))).toEqual([])
})

test("no more clauses are made below the faces than there were: what is new is a code with arguments", () => {
  expect(clauses.length).toBeLessThanOrEqual(50)
})

/** One argument of each name, as different from each other as the texts can show. */
const args = {
  bracket: "}",
  character: "0x1B",
  host: "registry.example.com",
  is: "list",
  key: "metrics.address",
  kib: 4096,
  language: "TOML",
  least: 1,
  levels: 64,
  lines: 1000,
  most: 86400,
  name: "crun",
  sources: ["distribution", "upstream"],
}

test.each(Object.keys(en.clauses) as (keyof typeof en.clauses)[])("%s is said in both languages", (code) => {
  const english = en.clauses[code](args as never)
  const chinese = zh.clauses[code](args as never)

  expect(english).not.toMatch(/undefined|\p{Script=Han}/u)
  expect(chinese).toMatch(/\p{Script=Han}/u)
  expect(chinese).not.toContain("undefined")
  expect(chinese.endsWith("。")).toBe(english.endsWith("."))
})

test("a clause is said in the language of the sentence it stands in", () => {
  const fault: Fault = {
    code: "document-broken",
    args: { language: "TOML", expected: clause("text-control-character", { character: "0x1B" }) },
  }

  expect(faultText(fault, en).what).toContain("the control character 0x1B does not belong in a text file.")
  expect(faultText(fault, zh).what).toContain("文本文件中不应当有控制字符 0x1B。")
})
