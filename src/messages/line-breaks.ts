// Where a line of text may be broken, and how wide it is, for both faces: words stay whole, Chinese and Japanese break
// between any two characters, closing punctuation never starts a row and opening punctuation never ends one.

/** Made when it is needed: making it takes as long as the whole first frame. */
let graphemes: Intl.Segmenter | undefined
/** Closing punctuation of CJK text (UAX #14, classes CL and QU and some of NS): stays with the character before it. */
const closing = /^[、。，．：；？！）］｝」』】〕〉》”’]$/u
/** Opening punctuation of CJK text (UAX #14, classes OP and QU): stays with the character after it. */
const opening = /^[（［｛「『【〔〈《“‘]+$/u

/** Columns that a text takes on the terminal. */
export function widthOf(text: string): number {
  return Bun.stringWidth(text)
}

export function splitGraphemes(text: string): readonly string[] {
  // Of printable ASCII each character stands for itself; the segmenter takes most of the time of a key otherwise.
  if (/^[ -~]*$/.test(text)) return text.split("")
  graphemes ??= new Intl.Segmenter("en", { granularity: "grapheme" })
  return [...graphemes.segment(text)].map((one) => one.segment)
}

/** Pieces between which a row may end: runs of spaces, words, single wide characters with their punctuation. */
export function unitsOf(text: string): readonly string[] {
  return text.split(/( +)/).flatMap((piece) => {
    if (piece === "") return []
    return piece.startsWith(" ") || widthOf(piece) === piece.length ? [piece] : unitsOfMixed(piece)
  })
}

/** Of a piece without spaces that has wide characters in it. */
function unitsOfMixed(piece: string): readonly string[] {
  const units: string[] = []
  let word = ""
  const finish = () => {
    if (word !== "") units.push(word)
    word = ""
  }
  for (const grapheme of splitGraphemes(piece)) {
    if (closing.test(grapheme)) {
      const before = word === "" ? units.pop() : word
      word = (before ?? "") + grapheme
      finish()
    } else if (opening.test(grapheme)) {
      if (!opening.test(word)) finish()
      word += grapheme
    } else if (widthOf(grapheme) < 2) word += grapheme
    else {
      if (!opening.test(word)) finish()
      word += grapheme
      finish()
    }
  }
  finish()
  return units
}
