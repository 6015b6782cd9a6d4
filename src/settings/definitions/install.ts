// Where a runtime comes from that is not on the node. Nothing is installed unasked, so nothing is suggested.
import { ok } from "../../model/fault.ts"
import type { InstallSource } from "../../model/setting.ts"
import { refuse } from "../refuse.ts"
import type { SettingDefinition } from "../setting-definition.ts"

const sources: readonly InstallSource[] = ["no", "distribution", "upstream"]

export const install: SettingDefinition<"install"> = {
  id: "install",
  aliases: [],
  form: "value",
  placeholder: "SOURCE",
  choices: () => sources,
  parse(given) {
    const source = sources.find((one) => one === given)
    return source === undefined ? refuse("install", given, sources.join(", ")) : ok(source)
  },
  suggest: () => undefined,
  matters: () => false,
}
