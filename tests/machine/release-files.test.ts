// Whether a download is what its release says, by its checksum alone; signatures: tests/real/release-signature.test.ts.
import { describe, expect, test } from "bun:test"
import { rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { checkDownload } from "../../src/machine/release-files.ts"
import { hashOf, release } from "./a-release.ts"

describe("a download", () => {
  test("is whole when its checksum is the release's, and who released it is not checked where nobody is known", async () => {
    const { file } = release()

    expect(await checkDownload(file, "")).toEqual({
      ok: true,
      value: { sha256: hashOf("program") },
    })
  })

  test("that was changed or cut is told with both sums", async () => {
    const { file } = release("progra", hashOf("program"))

    expect(await checkDownload(file, "")).toMatchObject({
      ok: false,
      fault: { code: "download-differs", args: { listed: hashOf("program"), found: hashOf("progra") } },
    })
  })

  test("without its line, or without SHA256SUMS, is not called whole", async () => {
    const { folder, file } = release()
    writeFileSync(join(folder, "SHA256SUMS"), `${hashOf("program")}  another\n`)
    expect(await checkDownload(file, "")).toMatchObject({ fault: { code: "download-not-listed" } })

    rmSync(join(folder, "SHA256SUMS"))
    expect(await checkDownload(file, "")).toMatchObject({ fault: { code: "file-missing" } })
  })
})
