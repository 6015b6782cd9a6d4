// Configuration files as people keep them, which lie beside the checkout or where CRIADM_SHARED says: each means to
// criadm what real releases were seen to make of it, and each is edited with the intended effect or refused.
import { expect, setDefaultTimeout, test } from "bun:test"
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { isDriven } from "../../../src/components/containerd/contribute/goals.ts"
import { type Effective, effective } from "../../../src/components/containerd/effective.ts"
import { releaseOf } from "../../../src/components/containerd/tables/releases.ts"
import { configPath, planFor, textsAfter } from "./a-node.ts"

/** Some thousand simulations; a second or two on an idle machine. */
setDefaultTimeout(120_000)

const shared = process.env["CRIADM_SHARED"] ?? join(import.meta.dir, "../../../../shared")
const index = join(shared, "corpus/index.tsv")
const releases = ["1.6.20", "1.7.34", "2.0.11", "2.2.7", "2.3.4"] as const

interface Sample {
  readonly name: string
  readonly text: string
  readonly expected: Readonly<Record<string, unknown>>
}

function samples(): readonly Sample[] {
  return readFileSync(index, "utf8")
    .split("\n")
    .map((line) => line.split("\t"))
    .filter(([, category]) => category === "containerd")
    .map(([name = "", , , , , , , expected = "{}"]) => ({
      name,
      text: readFileSync(join(shared, "corpus", name), "utf8"),
      expected: JSON.parse(expected) as Record<string, unknown>,
    }))
}

function simulate(version: string, text: string): Effective {
  const release = releaseOf(version)
  if (release === undefined) throw new Error(version)
  return effective(release, new Map([[configPath, text]]), configPath)
}

/** A value that was the same everywhere stands alone, otherwise by release. */
function seenOn(version: string, value: unknown): unknown {
  const isByRelease = typeof value === "object" && value !== null && releases.some((one) => one in value)
  return isByRelease ? (value as Record<string, unknown>)[version] : value
}

function disagreements({ text, expected }: Sample, version: string): readonly string[] {
  const seen = seenOn(version, expected["cri"])
  // Some could not be observed: a module that the observing machine lacked.
  if (typeof seen !== "string" || seen.includes("environment")) return []
  const found = simulate(version, text)
  const wanted = seen === "ok" ? "up v1" : seen.startsWith("refused") ? "exits absent" : "up absent"
  const wrong = `${found.daemon} ${found.cri}` === wanted ? [] : [`CRI ${found.daemon} ${found.cri}, seen: ${seen}`]
  const image = seenOn(version, expected["sandbox_effective"])
  if (found.daemon === "up" && image !== undefined && (found.sandboxImage?.value ?? null) !== image) {
    wrong.push(`sandbox image ${found.sandboxImage?.value}, seen: ${String(image)}`)
  }
  return wrong
}

type Verdict = "edited" | "nothing to do" | "refused" | "wrong"

function tryOut({ text }: Sample, version: string): Verdict {
  const before = { [configPath]: text }
  const wanted = { cgroupDriver: "systemd", sandboxImage: "registry.example/pause:9" } as const
  const plan = planFor(version, before, wanted)
  if (plan.refusals.length > 0) return plan.changes.length === 0 ? "refused" : "wrong"
  const after = textsAfter(before, plan)
  const found = simulate(version, after[configPath] ?? "")
  const isEffective =
    found.cri === "v1" &&
    found.sandboxImage?.value === wanted.sandboxImage &&
    found.handlers.every((one) => !isDriven(found, one) || (one.driver === "systemd" && one.type !== ""))
  if (!isEffective || planFor(version, after, wanted).changes.length > 0) return "wrong"
  return plan.changes.length > 0 ? "edited" : "nothing to do"
}

test.skipIf(!existsSync(index))("files from the wild mean to criadm what they mean to real releases", () => {
  const wrong = samples().flatMap((sample) =>
    releases.flatMap((version) => disagreements(sample, version).map((what) => `${sample.name} ${version}: ${what}`)),
  )

  expect(wrong).toEqual([])
})

test.skipIf(!existsSync(index))("files from the wild are edited with the intended effect or refused", () => {
  const table: Record<string, Partial<Record<Verdict, number>>> = Object.fromEntries(releases.map((one) => [one, {}]))
  for (const sample of samples()) {
    for (const version of releases) {
      const verdict = tryOut(sample, version)
      const row = table[version] ?? {}
      row[verdict] = (row[verdict] ?? 0) + 1
    }
  }
  console.table(table)

  expect(Object.values(table).map((row) => row.wrong ?? 0)).toEqual(releases.map(() => 0))
})

if (!existsSync(index)) console.log(`no files from the wild at ${index}; CRIADM_SHARED names the directory`)
