// A value that the kubelet refuses when it starts, and how the rules look values up.
import type { KeyPath, Value } from "../../../documents/document.ts"
import type { KubeletValueRule } from "../says/codes.ts"

export interface Breach {
  readonly path: KeyPath
  readonly rule: KubeletValueRule
  readonly value: string
  /** What it may be, or what it needs. */
  readonly wanted: readonly string[]
}

/** The value that counts of a path of keys; undefined where none does. Under a flag that is set: "" (not known here). */
export type Stated = (path: KeyPath, flag?: string) => Value | undefined

export function breach(field: string, rule: KubeletValueRule, value: string, ...wanted: readonly string[]): Breach {
  return { path: field.split("."), rule, value, wanted }
}
