// Tables of sentences that are made when they are first asked for: most commands say a few of one of them, and their
// thousand functions take as long to make as all else that reads a command line.

/** Each value is made once. */
export function lazily<T extends object>(makers: { readonly [K in keyof T]: () => T[K] }): T {
  const tables = {} as T
  for (const name of Object.keys(makers) as (keyof T)[]) {
    const get = () => {
      const value = makers[name]()
      Object.defineProperty(tables, name, { value, enumerable: true })
      return value
    }
    Object.defineProperty(tables, name, { get, enumerable: true, configurable: true })
  }
  return tables
}
