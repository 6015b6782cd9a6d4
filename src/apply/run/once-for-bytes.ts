// What was made of bytes, kept for as long as they are: who looks at a node reads a file once, and a dozen questions about
// its runs would each parse it anew.

/** `make` is a function of the bytes alone. */
export function onceForBytes<T>(make: (bytes: Uint8Array) => T): (bytes: Uint8Array) => T {
  const made = new WeakMap<Uint8Array, { readonly value: T }>()
  return (bytes) => {
    const known = made.get(bytes) ?? { value: make(bytes) }
    made.set(bytes, known)
    return known.value
  }
}
