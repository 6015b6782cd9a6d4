// What makes every pull of CRI-O fail over the signature policy: containers-policy.json(5), as signature/policy_config.go
// of containers/image reads it. Each was given to CRI-O 1.36.3, which started and failed the pull.
import type { Table, Value } from "../../../documents/document.ts"
import { duplicateKeys, json } from "../../../documents/json/json.ts"
import { isList, isTable, ownValue } from "../../../documents/value.ts"
import type { FileFact } from "../../../model/file-content.ts"
import type { Version } from "../../../model/version.ts"
import { policyKeys } from "../tables/policy-keys.ts"
import type { InFile, OtherFileTrouble } from "./other-files.ts"

export function policyTrouble(policy: FileFact, version: Version): readonly OtherFileTrouble[] {
  return inPolicy(policy, version).map((one) => ({ ...one, breaks: "pulls" }))
}

/** signature_policy_dir has NAMESPACE.json for the pulls of one namespace; cri-o server/image_pull.go. */
export function namespacePolicyTrouble(policy: FileFact, version: Version): readonly OtherFileTrouble[] {
  return inPolicy(policy, version).map((one) => {
    const namespace = one.file.slice(one.file.lastIndexOf("/") + 1).replace(/\.json$/, "")
    return { ...one, breaks: "pulls", namespace }
  })
}

function inPolicy(policy: FileFact, version: Version): readonly InFile[] {
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
  const { root, keys, hasByteOrderMark, isEmpty } = parsed.value
  if (hasByteOrderMark) return [{ file, why: "byte-order-mark", what: "" }]
  if (isEmpty) return [{ file, why: "empty", what: "" }]
  const [twice] = duplicateKeys(parsed.value)
  if (twice !== undefined) {
    return [{ file, why: "key-twice", what: twice.path.at(-1) ?? "", place: twice.keyPlace }]
  }
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
  const relative = ["dir", "oci"].flatMap((transport) => {
    const own = isTable(transports) ? ownValue(transports, transport) : undefined
    const scope = Object.keys(isTable(own) ? own : {}).find((one) => one !== "" && !one.startsWith("/"))
    return scope === undefined ? [] : [{ transport, scope }]
  })[0]
  if (relative !== undefined) {
    const { transport, scope } = relative
    return [{ file, why: "unknown-key", what: scope, ...at("transports", transport, scope) }]
  }
  const scopes = Object.entries(isTable(transports) ? transports : {}).flatMap(([transport, own]) =>
    Object.entries(isTable(own) ? own : {}).map(([scope, list]) => ({ path: ["transports", transport, scope], list })),
  )
  for (const { path, list } of [{ path: ["default"], list: standard }, ...scopes]) {
    if (!isList(list) || list.length === 0)
      return [{ file, why: "no-requirement", what: path.join("."), ...at(...path) }]
    for (const [index, one] of list.entries()) {
      if (!isTable(one)) continue
      const type = String(ownValue(one, "type") ?? "")
      const known = policyKeys(type, version)
      const here = [...path, String(index)]
      if (known === undefined) return [{ file, why: "unknown-type", what: type, ...at(...here, "type") }]
      const strange = Object.keys(one).find((key) => !known.includes(key))
      if (strange !== undefined) return [{ file, why: "unknown-key", what: strange, ...at(...here, strange) }]
      const wrong = keysTrouble(type, one)
      if (wrong !== undefined) return [{ file, ...wrong, ...at(...here, "type") }]
    }
  }
  return []
}

/** Where each key of a signature may come from: newPRSignedBy, newPRSigstoreSigned. One of them must be there. */
const sourcesOf: Readonly<Record<string, readonly string[]>> = {
  signedBy: ["keyPath", "keyPaths", "keyData"],
  sigstoreSigned: ["keyPath", "keyPaths", "keyData", "keyDatas", "fulcio", "pki"],
}

/** sbKeyType: others have names and are not read yet. */
const keyType = "GPGKeys"

function keysTrouble(type: string, requirement: Table): Pick<InFile, "why" | "what"> | undefined {
  const sources = Object.hasOwn(sourcesOf, type) ? (sourcesOf[type] ?? []) : []
  const given = sources.filter((key) => ownValue(requirement, key) !== undefined)
  if (sources.length > 0 && given.length !== 1) return { why: "key-sources", what: sources.join(", ") }
  const [data] = ["keyData", "keyDatas"].filter((key) => !isBase64(ownValue(requirement, key)))
  if (data !== undefined) return { why: "key-data", what: data }
  const stated = ownValue(requirement, "keyType")
  return type === "signedBy" && stated !== keyType ? { why: "key-type", what: String(stated ?? "") } : undefined
}

/** encoding/json of a []byte. */
function isBase64(value: Value | undefined): boolean {
  const list = isList(value) ? value : [value ?? ""]
  return list.every((one) => typeof one === "string" && one.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(one))
}
