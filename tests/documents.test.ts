// What the documents have from the program is what the program says now.
import { expect, test } from "bun:test"
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { reasons } from "../scripts/release/dependency-reasons.ts"
import { parseArguments } from "../src/cli/parse.ts"
import { program } from "./binary/program.ts"
import { blocksOf, withoutComment } from "./readme-blocks.ts"

const root = join(import.meta.dir, "..")

test("generated documents are up to date (node_modules/.bin/bun scripts/documents.ts)", () => {
  const { stdout, exitCode } = Bun.spawnSync([process.execPath, join(root, "scripts/documents.ts"), "--check"], {
    env: { ...process.env, CRIADM_PROGRAM: program },
  })

  expect(stdout.toString()).toBe("")
  expect(exitCode).toBe(0)
})

test("every dependency has a reason", () => {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"))

  expect(Object.keys({ ...dependencies, ...devDependencies }).filter((name) => reasons[name] === undefined)).toEqual([])
})

test("the README is short", () => {
  expect(readFileSync(join(root, "README.md")).length).toBeLessThanOrEqual(12 * 1024)
})

test("every link from one document to another leads to a file", () => {
  const documents = [
    "README.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    ...readdirSync(join(root, "docs"), { recursive: true }).map((name) => `docs/${name}`),
  ]
  const broken = documents
    .filter((file) => file.endsWith(".md"))
    .flatMap((file) =>
      [...readFileSync(join(root, file), "utf8").matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)]
        .map(([, target]) => join(dirname(join(root, file)), target ?? ""))
        .filter((target) => !existsSync(target))
        .map((target) => `${file}: ${target}`),
    )

  expect(broken).toEqual([])
})

/** The lines of a document's blocks that call criadm, without comments and redirections. */
function callsIn(file: string): readonly string[] {
  const blocks = readFileSync(join(root, file), "utf8")
    .split("```")
    .filter((_, index) => index % 2 === 1)
  return blocks
    .flatMap((block) => block.split("\n"))
    .map((line) =>
      line
        .replace(/^\$ /, "")
        .replace(/\s+#.*$/, "")
        .replace(/ > .*$/, ""),
    )
    .filter((line) => /^(?:sudo )?(?:\.\/)?criadm /.test(line))
}

test.each(["README.md", "docs/zh/README.md", "docs/changes.md", "docs/promises.md", "docs/json.md"])(
  "every line of %s that calls criadm is one that it understands",
  (file) => {
    const refused = callsIn(file).filter((line) => !parseArguments(line.split(" ").slice(1)).ok)

    expect(refused).toEqual([])
  },
)

test("the README's lines are there to be tried", () => {
  expect(callsIn("README.md").length).toBeGreaterThan(10)
  expect(callsIn("docs/zh/README.md").length).toBeGreaterThan(5)
})

test("the Chinese README has the same commands and files as the English one", () => {
  const essence = (document: string) =>
    blocksOf(document).map(({ language, lines }) => ({ language, lines: lines.map(withoutComment) }))

  expect(essence("docs/zh/README.md")).toEqual(essence("README.md"))
})

test("every script that a document names is there", () => {
  const documents = [
    "README.md",
    "CONTRIBUTING.md",
    "docs/promises.md",
    "docs/zh/README.md",
    "tests/real/peers/README.md",
  ]
  const missing = documents.flatMap((file) =>
    [...readFileSync(join(root, file), "utf8").matchAll(/`?\b(scripts\/[\w.-]+)/g)]
      .map(([, path = ""]) => path.replace(/\.$/, ""))
      .filter((path) => !existsSync(join(root, path)))
      .map((path) => `${file}: ${path}`),
  )

  expect(missing).toEqual([])
})
