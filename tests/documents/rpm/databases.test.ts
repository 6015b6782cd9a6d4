// Databases as RPM 4.20 and Berkeley DB 5.3 have written them (tests/real/install/rpm-databases.test.ts makes them anew), whole
// and damaged. containerd 1.4.3 was removed from them again; kernel-core's header needs several pages.
import { describe, expect, test } from "bun:test"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import fc from "fast-check"
import { valuesInBerkeleyHash } from "../../../src/documents/rpm/berkeley-hash.ts"
import { packageOf } from "../../../src/documents/rpm/header.ts"
import { headersInNdb } from "../../../src/documents/rpm/ndb.ts"

const bytesOf = (name: string): Uint8Array => new Uint8Array(readFileSync(join(import.meta.dir, name)))

type Read = (bytes: Uint8Array) => Iterable<Uint8Array> | undefined

const databases: readonly [string, Read][] = [
  ["Packages.db", headersInNdb],
  ["Packages", valuesInBerkeleyHash],
  ["Packages-big-endian", valuesInBerkeleyHash],
]

function packagesIn(read: Read, bytes: Uint8Array): readonly string[] {
  return [...(read(bytes) ?? [])]
    .flatMap((header) => {
      const found = packageOf(header)
      return found === undefined ? [] : [`${found.name} ${found.version}`]
    })
    .sort()
}

describe.each(databases)("%s", (name, read) => {
  test("has the packages that are installed, and no removed one", () => {
    expect(packagesIn(read, bytesOf(name))).toEqual(["containerd.io 1.6.33", "kernel-core 4.18.0"])
  })

  test("cut off anywhere it has no others", () => {
    const whole = bytesOf(name)
    for (let length = 0; length < whole.length; length += 61) {
      for (const found of packagesIn(read, whole.slice(0, length))) {
        expect(["containerd.io 1.6.33", "kernel-core 4.18.0"]).toContain(found)
      }
    }
  })

  test("however it is damaged, it is read to an end, and no more than it has is read out of it", () => {
    const whole = bytesOf(name)
    const damage = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(damage, (changes) => {
        const damaged = whole.slice()
        for (const [at, byte] of changes) damaged[at] = byte
        const lengths = [...(read(damaged) ?? [])].map((header) => {
          packageOf(header)
          return header.length
        })
        expect(lengths.reduce((sum, length) => sum + length, 0)).toBeLessThanOrEqual(2 * whole.length)
      }),
      { numRuns: 500 },
    )
  })
})

test("a file of another kind is no database", () => {
  for (const text of ["", "SQLite format 3\0", "RpmP", "\0".repeat(600)]) {
    const bytes = new TextEncoder().encode(text)
    expect([headersInNdb(bytes), valuesInBerkeleyHash(bytes)]).toEqual([undefined, undefined])
  }
})

test("a Berkeley DB whose values all stand on one chain that bites its tail is left after as many pages as it has", () => {
  const [size, pages] = [512, 2000]
  const bytes = new Uint8Array(size * pages)
  const view = new DataView(bytes.buffer)
  view.setUint32(12, 0x061561, true)
  view.setUint32(16, 9, true)
  view.setUint32(20, size, true)
  for (let page = 1; page < pages; page++) {
    const start = page * size
    const isTable = page < pages / 2
    bytes[start + 25] = isTable ? 13 : 7
    // Of an overflow page: the next one, and how much is here.
    view.setUint32(start + 16, page === pages - 1 ? pages / 2 : page + 1, true)
    view.setUint16(start + 22, 1, true)
    if (!isTable) continue
    view.setUint16(start + 20, 30, true)
    for (let entry = 0; entry < 30; entry++) {
      const at = size - 12 * (entry + 1)
      view.setUint16(start + 26 + 2 * entry, at, true)
      bytes[start + at] = 3
      view.setUint32(start + at + 4, pages / 2, true)
      view.setUint32(start + at + 8, bytes.length, true)
    }
  }

  expect([...(valuesInBerkeleyHash(bytes) ?? [])]).toEqual([])
})

test("slots that all name the same blob give it no more often than the file could hold it", () => {
  const whole = bytesOf("Packages.db")
  const view = new DataView(whole.buffer)
  const used = [...Array(254).keys()].map((slot) => 32 + 16 * slot).find((at) => view.getUint32(at + 8, true) > 0) ?? 0
  for (let at = 32; at < 4096; at += 16) whole.copyWithin(at, used, used + 16)

  const lengths = [...(headersInNdb(whole) ?? [])].map((header) => header.length)

  expect(lengths.reduce((sum, length) => sum + length, 0)).toBeLessThanOrEqual(whole.length)
})
