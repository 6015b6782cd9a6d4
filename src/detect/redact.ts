// The facts of a node without credentials, to be printed and judged elsewhere. Every secret becomes as many "x", so
// places in files and all verdicts stay what they were.
import type { NodeFacts } from "../model/facts/node-facts.ts"
import { withoutSecretsInValue } from "../model/secrets.ts"

export function withoutCredentials(node: NodeFacts): NodeFacts {
  return withoutSecretsInValue(node)
}
