import { afterAll, describe, expect, test } from "bun:test"
import { spawnSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { checkDownload, signatureNamespace } from "../../src/machine/release-files.ts"

const directories: string[] = []
afterAll(() => {
  for (const directory of directories) rmSync(directory, { recursive: true, force: true })
})

const hashOf = (text: string) => new Bun.CryptoHasher("sha256").update(text).digest("hex")

/** A folder with a download and its checksums. */
function release(program = "program", listed = hashOf(program)): { readonly folder: string; readonly file: string } {
  const folder = mkdtempSync(join(tmpdir(), "criadm-release-"))
  directories.push(folder)
  const file = join(folder, "criadm-linux-x64")
  writeFileSync(file, program)
  writeFileSync(join(folder, "SHA256SUMS"), `${hashOf("other")}  criadm-linux-arm64\n${listed}  criadm-linux-x64\n`)
  return { folder, file }
}

/** A key made for this test, and its line as release-signers has it. */
function signer(name: string, folder: string): { readonly key: string; readonly line: string } {
  const key = join(folder, `key-of-${name}`)
  spawnSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", key])
  return { key, line: `${name}@example.org ${readFileSync(`${key}.pub`, "utf8")}` }
}

function sign(key: string, folder: string, namespace = signatureNamespace): void {
  spawnSync("ssh-keygen", ["-q", "-Y", "sign", "-f", key, "-n", namespace, join(folder, "SHA256SUMS")])
}

describe("a download", () => {
  test("is whole when its checksum is the release's, and who released it is not checked where nobody is known", async () => {
    const { file } = release()

    expect(await checkDownload(file, "")).toEqual({
      ok: true,
      value: { sha256: hashOf("program"), signer: "not-checked" },
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

const hasSshKeygen = Bun.which("ssh-keygen") !== null
if (!hasSshKeygen) console.log("skipped: signatures of releases: there is no ssh-keygen here")

describe.skipIf(!hasSshKeygen)("a signed release", () => {
  test("is told with who signed it", async () => {
    const { folder, file } = release()
    const [one, other] = [signer("one", folder), signer("other", folder)]
    sign(other.key, folder)

    expect(await checkDownload(file, `# who releases\n${one.line}${other.line}`)).toMatchObject({
      ok: true,
      value: { signer: "other@example.org" },
    })
  })

  test("by a key that is not among the signers, for another purpose, or over other sums, is refused", async () => {
    const { folder, file } = release()
    const [known, stranger] = [signer("known", folder), signer("stranger", folder)]
    const isRefused = async () =>
      expect(await checkDownload(file, known.line)).toMatchObject({ fault: { code: "download-not-signed" } })

    sign(stranger.key, folder)
    await isRefused()

    rmSync(join(folder, "SHA256SUMS.sig"))
    sign(known.key, folder, "file")
    await isRefused()

    rmSync(join(folder, "SHA256SUMS.sig"))
    sign(known.key, folder)
    expect(await checkDownload(file, known.line)).toMatchObject({ ok: true })
    writeFileSync(join(folder, "SHA256SUMS"), `${hashOf("program")}  criadm-linux-x64\n`)
    await isRefused()
  })

  test("whose signature is missing is not called whole", async () => {
    const { folder, file } = release()

    expect(await checkDownload(file, signer("known", folder).line)).toMatchObject({ fault: { code: "file-missing" } })
  })
})
