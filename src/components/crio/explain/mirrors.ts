// Which mirror CRI-O asks first for each registry, by containers-registries.conf(5): of two files with an entry for the
// same registry, only the later one counts.
import { toml } from "../../../documents/toml/toml.ts"
import { isList, isTable, ownValue } from "../../../documents/value.ts"
import type { Explanation, Mention } from "../../../model/explanation.ts"
import { knownValue } from "../../../model/facts/fact.ts"
import type { CrioFacts } from "../facts.ts"
import { registriesTrouble } from "../findings/other-files.ts"

/** An entry [[registry]] with a mirror; without a prefix its location is its prefix. */
type Entry = Omit<Mention, "why"> & { readonly registry: string }

export function explainMirrors(facts: CrioFacts): readonly Explanation[] {
  const entries = facts.registriesFiles.flatMap((fact) => {
    const file = knownValue(fact)
    return file === undefined ? [] : entriesIn(file.path, file.text)
  })
  // With one file that it refuses, CRI-O does not start, and asks nobody.
  const trouble = registriesTrouble(facts)
  return [...new Set(entries.map(({ registry }) => registry))].flatMap((registry): Explanation[] => {
    const own = entries.filter((one) => one.registry === registry)
    const winner = own.at(-1)
    if (winner === undefined) return []
    return [
      {
        setting: "registry-mirror",
        component: "crio",
        subject: registry,
        value: trouble === undefined ? winner.value : "none",
        ...(trouble === undefined
          ? {}
          : { why: { code: "crio-registries-refused", args: { file: trouble.file } } as const }),
        source: { kind: "file", path: winner.place.file, place: winner.place },
        others: own.slice(0, -1).map(({ place, key, value }) => ({
          place,
          key,
          value,
          why: { code: "overridden-by", args: { file: winner.place.file } },
        })),
      },
    ]
  })
}

function entriesIn(file: string, text: string): readonly Entry[] {
  const parsed = toml.parse(file, text)
  if (!parsed.ok) return []
  const { root, keys } = parsed.value
  const registries = ownValue(root, "registry")
  return (isList(registries) ? registries : []).flatMap((table, index): Entry[] => {
    if (!isTable(table)) return []
    const prefix = ownValue(table, "prefix") || ownValue(table, "location")
    const mirrors = ownValue(table, "mirror")
    const first = isList(mirrors) ? mirrors[0] : undefined
    const location = isTable(first) ? ownValue(first, "location") : undefined
    const key = `registry.${index}.mirror.0.location`
    const place = keys.find(({ path }) => path.join(".") === key)?.valuePlace
    if (typeof prefix !== "string" || typeof location !== "string" || place === undefined) return []
    return [{ registry: prefix, place, key: "registry.mirror.location", value: location }]
  })
}
