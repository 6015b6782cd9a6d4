// The proxy through which the runtime reaches registries, or "none".
import { clause } from "../../model/arguments/clause.ts"
import { ok } from "../../model/fault.ts"
import { refuse } from "../refuse.ts"
import type { SettingDefinition } from "../setting-definition.ts"

const accepted = clause("accepts-proxy")

export const proxy: SettingDefinition<"proxy"> = {
  id: "proxy",
  aliases: [],
  form: "value",
  isRare: true,
  placeholder: "URL",
  choices: () => undefined,
  parse(given) {
    if (typeof given !== "string") return refuse("proxy", given, accepted)
    if (given === "none") return ok(given)
    // What httpproxy of Go takes; a quote, a blank or a backslash would part words in a unit or a script.
    const isUrl = /^(?:https?|socks5h?):\/\/[^\s"'\\`$]+$/.test(given) && URL.canParse(given) && !isCutShort(given)
    return isUrl ? ok(given.replace(/\/$/, "")) : refuse("proxy", withoutCredentials(given), accepted)
  },
  suggest: () => undefined,
  matters: () => false,
}

/** A password with a slash that is not written as %2F: what comes before it would be taken for the host. */
const isCutShort = (given: string) => /^\w+:\/\/[^/?#]*[/?#].*@/.test(given)

/** What is refused is shown, and its password is not: also where the scheme is missing, or a slash stands in it. */
function withoutCredentials(given: string): string {
  return given.replace(/^(.*?:\/\/)?.*@/s, "$1…@")
}
