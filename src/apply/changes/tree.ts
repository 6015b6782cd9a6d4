// Places the files of release archives and enables what starts them, or, on the way back, removes each that is still as it
// was placed. Either may be done again after a kill at any instant: a file is placed whole or not at all.
import { ranOf, succeeded } from "../../machine/programs/program-end.ts"
import type { WritingMachine } from "../../machine/writing.ts"
import type { Change, TreeChange, TreeFile } from "../../model/change.ts"
import type { Fault } from "../../model/fault.ts"
import type { InitSystemId } from "../../model/service.ts"
import { isAsPlaced } from "../../packages/archives/as-placed.ts"
import { forgetCache, makeCache } from "../../packages/cache.ts"
import { type ApplyContext, initSystemOf } from "../context.ts"
import { faultOf } from "./act-fault.ts"
import { type ChangeKind, lookingAtInstalled, withRemoval } from "./change-kind.ts"

const directoryMode = 0o755

const looking = lookingAtInstalled<TreeChange>((machine, { files }) => {
  if (files.every(({ path }) => machine.inspect(path) === undefined)) return "none"
  return files.every((file) => isAsPlaced(machine, file)) ? "all" : "some"
})

export const tree: ChangeKind<TreeChange> = {
  /**
   * A removal on the way forward may have to be taken back itself, so that what is removed is kept meanwhile, and what it
   * stopped is started again then.
   */
  async perform(context, change, { initSystem: id, secondsLeft }) {
    const isForward = secondsLeft !== undefined
    return change.remove === undefined ? place(context, id, change, isForward) : remove(context, id, change, isForward)
  },
  inverse: withRemoval,
  stepBack: ({ remove: isRemoval }) => (isRemoval === true ? "removed" : "installed"),
  looking,
  subject: ({ archives }) => archives.map(({ project }) => project).join(" "),
  byHand({ files, contents, remove: isRemoval }, { context: { machine }, at }) {
    if (isRemoval === true) {
      return files
        .filter(({ path }) => machine.inspect(path) === undefined)
        .map(({ path, mode }) => `install -D -m ${mode.toString(8)} ${at(`${contents}${path}`)} ${at(path)}`)
    }
    const left = files.filter((file) => isAsPlaced(machine, file))
    return left.length === 0 ? [] : [`rm ${left.map(({ path }) => at(path)).join(" ")}`]
  },
}

/** Files that were placed and that somebody has changed since. */
export function changedSince({ machine }: Pick<ApplyContext, "machine">, { files }: TreeChange): readonly string[] {
  return files
    .filter((file) => machine.inspect(file.path) !== undefined && !isAsPlaced(machine, file))
    .map(({ path }) => path)
}

/** Of a run that has placed or removed files of archives: nothing more is needed of them. What it left of those removed. */
export async function leftBehind({ machine }: ApplyContext, changes: readonly Change[]): Promise<readonly string[]> {
  const trees = changes.filter((change) => change.kind === "tree") as readonly TreeChange[]
  if (changes.some(({ kind }) => kind === "tree" || kind === "exchange")) await forgetCache(machine)
  const removed = trees.filter(({ remove: isRemoval }) => isRemoval === true)
  return removed.flatMap(({ files }) => files.map(({ path }) => path).filter((path) => machine.inspect(path)))
}

async function place(
  context: ApplyContext,
  id: InitSystemId,
  change: TreeChange,
  isForward: boolean,
): Promise<Fault | undefined> {
  const { machine } = context
  const { contents, files, directories, main } = change
  for (const path of directories) {
    const fault = faultOf(machine.makeDirectory(path, directoryMode))
    if (fault !== undefined) return fault
  }
  for (const { path, mode, sha256 } of files) {
    // Going back, what is there was not removed yet, or is somebody's own and was to stay.
    if (!isForward && machine.inspect(path) !== undefined) continue
    const copied = machine.copyFile(`${contents}${path}`, path, { mode, sha256 })
    const isOther = !copied.ok && (copied.failure.errno === "EBADMSG" || copied.failure.errno === "ENOENT")
    if (isOther) return { code: "tree-not-placed", args: { path } }
    const fault = faultOf(copied)
    if (fault !== undefined) return fault
  }
  const unlabelled = await label(machine, [...directories, ...files.map(({ path }) => path)])
  if (unlabelled !== undefined) return unlabelled
  const initSystem = initSystemOf(context, id)
  const enabled = await initSystem?.setEnabled?.(machine, main, true)
  if (enabled !== undefined && !succeeded(enabled)) {
    return { code: "service-not-enabled", args: { service: main }, ran: ranOf(enabled) }
  }
  if (!isForward) await initSystem?.act(machine, main, "start")
  return undefined
}

/** Mounted where SELinux is on. */
const selinux = "/sys/fs/selinux/enforce"

/** What the policy says of these paths: a runtime without its own label runs in no domain of its own. See restorecon(8). */
export async function label(machine: WritingMachine, paths: readonly string[]): Promise<Fault | undefined> {
  if (machine.inspect(selinux) === undefined || paths.length === 0) return undefined
  const argv = ["restorecon", "-F", ...paths]
  const ran = await machine.act({ argv, timeoutSeconds: 60 })
  // A node whose policy has no such program is labelled by other means.
  if (ran.state === "not-found" || succeeded(ran)) return undefined
  return { code: "labels-not-set", args: { command: "restorecon" }, ran: ranOf(ran) }
}

async function remove(
  context: ApplyContext,
  id: InitSystemId,
  change: TreeChange,
  isForward: boolean,
): Promise<Fault | undefined> {
  const { machine } = context
  const unkept = isForward ? keepMeanwhile(machine, change) : undefined
  if (unkept !== undefined) return unkept
  const { files, directories, main } = change
  const initSystem = initSystemOf(context, id)
  const state = (await initSystem?.service(machine, main))?.state
  if (state === "active" || state === "failed") await initSystem?.act(machine, main, "stop")
  if (state !== undefined) await initSystem?.setEnabled?.(machine, main, false)
  const kept = new Set(changedSince(context, change))
  for (const { path } of files.toReversed()) {
    // Also where none is: what a kill has left half beside it goes with it.
    const fault = kept.has(path) ? undefined : faultOf(machine.removeFile(path))
    if (fault !== undefined) return fault
  }
  for (const path of directories.toReversed()) {
    const fault = faultOf(machine.removeEmptyDirectory(path))
    if (fault !== undefined) return fault
  }
  await initSystem?.reread?.(machine)
  if (!isForward) await forgetCache(machine)
  return undefined
}

/** Copies what is about to be removed to where it was unpacked when it was placed. */
function keepMeanwhile(machine: WritingMachine, { contents, files }: TreeChange): Fault | undefined {
  const unmade = faultOf(makeCache(machine)) ?? faultOf(machine.makeDirectory(contents, directoryMode))
  return unmade ?? keepBelow(machine, files, contents)
}

/** Copies those that are as they were placed below a directory that is there, each where it lies on the node. */
export function keepBelow(machine: WritingMachine, files: readonly TreeFile[], contents: string): Fault | undefined {
  for (const file of files.filter((one) => isAsPlaced(machine, one))) {
    const parts = file.path.split("/").slice(1, -1)
    for (let count = 1; count <= parts.length; count += 1) {
      const fault = faultOf(machine.makeDirectory(`${contents}/${parts.slice(0, count).join("/")}`, directoryMode))
      if (fault !== undefined) return fault
    }
    const fault = faultOf(machine.copyFile(file.path, `${contents}${file.path}`, file))
    if (fault !== undefined) return fault
  }
  return undefined
}
