// Sentences are made last: below the faces there are codes and arguments. Some arguments are clauses all the same, such as
// what a parser expected; each of them is to be found in Chinese, and they may only become fewer.
import { expect, test } from "bun:test"
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
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

/** Their two halves are chosen among words that the table has. */
const isPutTogether = new Set(["7 is 7, not a table"])

test("every clause that is made below the faces is said in Chinese, too", () => {
  expect(clauses.length).toBeGreaterThan(150)

  expect(
    clauses.filter(({ text }) => !isPutTogether.has(text)).filter(({ text }) => !/\p{Script=Han}/u.test(inWords(text))),
  ).toEqual([])
})

test("no more clauses are made below the faces than there were: what is new is a code with arguments", () => {
  expect(clauses.length).toBeLessThanOrEqual(222)
})
