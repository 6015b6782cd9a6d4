// RPM's own database format, Packages.db (SLES 15, openSUSE): a table of slots in whole pages, each naming a blob that
// holds one header. Numbers are little-endian. rpm, lib/backend/ndb/rpmpkg.c.

const databaseMagic = "RpmP"
const slotMagic = "Slot"
const blobMagic = "BlbS"
const formatVersion = 0

const pageBytes = 4096
/** The header of the file takes the place of the first two slots. */
const headerBytes = 32
const slotBytes = 16
/** Offsets are counted in these. */
const blockBytes = 16
const blobHeadBytes = 16

/** Undefined: it is no such database. A blob that is damaged, or overlaps what was told before, is left out. */
export function headersInNdb(bytes: Uint8Array): readonly Uint8Array[] | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const magicAt = (at: number) => String.fromCharCode(...bytes.subarray(at, at + 4))
  if (bytes.length < pageBytes || magicAt(0) !== databaseMagic) return undefined
  if (view.getUint32(4, true) !== formatVersion) return undefined
  const slotsEnd = Math.min(view.getUint32(12, true) * pageBytes, bytes.length)
  const headers: Uint8Array[] = []
  // Blobs are apart from each other, so all together they are no longer than the file.
  let left = bytes.length
  for (let slot = headerBytes; slot + slotBytes <= slotsEnd; slot += slotBytes) {
    const [index, at] = [view.getUint32(slot + 4, true), view.getUint32(slot + 8, true) * blockBytes]
    if (magicAt(slot) !== slotMagic) return undefined
    if (at < slotsEnd || at + blobHeadBytes > bytes.length) continue
    if (magicAt(at) !== blobMagic || view.getUint32(at + 4, true) !== index) continue
    const length = view.getUint32(at + 12, true)
    const end = at + blobHeadBytes + length
    left -= length
    if (end > bytes.length || left < 0) continue
    headers.push(bytes.subarray(at + blobHeadBytes, end))
  }
  return headers
}
