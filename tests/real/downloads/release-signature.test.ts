// Who signed a release, by the real ssh-keygen, with keys made in the test.
import { expect, test } from "bun:test"
import { spawnSync } from "node:child_process"
import { readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { checkDownload, signatureNamespace } from "../../../src/machine/release-files.ts"
import { hashOf, release } from "../../machine/a-release.ts"
import { describeReal } from "../support/requirements.ts"

/** A key made for this test, and its line as release-signers has it. */
function signer(name: string, folder: string): { readonly key: string; readonly line: string } {
  const key = join(folder, `key-of-${name}`)
  spawnSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", key])
  return { key, line: `${name}@example.org ${readFileSync(`${key}.pub`, "utf8")}` }
}

function sign(key: string, folder: string, namespace = signatureNamespace): void {
  spawnSync("ssh-keygen", ["-q", "-Y", "sign", "-f", key, "-n", namespace, join(folder, "SHA256SUMS")])
}

describeReal("a signed release", { programs: ["ssh-keygen"] }, () => {
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
