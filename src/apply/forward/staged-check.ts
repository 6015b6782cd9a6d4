// Lets the runtime's own program judge the new configuration before anything is replaced: copies of the files as they
// would be lie in the run's directory, and the program is asked what it makes of them.
import { directoryOf } from "../../machine/paths.ts"
import type { WritingMachine } from "../../machine/writing.ts"
import { type Fault, failed, ok, type Result } from "../../model/fault.ts"
import type { Copies, Judgement, Plan } from "../../model/plan.ts"
import type { ApplyContext, RunOptions } from "../context.ts"
import { makeOwnDirectories, runPaths, writeOwnFile } from "../run/state-directory.ts"
import { tryOut } from "./trial.ts"

export interface Unfit {
  /** "act": the copies could not be laid out. "judged": the program refuses them. */
  readonly by: "act" | "judged"
  readonly fault: Fault
}

/** Undefined: fit, as far as programs can be asked. */
export async function judge(
  context: ApplyContext,
  number: number,
  plan: Plan,
  { onProgress, interrupted }: Pick<RunOptions, "onProgress" | "interrupted">,
): Promise<Unfit | undefined> {
  for (const [index, judgement] of plan.judgements.entries()) {
    if (interrupted.aborted) return undefined
    onProgress({ event: "judging", judgement })
    const staged = `${runPaths(number).staged}/${index}`
    const laid = layOut(context.machine, staged, judgement)
    if (!laid.ok) return { by: "act", fault: laid.fault }
    const copy = (at: string, copies: Copies) => layOut(context.machine, at, copies).ok
    const fault =
      (await ask(context, staged, plan, judgement)) ??
      (await tryOut(context, staged, plan, judgement, interrupted, copy))
    if (fault !== undefined) return { by: "judged", fault }
  }
  return undefined
}

function layOut(machine: WritingMachine, staged: string, { files }: Pick<Copies, "files">): Result<true> {
  for (const { path, text } of files) {
    const copy = `${staged}${path}`
    const made = makeOwnDirectories(machine, directoryOf(copy))
    if (!made.ok) return made
    const fault = writeOwnFile(machine, copy, text.replaceAll("{staged}", staged))
    if (fault !== undefined) return failed(fault)
  }
  return ok(true)
}

async function ask(
  context: ApplyContext,
  staged: string,
  plan: Plan,
  judgement: Judgement,
): Promise<Fault | undefined> {
  const { component: id, command, timeoutSeconds } = judgement
  const runtime = context.components.find((component) => component.id === id)?.runtime
  const argv = command.map((word) => word.replaceAll("{staged}", staged))
  const ran = await context.machine.run({ argv, timeoutSeconds })
  // The tree of another machine: its programs cannot be asked here.
  if (runtime === undefined || ran.state === "not-possible") return undefined
  const { commandForNow } = judgement
  const now =
    commandForNow === undefined ? {} : { now: await context.machine.run({ argv: commandForNow, timeoutSeconds }) }
  return runtime.judge(judgement, ran, { ...wantedOf(plan, id), ...now })
}

/** What the program should find in the copies: what the plan promises of this component. */
function wantedOf({ expectations }: Plan, component: string) {
  const driver = expectations.find((one) => one.kind === "cgroup-driver" && one.component === component)
  const image = expectations.find((one) => one.kind === "sandbox-image" && one.component === component)
  return {
    ...(driver?.kind === "cgroup-driver" ? { cgroupDriver: driver.driver } : {}),
    ...(image?.kind === "sandbox-image" ? { sandboxImage: image.image } : {}),
  }
}
