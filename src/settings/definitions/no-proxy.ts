// What is reached without the proxy: names, addresses and ranges, parted by commas. It is completed by what every node
// must reach by itself.
import { clause } from "../../model/arguments/clause.ts"
import { ok } from "../../model/fault.ts"
import { refuse } from "../refuse.ts"
import type { SettingDefinition } from "../setting-definition.ts"

const accepted = clause("accepts-no-proxy")

export const noProxy: SettingDefinition<"no-proxy"> = {
  id: "no-proxy",
  aliases: [],
  form: "value",
  isRare: true,
  placeholder: "LIST",
  choices: () => undefined,
  parse(given) {
    const texts: readonly unknown[] = Array.isArray(given) ? given : [given]
    const all = texts.flatMap((text) => (typeof text === "string" ? text.split(",").map((one) => one.trim()) : [""]))
    const names = all.filter((one) => one !== "")
    const isList = names.length > 0 && names.every((one) => /^(?:\*|[A-Za-z0-9_.:/[\]*-]+)$/.test(one))
    return isList ? ok([...new Set(names)].join(",")) : refuse("no-proxy", given, accepted)
  },
  suggest: () => undefined,
  matters: () => false,
}
