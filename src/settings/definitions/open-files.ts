// How many files each process of a container may have open: the soft limit and the hard one.
import { clause } from "../../model/arguments/clause.ts"
import { ok } from "../../model/fault.ts"
import { refuse } from "../refuse.ts"
import type { SettingDefinition } from "../setting-definition.ts"

const accepted = clause("accepts-open-files")

/** What the kernel takes for fs.nr_open at most: fs/file.c, sysctl_nr_open_max on 64 bits. */
const most = 1_073_741_816

export const openFiles: SettingDefinition<"open-files"> = {
  id: "open-files",
  aliases: [],
  form: "value",
  isRare: true,
  placeholder: "SOFT:HARD",
  choices: () => undefined,
  parse(given) {
    const match = /^(\d{1,10})(?::(\d{1,10}))?$/.exec(typeof given === "number" ? String(given) : String(given ?? ""))
    const soft = Number(match?.[1])
    const hard = Number(match?.[2] ?? match?.[1])
    const isFit = match !== null && soft > 0 && soft <= hard && hard <= most
    return isFit ? ok(soft === hard ? `${hard}` : `${soft}:${hard}`) : refuse("open-files", given, accepted)
  },
  suggest: () => undefined,
  matters: () => false,
}
