// A set of kernel values under one name; what is in it stands in components/kernel/tables/presets.ts.
import { ok } from "../../../model/fault.ts"
import { refuse } from "../../refuse.ts"
import type { SettingDefinition } from "../../setting-definition.ts"

export const kernelPreset: SettingDefinition<"kernel-preset"> = {
  id: "kernel-preset",
  aliases: [],
  form: "value",
  isRare: true,
  concerns: "node",
  placeholder: "NAME",
  choices: () => ["kubernetes"],
  parse: (given) => (given === "kubernetes" ? ok(given) : refuse("kernel-preset", given, "kubernetes")),
  suggest: () => undefined,
  matters: () => false,
}
