// Chance that can be repeated: the same seed gives the same numbers on every machine. Not for secrets.

export interface Chance {
  /** A whole number from 0 to `below` - 1; 0 when there is nothing to choose from. */
  below(below: number): number
  /** True `times` out of `of` times. */
  happens(times: number, of: number): boolean
  pick<T>(from: readonly T[]): T
}

/** sfc32 of PractRand, as Chris Doty-Humphrey published it (public domain), warmed up on the seed. */
export function chanceOf(seed: number, turn = 0): Chance {
  let a = seed | 0
  let b = turn | 0
  let c = (seed / 2 ** 32) | 0
  let counter = 1
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + sum) | 0
    return sum >>> 0
  }
  for (let round = 0; round < 12; round++) next()
  const below = (limit: number) => (limit <= 1 ? 0 : next() % limit)
  return {
    below,
    happens: (times, of) => below(of) < times,
    pick<T>(from: readonly T[]): T {
      if (from.length === 0) throw new Error("there is nothing to pick from")
      return from[below(from.length)] as T
    },
  }
}
