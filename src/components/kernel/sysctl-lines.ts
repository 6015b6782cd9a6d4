// Reads the lines of sysctl files that decide one variable of the kernel. Other keys are passed over, and so is every
// line that systemd-sysctl and procps pass over. Which line wins is decided in effective.ts.
import type { Place } from "../../model/place.ts"
import { patternMatches } from "./glob.ts"

/** What sysctl files set. */
export interface KernelVariable {
  /** Its names below /proc/sys; each sets the same. */
  readonly paths: readonly string[]
  /** "number": the kernel refuses everything else. "text": several numbers, or words. */
  readonly form: "number" | "text"
}

/**
 * IPv4 forwarding: one variable of the kernel under two names.
 * See net/ipv4/devinet.c, devinet_sysctl and ctl_forward_entry: both point to IPV4_DEVCONF_FORWARDING of "all".
 */
export const forwarding: KernelVariable = {
  paths: ["net/ipv4/ip_forward", "net/ipv4/conf/all/forwarding"],
  form: "number",
}

/** How many times the programs of one user may watch files: inotify(7), /proc interfaces. */
export const inotifyInstances: KernelVariable = { paths: ["fs/inotify/max_user_instances"], form: "number" }

/** An assignment or an exclusion that is about a variable. */
export interface SysctlLine {
  /** Of the value; of the key where there is no value. */
  readonly place: Place
  /** As written, for example "net.ipv4.conf.*.forwarding". */
  readonly key: string
  /** The key as a path under /proc/sys; may be a glob pattern. */
  readonly path: string
  readonly isPattern: boolean
  /** Undefined: `-key`, which takes the key out of what patterns set. */
  readonly value: string | undefined
}

/** The lines about a variable, in text order. */
export function linesAbout({ paths }: KernelVariable, file: string, text: string): readonly SysctlLine[] {
  // A file may say the same key in tens of thousands of lines: each key is judged once, and is one text in memory.
  const keys = new Map<string, ReadKey | undefined>()
  const meantKey = (written: string): ReadKey | undefined => {
    if (!keys.has(written)) keys.set(written, keyAbout(paths, written))
    return keys.get(written)
  }
  return text.split("\n").flatMap((line, index) => {
    return readLine(file, index + 1, line.endsWith("\r") ? line.slice(0, -1) : line, meantKey) ?? []
  })
}

type ReadKey = Pick<SysctlLine, "key" | "path" | "isPattern">

/** Undefined: a key of another variable. */
function keyAbout(paths: KernelVariable["paths"], written: string): ReadKey | undefined {
  const key = trimBlanks(written.replace(/^-/, ""))
  const path = pathOfKey(key)
  const isPattern = /[*?[]/.test(path)
  const isMeant = paths.some((one) => (isPattern ? patternMatches(path, one) : path === one))
  return isMeant ? { key, path, isPattern } : undefined
}

/** What a variable is after a value was written to it, as the kernel prints it; undefined: the write fails. */
export function takenValue({ form }: KernelVariable, value: string): string | undefined {
  if (form === "text") return value.trim().replace(/\s+/g, " ")
  const number = writtenNumber(value)
  return number === undefined ? undefined : String(number)
}

/**
 * What the kernel makes of a written value: the number, or undefined when the write fails with EINVAL. Text after the
 * number counts as long as white space stands between, a plus sign does not. See kernel/sysctl.c, do_proc_dointvec.
 */
function writtenNumber(value: string): number | undefined {
  const digits = /^[ \t]*(-?(?:0x[0-9a-f]+|\d+))(?=[ \t]|$)/i.exec(value)?.[1]
  return digits === undefined ? undefined : Number(digits)
}

/** The text with the value of that line replaced; everything else stays, a comment behind the value included. */
export function withValue({ form }: KernelVariable, text: string, line: SysctlLine, value: string): string {
  const lines = text.split("\n")
  const index = line.place.line - 1
  const old = lines[index] ?? ""
  const start = line.place.column - 1
  // Behind a single number there may be a comment; of several, or of words, none may stay.
  const former = form === "number" ? /^\S*/ : /^.*?(?=\s*$)/
  const length = former.exec(old.slice(start))?.[0].length ?? 0
  lines[index] = `${old.slice(0, start)}${value}${old.slice(start + length)}`
  return lines.join("\n")
}

/** See sysctl.d(5) and sysctl.conf(5): comments begin a line with "#" or ";", "-" forgives a failed write. */
function readLine(
  file: string,
  line: number,
  text: string,
  meantKey: (written: string) => ReadKey | undefined,
): SysctlLine | undefined {
  const content = text.replace(/(?<![ \t])[ \t]+$/, "")
  const indent = content.length - trimBlanks(content).length
  const equals = content.indexOf("=")
  const left = content.slice(indent, equals < 0 ? undefined : equals)
  if (/^[#;]/.test(left) || (equals < 0 && !left.startsWith("-"))) return undefined
  const key = meantKey(left)
  if (key === undefined) return undefined
  const value = equals < 0 ? undefined : trimBlanks(content.slice(equals + 1))
  const length = value === undefined ? content.length - indent : value.length
  const place: Place = { file, line, column: content.length - length + 1, length, text }
  return { place, ...key, value }
}

/** Not String.trim: that would take a byte-order mark for white space, which these programs do not. */
function trimBlanks(text: string): string {
  return text.replace(/^[ \t]+|(?<![ \t])[ \t]+$/g, "")
}

/**
 * "net.ipv4.ip_forward" and "net/ipv4/ip_forward" are the same: the first separator says what the others mean.
 * See sysctl.d(5).
 */
export function pathOfKey(key: string): string {
  const first = /[./]/.exec(key)?.[0]
  if (first !== ".") return key
  return key.replace(/[./]/g, (separator) => (separator === "." ? "/" : "."))
}
