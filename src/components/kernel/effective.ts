// Computes what the files of a node make of a variable of the kernel when a program loads them. Two programs do that and they
// disagree: systemd-sysctl at boot, and `sysctl --system` of procps (at boot without systemd, and whenever somebody
// types it). Every rule here was seen on Debian 11 to 14 (systemd 247 to 262, procps 3.3.17 to 4.0.7). Pure.
import { patternMatches } from "./glob.ts"
import { type KernelVariable, linesAbout, type SysctlLine, takenValue } from "./sysctl-lines.ts"

/** The program that loads the files. procps before 4.0 knows no patterns, and busybox never does. */
export type SysctlProgram = "systemd-sysctl" | "procps" | "procps-without-patterns"

/**
 * Earlier directories hide files of the same name in later ones. See sysctl.d(5); procps 3.3 documents /run first and
 * does as systemd does.
 */
export const sysctlDirectories = [
  "/etc/sysctl.d",
  "/run/sysctl.d",
  "/usr/local/lib/sysctl.d",
  "/usr/lib/sysctl.d",
  "/lib/sysctl.d",
] as const

/** Read last by procps, and by systemd-sysctl not at all: only through a link such as /etc/sysctl.d/99-sysctl.conf. */
export const sysctlConf = "/etc/sysctl.conf"

/** Applied by ufw when it starts, after everything else. See /etc/default/ufw, IPT_SYSCTL. */
export const ufwSysctl = "/etc/ufw/sysctl.conf"

/** A file with its text; several paths may be links to one real file. */
export interface SysctlText {
  readonly path: string
  readonly realPath: string
  readonly text: string
}

/** A line that does not decide, with the file that hides or overrides it; undefined file: nobody reads it. */
export interface LosingLine {
  readonly line: SysctlLine
  readonly why: "overridden" | "hidden" | "not-read" | "refused-by-kernel" | "exclusion"
  readonly by?: string
}

export interface SysctlOutcome {
  /** What the variable is set to, as the kernel prints it; undefined: no file sets it and the kernel keeps its own. */
  readonly value: string | undefined
  readonly winner: SysctlLine | undefined
  readonly losers: readonly LosingLine[]
}

/** What that program makes of these files. `ufwIsEnabled`: ufw starts at boot and writes its own values afterwards. */
export function sysctlOutcome(
  variable: KernelVariable,
  program: SysctlProgram,
  files: readonly SysctlText[],
  ufwIsEnabled: boolean,
): SysctlOutcome {
  const linesIn = new Map(files.map((file) => [file, linesAbout(variable, file.path, file.text)]))
  const linesOf = (file: SysctlText) => linesIn.get(file) ?? []
  const read = readingOrder(program, files)
  const all = read.flatMap(linesOf)
  const lines = program === "procps-without-patterns" ? all.filter((line) => !line.isPattern) : all
  const byUfw = ufwIsEnabled ? files.filter((file) => file.path === ufwSysctl) : []
  const writes = [
    ...writesOf(variable, program === "systemd-sysctl" ? keptBySystemd(lines) : lines),
    ...byUfw.flatMap((file) => writesOf(variable, linesOf(file))),
  ]
  const winner = writes.findLast((line) => takenValue(variable, line.value ?? "") !== undefined)
  const isRead = (file: SysctlText) => read.includes(file) || byUfw.includes(file)
  return {
    value: winner?.value === undefined ? undefined : takenValue(variable, winner.value),
    winner,
    losers: files.flatMap((file) =>
      linesOf(file)
        .filter((line) => !isSame(line, winner))
        .map((line) => explainLoss(variable, line, file, isRead(file), files, winner)),
    ),
  }
}

/** Sorted by file name across directories, the same name only once; see sysctl.d(5), sysctl(8) --system. */
function readingOrder(program: SysctlProgram, files: readonly SysctlText[]): readonly SysctlText[] {
  const inDirectories = files.filter((file) => rankOf(file.path) >= 0 && hidingFile(file, files) === undefined)
  const sorted = inDirectories.toSorted((a, b) => compareBytes(nameOf(a.path), nameOf(b.path)))
  return program !== "systemd-sysctl" ? [...sorted, ...files.filter((file) => file.path === sysctlConf)] : sorted
}

/** The file of the same name in an earlier directory. */
function hidingFile(file: SysctlText, files: readonly SysctlText[]): SysctlText | undefined {
  return files
    .filter((other) => nameOf(other.path) === nameOf(file.path) && rankOf(other.path) >= 0)
    .toSorted((a, b) => rankOf(a.path) - rankOf(b.path))
    .find((other) => rankOf(other.path) < rankOf(file.path))
}

/**
 * systemd-sysctl keeps one value per key: a later one takes the place at the end, but the same value again stays where
 * it stood. See src/sysctl/sysctl.c, parse_file. So "ip_forward=1, conf.all.forwarding=0, ip_forward=1" ends at 0.
 */
function keptBySystemd(lines: readonly SysctlLine[]): readonly SysctlLine[] {
  const kept = new Map<string, SysctlLine>()
  for (const line of lines) {
    const existing = kept.get(line.path)
    if (existing !== undefined && existing.value === line.value) continue
    kept.delete(line.path)
    kept.set(line.path, line)
  }
  return [...kept.values()]
}

/** The lines that are written to the kernel, in order: a pattern skips keys that have a line of their own. */
function writesOf({ paths }: KernelVariable, lines: readonly SysctlLine[]): readonly SysctlLine[] {
  const own = new Set(lines.filter((line) => !line.isPattern).map((line) => line.path))
  return lines.filter((line) => {
    if (line.value === undefined) return false
    if (!line.isPattern) return true
    return paths.some((path) => !own.has(path) && patternMatches(line.path, path))
  })
}

function explainLoss(
  variable: KernelVariable,
  line: SysctlLine,
  file: SysctlText,
  isRead: boolean,
  files: readonly SysctlText[],
  winner: SysctlLine | undefined,
): LosingLine {
  const hiding = rankOf(file.path) >= 0 ? hidingFile(file, files) : undefined
  if (hiding !== undefined) return { line, why: "hidden", by: hiding.path }
  if (!isRead) return { line, why: "not-read" }
  if (line.value === undefined) return { line, why: "exclusion" }
  if (takenValue(variable, line.value) === undefined) return { line, why: "refused-by-kernel" }
  return { line, why: "overridden", ...(winner === undefined ? {} : { by: winner.place.file }) }
}

function isSame(line: SysctlLine, other: SysctlLine | undefined): boolean {
  return other !== undefined && line.place.file === other.place.file && line.place.line === other.place.line
}

function rankOf(path: string): number {
  const names: readonly string[] = sysctlDirectories
  return names.indexOf(path.slice(0, path.lastIndexOf("/")))
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1)
}

/** strcmp(3): upper case before lower case, no locale. */
function compareBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}
