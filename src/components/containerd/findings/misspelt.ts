// Whether a name is another one misspelt: by case, by joining signs, or by a slip or two of the fingers.

/** As many wrong, missing or extra letters still make a misspelling. */
const slips = 2

const plain = (name: string) => name.toLowerCase().replace(/[_-]/g, "")

export function isMisspeltFor(name: string, right: string): boolean {
  return name !== right && distance(plain(name), plain(right)) <= slips
}

/** Levenshtein's distance. */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > slips) return slips + 1
  let above = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (const [row, letter] of [...a].entries()) {
    const line = [row + 1]
    for (let column = 1; column <= b.length; column++) {
      const replaced = (above[column - 1] ?? 0) + (letter === b[column - 1] ? 0 : 1)
      line.push(Math.min(replaced, (above[column] ?? 0) + 1, (line[column - 1] ?? 0) + 1))
    }
    above = line
  }
  return above[b.length] ?? 0
}
