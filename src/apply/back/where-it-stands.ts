// Where a change stands on the node right now: not made, made, or something else that is neither. Recovery asks this
// instead of trusting the ledger alone: a process can be killed between an act and its record.
import type { ReadingMachine } from "../../machine/reading.ts"
import type {
  CarriedImagesChange,
  Change,
  PackagesChange,
  PodsChange,
  ServiceChange,
  TreeChange,
  TreeFile,
} from "../../model/change.ts"
import { packageManagers } from "../../packages/known.ts"
import { differenceOf, readVersion } from "../changes/file-version.ts"

/** A change that leaves something behind which can be looked at. */
export type StandingChange = Exclude<Change, ServiceChange | PodsChange | CarriedImagesChange>

/** Only the ledger tells of others: a restart, the end of pods, images carried over. */
export function isStanding(change: Change): change is StandingChange {
  return change.kind !== "service" && change.kind !== "pods" && change.kind !== "carried-images"
}

/** "other": somebody else's; it is never overwritten unasked. */
export type Standing = "before" | "after" | "other"

export function standingOf(machine: ReadingMachine, change: StandingChange): Standing {
  switch (change.kind) {
    case "file": {
      const now = readVersion(machine, change.realPath)
      if (differenceOf(change.after, now) === undefined) return "after"
      return differenceOf(change.before, now) === undefined ? "before" : "other"
    }
    case "directory": {
      const kind = machine.inspect(change.path)?.kind
      if (kind !== undefined && kind !== "directory") return "other"
      const isThere = kind === "directory"
      return isThere === (change.remove === undefined) ? "after" : "before"
    }
    // Only the runtime knows, and it may not run now.
    case "image":
      return "other"
    case "packages":
      return packagesStanding(machine, change)
    case "swap":
      return swapDevices(machine).includes(change.device) === (change.back !== undefined) ? "after" : "before"
    case "module":
      return isLoaded(machine, change.name) === (change.remove === undefined) ? "after" : "before"
    case "tree":
      return treeStanding(machine, change)
    case "live-value": {
      const now = readLiveValue(machine, change.path)
      // It goes with its module, or stays with it.
      if (change.withModule !== undefined) return now === change.after || change.after === "" ? "after" : "before"
      if (now === change.after) return "after"
      return now === change.before ? "before" : "other"
    }
  }
}

/** What the running kernel swaps to: proc_swaps(5), blanks of a name as \\040. */
export function swapDevices(machine: ReadingMachine): readonly string[] {
  const version = readVersion(machine, "/proc/swaps")
  const lines = version ? version.text.split("\n").slice(1) : []
  return lines.flatMap((line) => line.split(/\s/)[0] || [])
}

/** Modules built into the kernel count as loaded where they have anything to show: sysfs-module. */
export function isLoaded(machine: ReadingMachine, name: string): boolean {
  return machine.inspect(`/sys/module/${name}`) !== undefined
}

/** Half of them there, or one of them half installed: "other". */
function packagesStanding(machine: ReadingMachine, change: PackagesChange): Standing {
  const manager = packageManagers.find(({ id }) => id === change.manager)
  const states = manager?.states(machine, change.packages) ?? []
  if (manager === undefined || states.length === 0) return "other"
  const [there, gone] = change.remove === undefined ? (["after", "before"] as const) : (["before", "after"] as const)
  if (states.every((state) => state === "installed")) return there
  return states.every((state) => state === "absent") ? gone : "other"
}

/** Some of them there, or one of them not as it was placed: "other". */
function treeStanding(machine: ReadingMachine, { files, remove }: TreeChange): Standing {
  const [there, gone] = remove === undefined ? (["after", "before"] as const) : (["before", "after"] as const)
  if (files.every(({ path }) => machine.inspect(path) === undefined)) return gone
  return files.every((file) => isAsPlaced(machine, file)) ? there : "other"
}

/** Whether a file is there, and is what the archive brought. */
export function isAsPlaced(machine: ReadingMachine, { path, bytes, sha256 }: TreeFile): boolean {
  const entry = machine.inspect(path)
  return entry?.kind === "file" && entry.size === bytes && machine.sha256(path) === sha256
}

/**
 * A value of the running kernel without the line break at its end, several numbers parted by blanks; undefined when it
 * cannot be read.
 */
export function readLiveValue(machine: ReadingMachine, path: string): string | undefined {
  const version = readVersion(machine, path)
  return version ? version.text.trim().replaceAll("\t", " ") : undefined
}

/** The path an operator would name. */
export function subjectOf(change: Change): string {
  if (change.kind === "packages") return change.requested.join(" ")
  if (change.kind === "pods" || change.kind === "carried-images") return change.endpoint
  if (change.kind === "image") return change.image
  if (change.kind === "module") return change.name
  if (change.kind === "swap") return change.device
  if (change.kind === "tree") return change.archives.map(({ project }) => project).join(" ")
  return change.kind === "service" ? change.service : change.path
}
