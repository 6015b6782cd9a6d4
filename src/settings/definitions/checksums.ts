// A file of checksums of releases that criadm's own table does not have, as sha256sum(1) writes it.
import { clause } from "../../model/arguments/clause.ts"
import { ok } from "../../model/fault.ts"
import { isAbsolutePath } from "../absolute-path.ts"
import { refuse } from "../refuse.ts"
import type { SettingDefinition } from "../setting-definition.ts"

export const checksums: SettingDefinition<"checksums"> = {
  id: "checksums",
  aliases: [],
  form: "value",
  isRare: true,
  isPath: true,
  placeholder: "FILE",
  choices: () => undefined,
  parse(given) {
    if (isAbsolutePath(given)) return ok(given)
    return refuse("checksums", given, clause("accepts-checksums"))
  },
  suggest: () => undefined,
  matters: () => false,
}
