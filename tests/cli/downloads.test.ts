import { expect, test } from "bun:test"
import { showDownloads } from "../../src/cli/downloads.ts"
import { noPaint } from "../../src/cli/paint.ts"
import { en } from "../../src/messages/en/en.ts"
import { widthOf } from "../../src/messages/line-breaks.ts"

test("a download takes one row of the terminal at most, whatever its name is, and leaves none", () => {
  const rows: string[] = []
  const face = {
    catalogue: en,
    paint: noPaint,
    columns: 60,
    isQuiet: false,
    overwrite: (row: string) => rows.push(row),
  }
  const downloads = showDownloads(face)
  for (const name of ["runc", "containerd-with-a-name-that-is-as-wide-as-the-terminal-itself-or-wider"]) {
    for (const bytes of [0, 12_000_000, 36_000_000]) {
      downloads.onProgress({ event: "downloading", name, bytes, totalBytes: 36_000_000 })
    }
  }
  downloads.end()

  expect(rows[1]).toStartWith("runc  #######.............  33 %  12.0 MB of 36.0 MB")
  for (const row of rows) expect(widthOf(row)).toBeLessThan(60)
  expect(rows.at(-1)).toBe("")
})
