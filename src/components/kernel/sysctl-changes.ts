// Decides which files must say what so that a variable of the kernel has a value after every boot and after
// `sysctl --system`: a line in a file of our own, and where a later file sets it back, the value in that line. Pure; the
// live value is not here.

import { type SysctlProgram, type SysctlText, sysctlOutcome } from "./effective.ts"
import { type SysctlLine, takenValue, withValue } from "./sysctl-lines.ts"
import type { WantedValue } from "./wanted-values.ts"

/** All must agree: one runs at boot, another when somebody types `sysctl --system`. */
const programs: readonly SysctlProgram[] = ["systemd-sysctl", "procps", "procps-without-patterns"]

export type SysctlChanges =
  /** The files whose text is new; a path that was not there before is a new file. */
  | { readonly ok: true; readonly changed: readonly SysctlText[] }
  /** A file that belongs to a package sorts behind every name of ours and sets it back. */
  | { readonly ok: false; readonly standsInTheWay: SysctlLine | undefined }

/** Whether the variable has its value by these files, whoever loads them. */
export function holdsByFiles(wanted: WantedValue, files: readonly SysctlText[], ufwIsEnabled: boolean): boolean {
  return wrongProgram(wanted, files, ufwIsEnabled) === undefined
}

/**
 * The fewest changes to the files that give the variable its value. `ownPaths`: where our own file may lie, best first.
 * `header`: the first line of that file, where it is new.
 */
export function sysctlChanges(
  wanted: WantedValue,
  files: readonly SysctlText[],
  ufwIsEnabled: boolean,
  ownPaths: readonly string[],
  header: string,
): SysctlChanges {
  if (holdsByFiles(wanted, files, ufwIsEnabled)) return { ok: true, changed: [] }
  let last: SysctlChanges = { ok: false, standsInTheWay: undefined }
  for (const [ownPath, keys] of ownPaths.flatMap((path) => wanted.ownKeys.map((keys) => [path, keys] as const))) {
    const withOwn = withOwnFile(wanted, files, ownPath, keys, header)
    last = correctLines(wanted, withOwn, ufwIsEnabled)
    if (!last.ok) continue
    // A line that had to be corrected anyway may do without a file of our own.
    const corrected = last.changed
    const withoutOwn = files.map((file) => corrected.find(({ path }) => path === file.path) ?? file)
    const result = holdsByFiles(wanted, withoutOwn, ufwIsEnabled) ? withoutOwn : overlay(withOwn, corrected)
    return { ok: true, changed: result.filter((file) => !files.includes(file)) }
  }
  return last
}

/** Corrects one line after the other until every program ends at the value. */
function correctLines(wanted: WantedValue, files: readonly SysctlText[], ufwIsEnabled: boolean): SysctlChanges {
  let now = files
  const lines = files.flatMap((file) => wanted.linesOf(file))
  for (const _round of lines) {
    const program = wrongProgram(wanted, now, ufwIsEnabled)
    if (program === undefined) break
    const candidates = linesInTheWay(wanted, program, now, ufwIsEnabled)
    // Other directories belong to packages, or do not outlive the next boot.
    const line = candidates.find(({ place }) => place.file.startsWith("/etc/"))
    if (line === undefined) return { ok: false, standsInTheWay: candidates[0] }
    now = withCorrectedLine(wanted, now, line)
  }
  if (!holdsByFiles(wanted, now, ufwIsEnabled)) return { ok: false, standsInTheWay: undefined }
  return { ok: true, changed: now.filter((file) => !files.includes(file)) }
}

/** The line that wins with another value, then those whose value the kernel refuses: they may hide a good one. */
function linesInTheWay(
  wanted: WantedValue,
  program: SysctlProgram,
  files: readonly SysctlText[],
  ufwIsEnabled: boolean,
) {
  const { winner, losers, value } = sysctlOutcome(wanted.variable, program, files, ufwIsEnabled)
  const refused = losers.filter(({ why }) => why === "refused-by-kernel").map(({ line }) => line)
  return winner === undefined || value === undefined || wanted.accepts(value) ? refused : [winner, ...refused]
}

function wrongProgram(
  wanted: WantedValue,
  files: readonly SysctlText[],
  ufwIsEnabled: boolean,
): SysctlProgram | undefined {
  return programs.find((program) => {
    const { value } = sysctlOutcome(wanted.variable, program, files, ufwIsEnabled)
    return value === undefined || !wanted.accepts(value)
  })
}

/** With our own file saying it for these keys: a new file, its old line corrected, or a line added to it. */
function withOwnFile(
  wanted: WantedValue,
  files: readonly SysctlText[],
  path: string,
  keys: readonly string[],
  header: string,
): readonly SysctlText[] {
  const isThere = files.some((file) => file.path === path)
  const start = isThere ? files : [...files, { path, realPath: path, text: header }]
  return keys.reduce((now, key) => withOwnKey(wanted, now, path, key), start)
}

function withOwnKey(
  wanted: WantedValue,
  files: readonly SysctlText[],
  path: string,
  key: string,
): readonly SysctlText[] {
  const own = files.find((file) => file.path === path)
  if (own === undefined) return files
  const line = wanted.linesOf(own).findLast((one) => one.value !== undefined && one.key === key)
  if (line !== undefined) {
    const taken = takenValue(wanted.variable, line.value ?? "")
    return taken !== undefined && wanted.accepts(taken) ? files : withCorrectedLine(wanted, files, line)
  }
  const gap = own.text === "" || own.text.endsWith("\n") ? "" : "\n"
  return overlay(files, [{ ...own, text: `${own.text}${gap}${key} = ${wanted.value}\n` }])
}

/** A link and its target are one file, and both change: /etc/sysctl.d/99-sysctl.conf is often /etc/sysctl.conf. */
function withCorrectedLine(
  { variable, value }: WantedValue,
  files: readonly SysctlText[],
  line: SysctlLine,
): readonly SysctlText[] {
  const real = files.find((file) => file.path === line.place.file)?.realPath
  return files.map((file) =>
    file.realPath === real ? { ...file, text: withValue(variable, file.text, line, value) } : file,
  )
}

function overlay(files: readonly SysctlText[], changed: readonly SysctlText[]): readonly SysctlText[] {
  return files.map((file) => changed.find(({ path }) => path === file.path) ?? file)
}
