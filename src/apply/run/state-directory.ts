// Where criadm keeps its own: the lock and one directory per run. Nobody but the owner may read below it, because
// plans hold whole configuration files, and those may hold registry credentials.
import { directoryOf, nameOf } from "../../machine/paths.ts"
import type { ReadingMachine } from "../../machine/reading.ts"
import type { Acted, NewFile, WritingMachine } from "../../machine/writing.ts"
import { type Fault, failed, ok, type Result } from "../../model/fault.ts"
import { stateDirectory } from "../../model/run.ts"
import { faultOf, inOrder } from "../changes/act-fault.ts"

export const lockFile = `${stateDirectory}/lock`
const runsDirectory = `${stateDirectory}/runs`
/** Files that gave way to those of another release, kept for the undoing. */
export const replacedDirectory = `${stateDirectory}/replaced`
/** One record per migration, by its number. */
export const migrationsDirectory = `${stateDirectory}/migrations`
/** Held by the criadm that takes a migration further; each of its runs takes the lock of runs besides. */
export const migrationLock = `${stateDirectory}/migration.lock`

/** Of everything below the state directory. */
const ownDirectoryMode = 0o700
export const ownFileMode = 0o600

export interface RunPaths {
  readonly directory: string
  /** The plan as it was applied. */
  readonly plan: string
  readonly ledger: string
  /** Copies of the files as they were, for a person; criadm itself puts back from the plan. */
  readonly before: string
  /** Copies that the runtime's own program judges before anything is replaced. */
  readonly staged: string
  /** criadm itself as it was then, while a guard may have to start it. */
  readonly program: string
}

export function runPaths(number: number): RunPaths {
  const directory = `${runsDirectory}/${number}`
  return {
    directory,
    plan: `${directory}/plan.json`,
    ledger: `${directory}/ledger.jsonl`,
    before: `${directory}/before`,
    staged: `${directory}/staged`,
    program: `${directory}/criadm`,
  }
}

/** Where the copy of a file as it was before a run lies: for a person who must put it back, and for its attributes. */
export function keptFile(number: number, index: number, path: string): string {
  return `${runPaths(number).before}/${index}-${nameOf(path)}`
}

/** Numbers of all run directories, oldest first; those without a ledger included. */
export function runNumbers(machine: ReadingMachine): readonly number[] {
  return (machine.list(runsDirectory) ?? [])
    .filter((name) => /^[1-9]\d{0,8}$/.test(name))
    .map(Number)
    .toSorted((a, b) => a - b)
}

/** Makes the state directory where there is none; refuses one that somebody else could write to. */
export function openStateDirectory(machine: WritingMachine): Result<true> {
  const parents = ["/var", "/var/lib"].filter((path) => machine.resolve(path) === undefined)
  const made = inOrder(makeEach(machine, parents, 0o755))
  if (!made.ok) return made
  for (const path of [stateDirectory, runsDirectory]) {
    const own = inOrder(makeEach(machine, [path], ownDirectoryMode))
    if (!own.ok) return own
    if (!isOursAlone(machine, path)) return failed(unsafeDirectory(path))
  }
  return ok(true)
}

function* makeEach(machine: WritingMachine, paths: readonly string[], mode: number): Iterable<Acted> {
  for (const path of paths) {
    if (machine.inspect(path) === undefined) yield machine.makeDirectory(path, mode)
  }
}

function isOursAlone(machine: ReadingMachine, path: string): boolean {
  const entry = machine.inspect(path)
  return entry?.kind === "directory" && entry.uid === machine.uid && (entry.mode & 0o022) === 0
}

function unsafeDirectory(directory: string): Fault {
  return { code: "state-directory-unsafe", args: { directory } }
}

/** Makes a directory of ours and its parents up to the state directory. */
export function makeOwnDirectories(machine: WritingMachine, directory: string): Result<true> {
  const missing: string[] = []
  for (let path = directory; machine.inspect(path) === undefined; path = directoryOf(path)) missing.unshift(path)
  return inOrder(makeEach(machine, missing, ownDirectoryMode))
}

/** Writes a file of ours, whole. `rest`: see NewFile. */
export function writeOwnFile(
  machine: WritingMachine,
  path: string,
  text: string,
  rest: Pick<NewFile, "attributesFrom"> = {},
): Fault | undefined {
  const owner = machine.inspect(stateDirectory)
  const bytes = new TextEncoder().encode(text)
  const file = { bytes, mode: ownFileMode, uid: owner?.uid ?? machine.uid, gid: owner?.gid ?? 0, ...rest }
  return faultOf(machine.replaceFile(path, file))
}

/** Removes what lies below a directory of ours; used on run directories that never became a run. */
export function emptyOwnDirectory(machine: WritingMachine, directory: string): Result<true> {
  for (const name of machine.list(directory) ?? []) {
    const path = `${directory}/${name}`
    const isDirectory = machine.inspect(path)?.kind === "directory"
    const emptied = isDirectory ? emptyOwnDirectory(machine, path) : ok<true>(true)
    if (!emptied.ok) return emptied
    const fault = faultOf(isDirectory ? machine.removeEmptyDirectory(path) : machine.removeFile(path))
    if (fault !== undefined) return failed(fault)
  }
  return ok(true)
}
