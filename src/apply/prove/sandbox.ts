// Proves by a real pod sandbox that the runtime runs pods where its cgroup driver puts them: runs one on the host's
// network, reads its cgroup from the kernel, and removes it, whatever comes in between. Holds the lock meanwhile, so
// that no apply restarts the runtime under it and no second test takes it away.
import { runSandbox, sandboxStatus } from "../../cri/client.ts"
import type { Cri } from "../../model/facts/cri-report.ts"
import { failed, ok, type Result } from "../../model/fault.ts"
import type { Reason } from "../../model/message.ts"
import type { Plan } from "../../model/plan.ts"
import type { Verified } from "../../model/run.ts"
import type { ApplyContext } from "../context.ts"
import { releaseLock, takeLock } from "../run/lock.ts"
import { openStateDirectory } from "../run/state-directory.ts"
import type { Observation } from "./observation.ts"
import { removeSandboxes, testPodName } from "./remove-sandboxes.ts"
import { cgroupParents, isMadeBy, removeCgroupParents, sandboxCgroup } from "./sandbox-cgroup.ts"
import { type SandboxToRun, whyNotRun } from "./sandbox-failure.ts"
import { ask } from "./verify.ts"

/**
 * How long a start in hand may still take after an interruption. A sandbox starts within a second, on a
 * very busy node within a quarter of a minute; what takes longer is the pull of an image, and that is given up.
 */
const timeoutMilliseconds = 30_000

export interface VerifySandboxOptions {
  readonly lockTimeoutSeconds: number
  /** Aborted by Ctrl-C or SIGTERM: the sandbox is removed, then it ends. */
  readonly interrupted: AbortSignal
  readonly onVerified: (verified: Verified) => void
}

/** Two rows: that it ran where it should, and that it is gone. A fault: nothing was run. */
export async function verifySandbox(
  context: ApplyContext,
  plan: Plan,
  { lockTimeoutSeconds, interrupted, onVerified }: VerifySandboxOptions,
): Promise<Result<readonly Verified[]>> {
  const { machine } = context
  const wanted = sandboxOf(plan)
  if (wanted === undefined) return failed({ code: "sandbox-needs-cri", args: {} })
  const opened = openStateDirectory(machine)
  if (!opened.ok) return opened
  const taken = await takeLock(context, lockTimeoutSeconds)
  if (!taken.ok) return taken
  try {
    const rows = await runAndRemove(context, wanted, plan, interrupted)
    rows.forEach(onVerified)
    return ok(rows)
  } finally {
    releaseLock(machine)
  }
}

/** Undefined: no runtime of this plan answers CRI v1, or nobody says which driver its pods must have. */
function sandboxOf({ expectations, answers }: Plan): SandboxToRun | undefined {
  const cri = expectations.find((one) => one.kind === "cri")
  const promised = expectations.find((one) => one.kind === "cgroup-driver")
  const driver = promised?.driver ?? answers.values["cgroup-driver"]
  if (cri === undefined || driver === undefined) return undefined
  return { kind: "sandbox", component: cri.component, endpoint: cri.endpoint, driver }
}

async function runAndRemove(
  context: ApplyContext,
  wanted: SandboxToRun,
  plan: Plan,
  interrupted: AbortSignal,
): Promise<readonly Verified[]> {
  const { component, endpoint } = wanted
  const removed = (trouble: Reason | undefined): Verified => ({
    expectation: { kind: "sandbox-removed", component, endpoint },
    holds: trouble === undefined,
    observed: trouble ?? { code: "observed-sandbox-removed", args: {} },
  })
  // Of an earlier test that was killed. A runtime that is not there is not waited for.
  const leftover = await removeSandboxes(context.machine, endpoint, { least: 1, most: 2 })
  if (leftover !== undefined) return [removed(leftover)]
  let looks = { least: 1, most: 10 }
  let seen: Observation
  let trouble: Reason | undefined
  try {
    const answer = await runUnlessInterrupted(context, wanted, interrupted)
    // Without an answer the runtime may still be at it, and undoes by itself what it began.
    if (!answer.ok && answer.failure.cause !== "error") looks = { least: 5, most: 15 }
    seen = await look(context, wanted, answer, () => imageInUse(context, plan))
  } finally {
    trouble = await removeSandboxes(context.machine, endpoint, looks)
    await removeCgroupParents(context)
  }
  const told = interrupted.aborted ? interruption : seen
  return [{ expectation: wanted, ...told }, removed(trouble)]
}

const interruption: Observation = { holds: false, observed: { code: "observed-sandbox-interrupted", args: {} } }

/** A start in hand is let end, because a runtime that is left in the middle may leave a sandbox that nobody knows. */
async function runUnlessInterrupted(
  { machine }: ApplyContext,
  { endpoint, driver }: SandboxToRun,
  interrupted: AbortSignal,
): Promise<Cri<string>> {
  if (interrupted.aborted) return { ok: false, failure: { cause: "error", message: "interrupted" } }
  const givenUp = new AbortController()
  const pod = {
    ...{ name: testPodName, uid: testPodName, namespace: testPodName },
    ...{ cgroupParent: cgroupParents[driver], logDirectory: "" },
  }
  const isInterrupted = new Promise<"interrupted">((resolve) => {
    interrupted.addEventListener("abort", () => resolve("interrupted"), { once: true })
  })
  const running = runSandbox(machine, endpoint, pod, givenUp.signal)
  const isOver = running.then(() => "over" as const)
  if ((await Promise.race([isOver, isInterrupted])) === "interrupted") {
    await Promise.race([isOver, machine.pause(timeoutMilliseconds)])
    givenUp.abort()
  }
  return running
}

/** What became of it, and where its processes lie. */
async function look(
  context: ApplyContext,
  wanted: SandboxToRun,
  answer: Cri<string>,
  image: () => Promise<string | undefined>,
): Promise<Observation> {
  const { machine } = context
  const { endpoint, driver } = wanted
  if (!answer.ok) return { holds: false, observed: await whyNotRun(context, wanted, answer.failure, image) }
  const status = await sandboxStatus(machine, endpoint, answer.value)
  if (!status.ok) {
    const { message } = status.failure
    return { holds: false, observed: { code: "observed-sandbox-failed", args: { message } } }
  }
  if (status.value.state !== "ready") return { holds: false, observed: { code: "observed-sandbox-ended", args: {} } }
  const cgroup = sandboxCgroup(machine, answer.value, status.value.info)
  if (cgroup === undefined) {
    return { holds: false, observed: { code: "observed-sandbox-without-process", args: {} } }
  }
  return isMadeBy(driver, cgroup)
    ? { holds: true, observed: { code: "observed-sandbox", args: { cgroup } } }
    : { holds: false, observed: { code: "observed-sandbox-cgroup", args: { cgroup, driver } } }
}

/** The image the runtime says it uses, else the one that was asked for. */
async function imageInUse(context: ApplyContext, { expectations }: Plan): Promise<string | undefined> {
  const promised = expectations.find((one) => one.kind === "sandbox-image")
  const cri = promised ?? expectations.find((one) => one.kind === "cri")
  if (cri === undefined) return undefined
  const { report } = await ask(context, cri, new Map())
  return report.sandboxImage ?? promised?.image
}
