// The facts of a node without credentials, to be printed and judged elsewhere. Every secret becomes as many "x", so
// places in files and all verdicts stay what they were.
import { isSecretName, withoutSecretsInText } from "../machine/secrets.ts"
import type { NodeFacts } from "../model/node-facts.ts"

export function withoutCredentials(node: NodeFacts): NodeFacts {
  return cleaned(node) as NodeFacts
}

function cleaned(value: unknown): unknown {
  if (typeof value === "string") return withoutSecretsInText(value)
  if (Array.isArray(value)) return value.map(cleaned)
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, own]) => [
      key,
      isSecretName(key) && typeof own === "string" ? own.replace(/./g, "x") : cleaned(own),
    ]),
  )
}
