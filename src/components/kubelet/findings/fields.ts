// Fields of a KubeletConfiguration as the kubelet decodes them: a value of another kind, which keeps it from starting,
// and a field that its release does not know, which it passes over with a line in the log.
import type { KeyPath, Table, Value } from "../../../documents/document.ts"
import { goDuration } from "../../../documents/go-values.ts"
import { isList, isTable } from "../../../documents/value.ts"
import type { Version } from "../../../model/version.ts"
import { type FieldKind, fieldSince, fieldsOf } from "../tables/fields.ts"
import { isCovered } from "../tables/gates.ts"

/** `kind`: what the field takes. `path` names an element of a list by its index. */
export interface WrongKind {
  readonly path: KeyPath
  readonly kind: FieldKind
}

/** `meant`: a field of the same letters; `since`: the release that has it. */
export interface UnknownField {
  readonly path: KeyPath
  readonly meant?: string
  readonly since?: string
}

export interface FieldTroubles {
  readonly wrong: readonly WrongKind[]
  readonly unknown: readonly UnknownField[]
}

export function fieldTroubles(root: Table, version: Version): FieldTroubles {
  const wrong: WrongKind[] = []
  const unknown: UnknownField[] = []
  const known = fieldsOf(version)
  const look = (table: Table, above: string, at: KeyPath) => {
    for (const [key, value] of Object.entries(table)) {
      const name = above === "" ? key : `${above}.${key}`
      const path = [...at, key]
      const kind = known.get(name)
      if (kind === undefined) unknown.push(...unknownField(name, path, known, version))
      else if (kind === "table" && isTable(value)) look(value, name, path)
      else if (kind === "tables" && isList(value)) lookAtEach(value, name, path)
      else if (!isOfKind(value, kind)) wrong.push(innermost(value, kind, path))
    }
  }
  const lookAtEach = (list: readonly Value[], name: string, path: KeyPath) => {
    for (const [index, one] of list.entries()) {
      const own = [...path, String(index)]
      if (isTable(one)) look(one, `${name}.[]`, own)
      else if (one !== null) wrong.push({ path: own, kind: "table" })
    }
  }
  look(root, "", [])
  return { wrong, unknown }
}

/** What a release newer than the tables has may be known to it. */
function unknownField(
  name: string,
  path: KeyPath,
  known: ReadonlyMap<string, FieldKind>,
  version: Version,
): readonly UnknownField[] {
  const meant = [...known.keys()].find((one) => one.toLowerCase() === name.toLowerCase())
  const since = fieldSince(name)
  if (meant === undefined && since === undefined && !isCovered(version)) return []
  return [{ path, ...(meant === undefined ? {} : { meant }), ...(since === undefined ? {} : { since }) }]
}

/** encoding/json: null leaves every field as it is, but for those that read themselves. */
function isOfKind(value: Value, kind: FieldKind): boolean {
  if (value === null) return kind !== "duration"
  switch (kind) {
    case "text":
      return typeof value === "string"
    case "switch":
      return typeof value === "boolean"
    case "int32":
      return isInteger(value, -(2 ** 31), 2 ** 31 - 1)
    case "uint32":
      return isInteger(value, 0, 2 ** 32 - 1)
    case "int64":
      return typeof value === "bigint" || isInteger(value, -Infinity, Infinity)
    case "number":
      return typeof value === "number"
    case "duration":
      return typeof value === "string" && goDuration.test(value)
    case "duration-or-number":
      return isInteger(value, -Infinity, Infinity) || (typeof value === "string" && goDuration.test(value))
    case "quantity":
      return isQuantity(value)
    case "texts":
      return isList(value) && value.every((one) => one === null || typeof one === "string")
    case "int32s":
      return isList(value) && value.every((one) => isOfKind(one, "int32"))
    case "text-map":
      return isMapOf(value, (one) => typeof one === "string")
    case "switch-map":
      return isMapOf(value, (one) => typeof one === "boolean")
    case "texts-map":
      return isMapOf(value, (one) => isOfKind(one, "texts"))
    case "quantity-map":
      return isMapOf(value, isQuantity)
    case "table":
    case "tables":
      return false
  }
}

function isMapOf(value: Value, fits: (one: Value) => boolean): boolean {
  return isTable(value) && Object.values(value).every((one) => one === null || fits(one))
}

function isInteger(value: Value, least: number, most: number): boolean {
  return typeof value === "number" && Number.isInteger(value) && value >= least && value <= most
}

/** resource.ParseQuantity; a number stands for its text. */
export function isQuantity(value: Value): boolean {
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[KMGTPE]i|[numkMGTPE]|[eE][+-]?\d+)?$/.test(String(value))
}

const kindsInside: { readonly [Kind in FieldKind]?: FieldKind } = {
  "text-map": "text",
  "switch-map": "switch",
  "texts-map": "texts",
  "quantity-map": "quantity",
  texts: "text",
  int32s: "int32",
}

/** In a map or a list the one that does not fit. */
function innermost(value: Value, kind: FieldKind, path: KeyPath): WrongKind {
  const inside = kindsInside[kind]
  const isMap = kind.endsWith("-map")
  if (inside === undefined || (isMap ? !isTable(value) : !isList(value))) return { path, kind }
  const parts = isTable(value)
    ? Object.entries(value)
    : isList(value)
      ? value.map((one, at) => [String(at), one] as const)
      : []
  const wrong = parts.find(([, one]) => one !== null && !isOfKind(one, inside))
  return wrong === undefined ? { path, kind } : innermost(wrong[1], inside, [...path, wrong[0]])
}
