// Names that differ by a slip of the finger.

/** One letter more, less or another, or two neighbours exchanged. */
export function isNear(one: string, other: string): boolean {
  if (one === other || Math.abs(one.length - other.length) > 1) return one.toLowerCase() === other.toLowerCase()
  let at = 0
  while (at < one.length && one[at] === other[at]) at++
  const rest = [one.slice(at), other.slice(at)] as const
  const [a, b] = rest
  return (
    a.slice(1) === b.slice(1) ||
    a === b.slice(1) ||
    a.slice(1) === b ||
    (a.slice(2) === b.slice(2) && a[0] === b[1] && a[1] === b[0])
  )
}
