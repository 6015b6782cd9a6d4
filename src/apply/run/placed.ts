// What criadm has placed from release archives and what is still in effect, by the records of its runs. Reads only.
import type { ReadingMachine } from "../../machine/reading.ts"
import type { Change, ExchangeChange } from "../../model/change.ts"
import type { PlacedArchives } from "../../model/install/placed.ts"
import { readRuns, runsInEffect } from "./runs.ts"

/** Undefined: it has placed none; or only root may read what it has. */
export function placedArchives(machine: ReadingMachine): PlacedArchives | undefined {
  const changes = runsInEffect(readRuns(machine)).flatMap(({ plan }) => plan.changes)
  return changes.reduce(after, undefined as PlacedArchives | undefined)
}

function after(placed: PlacedArchives | undefined, change: Change): PlacedArchives | undefined {
  if (change.kind === "tree") {
    if (change.remove === true) return undefined
    const { component, archives, files } = change
    return { component, archives: archives.map(({ project, version }) => ({ project, version })), files }
  }
  return change.kind === "exchange" && placed !== undefined ? exchanged(placed, change) : placed
}

function exchanged(placed: PlacedArchives, { archives, files, replaced }: ExchangeChange): PlacedArchives {
  const anew = new Set(archives.map(({ project }) => project))
  const gone = new Set([...replaced, ...files].map(({ path }) => path))
  return {
    component: placed.component,
    archives: [
      ...archives.map(({ project, version }) => ({ project, version })),
      ...placed.archives.filter(({ project }) => !anew.has(project)),
    ],
    files: [...files, ...placed.files.filter(({ path }) => !gone.has(path))],
  }
}
