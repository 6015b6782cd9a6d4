// The question whether it shall be done, and what is said where it shall not.
import { type ExitCode, exitCode } from "../../model/exit-code.ts"
import { failed, ok, type Result } from "../../model/fault.ts"
import { outcomeText } from "../../pages/outcome.ts"
import type { Face } from "../face.ts"
import type { Invocation } from "../parse.ts"
import { sayLine } from "../print.ts"
import { wantsJson } from "./command.ts"

/** --yes, or y or yes typed on a terminal. */
export async function agree(
  face: Face,
  invocation: Invocation,
  code: "ask-apply" | "migration-begins" | "migration-returns" = "ask-apply",
): Promise<Result<boolean>> {
  if (invocation.flags.yes === true) return ok(true)
  if (face.ask === undefined || wantsJson(invocation)) {
    return failed({ code: "needs-yes", args: { see: whatShows(invocation) } })
  }
  return ok(isYes(await face.ask(sayLine(face.catalogue, { code, args: {} }))))
}

/** The command that shows what this one would change; empty: there is none. */
function whatShows({ command, argument, flags }: Invocation): string {
  if (command.name === "watch") return `criadm watch --${flags.remove === true ? "remove" : "install"} --check`
  if (command.name === "apply") return "criadm plan"
  return command.name === "migrate" && argument !== undefined ? `criadm migrate ${argument} --plan` : ""
}

export const isYes = (answer: string) => ["y", "yes"].includes(answer.trim().toLowerCase())

export function decline({ print, catalogue }: Face): ExitCode {
  print(outcomeText({ kind: "refused", verified: [] }, "apply", catalogue))
  return exitCode.declined
}
