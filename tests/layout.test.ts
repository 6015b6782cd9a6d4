// What stands where and what it is called: rules of docs/architecture.md that no compiler knows.
import { expect, test } from "bun:test"
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { dirname, join, relative } from "node:path"
import { components } from "../src/components/loaded.ts"

const root = join(import.meta.dir, "..")

/** Paths of files below a folder, as from the root. */
function filesBelow(folder: string, extension: RegExp): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && extension.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
}

const textOf = (file: string) => readFileSync(join(root, file), "utf8")

const linesOf = (file: string) => textOf(file).split("\n").length - 1

test("scripts import nothing from tests", () => {
  const scripts = filesBelow("scripts", /\.(?:ts|mjs)$/)
  const imported = scripts.flatMap((file) =>
    [...textOf(file).matchAll(/(?:from |import\()\s*"(\.[^"]+)"/g)].map(([, to = ""]) => ({ file, to })),
  )

  expect(imported.length).toBeGreaterThan(40)
  expect(imported.filter(({ file, to }) => join(dirname(file), to).startsWith("tests/"))).toEqual([])
})

test("files with JSX, and no others, are named .tsx", () => {
  const named = ["src", "tests", "scripts"].flatMap((folder) => filesBelow(folder, /\.tsx$/))
  const withJsx = (file: string) =>
    /(?:[(>]|return|=>|^) *\n? *<(?:[A-Z]\w*[ >]|>)|<[A-Z]\w* [^<>]*\/>/m.test(textOf(file))

  expect(named.length).toBeGreaterThan(2)
  expect(named.filter((file) => !withJsx(file))).toEqual([])
})

test("src holds TypeScript, the data of tables and the files that other engines run, and nothing else", () => {
  const others = filesBelow("src", /(?<!\.tsx?)$/).filter((file) => !/^src\/integrations\/|\/tables\//.test(file))

  expect(others).toEqual([])
})

/** What each component's folder holds under these names. */
const ofEveryComponent = ["listed.ts", "component.ts", "facts.ts", "contribute.ts", "says"]
/** Docker Engine under another name: all but what it is called and how it is found is that component's. */
const isAnother = new Set<string>(["mcr"])

test("the folders of components have the same file names inside", () => {
  const missing = components
    .filter(({ id }) => !isAnother.has(id))
    .flatMap(({ id }) => ofEveryComponent.map((name) => `src/components/${id}/${name}`))
    .filter((path) => !existsSync(join(root, path)))

  expect(missing).toEqual([])
})

test("what a component says has the same file names in each", () => {
  const said = components
    .map(({ id }) => ({ id, folder: join(root, "src/components", id, "says") }))
    .filter(({ folder }) => existsSync(folder))
    .map(({ id, folder }) => ({ id, names: readdirSync(folder) }))

  expect(said.length).toBeGreaterThan(5)
  expect(said.filter(({ names }) => !["codes.ts", "en.ts", "zh.ts"].every((name) => names.includes(name)))).toEqual([])
})

test("no folder of scripts and tests is a drawer either: 24 files at the most", () => {
  const folders = new Map<string, number>()
  for (const file of [...filesBelow("scripts", /(?:)/), ...filesBelow("tests", /\.tsx?$/)]) {
    folders.set(dirname(file), (folders.get(dirname(file)) ?? 0) + 1)
  }

  expect(folders.size).toBeGreaterThan(40)
  expect([...folders].filter(([, count]) => count > 24)).toEqual([])
})

test("no file is so short that the one neighbour which uses it could have it", () => {
  const sources = filesBelow("src", /\.tsx?$/)
  const importers = new Map<string, Set<string>>()
  for (const file of sources) {
    for (const [, to = ""] of textOf(file).matchAll(/(?:from |import\()\s*"(\.[^"]+)"/g)) {
      const path = join(dirname(file), to)
      importers.set(path, (importers.get(path) ?? new Set()).add(file))
    }
  }
  const short = sources.filter((file) => {
    const [user, ...others] = importers.get(file) ?? []
    return others.length === 0 && user !== undefined && dirname(user) === dirname(file) && linesOf(file) < 16
  })

  expect(importers.size).toBeGreaterThan(500)
  expect(short).toEqual([])
})
