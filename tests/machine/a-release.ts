// A folder with a download and its checksums, as of a release; removed after the tests of the file that asks for it.
import { afterAll } from "bun:test"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

const directories: string[] = []
afterAll(() => {
  for (const directory of directories) rmSync(directory, { recursive: true, force: true })
})

export const hashOf = (text: string) => new Bun.CryptoHasher("sha256").update(text).digest("hex")

/** A folder with a download and its checksums. */
export function release(
  program = "program",
  listed = hashOf(program),
): { readonly folder: string; readonly file: string } {
  const folder = mkdtempSync(join(tmpdir(), "criadm-release-"))
  directories.push(folder)
  const file = join(folder, "criadm-linux-x64")
  writeFileSync(file, program)
  writeFileSync(join(folder, "SHA256SUMS"), `${hashOf("other")}  criadm-linux-arm64\n${listed}  criadm-linux-x64\n`)
  return { folder, file }
}
