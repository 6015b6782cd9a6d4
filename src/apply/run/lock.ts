// One run at a time. The lock is a file created exclusively; it names its holder, so that a dead holder is recognised
// and a living one can be told to the person who waits.
import type { WritingMachine } from "../../machine/writing.ts"
import { type Fault, failed, ok, type Result } from "../../model/fault.ts"
import { faultOf } from "../changes/act-fault.ts"
import type { ApplyContext } from "../context.ts"
import type { Holder } from "./processes.ts"
import { lockFile, ownFileMode } from "./state-directory.ts"

interface LockText extends Holder {
  /** Milliseconds since the epoch. */
  readonly since: number
}

/** How often a lock held by somebody else is looked at again, in milliseconds. A person does not notice less. */
const lookAgainMilliseconds = 200

/** Gives the lock, waiting up to `timeoutSeconds` for a living holder. */
export async function takeLock(
  context: ApplyContext,
  timeoutSeconds: number,
  path: string = lockFile,
): Promise<Result<true>> {
  const { machine } = context
  const deadline = machine.sinceBoot() + timeoutSeconds * 1000
  for (;;) {
    const taken = tryLock(context, path)
    if (taken.ok || taken.fault.code !== "locked" || machine.sinceBoot() >= deadline) return taken
    await machine.pause(lookAgainMilliseconds)
  }
}

/** A lock that cannot be removed is left: its holder will be dead, and the next run recognises that. */
export function releaseLock(machine: WritingMachine, path: string = lockFile): void {
  machine.removeFile(path)
}

function tryLock(context: ApplyContext, path: string): Result<true> {
  const { machine, processes } = context
  const mine: LockText = { ...processes.self(), since: machine.now() }
  for (;;) {
    const created = machine.createExclusively(path, `${JSON.stringify(mine)}\n`, ownFileMode)
    if (created.ok) return ok(true)
    if (created.failure.errno !== "EEXIST") return failed(faultOf(created)!)
    const found = machine.readFile(path)
    if (found.state === "unreadable") return failed(unreadable(path, found.why))
    if (found.state === "absent") continue
    const text = new TextDecoder().decode(found.bytes)
    const holder = holderIn(text)
    if (holder !== undefined && processes.isRunning(holder)) return failed(locked(holder))
    const removed = removeDeadLock(context, path, text)
    if (!removed.ok) return removed
  }
}

/**
 * Two who find the same dead holder must not both remove the lock: the slower one would remove the faster one's new
 * lock. So the removal has a lock of its own, and under it the dead holder is looked at once more. That lock may
 * have a dead holder too, and is then taken over in the same way.
 */
function removeDeadLock(context: ApplyContext, path: string, dead: string): Result<true> {
  const { machine } = context
  const removal = `${path}.takeover`
  const taken = tryLock(context, removal)
  if (!taken.ok) return taken
  const found = machine.readFile(path)
  const isSame = found.state === "read" && new TextDecoder().decode(found.bytes) === dead
  const removed = isSame ? faultOf(machine.removeFile(path)) : undefined
  const fault = removed ?? faultOf(machine.removeFile(removal))
  return fault === undefined ? ok(true) : failed(fault)
}

function holderIn(text: string): LockText | undefined {
  try {
    const value = JSON.parse(text) as Partial<LockText> | null
    return typeof value?.pid === "number" ? (value as LockText) : undefined
  } catch {
    return undefined
  }
}

function unreadable(file: string, why: string): Fault {
  return { code: "file-unreadable", args: { file, why } }
}

function locked(holder: LockText): Fault {
  return { code: "locked", args: { pid: holder.pid, since: new Date(holder.since).toISOString() } }
}
