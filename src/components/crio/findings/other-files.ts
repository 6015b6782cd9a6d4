// The files that CRI-O reads beside crio.conf: registries.conf and its drop-ins, the signature policy, the seccomp
// profile. What stops CRI-O at its start, and what makes every pull fail, as CRI-O 1.36.3 does; the rules are those of
// containers-registries.conf(5) (pkg/sysregistriesv2) and containers-policy.json(5) (signature/policy_config.go).
import { json } from "../../../documents/json/json.ts"
import { toml } from "../../../documents/toml/toml.ts"
import { isList, isTable, ownValue } from "../../../documents/value.ts"
import { knownValue } from "../../../model/facts/fact.ts"
import type { FileFact } from "../../../model/file-content.ts"
import type { Finding } from "../../../model/finding.ts"
import type { Place } from "../../../model/place.ts"
import type { Effective } from "../effective.ts"
import type { CrioFacts } from "../facts.ts"
import type { CrioOtherFile } from "../says/codes.ts"

const component = "crio"

interface Trouble {
  readonly why: CrioOtherFile
  readonly what: string
  readonly place?: Place
}

export function otherFileFindings(facts: CrioFacts, found: Effective): readonly Finding[] {
  const release = found.release.version.text
  const told = (stops: boolean, file: string, { why, what, place }: Trouble): Finding => {
    const args = { file, why, what, release }
    const code = stops ? "crio-other-file-stops" : "crio-policy-refused"
    return { code, args, severity: "failure", component, ...(place === undefined ? {} : { place }) }
  }
  const registries = registriesTrouble(facts)
  return [
    ...(registries === undefined ? [] : [told(true, registries.file, registries)]),
    ...(facts.otherFiles ?? []).map((one) => told(one.stops, one.file, one)),
  ]
}

type InFile = Trouble & { readonly file: string }

/** `stops`: CRI-O does not start; else every pull fails. */
export type OtherFileTrouble = InFile & { readonly stops: boolean }

/** Undefined: CRI-O takes them all. The first that it refuses. */
export function registriesTrouble(facts: CrioFacts): InFile | undefined {
  for (const fact of facts.registriesFiles) {
    const content = knownValue(fact)
    const trouble = content === undefined ? undefined : troubleInRegistries(content.path, content.text)
    if (content !== undefined && trouble !== undefined) return { file: content.path, ...trouble }
  }
  return undefined
}

const newKeys = ["registry", "unqualified-search-registries", "credential-helpers", "short-name-mode", "aliases"]

function troubleInRegistries(file: string, text: string): Trouble | undefined {
  const parsed = toml.parse(file, text)
  if (!parsed.ok) {
    const { fault } = parsed
    const what = fault.code === "document-broken" ? fault.args.expected : fault.code
    return { why: "not-toml", what, ...(fault.place === undefined ? {} : { place: fault.place }) }
  }
  const { root, keys } = parsed.value
  const at = (path: string) => {
    const key = keys.find((one) => one.path.join(".") === path)
    return key === undefined ? {} : { place: key.keyPlace }
  }
  const old = ownValue(root, "registries")
  const [oldTable] = isTable(old) ? Object.keys(old) : []
  if (oldTable !== undefined && newKeys.some((key) => ownValue(root, key) !== undefined)) {
    return { why: "mixed", what: `registries.${oldTable}`, ...at(`registries.${oldTable}`) }
  }
  const search = ownValue(root, "unqualified-search-registries")
  const strange = (isList(search) ? search : []).find((one) => typeof one === "string" && one.includes("://"))
  if (strange !== undefined) return { why: "scheme", what: String(strange), ...at("unqualified-search-registries") }
  const mode = ownValue(root, "short-name-mode")
  if (typeof mode === "string" && !["", "enforcing", "permissive", "disabled"].includes(mode)) {
    return { why: "short-name-mode", what: mode, ...at("short-name-mode") }
  }
  const registries = ownValue(root, "registry")
  for (const [index, registry] of (isList(registries) ? registries : []).entries()) {
    if (!isTable(registry)) continue
    const mirrors = ownValue(registry, "mirror")
    const places = [
      { table: registry, path: `registry.${index}`, keys: ["location", "prefix"], isMirror: false },
      ...(isList(mirrors) ? mirrors : []).flatMap((table, number) => {
        const path = `registry.${index}.mirror.${number}`
        return isTable(table) ? [{ table, path, keys: ["location"], isMirror: true }] : []
      }),
    ]
    for (const { table, path, keys: named, isMirror } of places) {
      const values = named.map((key) => ({ key, value: String(ownValue(table, key) ?? "") }))
      const withScheme = values.find(({ value }) => /^https?:\/\//.test(value))
      if (withScheme !== undefined) return { why: "scheme", what: withScheme.value, ...at(`${path}.${withScheme.key}`) }
      if (values.every(({ value }) => value === "")) {
        return { why: "no-location", what: isMirror ? "[[registry.mirror]]" : "[[registry]]", ...at(path) }
      }
    }
  }
  return undefined
}

/** A profile that does not exist is replaced by the built-in one. */
export function seccompTrouble(profile: FileFact): readonly OtherFileTrouble[] {
  const content = knownValue(profile)
  if (content === undefined) return []
  const parsed = json.parse(content.path, content.text)
  if (parsed.ok) return []
  const { fault } = parsed
  const what = fault.code === "document-broken" ? fault.args.expected : fault.code
  return [
    {
      file: content.path,
      stops: true,
      why: "not-json",
      what,
      ...(fault.place === undefined ? {} : { place: fault.place }),
    },
  ]
}

const keysOf: Readonly<Record<string, readonly string[]>> = {
  insecureAcceptAnything: ["type"],
  reject: ["type"],
  signedBy: ["type", "keyType", "keyPath", "keyPaths", "keyData", "signedIdentity"],
  signedBaseLayer: ["type", "baseLayerIdentity"],
  sigstoreSigned: [
    ...["type", "keyPath", "keyPaths", "keyData", "keyDatas", "fulcio", "pki", "signedIdentity"],
    ...["rekorPublicKeyPath", "rekorPublicKeyPaths", "rekorPublicKeyData", "rekorPublicKeyDatas"],
  ],
}

export function policyTrouble(policy: FileFact): readonly OtherFileTrouble[] {
  return inPolicy(policy).map((one) => ({ ...one, stops: false }))
}

function inPolicy(policy: FileFact): readonly InFile[] {
  if (policy.state !== "known" && policy.state !== "absent") return []
  if (policy.state === "absent") {
    const file = policy.source.kind === "file" ? policy.source.path : ""
    return [{ file, why: "missing", what: "" }]
  }
  const { path: file, text } = policy.value
  const parsed = json.parse(file, text)
  if (!parsed.ok) {
    const { fault } = parsed
    const what = fault.code === "document-broken" ? fault.args.expected : fault.code
    return [{ file, why: "not-json", what, ...(fault.place === undefined ? {} : { place: fault.place }) }]
  }
  const { root, keys } = parsed.value
  const at = (...path: readonly string[]) => {
    const key = keys.find((one) => one.path.join("\n") === path.join("\n"))
    return key === undefined ? {} : { place: key.keyPlace }
  }
  const top = Object.keys(root).find((key) => key !== "default" && key !== "transports")
  if (top !== undefined) return [{ file, why: "unknown-key", what: top, ...at(top) }]
  const standard = ownValue(root, "default")
  if (!isList(standard) || standard.length === 0)
    return [{ file, why: "no-default", what: "default", ...at("default") }]
  const transports = ownValue(root, "transports")
  const scopes = Object.entries(isTable(transports) ? transports : {}).flatMap(([transport, own]) =>
    Object.entries(isTable(own) ? own : {}).map(([scope, list]) => ({ path: ["transports", transport, scope], list })),
  )
  for (const { path, list } of [{ path: ["default"], list: standard }, ...scopes]) {
    for (const [index, one] of (isList(list) ? list : []).entries()) {
      if (!isTable(one)) continue
      const type = String(ownValue(one, "type") ?? "")
      const known = Object.hasOwn(keysOf, type) ? keysOf[type] : undefined
      const here = [...path, String(index)]
      if (known === undefined) return [{ file, why: "unknown-type", what: type, ...at(...here, "type") }]
      const strange = Object.keys(one).find((key) => !known.includes(key))
      if (strange !== undefined) return [{ file, why: "unknown-key", what: strange, ...at(...here, strange) }]
    }
  }
  return []
}
