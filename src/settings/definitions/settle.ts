// How long a service that was restarted must stay up before it counts as healthy.
import { clause } from "../../model/arguments/clause.ts"
import { ok } from "../../model/fault.ts"
import { refuse } from "../refuse.ts"
import { secondsIn } from "../seconds.ts"
import type { SettingDefinition } from "../setting-definition.ts"

export const settle: SettingDefinition<"settle"> = {
  id: "settle",
  aliases: [],
  form: "value",
  concerns: "run",
  isRare: true,
  placeholder: "SECONDS",
  choices: () => undefined,
  parse(given) {
    const seconds = secondsIn(given, 0)
    return seconds === undefined
      ? refuse("settle", given, clause("accepts-seconds", { least: 0, most: 86400 }))
      : ok(seconds)
  },
  // How long is enough follows from what a run restarts, which the run knows.
  suggest: () => undefined,
  matters: () => false,
}
