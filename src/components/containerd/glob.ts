// Globs of `imports` as Go's filepath.Glob reads them, over a set of known paths. A star does not match a slash, but it
// matches a leading dot; only a pattern with a star is a glob for containerd at all.

/** One path element as a regular expression; undefined when the pattern is malformed (filepath.ErrBadPattern). */
function elementPattern(pattern: string): string | undefined {
  let out = ""
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at] ?? ""
    if (character === "*") out += "[^/]*"
    else if (character === "?") out += "[^/]"
    else if (character === "\\") {
      at++
      if (at >= pattern.length) return undefined
      out += quoted(pattern[at] ?? "")
    } else if (character === "[") {
      const close = pattern.indexOf("]", at + 2)
      const inside = close < 0 ? "" : pattern.slice(at + 1, close)
      if (close < 0 || inside === "^") return undefined
      const isNegated = inside.startsWith("^")
      const set = (isNegated ? inside.slice(1) : inside).replace(/[[\\\]]/g, "\\$&")
      out += `[${isNegated ? "^" : ""}${set}]`
      at = close
    } else out += quoted(character)
  }
  return out
}

function quoted(character: string): string {
  return character.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&")
}

/** The paths that match, in the order in which containerd loads them; undefined when the pattern is malformed. */
export function matchGlob(pattern: string, paths: Iterable<string>): readonly string[] | undefined {
  const source = elementPattern(pattern)
  if (source === undefined) return undefined
  const expression = new RegExp(`^${source}$`, "u")
  return [...paths].filter((path) => expression.test(path)).sort(byElements)
}

/** The paths that match in a tree of directories; `list` gives the names in one, undefined when there is no such. */
export function expandGlob(
  pattern: string,
  list: (directory: string) => readonly string[] | undefined,
): readonly string[] {
  const elements = pattern.split("/").filter((element) => element !== "")
  let found: readonly string[] = [""]
  for (const element of elements) {
    const source = elementPattern(element)
    if (source === undefined) return []
    const expression = new RegExp(`^${source}$`, "u")
    found = found.flatMap((directory) =>
      /[*?[\\]/.test(element)
        ? (list(directory || "/") ?? []).filter((name) => expression.test(name)).map((name) => `${directory}/${name}`)
        : [`${directory}/${element}`],
    )
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
