// What the fuzz tests find: a property that did not hold, and the smallest text for which it still does not.

export interface Violation {
  /** The property, as a sentence without details: findings of one kind are one finding. */
  readonly property: string
  readonly detail: string
}

/** How long is looked for a smaller text. */
const mostMilliseconds = 30_000

/** The same violation with less of the text: pieces are taken away while the property stays broken. */
export async function smallest(
  text: string,
  given: Violation,
  violates: (text: string) => Violation | undefined | Promise<Violation | undefined>,
  mostTries = 2000,
): Promise<{ readonly text: string; readonly violation: Violation }> {
  let best = { text, violation: given }
  let tries = mostTries
  const end = Date.now() + mostMilliseconds
  for (let size = Math.max(1, text.length >> 1); size >= 1; size = size > 1 ? size >> 1 : 0) {
    for (let at = 0; at < best.text.length && tries > 0 && Date.now() < end; tries--) {
      const less = best.text.slice(0, at) + best.text.slice(at + size)
      const violation = await violates(less)
      if (violation?.property === given.property) best = { text: less, violation }
      else at += size
    }
  }
  return best
}
