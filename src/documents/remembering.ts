// A language that reads each text once: a configuration is asked about by many judges, each of which would parse it anew.
// Documents are never changed, so one may be given to all of them.
import type { Result } from "../model/fault.ts"

/** A node has a few dozen configuration files. What goes first when there are more is read again. */
const mostTexts = 64

/** In characters. A larger text is not held in memory for the sake of time. */
const mostCharacters = 128 * 1024

export function remembering<L extends { parse(file: string, text: string): Result<unknown> }>(language: L): L {
  return { ...language, parse: rememberedParse((file, text) => language.parse(file, text)) }
}

function rememberedParse<T>(
  parse: (file: string, text: string) => Result<T>,
): (file: string, text: string) => Result<T> {
  const read = new Map<string, Result<T>>()
  return (file, text) => {
    if (text.length > mostCharacters) return parse(file, text)
    const key = `${file}\0${text}`
    const known = read.get(key)
    if (known !== undefined) return known
    const parsed = parse(file, text)
    const [oldest] = read.keys()
    if (read.size >= mostTexts && oldest !== undefined) read.delete(oldest)
    read.set(key, parsed)
    return parsed
  }
}
