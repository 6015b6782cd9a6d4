// What ends containerd, or leaves CRI out, outside the tables of CRI: log levels, durations, required plugins, the types
// of other plugins' fields, services that do not load. cases/start-rules.json was seen on Debian's 1.6.20, 1.7.24 and
// 2.1.9 and on the project's 2.2.9, 2.3.7 and 2.4.2, each started with the file in place; tests/real asks them again.
import { expect, test } from "bun:test"
import { effective } from "../../../src/components/containerd/effective.ts"
import { releaseOf } from "../../../src/components/containerd/tables/releases.ts"
import { configPath } from "./a-node.ts"
import rules from "./cases/start-rules.json" with { type: "json" }

type Outcome = "cri" | "no-cri" | "exits"
interface StartRule {
  readonly config: string
  readonly seen: Readonly<Record<string, Outcome>>
}

function simulated(version: string, config: string): Outcome {
  const release = releaseOf(version)
  if (release === undefined) throw new Error(version)
  const around = { architecture: "x86_64", missingPrograms: new Set(["mkfs.erofs"]) }
  const found = effective(release, new Map([[configPath, config]]), configPath, around)
  if (found.daemon === "exits") return "exits"
  return found.cri === "absent" ? "no-cri" : "cri"
}

test.each(Object.entries(rules as Readonly<Record<string, StartRule>>))("%s", (_, { config, seen }) => {
  const said = Object.fromEntries(Object.keys(seen).map((version) => [version, simulated(version, config)]))

  expect(said).toEqual(seen)
})
