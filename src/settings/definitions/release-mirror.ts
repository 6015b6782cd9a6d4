// Where release archives are fetched from instead of their projects' own hosts: PREFIX/HOST/PATH, the form that public
// mirrors have. What comes from there is checked as if it came from the project.
import { clause } from "../../model/arguments/clause.ts"
import { ok } from "../../model/fault.ts"
import { refuse } from "../refuse.ts"
import type { SettingDefinition } from "../setting-definition.ts"

const accepted = clause("accepts-release-mirror")

export const releaseMirror: SettingDefinition<"release-mirror"> = {
  id: "release-mirror",
  aliases: [],
  form: "value",
  isRare: true,
  placeholder: "URL",
  choices: () => undefined,
  parse(given) {
    const url = typeof given === "string" ? given.replace(/\/+$/, "") : ""
    const isUrl = URL.canParse(url) && /^https:\/\/[^\s"'\\?#]+$/.test(url) && new URL(url).username === ""
    return isUrl ? ok(url) : refuse("release-mirror", given, accepted)
  },
  suggest: () => undefined,
  matters: () => false,
}
