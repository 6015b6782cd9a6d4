// A daemon of the runtime's own program on copies of the new configuration, apart from the node's: started, asked over CRI,
// and stopped again, before anything is replaced.

import type { Ran } from "../../machine/reading.ts"
import type { WritingMachine } from "../../machine/writing.ts"
import type { Fault } from "../../model/fault.ts"
import type { Copies, Judgement, Plan, Trial } from "../../model/plan.ts"
import type { ApplyContext } from "../context.ts"

/** A start takes a fraction of a second; an emulated machine or a cold disk needs more. Within the run's own time limit. */
const longestSeconds = 30

/** One question to a socket on which nobody may listen yet. */
const answerMilliseconds = 1000
const pauseMilliseconds = 50
/** Streaming is served from another thread, which ends the daemon a moment after CRI answers. An editor's choice. */
const settleMilliseconds = 1000

/** Exists when the daemon has been seen, or is not waited for any more. */
const seen = "seen"

/** Exit code of the script: there is no place for the trial. No daemon of Go's ends with it by itself. */
const noPlace = 125

/**
 * $1: the directory, $2: tenths of a second. The daemon ends with criadm, however that ends (nobody reads then what is
 * written here: PIPE), and with its time, and takes all it made along. A mount namespace of its own keeps what a
 * snapshotter mounts to see whether it can.
 */
const script = `directory=$1 tenths=$2; shift 2
rm -rf "$directory"; mkdir -m 700 "$directory" || exit ${noPlace}
trap 'rm -rf "$directory"' EXIT
if unshare --mount true 2>/dev/null; then set -- unshare --mount "$@"; fi
"$@" </dev/null >"$directory/log" 2>&1 &
daemon=$!
trap '' PIPE
while kill -0 $daemon 2>/dev/null && kill -0 $PPID 2>/dev/null && [ ! -e "$directory/${seen}" ] && [ $tenths -gt 0 ]; do
  sleep 0.1; tenths=$((tenths - 1))
done
if kill -9 $daemon 2>/dev/null; then code=0; wait $daemon; else wait $daemon; code=$?; fi
cat "$directory/log" >&2
exit $code
`

/** What a trial came to: CRI was served, it was not, or neither was seen in time. */
type Came = { readonly to: "served" | "unknown" } | { readonly to: "not-served"; readonly ran: Ran }

/** Undefined: it serves CRI, or nothing can be proven here. `staged`: where copies may lie. */
export async function tryOut(
  context: ApplyContext,
  staged: string,
  { timeoutSeconds }: Plan,
  { component: id, trial }: Judgement,
  interrupted: AbortSignal,
  layOut: (staged: string, copies: Copies) => boolean,
): Promise<Fault | undefined> {
  const runtime = context.components.find((component) => component.id === id)?.runtime
  if (trial === undefined || runtime?.trialFailed === undefined) return undefined
  const seconds = Math.min(longestSeconds, timeoutSeconds)
  const started = async (name: "asked" | "neutral") => {
    const at = `${staged}/${name}`
    if (!layOut(at, trial[name])) return { to: "unknown" } as const
    return start(context, at, trial, trial[name], seconds, interrupted)
  }
  const asked = await started("asked")
  if (asked.to !== "not-served") return undefined
  const neutral = await started("neutral")
  return neutral.to === "served" ? runtime.trialFailed(asked.ran) : undefined
}

async function start(
  { machine, cri }: ApplyContext,
  staged: string,
  { directory, endpoint }: Trial,
  { command }: Copies,
  seconds: number,
  interrupted: AbortSignal,
): Promise<Came> {
  const argv = command.map((word) => word.replaceAll("{staged}", staged))
  let ended: Ran | undefined
  const running = machine
    .run({ argv: ["sh", "-c", script, "sh", directory, `${seconds * 10}`, ...argv], timeoutSeconds: seconds + 10 })
    .then((ran) => {
      // The daemon's own command is what a person knows.
      ended = { ...ran, command: argv }
      return ended
    })
  for (;;) {
    const { version } = await cri.askCri(machine, endpoint, answerMilliseconds)
    // A server that has no CRI says so as soon as it serves anything: its plugins are loaded before.
    if (version.ok) await Promise.race([running, machine.pause(settleMilliseconds)])
    if (ended !== undefined) return cameTo(ended)
    if (version.ok || version.failure.cause === "unimplemented" || interrupted.aborted) {
      letGo(machine, directory)
      const ran = await running
      if (interrupted.aborted) return { to: "unknown" }
      return version.ok ? { to: "served" } : { to: "not-served", ran }
    }
    await machine.pause(pauseMilliseconds)
  }
}

/** It ended by itself, or its time did. */
function cameTo(ran: Ran): Came {
  return ran.state === "ran" && ran.exitCode !== 0 && ran.exitCode !== noPlace
    ? { to: "not-served", ran }
    : { to: "unknown" }
}

function letGo(machine: WritingMachine, directory: string): void {
  machine.createExclusively(`${directory}/${seen}`, "", 0o600)
}
