// Facts of a node that `criadm detect -o json` printed elsewhere: read, and looked at closely enough that judging them
// makes sense. What is inside a component's own facts only that component knows.

import type { NodeFacts } from "../model/facts/node-facts.ts"
import { failed, ok, type Result } from "../model/fault.ts"

const states: readonly unknown[] = ["known", "absent", "unreadable", "not-understood"]

/** The facts that every node has; see model/node-facts.ts. */
const required = [
  "initSystem",
  "cgroup",
  "os",
  "kernel",
  "architecture",
  "containment",
  "selinux",
  "apparmor",
  "swap",
] as const

type Json = Readonly<Record<string, unknown>>

export function readFacts(file: string, text: string): Result<NodeFacts> {
  const broken = (why: string) => failed({ code: "facts-file-broken", args: { file, why } })
  const node = parseJson(text.replace(/^\uFEFF/, ""))
  if (!isObject(node)) return broken("it is not a JSON object")
  if (node["kind"] !== "NodeFacts") return broken('its "kind" is not "NodeFacts"')
  if (node["version"] !== 1) return broken(`its "version" is ${JSON.stringify(node["version"])}, and 1 is known`)
  if (typeof node["root"] !== "string" || typeof node["isLive"] !== "boolean")
    return broken("root or isLive is missing")
  if (node["platform"] !== "linux" && node["platform"] !== "windows") return broken("platform is missing")
  const wrong = required.find((name) => !isFact(node[name]))
  if (wrong !== undefined) return broken(`${wrong} is not a fact`)
  const { components, preflight, owners, running, notDetected, observedAt } = node
  if (!isObject(components) || !Object.values(components).every(isObject)) return broken("components is not an object")
  if (preflight !== undefined && !isPreflight(preflight)) return broken("preflight is not a set of facts")
  if (owners !== undefined && !(Array.isArray(owners) && owners.every(isFact))) return broken("owners is not a list")
  for (const [name, part] of Object.entries({ running, notDetected })) {
    if (part !== undefined && !(isObject(part) && Object.values(part).every(isObject))) {
      return broken(`${name} is not an object`)
    }
  }
  if (observedAt !== undefined && typeof observedAt !== "number") return broken("observedAt is not a time")
  return ok(node as unknown as NodeFacts)
}

function isPreflight(value: unknown): boolean {
  if (!isObject(value)) return false
  const { cni, ...facts } = value
  return isObject(cni) && isFact(cni["types"]) && isObject(cni["programs"]) && Object.values(facts).every(isFact)
}

function isFact(value: unknown): boolean {
  return isObject(value) && states.includes(value["state"]) && isObject(value["source"])
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Said by the caller: not a JSON object.
    return undefined
  }
}
