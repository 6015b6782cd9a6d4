// What systemd makes of a service's files beyond their values: why it refuses to load the unit, and which lines it
// skips. As `systemd-analyze verify` of systemd 252 says (systemd.syntax(7), systemd.service(5); src/core/service.c,
// service_verify).
import type { Place } from "../../model/place.ts"
import type { Version } from "../../model/version.ts"
import { placesIn } from "../lines.ts"
import { unitKeys } from "./keys.ts"
import { isNear } from "./near.ts"
import { scanUnit, type UnitAssignment } from "./scan.ts"
import { isFatalValue, type RefusedValue, refusedValue } from "./values.ts"
import { splitWords } from "./words.ts"

export interface UnitText {
  readonly path: string
  readonly text: string
}

/** Why systemd does not load the unit; it can be neither started nor restarted. */
export interface UnitRefusal {
  readonly why: "several-commands" | "no-command" | "section-header" | "restart-of-oneshot" | "fatal-value"
  /** The text of the value or header that is at fault. */
  readonly what: string
  readonly place: Place
}

export type Unread =
  /** A key that no section, or another one, has; `meant`: how it must be written. */
  | "key"
  | "section"
  | "no-section"
  | "no-assignment"
  | "after-header"
  /** A % that is no specifier: the assignment, or the command line, is dropped. */
  | "specifier"
  /** A % that is one, in an address: systemd puts something else there. */
  | "specifier-changes"
  | "quotes"
  | "variable"

export interface UnreadLine {
  readonly why: Unread
  /** The key, section or variable. */
  readonly what: string
  /** What was meant; empty: not known. */
  readonly meant: string
  readonly place: Place
}

/** systemd.unit(5), SPECIFIERS: other letters and digits behind a % are refused, other characters stay. */
const specifiers = new Set("aAbBCdDEfgGhHiIjJlLmMnNopPqsStTuUvVwWyY%")

const commandKeys = /^Exec(?:StartPre|Start|StartPost|Condition|Reload|Stop|StopPost)$/
const variableName = /^[A-Za-z_][A-Za-z0-9_]*$/

function badSpecifier(text: string): boolean {
  return [...text.matchAll(/%([A-Za-z0-9%])/g)].some(([, letter = ""]) => !specifiers.has(letter))
}

/** An address in which a % was meant as itself. */
function changesAddress(text: string): boolean {
  return text.includes("://") && /%[0-9A-Fa-f]{2}/.test(text.replaceAll("%%", ""))
}

const isOpenQuote = (value: string) => value !== "" && splitWords(value).length === 0

/** A command line that systemd drops counts as not written. */
function isDropped({ value }: UnitAssignment): boolean {
  return value !== "" && (isOpenQuote(value) || badSpecifier(value))
}

/** The unit file first, then its drop-ins. Undefined: nothing in these files keeps systemd from loading the unit. */
export function refusalOf(files: readonly UnitText[]): UnitRefusal | undefined {
  let commands: { readonly at: UnitAssignment; readonly place: Place }[] = []
  let reset: Place | undefined
  let canBeWithout = false
  const last = new Map<string, { readonly value: string; readonly place: Place }>()
  for (const [index, { path, text }] of files.entries()) {
    const scan = scanUnit(text)
    const placeOf = placesIn(path, text)
    if (index === 0 && scan.brokenHeader !== undefined) {
      const place = placeOf(scan.brokenHeader)
      return { why: "section-header", what: place.text?.trim() ?? "", place }
    }
    for (const at of scan.assignments.filter(({ section }) => section === "Service")) {
      const place = placeOf(at.keyAt[0], at.key.length)
      if (isFatalValue("Service", at.key, at.value)) return { why: "fatal-value", what: `${at.key}=${at.value}`, place }
      if (refusedValue("Service", at.key, at.value) !== undefined) continue
      if (at.key === "Type" || at.key === "Restart") last.set(at.key, { value: at.value, place })
      if (at.key === "ExecStop" && at.value !== "") canBeWithout = true
      if (at.key !== "ExecStart") continue
      if (at.value === "" || isDropped(at)) reset = place
      if (at.value === "") commands = []
      else if (!isDropped(at)) commands = [...commands, ...splitCommands(at).map(() => ({ at, place }))]
    }
  }
  const isOneshot = last.get("Type")?.value === "oneshot"
  const restart = last.get("Restart")
  if (isOneshot && restart !== undefined && /^(?:always|on-success)$/.test(restart.value)) {
    return { why: "restart-of-oneshot", what: `Restart=${restart.value}`, place: restart.place }
  }
  const second = isOneshot ? undefined : commands[1]
  if (second !== undefined) return { why: "several-commands", what: second.at.value, place: second.place }
  if (commands.length > 0 || isOneshot) return undefined
  const [main] = files
  // Nothing starts anything, as in a download that failed and left its error in the file.
  if (reset === undefined && main?.path.endsWith(".service") && !canBeWithout && !/^SuccessAction=/m.test(main.text)) {
    reset = placesIn(main.path, main.text)(0)
  }
  if (reset === undefined) return undefined
  return { why: "no-command", what: "", place: reset }
}

/** "a ; b" are two command lines; within quotes, as in sh -c 'a ; b', a semicolon is none of systemd's. */
function splitCommands({ value }: UnitAssignment): readonly string[] {
  const bare = value.replace(/\\.|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'/gs, (quoted) => "x".repeat(quoted.length))
  return bare.split(/(?:^|\s);(?=\s)/).filter((one) => one.trim() !== "")
}

/** The lines of one file that systemd skips, each with the reason. */
export function unreadLines({ path, text }: UnitText, isDropIn: boolean): readonly UnreadLine[] {
  const scan = scanUnit(text)
  const placeOf = placesIn(path, text)
  const skipped = scan.ignored.map((offset): UnreadLine => {
    const place = placeOf(offset)
    return { why: "no-assignment", what: (place.text ?? "").trim().slice(0, 40), meant: "", place }
  })
  const header = isDropIn ? scan.brokenHeader : undefined
  const behind: readonly UnreadLine[] =
    header === undefined
      ? []
      : [{ why: "after-header", what: placeOf(header).text?.trim() ?? "", meant: "", place: placeOf(header) }]
  return [...skipped, ...scan.assignments.flatMap((at) => unreadAssignment(at, placeOf)), ...behind]
}

/** A value that systemd cannot parse, and what it takes instead. */
export interface UnreadValue extends RefusedValue {
  readonly key: string
  readonly value: string
  readonly place: Place
}

/** `release`: of this node's systemd; undefined: not known. */
export function unreadValues({ path, text }: UnitText, release: Version | undefined): readonly UnreadValue[] {
  const placeOf = placesIn(path, text)
  return scanUnit(text).assignments.flatMap(({ section = "", key, value, keyAt }): UnreadValue[] => {
    const refused = refusedValue(section, key, value, release)
    return refused === undefined ? [] : [{ ...refused, key, value, place: placeOf(keyAt[0], key.length) }]
  })
}

function unreadAssignment(
  at: UnitAssignment,
  placeOf: (from: number, length?: number) => Place,
): readonly UnreadLine[] {
  const { section, key, value } = at
  const place = placeOf(at.keyAt[0], key.length)
  if (section === undefined) return [{ why: "no-section", what: key, meant: sectionOf(key), place }]
  const keys = unitKeys()[section]
  if (keys === undefined) {
    const meant = Object.keys(unitKeys()).find((one) => isNear(one, section))
    return meant === undefined ? [] : [{ why: "section", what: `[${section}]`, meant: `[${meant}]`, place }]
  }
  if (!keys.has(key)) {
    if (key.startsWith("X-") || key.startsWith("-")) return []
    return [{ why: "key", what: key, meant: meantKey(section, key, value), place }]
  }
  if (section !== "Service") return []
  if (key === "Environment") return unreadVariables(value, place)
  if (!commandKeys.test(key) || value === "") return []
  if (isOpenQuote(value)) return [{ why: "quotes", what: key, meant: "", place }]
  return badSpecifier(value) ? [{ why: "specifier", what: key, meant: "", place }] : []
}

function unreadVariables(value: string, place: Place): readonly UnreadLine[] {
  if (isOpenQuote(value)) return [{ why: "quotes", what: variableOf(value.replace(/["']/g, "")), meant: "", place }]
  return splitWords(value).flatMap((word): UnreadLine[] => {
    const what = variableOf(word)
    if (badSpecifier(word)) return [{ why: "specifier", what, meant: "", place }]
    if (!word.includes("=") || !variableName.test(what)) return [{ why: "variable", what, meant: "", place }]
    return changesAddress(word) ? [{ why: "specifier-changes", what, meant: "", place }] : []
  })
}

const variableOf = (word: string) => word.slice(0, word.includes("=") ? word.indexOf("=") : 40)

function sectionOf(key: string): string {
  const section = Object.entries(unitKeys()).find(([, keys]) => keys.has(key))?.[0]
  return section === undefined ? "" : `[${section}]`
}

function meantKey(section: string, key: string, value: string): string {
  const own = [...(unitKeys()[section] ?? [])].find((one) => one.toLowerCase() === key.toLowerCase())
  if (own !== undefined) return `${own}=`
  const elsewhere = sectionOf(key)
  if (elsewhere !== "") return `${elsewhere} ${key}=`
  // A variable as in a file of variables or in a shell.
  const variable = key.replace(/^export\s+/, "")
  if (section === "Service" && /^(?:[A-Z][A-Z0-9]*_[A-Z0-9_]+|[a-z]+_proxy)$/.test(variable) && value !== "") {
    return `Environment="${variable}=..."`
  }
  const near = [...(unitKeys()[section] ?? [])].find((one) => isNear(one, key))
  return near === undefined ? "" : `${near}=`
}
