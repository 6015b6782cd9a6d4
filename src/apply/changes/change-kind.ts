// What every kind of change must answer: how it is done, how it is taken back, and how one sees where it stands. A new
// kind is one file here and its line in known.ts; the compiler names a kind that is missing.
import type { ReadingMachine } from "../../machine/reading.ts"
import type { Change } from "../../model/change.ts"
import type { Fault } from "../../model/fault.ts"
import type { InitSystemId } from "../../model/service.ts"
import type { ApplyContext } from "../context.ts"
import type { Difference } from "./file-version.ts"

/** "other": somebody else's; it is never overwritten unasked. */
export type ObservedState = "before" | "after" | "other"

/** "link": a symbolic link leads elsewhere now. "value": a value of the kernel. "kind": something else stands there. */
export type Moved = Difference | "link" | "value" | "kind" | "packages"

/** How long acts on services may still take; asked when one begins. */
export type SecondsLeft = () => number

export interface Doing {
  readonly initSystem: InitSystemId
  /** Absent: on the way back, as long as it takes. */
  readonly secondsLeft?: SecondsLeft | undefined
}

/** Of a change that leaves something behind which can be looked at. */
export interface Looking<C> {
  observe(machine: ReadingMachine, change: C): ObservedState
  /** What keeps it from being made, since its `before` no longer holds; undefined: nothing. */
  moved(machine: ReadingMachine, change: C): Moved | undefined
  /** Made meanwhile by somebody else it is as asked: nothing is to be done, and nothing to be undone. */
  readonly isAnybodys: boolean
  /** None was there before: until the ledger says that it was taken back, what is there is ours, however it looks. */
  readonly isOursOnceBegun: boolean
}

/** For commands that a person would type to take a change back. */
export interface ByHand {
  readonly context: ApplyContext
  readonly initSystem: InitSystemId
  /** A path of the node, as a shell of the machine on which it is pasted reads it. */
  at(path: string): string
  word(text: string): string
  /** The copy of a file that was kept when the run began. */
  kept(path: string): string
}

/** The order in which changes are taken back, first things first; within a step the newest first, but services. */
export const stepsBack = [
  "images",
  "installed",
  "files",
  "live-values",
  "kernel",
  // What was removed comes back when its files are there again.
  "removed",
  "services",
] as const
export type StepBack = (typeof stepsBack)[number]

export interface ChangeKind<C extends Change> {
  /** Does it; a change going back is the inverse change. Does not ask whether it should be done, and records nothing. */
  perform(context: ApplyContext, change: C, doing: Doing): Promise<Fault | undefined>
  /** The change that takes this one back. The inverse of an inverse is the change again. */
  inverse(change: C): C
  /** "never": there is nothing to be taken back. */
  stepBack(change: C): StepBack | "never"
  /** Absent: only the ledger tells whether it was made. */
  readonly looking?: Looking<C>
  /** What an operator would name: a path, a service, packages. */
  subject(change: C): string
  /** What a person would type to take it back. */
  byHand(change: C, how: ByHand): readonly string[]
}

/** The inverse of a change whose undoing says `remove`. */
export function withRemoval<C extends { readonly remove?: true }>(change: C): C {
  const { remove, ...made } = change
  return remove === undefined ? { ...change, remove: true } : (made as C)
}

/**
 * Of what is installed together and none of which was there before. To be removed, some of it may be gone already.
 * `presence`: "some" also where a part is not as it was installed.
 */
export function lookingAtInstalled<C extends { readonly remove?: true }>(
  presence: (machine: ReadingMachine, change: C) => "all" | "none" | "some",
): Looking<C> {
  const observe = (machine: ReadingMachine, change: C): ObservedState => {
    const found = presence(machine, change)
    if (found === "some") return "other"
    return (found === "all") === (change.remove === undefined) ? "after" : "before"
  }
  return {
    observe,
    moved: (machine, change) =>
      change.remove !== undefined || observe(machine, change) === "before" ? undefined : "packages",
    isAnybodys: false,
    isOursOnceBegun: true,
  }
}
