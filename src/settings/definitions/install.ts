// Where a runtime comes from that is not on the node. Nothing is installed unasked, so nothing is suggested.
import { clause } from "../../model/arguments/clause.ts"
import { ok } from "../../model/fault.ts"
import type { InstallSource } from "../../model/setting.ts"
import { isAbsolutePath } from "../absolute-path.ts"
import { refuse } from "../refuse.ts"
import type { SettingDefinition } from "../setting-definition.ts"

const sources: readonly InstallSource[] = ["no", "distribution", "upstream"]
const accepted = clause("accepts-source", { sources })

export const install: SettingDefinition<"install"> = {
  id: "install",
  aliases: [],
  form: "value",
  placeholder: "SOURCE",
  choices: () => sources,
  parse(given) {
    const source = sources.find((one) => one === given)
    if (source !== undefined) return ok(source)
    return isAbsolutePath(given) ? ok(given as InstallSource) : refuse("install", given, accepted)
  },
  suggest: () => undefined,
  matters: () => false,
}
