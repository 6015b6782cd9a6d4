// The staged copy that dockerd itself reads before anything is replaced, together with the flags of its service, and
// what is made of its answer. Releases before 23.0 cannot be asked; there only our own rules judge.
import type { Ran } from "../../../machine/reading.ts"
import type { Fault } from "../../../model/fault.ts"
import type { Judgement } from "../../../model/plan.ts"
import { type EngineFacts, validationCommand, versionOf } from "../facts.ts"
import { canValidate } from "../tables/releases.ts"

/** dockerd answers within 100 ms; an emulated machine or a cold disk needs more. */
const timeoutSeconds = 30

export function judgementOf(component: string, own: EngineFacts, text: string): Judgement | undefined {
  const version = versionOf(own)
  if (own.program === undefined || version === undefined || !canValidate(version)) return undefined
  return {
    component,
    files: [{ path: own.configPath, text }],
    command: validationCommand(own.program, own.service?.command.slice(1) ?? [], `{staged}${own.configPath}`),
    timeoutSeconds,
  }
}

/** Undefined: dockerd would start with the copy. */
export function judgeValidation(engine: string, ran: Ran): Fault | undefined {
  if (ran.state === "ran" && ran.exitCode === 0) return undefined
  const lastLines = "stderr" in ran ? ran.stderr.trimEnd().split("\n").slice(-5) : []
  const exit = ran.state === "ran" ? `exit code ${ran.exitCode}` : ran.state
  const says = lastLines.at(-1) ?? exit
  return {
    code: "docker-judged-unfit",
    args: { engine, says },
    ran: { command: ran.command, exit, lastLines },
  }
}
