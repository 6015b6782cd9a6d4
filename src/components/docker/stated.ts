// What daemon.json and dockerd's flags state together. A directive stands in one of the two: where it is in both, dockerd
// does not start, which is told elsewhere.
import type { Table, Value } from "../../documents/document.ts"
import { isTrue, isWhole } from "../../documents/go-values.ts"
import { isTable, ownValue } from "../../documents/value.ts"
import type { Place } from "../../model/place.ts"
import { readDaemonJson } from "./daemon-json.ts"
import type { EngineFacts } from "./facts.ts"
import { directiveOf, type Flag, placeOfFlag } from "./tables/flags.ts"
import { type Kind, kindOf } from "./tables/options.ts"

/** Files that these flags name have defaults of their own: moby cmd/dockerd/options.go, installFlags. */
const withDefaults: readonly string[] = ["tls", "tlsverify", "tlscacert", "tlscert", "tlskey"]

type Stated = Pick<EngineFacts, "config" | "flags">

/** As daemon.json would say it. Undefined: daemon.json does not parse. */
export function statedRoot({ config, flags }: Stated): Table | undefined {
  const { root, broken } = readDaemonJson(config)
  if (broken !== undefined) return undefined
  const stated: Record<string, Value> = { ...root }
  for (const flag of flags) {
    const key = directiveOf(flag)
    const kind = kindOf(key)
    const isInFile = root !== undefined && ownValue(root, key) !== undefined && key !== "runtimes"
    const isOther = kind === "tables by name" && key !== "runtimes"
    if (kind === undefined || isInFile || isOther || withDefaults.includes(key)) continue
    const value = statedValue(kind, flag.value ?? "true", stated[key])
    if (value !== undefined) stated[key] = value
  }
  return stated
}

/** Where a directive is written: in daemon.json, or as a flag. */
export function placeOfStated(own: EngineFacts, path: readonly string[]): Place | undefined {
  const inFile = readDaemonJson(own.config).document?.keys.find((key) => key.path.join("\n") === path.join("\n"))
  if (inFile !== undefined) return inFile.keyPlace
  const [directive, name] = path
  const flags = own.flags.filter((flag) => directiveOf(flag) === directive)
  const flag = flags.find(({ value }) => name !== undefined && value?.startsWith(`${name}=`) === true) ?? flags.at(-1)
  return flag === undefined ? undefined : placeOfFlag(own.service?.files ?? [], flag)
}

/** A flag's value as daemon.json would have it, with what earlier flags of its name said. */
function statedValue(kind: Kind, text: NonNullable<Flag["value"]>, before: Value | undefined): Value | undefined {
  const [name = "", ...rest] = text.split("=")
  const others = isTable(before) ? before : {}
  switch (kind) {
    case "text":
      return text
    case "switch":
      return isTrue(text)
    case "number":
      return isWhole(text) ? Number(text) : undefined
    case "texts":
      return [...(Array.isArray(before) ? before : []), text]
    case "texts by name":
      return { ...others, [name]: rest.join("=") }
    case "tables by name":
      // --add-runtime NAME=PATH.
      return { ...others, [name]: { path: rest.join("=") } }
    case "tables":
    case "table":
    case "switches by name":
      return undefined
  }
}
