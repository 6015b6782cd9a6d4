// Globs of `imports` as Go's filepath.Glob reads them, over a set of known paths. A star does not match a slash, but it
// matches a leading dot; only a pattern with a star is a glob for containerd at all.

/** What one place of a pattern stands for: any run of characters, or one character that the test accepts. */
type Part = "run" | ((character: string) => boolean)

/** One path element of a pattern; undefined when it is malformed (filepath.ErrBadPattern). */
function partsOf(element: string): readonly Part[] | undefined {
  const characters = [...element]
  const parts: Part[] = []
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at] ?? ""
    if (character === "*") {
      if (parts.at(-1) !== "run") parts.push("run")
    } else if (character === "?") parts.push(() => true)
    else if (character === "[") {
      const set = setAt(characters, at + 1)
      if (set === undefined) return undefined
      parts.push(set.accepts)
      at = set.close
    } else {
      const literal = character === "\\" ? characters[++at] : character
      if (literal === undefined) return undefined
      parts.push((own) => own === literal)
    }
  }
  return parts
}

/** The set after a [, up to its ]: characters and ranges, none of them when it begins with ^. */
function setAt(characters: readonly string[], from: number) {
  const isNegated = characters[from] === "^"
  const ranges: (readonly [low: string, high: string])[] = []
  let at = isNegated ? from + 1 : from
  /** One end of a range; a backslash takes away the meaning of what follows. */
  const end = (): string | undefined => {
    const character = characters[at++]
    if (character === "\\") return characters[at++]
    return character === "-" || character === "]" ? undefined : character
  }
  while (characters[at] !== "]" || ranges.length === 0) {
    const low = end()
    if (low === undefined) return undefined
    const isRange = characters[at] === "-"
    if (isRange) at++
    const high = isRange ? end() : low
    if (high === undefined) return undefined
    ranges.push([low, high])
  }
  const isIn = (own: number) => ranges.some(([low, high]) => codeOf(low) <= own && own <= codeOf(high))
  return { close: at, accepts: (character: string) => isIn(codeOf(character)) !== isNegated }
}

function codeOf(character: string): number {
  return character.codePointAt(0) ?? 0
}

/** Goes back to the last run only, as Go does, so that many stars take no more than length times length. */
function matches(parts: readonly Part[], name: string): boolean {
  const characters = [...name]
  let part = 0
  let at = 0
  let run: { readonly part: number; at: number } | undefined
  while (at < characters.length) {
    const own = parts[part]
    if (own === "run") {
      run = { part: ++part, at }
    } else if (own?.(characters[at] ?? "")) {
      part++
      at++
    } else if (run !== undefined) {
      part = run.part
      at = ++run.at
    } else return false
  }
  while (parts[part] === "run") part++
  return part === parts.length
}

/** The paths that match, in the order in which containerd loads them; undefined when the pattern is malformed. */
export function matchGlob(pattern: string, paths: Iterable<string>): readonly string[] | undefined {
  const elements: (readonly Part[])[] = []
  for (const element of pattern.split("/")) {
    const parts = partsOf(element)
    if (parts === undefined) return undefined
    elements.push(parts)
  }
  const isMeant = (path: string) => {
    const names = path.split("/")
    return names.length === elements.length && elements.every((parts, at) => matches(parts, names[at] ?? ""))
  }
  return [...paths].filter(isMeant).sort(byElements)
}

/** Most paths that one pattern is followed to, so that a pattern over the whole tree comes to an end. */
const mostPaths = 10_000

/** The paths that match in a tree of directories; `list` gives the names in one, undefined when there is no such. */
export function expandGlob(
  pattern: string,
  list: (directory: string) => readonly string[] | undefined,
): readonly string[] {
  const elements = pattern.split("/").filter((element) => element !== "")
  let found: readonly string[] = [""]
  for (const element of elements) {
    const parts = partsOf(element)
    if (parts === undefined) return []
    const isGlob = /[*?[\\]/.test(element)
    const next: string[] = []
    for (const directory of found) {
      if (!isGlob) next.push(`${directory}/${element}`)
      else {
        const names = (list(directory || "/") ?? []).filter((name) => matches(parts, name))
        next.push(...names.map((name) => `${directory}/${name}`))
      }
      if (next.length >= mostPaths) break
    }
    found = next.slice(0, mostPaths)
  }
  return found
}

/** Directory by directory, each sorted by bytes. */
function byElements(a: string, b: string): number {
  const left = a.split("/")
  const right = b.split("/")
  for (let at = 0; at < Math.min(left.length, right.length); at++) {
    const order = Buffer.compare(Buffer.from(left[at] ?? ""), Buffer.from(right[at] ?? ""))
    if (order !== 0) return order
  }
  return left.length - right.length
}

/** Joins and cleans as filepath.Join does: "." and "..", doubled slashes. */
export function joinPath(directory: string, path: string): string {
  const parts: string[] = []
  for (const part of (path.startsWith("/") ? path : `${directory}/${path}`).split("/")) {
    if (part === "" || part === ".") continue
    if (part === "..") parts.pop()
    else parts.push(part)
  }
  return `/${parts.join("/")}`
}

export function directoryOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/")) || "/"
}
