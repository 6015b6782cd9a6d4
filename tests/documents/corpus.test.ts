// Tries the editors on real configuration files as people keep them. The collection is not part of this repository:
// its folder is $CRIADM_SHARED, or ../shared/corpus beside the checkout; without it these tests say so and are skipped.

import { describe, expect, test } from "bun:test"
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join, resolve } from "node:path"
import { environmentFile, sysctlConf } from "../../src/documents/assignments/key-values.ts"
import { diffLines } from "../../src/documents/diff.ts"
import type { Edit, KeyInText, Value } from "../../src/documents/document.ts"
import { json } from "../../src/documents/json/json.ts"
import { toml } from "../../src/documents/toml/toml.ts"
import { unitFile } from "../../src/documents/units/unit-file.ts"
import { yaml } from "../../src/documents/yaml/yaml.ts"
import type { Result } from "../../src/model/fault.ts"
import { inEnglish } from "../in-english.ts"
import { patience } from "./property-runs.ts"

const corpus = resolve(process.env["CRIADM_SHARED"] ?? join(import.meta.dir, "../../../shared/corpus"))
const isThere = existsSync(corpus)
if (!isThere) console.log(`skipped: there is no collection of real files at ${corpus}; set CRIADM_SHARED to its folder`)

/** Keys tried in each file; a larger $CRIADM_FUZZ_CASES tries more of them. */
const keysPerFile = 8 * Math.max(1, Number(process.env["CRIADM_FUZZ_CASES"] ?? 1))

function someOf(keys: readonly KeyInText[]): readonly KeyInText[] {
  const step = Math.max(1, keys.length / keysPerFile)
  return keys.filter((_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step))
}

interface Editor {
  readonly keys: readonly KeyInText[]
  edit(edits: readonly Edit[]): Result<string>
}

type Open = (file: string, text: string) => Result<readonly Editor[]>

function opened(language: typeof toml): Open {
  return (file, text) => {
    const parsed = language.parse(file, text)
    if (!parsed.ok) return parsed
    return { ok: true, value: [{ keys: parsed.value.keys, edit: (edits) => language.edit(file, text, edits) }] }
  }
}

const openYaml: Open = (file, text) => {
  const parsed = yaml.parse(file, text)
  if (!parsed.ok) return parsed
  const editors = parsed.value.documents.map(({ keys }, index) => {
    return { keys, edit: (edits: readonly Edit[]) => yaml.edit(file, text, index, edits) }
  })
  return { ok: true, value: editors }
}

const kinds: readonly { folder: string; ending: RegExp; open: Open; newKey: (key: KeyInText) => readonly string[] }[] =
  [
    { folder: "containerd", ending: /\.toml$/, open: opened(toml), newKey: ({ path }) => [...path, "criadm-new"] },
    { folder: "crio", ending: /\.conf$/, open: opened(toml), newKey: ({ path }) => [...path, "criadm-new"] },
    { folder: "hosts", ending: /\.toml$/, open: opened(toml), newKey: ({ path }) => [...path, "criadm-new"] },
    { folder: "docker", ending: /\.json$/, open: opened(json), newKey: ({ path }) => [...path, "criadm-new"] },
    { folder: "kubelet", ending: /\.yaml$/, open: openYaml, newKey: ({ path }) => [...path, "criadm-new"] },
    { folder: "sysctl", ending: /\.conf$/, open: opened(sysctlConf), newKey: ({ path }) => [`${path[0]}.criadm`] },
    {
      folder: "kubelet-env",
      ending: /\.env$/,
      open: opened(environmentFile),
      newKey: ({ path }) => [`${path[0]}_NEW`],
    },
    {
      folder: "systemd",
      ending: /\.conf$/,
      open: opened(unitFile),
      newKey: ({ path }) => [path[0] ?? "", "CriadmNew"],
    },
  ]

function changedLines(before: string, after: string) {
  const lines = diffLines(before, after).flatMap((hunk) => hunk.lines)
  return { removed: lines.filter((line) => line.kind === "-"), added: lines.filter((line) => line.kind === "+") }
}

function otherValue(value: Value): Value | undefined {
  if (typeof value === "string") return value === "criadm" ? "other" : "criadm"
  if (typeof value === "boolean") return !value
  if (typeof value === "number") return value + 1
  return undefined
}

/** In flat files an earlier line may be set again further down; setting the key means the last one. */
function hasDuplicates(keys: readonly KeyInText[]): boolean {
  return new Set(keys.map(({ path }) => JSON.stringify(path))).size < keys.length
}

/** Lines that are the same but for a line break that the last line did not have before. */
function isOnlyNewlyBroken(change: ReturnType<typeof changedLines>): boolean {
  const [removed] = change.removed
  return change.removed.length === 1 && removed?.lacksLineBreak === true && change.added[0]?.text === removed.text
}

function isScalarKey(key: KeyInText): boolean {
  return otherValue(key.value) !== undefined && key.valuePlace.line === key.keyPlace.line
}

describe.skipIf(!isThere)("every real file is edited with the lines meant, or refused", () => {
  for (const { folder, ending, open, newKey } of kinds) {
    const directory = join(corpus, folder)
    const files = isThere && existsSync(directory) ? readdirSync(directory).filter((name) => ending.test(name)) : []
    test(
      `${folder}: ${files.length} files`,
      () => {
        const count = { broken: 0, set: 0, setRefused: 0, made: 0, makeRefused: 0, gone: 0, removeRefused: 0 }
        const refusals = new Map<string, number>()
        const refuse = (result: Result<string>) => {
          if (result.ok) return
          expect(result.fault.code).toBe("edit-refused")
          const why = result.fault.code === "edit-refused" ? inEnglish(result.fault.args.why) : ""
          refusals.set(why, (refusals.get(why) ?? 0) + 1)
        }
        for (const name of files) {
          const text = readFileSync(join(directory, name), "utf8")
          const editors = open(name, text)
          if (!editors.ok) {
            count.broken++
            expect(editors.fault.code).toBe("document-broken")
            expect(editors.fault.place?.line).toBeGreaterThan(0)
            continue
          }
          for (const { keys, edit } of editors.value) {
            const same = edit([])
            expect(same.ok && same.value === text).toBe(true)
            for (const key of someOf(keys)) {
              const { path } = key
              const other = otherValue(key.value)
              if (isScalarKey(key) && other !== undefined) {
                const held = edit([{ edit: "set", path, value: key.value }])
                if (held.ok && !hasDuplicates(keys)) expect(held.value).toBe(text)
                const set = edit([{ edit: "set", path, value: other }])
                refuse(set)
                if (set.ok) {
                  const { removed, added } = changedLines(text, set.value)
                  expect([removed.length, added.length, name, path]).toEqual([1, 1, name, path])
                  count.set++
                } else count.setRefused++
              }
              const isTable = typeof key.value === "object" && key.value !== null && !Array.isArray(key.value)
              if (isTable || !["containerd", "crio", "hosts", "docker", "kubelet"].includes(folder)) {
                const made = edit([{ edit: "set", path: newKey(key), value: "criadm" }])
                refuse(made)
                if (made.ok) {
                  const change = changedLines(text, made.value)
                  const isOneMore = change.removed.length === 0 && change.added.length <= 3
                  const isWithinLine = change.removed.length === 1 && change.added.length <= 4
                  expect([isOneMore || isWithinLine || isOnlyNewlyBroken(change), name, path]).toEqual([
                    true,
                    name,
                    path,
                  ])
                  count.made++
                } else count.makeRefused++
              }
              const gone = edit([{ edit: "remove", path }])
              refuse(gone)
              if (gone.ok) {
                expect(changedLines(text, gone.value).added.length).toBeLessThanOrEqual(1)
                count.gone++
              } else count.removeRefused++
            }
          }
        }
        console.log(`${folder}: ${JSON.stringify(count)} ${JSON.stringify([...refusals])}`)
      },
      patience(120),
    )
  }
})
