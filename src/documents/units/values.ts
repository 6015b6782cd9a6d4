// Values of a unit that systemd cannot parse: it logs that it skips them, and the key keeps what it had.
import type { UnitValueForm } from "../../model/arguments/units.ts"
import { holds } from "../../model/since.ts"
import type { Version } from "../../model/version.ts"
import { isNear } from "./near.ts"
import { hasForm, isBoolean } from "./value-forms.ts"
import { fatalPaths, laterWords, type TakenValue, takenValues } from "./value-table.ts"

export interface RefusedValue {
  /** "later": a newer systemd takes it. */
  readonly why: UnitValueForm | "later"
  /** The words that the key takes. */
  readonly words: readonly string[]
  /** What was meant; empty: not known. */
  readonly meant: string
  /** The bounds of a number, both included. */
  readonly least?: number
  readonly most?: number
  /** The release that brought it. */
  readonly since?: string
}

/** `release`: that of this node's systemd; undefined: not known, and then it takes what any does. */
export function refusedValue(section: string, key: string, value: string, release?: Version): RefusedValue | undefined {
  const taken = takenValues()[section]?.get(key)
  // An empty value resets, or is skipped, and either leaves what is built in; a specifier may stand for anything.
  if (taken === undefined || value === "" || /%[A-Za-z%]/.test(value)) return undefined
  const { form, words = [], least, most } = taken
  const later = laterWords.find((row) => row.word === value && isOf(row.key, key))
  if (later !== undefined) {
    if (release === undefined || holds(later, release)) return undefined
    return { why: "later", words: [], meant: "", since: later.since ?? "" }
  }
  if (hasForm(form, value, (word) => words.includes(word), taken)) return undefined
  const bounds = { ...(least === undefined ? {} : { least }), ...(most === undefined ? {} : { most }) }
  return { why: form, words, meant: meantValue(value, taken), ...bounds }
}

const isOf = (row: string, key: string) => row === key || (row === "Action" && key.endsWith(row))

/** A value for which systemd does not load the unit at all. */
export function isFatalValue(section: string, key: string, value: string): boolean {
  if (section !== "Service") return false
  return fatalPaths.has(key) ? /^-?[^-/~%]/.test(value) : key === "DynamicUser" && value !== "" && !isBoolean(value)
}

/** The value as it would be taken, where that is plain. */
function meantValue(value: string, taken: TakenValue): string {
  const { form, words = [] } = taken
  const bare = /^(["'])(.*)\1$/.exec(value)?.[2] ?? value
  const isTaken = (one: string) => hasForm(form, one, (word) => words.includes(word), taken)
  const tries = [
    bare,
    bare.toLowerCase(),
    bare.replace(/\s+(?:#|\/\/|;).*$/, ""),
    bare.replace(/(\d)\s*([KMGTPE])i?B$/i, (_, digit: string, unit: string) => `${digit}${unit.toUpperCase()}`),
    bare.replace(/(\d)\s*([kmgtpe])i?$/i, (_, digit: string, unit: string) => `${digit}${unit.toUpperCase()}`),
    bare
      .replace(/\bsecs\b/g, "sec")
      .replace(/\bmins\b/g, "min")
      .replace(/\bhrs\b/g, "hr"),
    bare.replaceAll(",", " ").replace(/\s+/g, " ").trim(),
    bare.replace(/^(?:unlimited|max|-1)$/i, "infinity"),
    form === "limit-count" ? expanded(bare) : bare,
    form === "units"
      ? bare
          .split(/[\s,]+/)
          .map((word) => (/\.[a-z]+$/.test(word) ? word : `${word}.service`))
          .join(" ")
      : bare,
    form === "slice" ? `${bare}.slice` : bare,
    form === "signal" ? bare.toUpperCase() : bare,
    words.find((word) => isNear(word, bare)) ?? bare,
  ]
  return tries.find(isTaken) ?? ""
}

/** "1M" of a limit that takes plain numbers only. */
function expanded(value: string): string {
  const found = /^(\d+)([KMG])$/i.exec(value)
  if (found === null) return value
  return String(Number(found[1]) * 1024 ** " KMG".indexOf((found[2] ?? "").toUpperCase()))
}
