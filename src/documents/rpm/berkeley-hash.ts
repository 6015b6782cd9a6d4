// The values of a Berkeley DB hash table, as which RPM kept its headers until 4.15 (RHEL 7 and 8, Amazon Linux 2): pages
// of keys and values in turn, where a long value stands on a chain of overflow pages. Berkeley DB, dbinc/db_page.h.

/** Of the machine that wrote it: numbers are in its order, which the magic number shows. */
const hashMagic = 0x061561
const formatVersions = { least: 8, most: 10 }
const metaBytes = 512
const pageHeaderBytes = 26
/** Of a value that stands elsewhere: type, three unused bytes, page, length. */
const offPageBytes = 12

const pageType = { hashUnsorted: 2, overflow: 7, hash: 13 }
const itemType = { onPage: 1, offPage: 3 }

/** Undefined: it is no such table. What is damaged is left out. */
export function valuesInBerkeleyHash(bytes: Uint8Array): Iterable<Uint8Array> | undefined {
  if (bytes.length < metaBytes) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const isLittle = view.getUint32(12, true) === hashMagic
  if (!isLittle && view.getUint32(12) !== hashMagic) return undefined
  const [version, size] = [view.getUint32(16, isLittle), view.getUint32(20, isLittle)]
  if (version < formatVersions.least || version > formatVersions.most) return undefined
  // Powers of two from 512 to 64 KiB: db_page.h, DB_MIN_PGSIZE and DB_MAX_PGSIZE.
  if (size < 512 || size > 65_536 || (size & (size - 1)) !== 0) return undefined
  return valuesIn({ bytes, view, isLittle, size, pages: Math.floor(bytes.length / size) })
}

interface Table {
  readonly bytes: Uint8Array
  readonly view: DataView
  readonly isLittle: boolean
  /** Of a page, in bytes. */
  readonly size: number
  readonly pages: number
}

function* valuesIn(table: Table): Iterable<Uint8Array> {
  const { bytes, view, isLittle, size, pages } = table
  // An overflow page belongs to one value, so all chains together are no longer than the file.
  const left = { pages }
  for (let page = 1; page < pages; page++) {
    const start = page * size
    const type = bytes[start + 25]
    if (type !== pageType.hash && type !== pageType.hashUnsorted) continue
    const entries = Math.min(view.getUint16(start + 20, isLittle), Math.floor((size - pageHeaderBytes) / 2))
    const offsetOf = (entry: number) => view.getUint16(start + pageHeaderBytes + 2 * entry, isLittle)
    // Keys are the even ones. Items lie from the page's end downwards, each up to where the one before it begins.
    for (let entry = 1; entry < entries; entry += 2) {
      const [from, to] = [offsetOf(entry), offsetOf(entry - 1)]
      if (from < pageHeaderBytes + 2 * entries || to > size || from >= to) continue
      const item = bytes.subarray(start + from, start + to)
      if (item[0] === itemType.onPage) yield item.subarray(1)
      if (item[0] !== itemType.offPage || item.length !== offPageBytes) continue
      const at = start + from
      const value = chained(table, view.getUint32(at + 4, isLittle), view.getUint32(at + 8, isLittle), left)
      if (value !== undefined) yield value
    }
  }
}

/** Undefined: the chain ends before the value does, or it is none. */
function chained(
  { bytes, view, isLittle, size, pages }: Table,
  first: number,
  length: number,
  left: { pages: number },
): Uint8Array | undefined {
  if (length > bytes.length) return undefined
  const parts: Uint8Array[] = []
  let missing = length
  for (let page = first; missing > 0; ) {
    const start = page * size
    if (page === 0 || page >= pages || bytes[start + 25] !== pageType.overflow || left.pages-- <= 0) return undefined
    const here = view.getUint16(start + 22, isLittle)
    if (here > missing || pageHeaderBytes + here > size) return undefined
    parts.push(bytes.subarray(start + pageHeaderBytes, start + pageHeaderBytes + here))
    missing -= here
    page = view.getUint32(start + 16, isLittle)
  }
  return Buffer.concat(parts)
}
