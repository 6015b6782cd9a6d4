// Finds which lines of two texts differ: Myers' greedy algorithm ("An O(ND) Difference Algorithm and Its Variations",
// 1986) with a bound on its work, split at lines that occur once in both texts when the bound is met.

/** Old lines [oldFrom, oldTo) are replaced by new lines [newFrom, newTo); 0-based, at least one side is not empty. */
export interface LineChange {
  readonly oldFrom: number
  readonly oldTo: number
  readonly newFrom: number
  readonly newTo: number
}

/** Most single-line differences that are searched for the shortest script; beyond it texts are split first. */
const maxDistance = 500

type Lines = Int32Array

/** Lines as numbers, equal where the lines are equal. */
function number(before: readonly string[], after: readonly string[]): readonly [Lines, Lines] {
  const known = new Map<string, number>()
  const numbered = (line: string) => {
    const old = known.get(line)
    if (old !== undefined) return old
    known.set(line, known.size)
    return known.size - 1
  }
  return [Int32Array.from(before, numbered), Int32Array.from(after, numbered)]
}

/** The pairs of equal lines of a shortest script, or undefined beyond `maxDistance`. */
function shortestMatches(a: Lines, b: Lines): readonly (readonly [number, number])[] | undefined {
  const limit = Math.min(a.length + b.length, maxDistance)
  const furthest = new Int32Array(2 * limit + 3)
  const middle = limit + 1
  const history: Int32Array[] = []
  for (let distance = 0; distance <= limit; distance++) {
    history.push(furthest.slice(middle - distance - 1, middle + distance + 2))
    for (let diagonal = -distance; diagonal <= distance; diagonal += 2) {
      let x = startOf(furthest, middle, diagonal, distance)
      while (x < a.length && x - diagonal < b.length && a[x] === b[x - diagonal]) x++
      furthest[middle + diagonal] = x
      if (x >= a.length && x - diagonal >= b.length) return walkBack(history, a.length, b.length)
    }
  }
  return undefined
}

/** Where the search on a diagonal begins: one line down (inserted) or one to the right (deleted) of a neighbour. */
function startOf(furthest: Int32Array, middle: number, diagonal: number, distance: number): number {
  const above = furthest[middle + diagonal + 1] ?? 0
  const left = furthest[middle + diagonal - 1] ?? 0
  const comesDown = diagonal === -distance || (diagonal !== distance && left < above)
  return comesDown ? above : left + 1
}

function walkBack(history: readonly Int32Array[], oldLength: number, newLength: number) {
  const pairs: (readonly [number, number])[] = []
  let x = oldLength
  let y = newLength
  for (let distance = history.length - 1; distance >= 0; distance--) {
    const furthest = history[distance] ?? new Int32Array()
    const middle = distance + 1
    const diagonal = x - y
    const above = furthest[middle + diagonal + 1] ?? 0
    const left = furthest[middle + diagonal - 1] ?? 0
    const comesDown = diagonal === -distance || (diagonal !== distance && left < above)
    const startX = distance === 0 ? 0 : comesDown ? above : left + 1
    const startY = startX - diagonal
    while (x > startX && y > startY) pairs.push([--x, --y])
    x = comesDown ? startX : startX - 1
    y = comesDown ? startY - 1 : startY
  }
  return pairs.reverse()
}

/** Lines that occur exactly once in both texts, as many of them as keep their order in both. */
function uniqueMatches(a: Lines, b: Lines): readonly (readonly [number, number])[] {
  const once = (lines: Lines) => {
    const places = new Map<number, number>()
    lines.forEach((line, index) => {
      places.set(line, places.has(line) ? -1 : index)
    })
    return places
  }
  const inNew = once(b)
  const pairs: (readonly [number, number])[] = []
  for (const [line, x] of once(a)) {
    const y = inNew.get(line) ?? -1
    if (x >= 0 && y >= 0) pairs.push([x, y])
  }
  pairs.sort((p, q) => p[0] - q[0])
  return longestRising(pairs)
}

/** The longest part of the pairs whose second numbers rise (patience sorting). */
function longestRising(pairs: readonly (readonly [number, number])[]): readonly (readonly [number, number])[] {
  const tops: number[] = []
  const previous = new Int32Array(pairs.length).fill(-1)
  pairs.forEach(([, y], index) => {
    let low = 0
    let high = tops.length
    while (low < high) {
      const pile = (low + high) >> 1
      if ((pairs[tops[pile] ?? 0]?.[1] ?? 0) < y) low = pile + 1
      else high = pile
    }
    previous[index] = low > 0 ? (tops[low - 1] ?? -1) : -1
    tops[low] = index
  })
  const rising: (readonly [number, number])[] = []
  for (let index = tops.at(-1) ?? -1; index >= 0; index = previous[index] ?? -1) {
    const pair = pairs[index]
    if (pair !== undefined) rising.push(pair)
  }
  return rising.reverse()
}

/** Appends the matches of a[oldFrom..] and b[newFrom..] to `into`, offset into the whole texts. */
function match(a: Lines, b: Lines, oldFrom: number, newFrom: number, into: (readonly [number, number])[]): void {
  let start = 0
  while (start < a.length && start < b.length && a[start] === b[start]) {
    into.push([oldFrom + start, newFrom + start])
    start++
  }
  let end = 0
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++
  const oldMiddle = a.subarray(start, a.length - end)
  const newMiddle = b.subarray(start, b.length - end)
  if (oldMiddle.length > 0 && newMiddle.length > 0) {
    const shortest = shortestMatches(oldMiddle, newMiddle)
    if (shortest !== undefined) {
      for (const [x, y] of shortest) into.push([oldFrom + start + x, newFrom + start + y])
    } else {
      let x = 0
      let y = 0
      const anchors = uniqueMatches(oldMiddle, newMiddle)
      for (const [anchorX, anchorY] of anchors) {
        if (anchorX < x || anchorY < y) continue
        match(
          oldMiddle.subarray(x, anchorX),
          newMiddle.subarray(y, anchorY),
          oldFrom + start + x,
          newFrom + start + y,
          into,
        )
        into.push([oldFrom + start + anchorX, newFrom + start + anchorY])
        x = anchorX + 1
        y = anchorY + 1
      }
      if (anchors.length > 0) {
        match(oldMiddle.subarray(x), newMiddle.subarray(y), oldFrom + start + x, newFrom + start + y, into)
      }
    }
  }
  for (let left = end; left > 0; left--) into.push([oldFrom + a.length - left, newFrom + b.length - left])
}

/** Slides a change of one side down while the line after it equals its first: a new block then ends at its own end. */
function slideDown(changes: readonly LineChange[], a: Lines, b: Lines): readonly LineChange[] {
  const slid: LineChange[] = []
  changes.forEach((change, index) => {
    const next = changes[index + 1]
    let by = 0
    const isInsertion = change.oldFrom === change.oldTo
    if (isInsertion || change.newFrom === change.newTo) {
      const lines = isInsertion ? b : a
      const from = isInsertion ? change.newFrom : change.oldFrom
      const to = isInsertion ? change.newTo : change.oldTo
      const end = isInsertion ? (next?.newFrom ?? b.length) : (next?.oldFrom ?? a.length)
      while (to + by < end && lines[from + by] === lines[to + by]) by++
      if (next !== undefined && to + by >= end) by = 0
    }
    slid.push({
      oldFrom: change.oldFrom + by,
      oldTo: change.oldTo + by,
      newFrom: change.newFrom + by,
      newTo: change.newTo + by,
    })
  })
  return slid
}

/** The changes that make `after` of `before`, in order, never touching each other. */
export function findLineChanges(before: readonly string[], after: readonly string[]): readonly LineChange[] {
  const [a, b] = number(before, after)
  const pairs: (readonly [number, number])[] = []
  match(a, b, 0, 0, pairs)
  pairs.push([a.length, b.length])
  const changes: LineChange[] = []
  let oldFrom = 0
  let newFrom = 0
  for (const [x, y] of pairs) {
    if (x > oldFrom || y > newFrom) changes.push({ oldFrom, oldTo: x, newFrom, newTo: y })
    oldFrom = x + 1
    newFrom = y + 1
  }
  return slideDown(changes, a, b)
}
