// What real releases made of configurations from the wild and of their own printed defaults. The files lie beside the
// checkout, or where CRIADM_SHARED says; without them these tests say so and pass.
import { expect, test } from "bun:test"
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { effectiveOf } from "../../../src/components/crio/facts.ts"
import { configPath, dropIns, factsOf, planFor, type Texts, textsAfter } from "./a-node.ts"

const shared = process.env["CRIADM_SHARED"] ?? join(import.meta.dir, "../../../../shared")
const corpus = join(shared, "corpus")
const defaults = join(shared, "fixtures/defaults")

interface Measured {
  readonly refused?: string
  readonly cgroup_manager?: string
  readonly conmon_cgroup?: string
  readonly pause_image?: string
  readonly default_runtime?: string
}

const releases = ["1.30.14", "1.36.3"] as const

function measuredFor(crio: unknown, release: string): Measured {
  const all = crio as Readonly<Record<string, Measured>>
  return "refused" in all ? (all as Measured) : (all[release] ?? {})
}

function read(path: string): string {
  return readFileSync(path, "utf8")
}

function differences(release: string, text: string, measured: Measured): readonly string[] {
  const found = effectiveOf(factsOf(release, { [`${dropIns}/50-case.conf`]: text }))
  // What only the start checks, `crio config` did not refuse.
  const refusals = (found?.problems ?? []).filter(({ code }) => !code.startsWith("crio-monitor-cgroup"))
  if (measured.refused !== undefined || refusals.length > 0) {
    const isSame = measured.refused !== undefined && refusals.length > 0
    return isSame ? [] : [`refusal: ours ${JSON.stringify(refusals)}, theirs ${measured.refused}`]
  }
  const values: readonly (readonly [string, string | undefined, string | undefined])[] = [
    ["cgroup_manager", found?.scalars.cgroupManager.value, measured.cgroup_manager],
    ["conmon_cgroup", found?.scalars.conmonCgroup.value, measured.conmon_cgroup],
    ["pause_image", found?.scalars.pauseImage.value, measured.pause_image],
    ["default_runtime", found?.scalars.defaultRuntime.value, measured.default_runtime],
  ]
  return values.flatMap(([key, ours, theirs]) =>
    ours === theirs?.replace(/ \(default\)$/, "") ? [] : [`${key}: ours ${ours}, theirs ${theirs}`],
  )
}

function changedLines(before: string, after: string): number {
  const old = before.split("\n")
  const now = after.split("\n")
  return now.filter((line) => !old.includes(line)).length + old.filter((line) => !now.includes(line)).length
}

if (!existsSync(join(corpus, "index.tsv"))) {
  test.skip(`configurations from the wild are not beside the checkout: ${corpus}`, () => {})
} else {
  const rows = read(join(corpus, "index.tsv"))
    .split("\n")
    .map((line) => line.split("\t"))
    .filter(([file]) => file?.startsWith("crio/"))
  let agreed = 0
  for (const [file = "", , , , , , , expected = "{}"] of rows) {
    const text = read(join(corpus, file))
    const { crio } = JSON.parse(expected) as { readonly crio: unknown }
    for (const release of releases) {
      test(`CRI-O ${release} reads ${file} as it was measured`, () => {
        expect(differences(release, text, measuredFor(crio, release))).toEqual([])
        agreed++
      })

      test(`both drivers and another sandbox image cost a few lines in ${file} on ${release}, or a clear refusal`, () => {
        // The case sorts behind criadm's own drop-in, so what it sets has to be changed in it.
        const texts: Texts = { [`${dropIns}/zz-case.conf`]: text }
        for (const cgroupDriver of ["systemd", "cgroupfs"] as const) {
          const sandboxImage = "registry.example.com/pause:3.10.2"
          const contribution = planFor(release, texts, { cgroupDriver, sandboxImage })
          if (contribution.refusals.length > 0) {
            expect(contribution.refusals[0]?.code).toBe("crio-does-not-start")
            continue
          }
          const after = textsAfter(texts, contribution)
          const found = effectiveOf(factsOf(release, after))
          expect(found?.problems).toEqual([])
          expect(found?.scalars.cgroupManager.value).toBe(cgroupDriver)
          expect(found?.scalars.pauseImage.value).toBe(sandboxImage)
          expect(changedLines(text, after[`${dropIns}/zz-case.conf`] ?? "")).toBeLessThanOrEqual(6)
          const again = planFor(release, after, { cgroupDriver, sandboxImage })
          expect(again.changes).toEqual([])
        }
      })
    }
  }
  test("CRI-O's files from the wild are read as both releases read them", () => {
    console.log(`crio: ${agreed} of ${rows.length * releases.length} readings agree with 1.30.14 and 1.36.3`)
    expect(agreed).toBe(rows.length * releases.length)
  })
}

if (!existsSync(defaults)) {
  test.skip(`printed default configurations are not beside the checkout: ${defaults}`, () => {})
} else {
  for (const file of readdirSync(defaults).filter((name) => /^crio-.*\.(default|commented)\.toml$/.test(name))) {
    const release = /^crio-([\d.]+)\.(?:default|commented)/.exec(file)?.[1] ?? ""
    test(`CRI-O ${release} is what it was without ${file}`, () => {
      const without = effectiveOf(factsOf(release, {}))
      const text = read(join(defaults, file))
      const found = effectiveOf(factsOf(release, { [configPath]: text }))
      const valuesOf = (one: typeof found) =>
        Object.fromEntries(Object.entries(one?.scalars ?? {}).map(([id, { value }]) => [id, value]))

      expect(found?.problems).toEqual([])
      expect(valuesOf(found)).toEqual(valuesOf(without))
      expect(found?.handlers.map(({ name, monitorCgroup }) => [name, monitorCgroup])).toEqual(
        without?.handlers.map(({ name, monitorCgroup }) => [name, monitorCgroup]) ?? [],
      )
    })
  }
}
