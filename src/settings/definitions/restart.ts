// Whether services whose configuration changed are restarted or reloaded now.
import type { SettingDefinition } from "../setting-definition.ts"
import { parseSwitch } from "../switches.ts"

export const restart: SettingDefinition<"restart"> = {
  id: "restart",
  aliases: [],
  form: "switch",
  concerns: "run",
  choices: () => undefined,
  parse: (given) => parseSwitch("restart", given),
  suggest: ({ node }) => ({
    value: true,
    by: "suggestion",
    why: node.isLive ? { code: "restart-makes-effective", args: {} } : { code: "started-at-boot", args: {} },
  }),
  matters: () => false,
}
