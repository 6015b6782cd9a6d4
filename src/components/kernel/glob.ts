// Patterns of glob(7) over paths, as systemd-sysctl and procps take them: stars, question marks and sets stay within one
// name. What is malformed matches as glibc's fnmatch(3) has it: a bracket without an end is itself.

/** What one place of a pattern stands for: any run of characters, or one character that the test accepts. */
type Part = "run" | ((character: string) => boolean)

export function patternMatches(pattern: string, path: string): boolean {
  const parts = partsOf([...pattern])
  const characters = [...path]
  let part = 0
  let at = 0
  let run: { readonly part: number; at: number } | undefined
  // Goes back to the last run only, so that many stars take no more than length times length.
  while (at < characters.length) {
    const own = parts[part]
    const character = characters[at] ?? ""
    if (own === "run") run = { part: ++part, at }
    else if (own?.(character) === true) {
      part++
      at++
      // A name that is matched is not looked at again.
      if (character === "/") run = undefined
    } else if (run !== undefined && characters[run.at] !== "/") {
      part = run.part
      at = ++run.at
    } else return false
  }
  while (parts[part] === "run") part++
  return part === parts.length
}

function partsOf(pattern: readonly string[]): readonly Part[] {
  const parts: Part[] = []
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at] ?? ""
    const set = character === "[" ? setAt(pattern, at + 1) : undefined
    if (character === "*") {
      if (parts.at(-1) !== "run") parts.push("run")
    } else if (character === "?") parts.push((own) => own !== "/")
    else if (set !== undefined) {
      parts.push(set.accepts)
      at = set.close
    } else {
      const literal = character === "\\" && at + 1 < pattern.length ? pattern[++at] : character
      parts.push((own) => own === literal)
    }
  }
  return parts
}

/** The set after a [, up to its ], which may be its first character: characters and ranges, or all others. */
function setAt(pattern: readonly string[], from: number) {
  const isNegated = pattern[from] === "!" || pattern[from] === "^"
  const first = isNegated ? from + 1 : from
  const close = pattern.indexOf("]", first + 1)
  if (close < 0) return undefined
  const members = pattern.slice(first, close)
  const ranges: (readonly [low: string, high: string])[] = []
  for (let at = 0; at < members.length; at++) {
    const low = members[at] ?? ""
    const isRange = members[at + 1] === "-" && at + 2 < members.length
    ranges.push([low, isRange ? (members[at + 2] ?? "") : low])
    if (isRange) at += 2
  }
  const isIn = (own: string) => ranges.some(([low, high]) => low <= own && own <= high)
  return { close, accepts: (own: string) => own !== "/" && isIn(own) !== isNegated }
}
