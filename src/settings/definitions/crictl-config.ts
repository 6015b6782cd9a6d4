// Whether crictl is configured for the chosen runtime. Off unless asked: the file is the operator's own tool's.
import type { SettingDefinition } from "../setting-definition.ts"
import { parseSwitch } from "../switches.ts"

export const crictlConfig: SettingDefinition<"crictl-config"> = {
  id: "crictl-config",
  aliases: [],
  form: "switch",
  isRare: true,
  choices: () => undefined,
  parse: (given) => parseSwitch("crictl-config", given),
  suggest: ({ hasCrictl }) =>
    hasCrictl ? { value: false, by: "node", why: { code: "crictl-config-kept", args: {} } } : undefined,
  matters: () => false,
}
