// A package's header as RPM stores it in each form of its database: number of entries, size of the data, entries of (tag,
// type, offset, count), data; all big-endian. rpm.org, manual/hregions and manual/tags.

const tags = { name: 1000, version: 1001, directoryIndexes: 1116, baseNames: 1117, directoryNames: 1118 } as const
const types = { int32: 4, text: 6, texts: 8 } as const
const entryBytes = 16

export interface RpmPackage {
  readonly name: string
  /** Without epoch and release. */
  readonly version: string
  /** Absolute paths; undefined: the header has none, or is damaged. */
  files(): readonly string[] | undefined
}

/** Undefined: it is no whole header, or one without a name. */
export function packageOf(header: Uint8Array): RpmPackage | undefined {
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength)
  if (view.byteLength < 8) return undefined
  const data = 8 + view.getUint32(0) * entryBytes
  if (data > view.byteLength) return undefined
  const entryOf = (tag: number, type: number) => {
    for (let at = 8; at < data; at += entryBytes) {
      if (view.getUint32(at) !== tag || view.getUint32(at + 4) !== type) continue
      return { start: data + view.getUint32(at + 8), count: view.getUint32(at + 12) }
    }
    return undefined
  }
  const textOf = (tag: number): string | undefined => {
    const entry = entryOf(tag, types.text)
    return entry === undefined ? undefined : textsAt(header, entry.start, 1)?.[0]
  }
  const textsOf = (tag: number): readonly string[] | undefined => {
    const entry = entryOf(tag, types.texts)
    return entry === undefined ? undefined : textsAt(header, entry.start, entry.count)
  }
  const numbersOf = (tag: number): readonly number[] | undefined => {
    const entry = entryOf(tag, types.int32)
    if (entry === undefined || entry.start + entry.count * 4 > view.byteLength) return undefined
    return Array.from({ length: entry.count }, (_, index) => view.getUint32(entry.start + index * 4))
  }
  const files = (): readonly string[] | undefined => {
    const [names, directories] = [textsOf(tags.baseNames), textsOf(tags.directoryNames)]
    const indexes = numbersOf(tags.directoryIndexes)
    if (names === undefined || directories === undefined || indexes === undefined) return undefined
    return names.map((name, index) => `${directories[indexes[index] ?? -1] ?? ""}${name}`)
  }
  const [name, version] = [textOf(tags.name), textOf(tags.version)]
  return name === undefined || version === undefined ? undefined : { name, version, files }
}

/** So many texts, each with a NUL behind it. Undefined: there are fewer. */
function textsAt(header: Uint8Array, from: number, count: number): readonly string[] | undefined {
  const texts: string[] = []
  let start = from
  while (texts.length < count) {
    const end = header.indexOf(0, start)
    if (end < 0) return undefined
    texts.push(new TextDecoder().decode(header.subarray(start, end)))
    start = end + 1
  }
  return texts
}
