// Tables of the names of flags, as a text with blanks between them; read when they are first asked for.

export function namesIn(text: string): () => ReadonlySet<string> {
  let names: ReadonlySet<string> | undefined
  return () => {
    names ??= new Set(text.trim().split(/\s+/))
    return names
  }
}
