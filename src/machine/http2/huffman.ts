// The Huffman code of HPACK: RFC 7541, appendix B. It is canonical, codes of one length go up with their symbols, so
// that the lengths alone say everything.

/** Length of the code of each byte, then of the end of string: one digit each, in base 32. */
const lengths =
  "dnsssssssoussussssssssusssssssss6aacd68baa8b8666555666666678f6cad67777777777777777777777878djde6f56565666577666567655677777fbeds" +
  "kmkkmmmnmnnnnnonoomnonnnnlmnmnnomlkmmnnlnmmolmnnllmlnmnnkmmmnmmnqqkjmnmpqqqrrqopjlqrrqrollqqsrrrkoklmllnmmppooqnqrqqrrrrrsrrrrrqu"

const endOfString = 256

/** By length of the code: the first code of that length, and its symbols in order. */
type Codes = readonly ({ readonly first: number; readonly symbols: readonly number[] } | undefined)[]

/** Made when a server first packs a text: most nodes that are looked at are asked nothing. */
let codes: Codes | undefined

function codesByLength(): Codes {
  const symbolsOf: number[][] = []
  for (let symbol = 0; symbol < lengths.length; symbol += 1) {
    const length = Number.parseInt(lengths.charAt(symbol), 32)
    const same = symbolsOf[length]
    if (same === undefined) symbolsOf[length] = [symbol]
    else same.push(symbol)
  }
  let next = 0
  const byLength: (Codes[number] | undefined)[] = []
  for (let length = 0; length < symbolsOf.length; length += 1) {
    const symbols = symbolsOf[length]
    const first = next * 2
    next = first + (symbols?.length ?? 0)
    byLength.push(symbols === undefined ? undefined : { first, symbols })
  }
  return byLength
}

/** Undefined: it is no such text. */
export function huffmanDecoded(bytes: Uint8Array): Buffer | undefined {
  codes ??= codesByLength()
  const decoded: number[] = []
  let code = 0
  let length = 0
  for (const byte of bytes) {
    for (let bit = 7; bit >= 0; bit -= 1) {
      code = (code << 1) | ((byte >> bit) & 1)
      length += 1
      const { first = 0, symbols = [] } = codes[length] ?? {}
      const symbol = symbols[code - first]
      if (symbol === endOfString || length > 30) return undefined
      if (code < first || symbol === undefined) continue
      decoded.push(symbol)
      code = 0
      length = 0
    }
  }
  // What is left over is the beginning of the end of string: less than a byte, all ones. RFC 7541, section 5.2.
  return length < 8 && code === (1 << length) - 1 ? Buffer.from(decoded) : undefined
}
