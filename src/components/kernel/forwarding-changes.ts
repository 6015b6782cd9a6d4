// Decides which files must say what so that IPv4 forwarding is on after every boot and after `sysctl --system`: a line
// in a file of our own, and where a later file sets it back, the value in that line. Pure; the live value is not here.

import { type SysctlProgram, type SysctlText, sysctlOutcome } from "./effective.ts"
import { forwardingLines, type SysctlLine, withValue, writtenNumber } from "./sysctl-lines.ts"

const ownComment = "# Written by criadm: pods need IPv4 forwarding.\n"

/**
 * What our own file sets. The second key is needed only where a package's file sets both: systemd-sysctl leaves a
 * repeated value where it stood first, and then the other key would have the last word.
 */
const ownKeys = [["net.ipv4.ip_forward"], ["net.ipv4.ip_forward", "net.ipv4.conf.all.forwarding"]] as const

/** All must agree: one runs at boot, another when somebody types `sysctl --system`. */
const programs: readonly SysctlProgram[] = ["systemd-sysctl", "procps", "procps-without-patterns"]

export type ForwardingChanges =
  /** The files whose text is new; a path that was not there before is a new file. */
  | { readonly ok: true; readonly changed: readonly SysctlText[] }
  /** A file that belongs to a package sorts behind every name of ours and sets it back. */
  | { readonly ok: false; readonly standsInTheWay: SysctlLine | undefined }

/** Whether forwarding is on by these files, whoever loads them. */
export function forwardsByFiles(files: readonly SysctlText[], ufwIsEnabled: boolean): boolean {
  return wrongProgram(files, ufwIsEnabled) === undefined
}

/** The fewest changes to the files that switch forwarding on. `ownPaths`: where our own file may lie, best first. */
export function forwardingChanges(
  files: readonly SysctlText[],
  ufwIsEnabled: boolean,
  ownPaths: readonly string[],
): ForwardingChanges {
  if (forwardsByFiles(files, ufwIsEnabled)) return { ok: true, changed: [] }
  let last: ForwardingChanges = { ok: false, standsInTheWay: undefined }
  for (const [ownPath, keys] of ownPaths.flatMap((path) => ownKeys.map((keys) => [path, keys] as const))) {
    const withOwn = withOwnFile(files, ownPath, keys)
    last = correctLines(withOwn, ufwIsEnabled)
    if (!last.ok) continue
    // A line that had to be corrected anyway may do without a file of our own.
    const corrected = last.changed
    const withoutOwn = files.map((file) => corrected.find(({ path }) => path === file.path) ?? file)
    const result = forwardsByFiles(withoutOwn, ufwIsEnabled) ? withoutOwn : overlay(withOwn, corrected)
    return { ok: true, changed: result.filter((file) => !files.includes(file)) }
  }
  return last
}

/** Corrects one line after the other until every program ends at 1. */
function correctLines(files: readonly SysctlText[], ufwIsEnabled: boolean): ForwardingChanges {
  let now = files
  const lines = files.flatMap((file) => forwardingLines(file.path, file.text))
  for (const _round of lines) {
    const program = wrongProgram(now, ufwIsEnabled)
    if (program === undefined) break
    const candidates = linesInTheWay(program, now, ufwIsEnabled)
    // Other directories belong to packages, or do not outlive the next boot.
    const line = candidates.find(({ place }) => place.file.startsWith("/etc/"))
    if (line === undefined) return { ok: false, standsInTheWay: candidates[0] }
    now = withCorrectedLine(now, line)
  }
  if (!forwardsByFiles(now, ufwIsEnabled)) return { ok: false, standsInTheWay: undefined }
  return { ok: true, changed: now.filter((file) => !files.includes(file)) }
}

/** The line that wins with another value, then those whose value the kernel refuses: they may hide a good one. */
function linesInTheWay(program: SysctlProgram, files: readonly SysctlText[], ufwIsEnabled: boolean) {
  const { winner, losers } = sysctlOutcome(program, files, ufwIsEnabled)
  const refused = losers.filter(({ why }) => why === "refused-by-kernel").map(({ line }) => line)
  return winner === undefined || writtenNumber(winner.value ?? "") === 1 ? refused : [winner, ...refused]
}

function wrongProgram(files: readonly SysctlText[], ufwIsEnabled: boolean): SysctlProgram | undefined {
  return programs.find((program) => sysctlOutcome(program, files, ufwIsEnabled).value !== 1)
}

/** With our own file saying 1 for these keys: a new file, its old line corrected, or a line added to it. */
function withOwnFile(files: readonly SysctlText[], path: string, keys: readonly string[]): readonly SysctlText[] {
  const isThere = files.some((file) => file.path === path)
  const start = isThere ? files : [...files, { path, realPath: path, text: ownComment }]
  return keys.reduce((now, key) => withOwnKey(now, path, key), start)
}

function withOwnKey(files: readonly SysctlText[], path: string, key: string): readonly SysctlText[] {
  const own = files.find((file) => file.path === path)
  if (own === undefined) return files
  const line = forwardingLines(path, own.text).findLast((one) => one.value !== undefined && one.key === key)
  if (line !== undefined) return writtenNumber(line.value ?? "") === 1 ? files : withCorrectedLine(files, line)
  const gap = own.text === "" || own.text.endsWith("\n") ? "" : "\n"
  return overlay(files, [{ ...own, text: `${own.text}${gap}${key} = 1\n` }])
}

/** A link and its target are one file, and both change: /etc/sysctl.d/99-sysctl.conf is often /etc/sysctl.conf. */
function withCorrectedLine(files: readonly SysctlText[], line: SysctlLine): readonly SysctlText[] {
  const real = files.find((file) => file.path === line.place.file)?.realPath
  return files.map((file) => (file.realPath === real ? { ...file, text: withValue(file.text, line, "1") } : file))
}

function overlay(files: readonly SysctlText[], changed: readonly SysctlText[]): readonly SysctlText[] {
  return files.map((file) => changed.find(({ path }) => path === file.path) ?? file)
}
