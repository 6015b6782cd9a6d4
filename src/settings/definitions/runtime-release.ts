// Which release of the runtime is installed, where one is. Absent: the one that the source prefers.
import { clause } from "../../model/arguments/clause.ts"
import { ok } from "../../model/fault.ts"
import { refuse } from "../refuse.ts"
import type { SettingDefinition } from "../setting-definition.ts"

const accepted = clause("accepts-release")

export const runtimeRelease: SettingDefinition<"runtime-release"> = {
  id: "runtime-release",
  aliases: [],
  form: "value",
  isRare: true,
  placeholder: "RELEASE",
  choices: () => undefined,
  parse(given) {
    // TOML reads 2.30 as the number 2.3, so a number in the answers file has lost what was meant.
    if (typeof given === "number") return refuse("runtime-release", given, clause("accepts-quoted-release"))
    const match = typeof given === "string" ? /^v?(\d+\.\d+(?:\.\d+)?)$/.exec(given) : null
    return match?.[1] === undefined ? refuse("runtime-release", given, accepted) : ok(match[1])
  },
  suggest: () => undefined,
  matters: () => false,
}
