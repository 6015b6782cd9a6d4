// Modules of the kernel by name, as many as wanted.
import { clause } from "../../../model/arguments/clause.ts"
import { ok } from "../../../model/fault.ts"
import { refuse } from "../../refuse.ts"
import type { SettingDefinition } from "../../setting-definition.ts"

const accepted = clause("accepts-module")

export const module: SettingDefinition<"module"> = {
  id: "module",
  aliases: [],
  form: "list",
  isRare: true,
  concerns: "node",
  placeholder: "NAME",
  choices: () => undefined,
  parse(given) {
    const names = new Set<string>()
    for (const one of Array.isArray(given) ? given : [given]) {
      if (typeof one !== "string" || !/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(one))
        return refuse("module", one, accepted)
      // A dash and an underscore are the same in a module's name; see modprobe(8).
      names.add(one.replaceAll("-", "_"))
    }
    return ok([...names])
  },
  suggest: () => undefined,
  matters: () => false,
}
