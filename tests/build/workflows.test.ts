// The workflows run only what scripts do, and every script they name is there.
import { describe, expect, test } from "bun:test"
import { accessSync, constants, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { parse } from "yaml"

const root = join(import.meta.dir, "../..")
const directory = join(root, ".github/workflows")

interface Workflow {
  readonly jobs: Readonly<
    Record<string, { readonly steps: readonly { readonly run?: string; readonly uses?: string }[] }>
  >
}

/** Programs of the machine, which only carry what scripts made. */
const carriers = ["cp", "rm", "diff", "gh", "npm"]

describe.each(readdirSync(directory))("the workflow %s", (name) => {
  const workflow = parse(readFileSync(join(directory, name), "utf8")) as Workflow
  const steps = Object.values(workflow.jobs).flatMap((job) => job.steps)

  test("runs scripts of this repository and what carries their results", () => {
    for (const run of steps.flatMap((step) => step.run ?? [])) {
      expect(run).not.toContain("\n")
      const words = run.split(" ").filter((word) => !/^(sudo|env|--preserve-env|"?[A-Z]+=.*)$/.test(word))
      const [program = ""] = words
      if (carriers.includes(program)) continue
      expect(program).toMatch(/^(scripts\/|\.ci\/)/)
      accessSync(join(root, program), constants.X_OK)
    }
  })

  test("uses actions of a stated version", () => {
    for (const uses of steps.flatMap((step) => step.uses ?? [])) expect(uses).toMatch(/^actions\/[a-z-]+@v\d+$/)
  })
})

test("the release is built twice and compared before it is published", () => {
  const runs = readFileSync(join(directory, "release.yml"), "utf8")
  expect(runs.match(/scripts\/build --all/g)).toHaveLength(2)
  expect(runs.indexOf("diff /tmp/SHA256SUMS.first")).toBeLessThan(runs.indexOf("gh release create"))
})
