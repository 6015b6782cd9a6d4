// The files that a component has read, found in its facts whatever their shape: judgements on the node as a whole look
// at texts without knowing each component's own types.

interface FileText {
  readonly path: string
  readonly text: string
}

/** Deep enough for every component's facts; what is nested deeper was made by no component of criadm. */
const deepest = 6

/** Each path once, in the order in which the facts have them. */
export function filesIn(facts: unknown): readonly FileText[] {
  const found = new Map<string, FileText>()
  collect(facts, 0, found)
  return [...found.values()]
}

function collect(value: unknown, depth: number, found: Map<string, FileText>): void {
  if (typeof value !== "object" || value === null || depth > deepest) return
  const { path, text, hash } = value as Readonly<Record<string, unknown>>
  if (typeof path === "string" && typeof text === "string" && typeof hash === "string") {
    if (!found.has(path)) found.set(path, { path, text })
    return
  }
  for (const own of Object.values(value)) collect(own, depth + 1, found)
}
