// A package's header as RPM stores it in each form of its database: number of entries, size of the data, entries of (tag,
// type, offset, count), data; all big-endian. rpm.org, manual/hregions and manual/tags.

const tags = { name: 1000, version: 1001 } as const
const stringType = 6
const entryBytes = 16

export interface RpmPackage {
  readonly name: string
  /** Without epoch and release. */
  readonly version: string
}

/** Undefined: it is no whole header, or one without a name. */
export function packageOf(header: Uint8Array): RpmPackage | undefined {
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength)
  if (view.byteLength < 8) return undefined
  const data = 8 + view.getUint32(0) * entryBytes
  if (data > view.byteLength) return undefined
  const textOf = (tag: number): string | undefined => {
    for (let at = 8; at < data; at += entryBytes) {
      if (view.getUint32(at) !== tag || view.getUint32(at + 4) !== stringType) continue
      const start = data + view.getUint32(at + 8)
      const end = header.indexOf(0, start)
      return end < 0 ? undefined : new TextDecoder().decode(header.subarray(start, end))
    }
    return undefined
  }
  const [name, version] = [textOf(tags.name), textOf(tags.version)]
  return name === undefined || version === undefined ? undefined : { name, version }
}
