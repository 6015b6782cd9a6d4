// What a requirement of a signature policy may have, by its type and by the release of CRI-O, which comes with
// containers/image: 5.17 in 1.24, 5.22 in 1.25, 5.25 in 1.27, 5.29.3 in 1.30, 5.35 in 1.34 (its go.mod); the keys are
// those of signature/policy_types.go.
import { holds, type Range } from "../../../model/since.ts"
import type { Version } from "../../../model/version.ts"

interface Row extends Range {
  readonly type: string
  readonly keys: readonly string[]
}

export const policyKeyRows: readonly Row[] = [
  { type: "insecureAcceptAnything", keys: ["type"] },
  { type: "reject", keys: ["type"] },
  { type: "signedBy", keys: ["type", "keyType", "keyPath", "keyData", "signedIdentity"] },
  { since: "1.25", type: "signedBy", keys: ["keyPaths"] },
  { type: "signedBaseLayer", keys: ["type", "baseLayerIdentity"] },
  { since: "1.25", type: "sigstoreSigned", keys: ["type", "keyPath", "keyData", "signedIdentity"] },
  { since: "1.27", type: "sigstoreSigned", keys: ["fulcio", "rekorPublicKeyPath", "rekorPublicKeyData"] },
  {
    since: "1.31",
    type: "sigstoreSigned",
    keys: ["keyPaths", "keyDatas", "rekorPublicKeyPaths", "rekorPublicKeyDatas"],
  },
  { since: "1.34", type: "sigstoreSigned", keys: ["pki"] },
]

/** Undefined: the release has no such type. */
export function policyKeys(type: string, version: Version): readonly string[] | undefined {
  const rows = policyKeyRows.filter((row) => row.type === type && holds(row, version))
  return rows.length === 0 ? undefined : rows.flatMap(({ keys }) => keys)
}
