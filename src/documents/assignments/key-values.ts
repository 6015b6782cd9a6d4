// Two flat languages: sysctl.d files (sysctl.d(5), sysctl.conf(5)) and environment files (systemd.exec(5),
// EnvironmentFile=). The last assignment of a key counts, so an edit changes that line, or appends one.

import { lineEnd } from "../lines.ts"
import { remembering } from "../remembering.ts"
import { type Assignment, type FlatLanguage, flatLanguage, type Scanned } from "./assignments.ts"
import { scanEnvironment } from "./environment-scan.ts"

/**
 * The name of a kernel setting with dots, whichever separators it is written with: when the first one is a slash,
 * slashes separate and dots belong to names (sysctl.d(5)). "net/ipv4/conf/eth0.1/x" is "net.ipv4.conf.eth0/1.x".
 */
export function sysctlName(written: string): string {
  if (/^[^./]*\./.test(written)) return written
  return written.replace(/[./]/g, (separator) => (separator === "/" ? "." : "/"))
}

/** Lines as systemd-sysctl and procps read them: no quotes, no comments after a value, no continuation lines. */
function scanSysctl(text: string): Scanned {
  const assignments: Assignment[] = []
  const ignored: number[] = []
  for (let start = 0; start < text.length; start = lineEnd(text, start)) {
    const line = text.slice(start, lineEnd(text, start))
    const from = start + line.length - line.trimStart().length
    const trimmed = line.trim()
    if (trimmed === "" || trimmed.startsWith("#") || trimmed.startsWith(";")) continue
    const equals = trimmed.indexOf("=")
    const sign = trimmed.startsWith("-") ? (/^-[ \t]*/.exec(trimmed)?.[0].length ?? 0) : 0
    const key = trimmed.slice(sign, Math.max(sign, equals)).trimEnd()
    if (equals < 0 || key === "") {
      ignored.push(from)
      continue
    }
    const value = trimmed.slice(equals + 1).trim()
    const valueFrom = value === "" ? from + equals + 1 : from + trimmed.length - value.length
    assignments.push({
      key: sysctlName(key),
      value,
      keyAt: [from + sign, from + sign + key.length],
      valueAt: [valueFrom, valueFrom + value.length],
    })
  }
  return { assignments, ignored }
}

/** " = " unless the file writes its last line without blanks. */
function equalsLike(text: string, assignments: readonly Assignment[], otherwise: string): string {
  const last = assignments.at(-1)
  if (last === undefined) return otherwise
  const between = text.slice(last.keyAt[1], last.valueAt[0])
  if (between === "=") return "="
  return /^[ \t]+=[ \t]*$/.test(between) ? " = " : otherwise
}

const plainValue = /^[A-Za-z0-9_./:=@%+,-]*$/
const plainWords = /^[A-Za-z0-9_./:=@%+,-]+( [A-Za-z0-9_./:=@%+,-]+)*$/

/** Quoted like the value it replaces; without quotes only where shell and systemd read the same. */
function environmentValue(value: string, old: string | undefined): string | undefined {
  if (/[\r\n]/.test(value)) return undefined
  const quote = old?.[0]
  if (quote === "'" && !value.includes("'")) return `'${value}'`
  if (quote !== '"' && quote !== "'") {
    if (plainValue.test(value) || (/\s/.test(old ?? "") && plainWords.test(value))) return value
  }
  return `"${value.replace(/["\\`$]/g, "\\$&")}"`
}

/** sysctl.d files. Keys are given with dots; separators, a leading - and globs stay as written. */
export const sysctlConf: FlatLanguage = flatLanguage({
  name: "sysctl.d",
  scan: scanSysctl,
  nameOf: sysctlName,
  write: (value) => (/[\r\n]/.test(value) || value !== value.trim() ? undefined : value),
  equals: (text, assignments) => equalsLike(text, assignments, " = "),
})

/** Environment files such as /etc/default/kubelet and kubeadm-flags.env. */
export const environmentFile: FlatLanguage = remembering(
  flatLanguage({
    name: "environment file",
    scan: scanEnvironment,
    nameOf: (key) => key,
    write: environmentValue,
    equals: () => "=",
  }),
)
