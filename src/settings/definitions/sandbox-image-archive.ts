// An image archive that holds the sandbox image, for nodes from which no registry can be reached.
import { clause } from "../../model/arguments/clause.ts"
import { ok } from "../../model/fault.ts"
import { isAbsolutePath } from "../absolute-path.ts"
import { refuse } from "../refuse.ts"
import type { SettingDefinition } from "../setting-definition.ts"

export const sandboxImageArchive: SettingDefinition<"sandbox-image-archive"> = {
  id: "sandbox-image-archive",
  aliases: [],
  form: "value",
  isRare: true,
  isPath: true,
  placeholder: "FILE",
  choices: () => undefined,
  parse(given) {
    if (isAbsolutePath(given)) return ok(given)
    return refuse("sandbox-image-archive", given, clause("accepts-image-archive"))
  },
  suggest: () => undefined,
  matters: () => false,
}
