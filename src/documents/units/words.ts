// The words of a command line in a unit (systemd.service(5), "COMMAND LINES"): quotes, C escapes, prefixes, variables.
// Specifiers such as %i are left as they are, and so is a lone ; between two commands.

const blank = /[ \t\r\n]/
const simpleEscapes: Readonly<Record<string, string>> = {
  a: "\u0007",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "\\": "\\",
  '"': '"',
  "'": "'",
  s: " ",
}

/** The escape after the backslash at `at`. An unknown one keeps its backslash (src/basic/extract-word.c). */
function readEscape(text: string, at: number): { readonly text: string; readonly next: number } {
  const character = text[at + 1] ?? ""
  const simple = simpleEscapes[character]
  if (simple !== undefined) return { text: simple, next: at + 2 }
  const coded = /^(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-3][0-7]{2}))/.exec(
    text.slice(at + 1, at + 10),
  )
  if (coded === null) return { text: `\\${character}`, next: at + 1 + Math.max(1, character.length) }
  const [whole, byte, short, long, octal] = coded
  const code = octal === undefined ? Number.parseInt(byte ?? short ?? long ?? "", 16) : Number.parseInt(octal, 8)
  const isCharacter = code > 0 && code <= 0x10ffff
  return { text: isCharacter ? String.fromCodePoint(code) : `\\${whole}`, next: at + 1 + whole.length }
}

/** The words of a command line, unquoted. Empty when a quote is not closed: systemd ignores such a line. */
export function splitWords(text: string): string[] {
  const words: string[] = []
  let word: string | undefined
  let quote: string | undefined
  for (let at = 0; at < text.length; ) {
    const character = text[at] ?? ""
    if (character === "\\") {
      const escaped = readEscape(text, at)
      word = (word ?? "") + escaped.text
      at = escaped.next
      continue
    }
    if (quote !== undefined) {
      if (character === quote) quote = undefined
      else word = (word ?? "") + character
    } else if (character === '"' || character === "'") {
      quote = character
      word ??= ""
    } else if (blank.test(character)) {
      if (word !== undefined) words.push(word)
      word = undefined
    } else word = (word ?? "") + character
    at++
  }
  if (quote !== undefined) return []
  if (word !== undefined) words.push(word)
  return words
}

/** The path of a program without the special prefixes of ExecStart= (@ - : + ! !! and, since systemd 258, |). */
export function stripPrefix(word: string): string {
  return word.replace(/^[@\-:+!|]+/, "")
}

/**
 * Words with variables put in: a word that is just $NAME becomes the words of its value (none when it is not set),
 * ${NAME} within a word becomes the value as it is, $$ becomes $.
 */
export function expandVariables(words: readonly string[], environment: Readonly<Record<string, string>>): string[] {
  const lookUp = (name: string) => (Object.hasOwn(environment, name) ? (environment[name] ?? "") : "")
  return words.flatMap((word) => {
    const alone = /^\$([A-Za-z_][A-Za-z0-9_]*)$/.exec(word)?.[1]
    if (alone !== undefined) return splitWords(lookUp(alone))
    return [
      word.replace(/\$\$|\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g, (match, name?: string) =>
        name === undefined ? match.slice(1) : lookUp(name),
      ),
    ]
  })
}
