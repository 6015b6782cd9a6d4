// Whether this node swaps. A kubelet refuses to start with swap unless its configuration says otherwise; nothing is
// switched off unasked.
import { ok } from "../../../model/fault.ts"
import { refuse } from "../../refuse.ts"
import type { SettingDefinition } from "../../setting-definition.ts"

export const swap: SettingDefinition<"swap"> = {
  id: "swap",
  aliases: [],
  form: "value",
  isRare: true,
  concerns: "node",
  placeholder: "WHAT",
  choices: () => ["keep", "off"],
  parse: (given) => (given === "keep" || given === "off" ? ok(given) : refuse("swap", given, "keep, off")),
  suggest: () => undefined,
  matters: () => false,
}
