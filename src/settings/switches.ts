// How a yes-or-no setting is read: `--x` and `--no-x` on the command line, true and false in the answers file.
import { ok, type Result } from "../model/fault.ts"
import { refuse } from "./refuse.ts"

export function parseSwitch(setting: string, given: unknown): Result<boolean> {
  return typeof given === "boolean" ? ok(given) : refuse(setting, given, "true, false")
}
