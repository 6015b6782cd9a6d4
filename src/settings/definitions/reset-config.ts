// Whether the runtime's configuration file starts over from its own default; never suggested.
import type { SettingDefinition } from "../setting-definition.ts"
import { parseSwitch } from "../switches.ts"

export const resetConfig: SettingDefinition<"reset-config"> = {
  id: "reset-config",
  aliases: [],
  form: "switch",
  isRare: true,
  choices: () => undefined,
  parse: (given) => parseSwitch("reset-config", given),
  suggest: () => ({ value: false, by: "suggestion", why: { code: "keep-configuration", args: {} } }),
  matters: () => false,
}
