// A sentence of a catalogue can name a key or a path of a file, and a file can hold a key of megabytes. What nobody can
// read is cut, and how much there was is said.

/** Longer than any path that a node can have has no use on a screen; linux/limits.h, PATH_MAX. In characters. */
const longestWord = 4096

/** How much of such a word is shown. */
const shown = 60

/** Of a sentence, or of each text in an entry of a catalogue. */
export function withShortWords<Text>(text: Text): Text {
  if (typeof text === "string") return shortened(text) as Text & string
  if (typeof text !== "object" || text === null) return text
  return Object.fromEntries(Object.entries(text).map(([key, own]) => [key, withShortWords(own)])) as Text
}

function shortened(text: string): string {
  if (text.length <= longestWord) return text
  return text.replace(/\S+/g, (word) =>
    word.length > longestWord ? `${word.slice(0, shown)}… (${word.length})` : word,
  )
}
