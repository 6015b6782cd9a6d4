// Every kind of change, and what is asked of any change whatever its kind.
import type { ReadingMachine } from "../../machine/reading.ts"
import type { CarriedImagesChange, Change, PodsChange, ServiceChange } from "../../model/change.ts"
import type { Fault } from "../../model/fault.ts"
import type { ApplyContext } from "../context.ts"
import { carriedImages } from "./carried-images.ts"
import type { ByHand, ChangeKind, Doing, Looking, Moved, ObservedState, StepBack } from "./change-kind.ts"
import { directory } from "./directory.ts"
import { exchange } from "./exchange.ts"
import { file } from "./file.ts"
import { image } from "./image.ts"
import { link } from "./link.ts"
import { liveValue } from "./live-value.ts"
import { module } from "./module.ts"
import { packages } from "./packages.ts"
import { pods } from "./pods.ts"
import { service } from "./service.ts"
import { swap } from "./swap.ts"
import { tree } from "./tree.ts"

type Kind = Change["kind"]

const kinds: { readonly [One in Kind]: ChangeKind<Extract<Change, { readonly kind: One }>> } = {
  file,
  directory,
  link,
  "live-value": liveValue,
  swap,
  module,
  packages,
  tree,
  exchange,
  pods,
  image,
  "carried-images": carriedImages,
  service,
}

/** The one cast: a change and the answers of its kind belong together, which the compiler cannot follow through a union. */
const kindOf = (change: Change) => kinds[change.kind] as unknown as ChangeKind<Change>

/** A change that leaves something behind which can be looked at. Only the ledger tells of the others. */
export type ObservableChange = Exclude<Change, ServiceChange | PodsChange | CarriedImagesChange>

export function isObservable(change: Change): change is ObservableChange {
  return kindOf(change).looking !== undefined
}

const lookingAt = (change: ObservableChange) => kindOf(change).looking as Looking<Change>

/** Recovery asks this instead of trusting the ledger alone: a process can be killed between an act and its record. */
export function observedState(machine: ReadingMachine, change: ObservableChange): ObservedState {
  return lookingAt(change).observe(machine, change)
}

/** What has changed on the node since the plan was made, in one word; undefined: the change can be made. */
export function whatMoved(machine: ReadingMachine, change: ObservableChange): Moved | undefined {
  return lookingAt(change).moved(machine, change)
}

export const isAnybodys = (change: ObservableChange): boolean => lookingAt(change).isAnybodys

export const isOursOnceBegun = (change: ObservableChange): boolean => lookingAt(change).isOursOnceBegun

export function perform(context: ApplyContext, change: Change, doing: Doing): Promise<Fault | undefined> {
  return kindOf(change).perform(context, change, doing)
}

/** The change that takes this one back. The inverse of an inverse is the change again. */
export function inverse(change: Change): Change {
  return kindOf(change).inverse(change)
}

export const stepBackOf = (change: Change): StepBack | "never" => kindOf(change).stepBack(change)

/** The path an operator would name. */
export const subjectOf = (change: Change): string => kindOf(change).subject(change)

export const commandsToUndo = (change: Change, how: ByHand): readonly string[] => kindOf(change).byHand(change, how)
