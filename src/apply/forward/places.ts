// Where the new files of a plan really come to lie: behind links of directories, with the parents that are missing. What
// is written is written at real paths only, and components know the files they read, not every directory of the node.
import { directoryOf, nameOf, pathBelow } from "../../machine/paths.ts"
import type { ReadingMachine } from "../../machine/reading.ts"
import type { Change, DirectoryChange, FileChange, LinkChange } from "../../model/change.ts"
import { type Fault, failed, ok, type Result } from "../../model/fault.ts"
import type { Plan } from "../../model/plan.ts"

/** The same plan at real places, each missing parent made before what lies in it. A fault: a link leads nowhere. */
export function atRealPlaces(machine: ReadingMachine, plan: Plan): Result<Plan> {
  const changes: Change[] = []
  const made = new Set<string>()
  for (const change of plan.changes) {
    if (!isNew(change)) {
      changes.push(change)
      continue
    }
    const dangling = danglingLink(machine, change.path)
    if (dangling !== undefined) return failed(dangling)
    const real = realPlace(machine, change.kind === "file" ? change.realPath : change.path)
    for (const path of missingParents(machine, real)) {
      if (made.has(path)) continue
      made.add(path)
      const { component, why } = change
      changes.push({ kind: "directory", component, path, mode: 0o755, why })
    }
    if (change.kind === "file") changes.push({ ...change, realPath: real })
    else if (!made.has(real)) changes.push({ ...change, path: real })
    made.add(real)
  }
  return ok({ ...plan, changes })
}

/** A name beside a file under which nothing lies: "config.toml.old", "config.toml.old.2". */
export function freePathBeside(machine: ReadingMachine, path: string): string {
  for (let number = 1; ; number += 1) {
    const beside = number === 1 ? `${path}.old` : `${path}.old.${number}`
    if (machine.inspect(beside) === undefined) return beside
  }
}

function isNew(change: Change): change is FileChange | DirectoryChange | LinkChange {
  if (change.kind === "file") return change.before === null && change.after !== null
  return (change.kind === "directory" || change.kind === "link") && change.remove === undefined
}

/** A link at the path, or above it, that leads to nothing: what is written there would be lost, or meant elsewhere. */
export function danglingLink(machine: ReadingMachine, path: string): Fault | undefined {
  for (let here = path; here !== "/"; here = directoryOf(here)) {
    const entry = machine.inspect(here)
    if (entry === undefined) continue
    if (entry.kind !== "symlink" || machine.resolve(here) !== undefined) return undefined
    return { code: "link-to-nothing", args: { link: here, target: entry.target ?? "" } }
  }
  return undefined
}

/** Behind the links of what is there, and as it is asked below that. */
function realPlace(machine: ReadingMachine, path: string): string {
  if (path === "/") return path
  const directory = directoryOf(path)
  return pathBelow(machine.resolve(directory) ?? realPlace(machine, directory), nameOf(path))
}

/** Outermost first. */
function missingParents(machine: ReadingMachine, path: string): readonly string[] {
  const directory = directoryOf(path)
  if (directory === "/" || machine.resolve(directory) !== undefined) return []
  return [...missingParents(machine, directory), directory]
}
