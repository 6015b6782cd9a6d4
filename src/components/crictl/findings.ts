// Whether crictl takes its file: it ends over an option that it does not know, whatever it is asked. Source: cri-tools
// pkg/common/file.go, getConfigOptions, at 1.34.0 and 1.37.0, which has max-retries besides.
import type { KeyInText } from "../../documents/document.ts"
import { yaml } from "../../documents/yaml/yaml.ts"
import type { Finding } from "../../model/finding.ts"
import { type CrictlFacts, configPath } from "./facts.ts"

const component = "crictl"

const options: Readonly<Record<string, "text" | "number" | "switch">> = {
  "runtime-endpoint": "text",
  "image-endpoint": "text",
  timeout: "number",
  debug: "switch",
  "pull-image-on-create": "switch",
  "disable-pull-on-run": "switch",
  "max-retries": "number",
}

/** Of any other only its name is told. */
export const judgedOptions: readonly string[] = Object.keys(options)

/** What strconv.Atoi and strconv.ParseBool take. */
const taken = { text: /^/, number: /^[+-]?\d+$/, switch: /^(?:1|t|T|TRUE|true|True|0|f|F|FALSE|false|False)$/ } as const

export function crictlFindings({ config }: CrictlFacts): readonly Finding[] {
  if (config?.state !== "known") return []
  const { text } = config.value
  const stream = yaml.parse(configPath, text)
  if (!stream.ok) {
    const { code, args, place } = stream.fault
    // A text or a list as a whole has no options, and no document but the first is read.
    const isTaken =
      code === "document-broken" && typeof args.expected === "object" && args.expected.code === "yaml-rows"
    const isFirst = place !== undefined && !/^---/m.test(text.split("\n").slice(1, place.line).join("\n"))
    return isTaken || !isFirst ? [] : [refused({ key: "", value: "", takes: "yaml" }, place)]
  }
  for (const key of stream.value.documents[0]?.keys ?? []) {
    const [name = "", ...deeper] = key.path
    if (deeper.length > 0) continue
    const kind = Object.hasOwn(options, name) ? options[name] : undefined
    if (kind === undefined) return [refused({ key: name, value: "", takes: "nothing" }, key.keyPlace)]
    const value = written(key)
    if (!taken[kind].test(value)) return [refused({ key: name, value, takes: kind }, key.valuePlace)]
  }
  return []
}

function refused(args: Extract<Finding, { code: "crictl-config-refused" }>["args"], place: Finding["place"]): Finding {
  return { code: "crictl-config-refused", args, severity: "warning", component, ...(place && { place }) }
}

/** As go-yaml hands a scalar on, before it is made a number or a truth; of a list or a table it hands on nothing. */
function written({ value, valuePlace: { text = "", column, length = 0 } }: KeyInText): string {
  if (typeof value === "string") return value
  return typeof value === "number" || typeof value === "boolean" ? text.slice(column - 1, column - 1 + length) : ""
}
