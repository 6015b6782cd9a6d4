// What the bundler may change of the packages: docs/decisions/0007-ink.md.
import { expect, test } from "bun:test"
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { plugins } from "../../scripts/release/bundle-plugins.ts"

const ink = join(import.meta.dir, "../../node_modules/ink/build")

interface Asked {
  readonly resolves: readonly RegExp[]
  readonly loads: readonly RegExp[]
}

/** What the plugins ask the bundler to hand them. */
function asked(): Asked {
  const resolves: RegExp[] = []
  const loads: RegExp[] = []
  const builder = {
    onResolve: ({ filter }: { filter: RegExp }) => resolves.push(filter),
    onLoad: ({ filter, namespace }: { filter: RegExp; namespace?: string }) => {
      if (namespace === undefined || namespace === "file") loads.push(filter)
    },
  }
  for (const plugin of plugins) plugin.setup(builder as unknown as Bun.PluginBuilder)
  return { resolves, loads }
}

test("none of Ink's own files is replaced, and of what it imports only the developer tools are left out", () => {
  const { resolves, loads } = asked()
  const files = readdirSync(ink, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".js"))
  const imported = files.flatMap((file) =>
    [...readFileSync(join(ink, file), "utf8").matchAll(/(?:from|import\()\s*['"]([^'"]+)['"]/g)].map(
      ([, name = ""]) => name,
    ),
  )
  expect(files.length).toBeGreaterThan(30)
  expect(imported).toContain("./output.js")

  expect(files.filter((file) => loads.some((filter) => filter.test(join(ink, file))))).toEqual([])
  expect([...new Set(imported.filter((name) => resolves.some((filter) => filter.test(name))))]).toEqual([
    "react-devtools-core",
  ])
})
