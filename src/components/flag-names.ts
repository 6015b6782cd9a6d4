// Tables of the names of flags, as a text with blanks between them.

export function namesIn(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/))
}
