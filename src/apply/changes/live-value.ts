// A value of the running kernel.
import type { ReadingMachine } from "../../machine/reading.ts"
import type { LiveValueChange } from "../../model/change.ts"
import { faultOf } from "./act-fault.ts"
import type { ChangeKind, Looking } from "./change-kind.ts"
import { readVersion } from "./file-version.ts"

/**
 * A value of the running kernel without the line break at its end, several numbers parted by blanks; undefined when it
 * cannot be read.
 */
export function readLiveValue(machine: ReadingMachine, path: string): string | undefined {
  const version = readVersion(machine, path)
  return version ? version.text.trim().replaceAll("\t", " ") : undefined
}

const looking: Looking<LiveValueChange> = {
  observe(machine, { path, before, after, withModule }) {
    const now = readLiveValue(machine, path)
    // It goes with its module, or stays with it.
    if (withModule !== undefined) return now === after || after === "" ? "after" : "before"
    if (now === after) return "after"
    return now === before ? "before" : "other"
  },
  moved: (machine, change) => (looking.observe(machine, change) === "other" ? "value" : undefined),
  isAnybodys: true,
  isOursOnceBegun: false,
}

export const liveValue: ChangeKind<LiveValueChange> = {
  /** The kernel may take a value and not keep it (read-only in a container, clamped), so it is read back. */
  async perform({ machine }, { path, after, withModule }) {
    if (withModule !== undefined && after === "") return undefined
    const fault = faultOf(machine.writeLiveValue(path, after))
    if (fault !== undefined) return fault
    const value = readLiveValue(machine, path) ?? ""
    return value === after ? undefined : { code: "live-value-not-taken", args: { path, value, after } }
  },
  inverse: (change) => ({ ...change, before: change.after, after: change.before }),
  stepBack: () => "live-values",
  looking,
  subject: ({ path }) => path,
  byHand: ({ before, path, withModule }, { at, word }) =>
    withModule === undefined ? [`echo ${word(before)} > ${at(path)}`] : [],
}
