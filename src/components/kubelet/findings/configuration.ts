// What is wrong inside a KubeletConfiguration that parses: kinds, fields, values and feature gates, each with its place.
import type { KeyPath } from "../../../documents/document.ts"
import { isTable, ownValue } from "../../../documents/value.ts"
import type { Finding } from "../../../model/finding.ts"
import type { Place } from "../../../model/place.ts"
import type { Version } from "../../../model/version.ts"
import { findFlags } from "../../service-flags.ts"
import type { Configuration } from "../configuration.ts"
import { configurations } from "../effective.ts"
import type { KubeletFacts } from "../facts.ts"
import { judgeGate } from "../tables/gates.ts"
import type { Breach } from "./breach.ts"
import { fieldTroubles } from "./fields.ts"
import { valueBreaches, versionBreach } from "./values.ts"

const component = "kubelet"

export function configurationFindings(own: KubeletFacts, version: Version): readonly Finding[] {
  const files = configurations(own)
  const kinds = files.flatMap((file) => fieldFindings(file, version))
  const isDecoded = kinds.every(({ severity }) => severity !== "failure")
  return [...kinds, ...(isDecoded ? valueFindings(own, files, version) : []), ...gateFindings(own, files, version)]
}

function fieldFindings(own: Configuration, version: Version): readonly Finding[] {
  const file = own.file.path
  const { wrong, unknown } = fieldTroubles(own.root, version)
  const unfit = versionBreach(own.root)
  return [
    ...(unfit === undefined ? [] : [refusal(own, unfit)]),
    ...wrong.map(({ path, kind }): Finding => {
      const args = { file, key: path.join("."), why: kind }
      return { code: "kubelet-value-of-wrong-kind", args, severity: "failure", component, ...at(own, path) }
    }),
    ...unknown.map(({ path, meant = "", since = "" }): Finding => {
      const args = { file, key: path.join("."), version: version.text, meant, since }
      return { code: "kubelet-key-not-known", args, severity: "warning", component, ...at(own, path) }
    }),
  ]
}

function valueFindings(own: KubeletFacts, files: readonly Configuration[], version: Version): readonly Finding[] {
  const roots = files.map(({ root }) => root)
  const flags = own.flags.map(({ name }) => name)
  return valueBreaches(roots, flags, version).flatMap((breach) => {
    const home = files.findLast((file) => placeIn(file, breach.path) !== undefined) ?? files[0]
    return home === undefined ? [] : [refusal(home, breach)]
  })
}

function refusal(own: Configuration, { path, rule, value, wanted }: Breach): Finding {
  const args = { file: own.file.path, key: path.join("."), why: rule, value, wanted }
  return { code: "kubelet-value-refused", args, severity: "failure", component, ...at(own, path) }
}

/** Those of the files, and of every --feature-gates on the command line: each flag adds to those before. */
function gateFindings(own: KubeletFacts, files: readonly Configuration[], version: Version): readonly Finding[] {
  const inFiles = files.flatMap((file) => {
    const gates = ownValue(file.root, "featureGates")
    const set = isTable(gates) ? Object.entries(gates) : []
    return set.map(([gate, value]) => {
      return { gate, value, file: file.file.path, ...at(file, ["featureGates", gate]) }
    })
  })
  const onCommandLine = own.flags
    .filter(({ name }) => name === "feature-gates")
    .flatMap(({ value = "" }) => {
      const home = findFlags(own.flagsFiles, "feature-gates").find(({ flag }) => flag.value === value)
      const place = home === undefined ? {} : { place: home.place }
      return value.split(",").map((one) => {
        const [gate = "", text] = one.split("=").map((part) => part.trim())
        return { gate, value: text === undefined || text === "true", file: home?.file.path ?? "", ...place }
      })
    })
  return [...inFiles, ...onCommandLine].flatMap(({ gate, value, file, ...at }): readonly Finding[] => {
    if (gate === "" || typeof value !== "boolean") return []
    const verdict = judgeGate(gate, value, version)
    if (verdict.is === "fit") return []
    if (verdict.is === "locked") {
      const args = { gate, file, version: version.text, since: verdict.since }
      return [{ code: "kubelet-gate-locked", args, severity: "failure", component, ...at }]
    }
    const args = { gate, file, version: version.text, removed: verdict.removed ?? "", added: verdict.added ?? "" }
    return [{ code: "kubelet-gate-not-known", args, severity: "failure", component, ...at }]
  })
}

function at(own: Configuration, path: KeyPath): { readonly place?: Place } {
  const place = placeIn(own, path) ?? placeIn(own, path.slice(0, -1))
  return place === undefined ? {} : { place }
}

function placeIn(own: Configuration, path: KeyPath): Place | undefined {
  return own.keys.findLast((key) => key.path.length === path.length && key.path.every((name, at) => name === path[at]))
    ?.keyPlace
}
