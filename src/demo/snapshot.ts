// What lies below the sample node's directory, so that the demo can show that undo puts every byte back.
import { lstatSync, readdirSync, readFileSync } from "node:fs"
import { join, relative } from "node:path"

/** Kept on purpose after an undo: the history of runs. */
const ownState = "var/lib/criadm"

/** Path below the directory to mode and contents. */
export function snapshot(directory: string): ReadonlyMap<string, string> {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true })
  return new Map(
    entries
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => !relative(directory, path).startsWith(ownState))
      .map((path) => {
        const stat = lstatSync(path)
        return [relative(directory, path), `${stat.mode} ${stat.isFile() ? readFileSync(path, "base64") : ""}`]
      }),
  )
}

export function differingFiles(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): readonly string[] {
  return [...new Set([...before.keys(), ...after.keys()])].filter((path) => before.get(path) !== after.get(path))
}
