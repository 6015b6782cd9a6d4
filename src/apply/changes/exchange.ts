// Files of one release give way to those of another, or, on the way back, the older ones come back from where they were
// kept. Each file is placed whole or not at all, and either way may be done again after a kill at any instant. What somebody
// has changed since stays.
import type { ReadingMachine } from "../../machine/reading.ts"
import type { WritingMachine } from "../../machine/writing.ts"
import type { Change, ExchangeChange, TreeFile } from "../../model/change.ts"
import type { Fault } from "../../model/fault.ts"
import { isAsPlaced } from "../../packages/archives/as-placed.ts"
import { forgetCache, makeCache } from "../../packages/cache.ts"
import { sweepBeside } from "../back/sweep.ts"
import { initSystemOf } from "../context.ts"
import { replacedDirectory } from "../run/state-directory.ts"
import { faultOf } from "./act-fault.ts"
import type { ChangeKind, ObservedState } from "./change-kind.ts"
import { keepBelow, label } from "./tree.ts"

const directoryMode = 0o755

/** What goes and what comes, whichever way it is. */
interface Way {
  readonly leaving: readonly TreeFile[]
  /** Below it is kept what leaves. */
  readonly keeping: string
  readonly coming: readonly TreeFile[]
  readonly from: string
}

function wayOf({ files, contents, replaced, kept, back }: ExchangeChange): Way {
  return back === undefined
    ? { leaving: replaced, keeping: kept, coming: files, from: contents }
    : { leaving: files, keeping: contents, coming: replaced, from: kept }
}

export const exchange: ChangeKind<ExchangeChange> = {
  async perform(context, change, { initSystem: id, secondsLeft }) {
    const { machine } = context
    const way = wayOf(change)
    // On the way back from a run that was broken off, what it would have kept is where it comes from.
    const unkept = secondsLeft === undefined ? undefined : keep(machine, change, way)
    const fault = unkept ?? place(machine, change, way)
    if (fault !== undefined) return fault
    const made = change.back === undefined ? change.directories : []
    const unlabelled = await label(machine, [...made, ...way.coming.map(({ path }) => path)])
    if (unlabelled !== undefined) return unlabelled
    await initSystemOf(context, id)?.reread?.(machine)
    if (secondsLeft === undefined && change.back === true) {
      forgetReplaced(machine, [change])
      await forgetCache(machine)
    }
    return undefined
  },
  inverse({ back, ...change }) {
    return back === undefined ? { ...change, back: true } : change
  },
  stepBack: () => "installed",
  looking: {
    observe,
    moved: (machine, change) =>
      change.back !== undefined || observe(machine, change) === "before" ? undefined : "packages",
    isAnybodys: false,
    isOursOnceBegun: true,
  },
  subject: ({ archives }) => archives.map(({ project }) => project).join(" "),
  byHand(change, { context: { machine }, at }) {
    // What a person would type takes the change back, so what comes then is what left.
    const { leaving, keeping, coming } = wayOf(change)
    const returning = leaving.filter((file) => !isAsPlaced(machine, file))
    const paths = new Set(leaving.map(({ path }) => path))
    const over = coming.filter((file) => !paths.has(file.path) && isAsPlaced(machine, file))
    return [
      ...returning.map(({ path, mode }) => `install -D -m ${mode.toString(8)} ${at(`${keeping}${path}`)} ${at(path)}`),
      ...(over.length === 0 ? [] : [`rm ${over.map(({ path }) => at(path)).join(" ")}`]),
    ]
  },
}

function observe(machine: ReadingMachine, change: ExchangeChange): ObservedState {
  const { leaving, coming } = wayOf(change)
  const are = (these: readonly TreeFile[], those: readonly TreeFile[]) => {
    const paths = new Set(these.map(({ path }) => path))
    const isOver = ({ path }: TreeFile) => !paths.has(path) && machine.inspect(path) !== undefined
    return these.every((file) => isAsPlaced(machine, file)) && !those.some(isOver)
  }
  if (are(coming, leaving)) return "after"
  return are(leaving, coming) ? "before" : "other"
}

/** Files of either release that somebody has changed since the exchange: an undoing has left them. */
export function changedSinceExchange(machine: ReadingMachine, change: ExchangeChange): readonly string[] {
  const { coming, leaving } = wayOf(change)
  const mine = [...coming, ...leaving]
  const paths = new Set(mine.map(({ path }) => path))
  return [...paths].filter(
    (path) =>
      machine.inspect(path) !== undefined && !mine.some((file) => file.path === path && isAsPlaced(machine, file)),
  )
}

/** When an undoing has ended well, nothing that was kept for it is needed any more. */
export function forgetReplaced(machine: WritingMachine, changes: readonly Change[]): void {
  for (const change of changes) {
    if (change.kind !== "exchange" || change.back === undefined) continue
    for (const { path } of change.replaced) machine.removeFile(`${change.kept}${path}`)
    const above = new Set(change.replaced.flatMap(({ path }) => directoriesOf(`${change.kept}${path}`, change.kept)))
    for (const path of [...above].toSorted((a, b) => b.length - a.length)) machine.removeEmptyDirectory(path)
  }
}

function directoriesOf(path: string, upTo: string): readonly string[] {
  const above = path.slice(0, path.lastIndexOf("/"))
  return above.length < upTo.length ? [] : [above, ...directoriesOf(above, upTo)]
}

function keep(machine: WritingMachine, { back }: ExchangeChange, { leaving, keeping }: Way): Fault | undefined {
  const made = back === undefined ? machine.makeDirectory(replacedDirectory, 0o700) : makeCache(machine)
  const unmade = faultOf(made) ?? faultOf(machine.makeDirectory(keeping, directoryMode))
  return unmade ?? keepBelow(machine, leaving, keeping)
}

function place(machine: WritingMachine, change: ExchangeChange, { leaving, coming, from }: Way): Fault | undefined {
  const { directories, back } = change
  for (const path of back === undefined ? directories : []) {
    const fault = faultOf(machine.makeDirectory(path, directoryMode))
    if (fault !== undefined) return fault
  }
  const mayGo = (path: string) =>
    machine.inspect(path) === undefined || leaving.some((file) => file.path === path && isAsPlaced(machine, file))
  for (const file of coming) {
    if (isAsPlaced(machine, file) || !mayGo(file.path)) {
      // What a kill has left half beside it.
      const unswept = sweepBeside(machine, file.path)
      if (unswept !== undefined) return unswept
      continue
    }
    const copied = machine.copyFile(`${from}${file.path}`, file.path, file)
    const isOther = !copied.ok && (copied.failure.errno === "EBADMSG" || copied.failure.errno === "ENOENT")
    if (isOther) return { code: "tree-not-placed", args: { path: file.path } }
    const fault = faultOf(copied)
    if (fault !== undefined) return fault
  }
  const stays = new Set(coming.map(({ path }) => path))
  for (const { path } of leaving.toReversed()) {
    // Also where none is: what a kill has left half beside it goes with it.
    const fault = stays.has(path) || !mayGo(path) ? undefined : faultOf(machine.removeFile(path))
    if (fault !== undefined) return fault
  }
  for (const path of back === undefined ? [] : directories.toReversed()) {
    const fault = faultOf(machine.removeEmptyDirectory(path))
    if (fault !== undefined) return fault
  }
  return undefined
}
