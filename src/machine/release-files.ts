// Whether a downloaded file is what its release says it is: its SHA-256 against SHA256SUMS beside it, and where this
// program knows who signs releases, the signature of SHA256SUMS by ssh-keygen(1), -Y verify. Files of whoever runs
// criadm, not of the node.
import { spawnSync } from "node:child_process"
import { createReadStream, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { basename, dirname, join } from "node:path"
import { failed, ok, type Result } from "../model/fault.ts"

/** The namespace of ssh-keygen's signatures, so that one made for something else does not count. */
export const signatureNamespace = "criadm-release"

export interface CheckedDownload {
  /** Lower-case hex. */
  readonly sha256: string
  /** Who signed SHA256SUMS; undefined: not verified, since this build knows nobody who may. */
  readonly signer?: string
}

/** `signers`: in the format of ssh-keygen's allowed_signers; empty: nobody is known. */
export async function checkDownload(file: string, signers: string): Promise<Result<CheckedDownload>> {
  const sums = join(dirname(file), "SHA256SUMS")
  for (const needed of [file, sums]) {
    if (!existsSync(needed)) return failed({ code: "file-missing", args: { file: needed } })
  }
  const text = readFileSync(sums, "utf8")
  const name = basename(file)
  const listed = /^([0-9a-f]{64})/.exec(text.split("\n").find((line) => line.slice(66) === name) ?? "")?.[1]
  if (listed === undefined) return failed({ code: "download-not-listed", args: { file, sums } })
  const sha256 = await digestOf(file)
  if (sha256 === undefined) return failed({ code: "file-unreadable", args: { file, why: "EIO" } })
  if (sha256 !== listed) return failed({ code: "download-differs", args: { file, sums, listed, found: sha256 } })
  if (signers.trim() === "") return ok({ sha256 })
  const signature = `${sums}.sig`
  if (!existsSync(signature)) return failed({ code: "file-missing", args: { file: signature } })
  const signer = verifySignature(text, signature, signers)
  if (signer === undefined) return failed({ code: "download-not-signed", args: { sums, signature } })
  return ok({ sha256, signer })
}

async function digestOf(file: string): Promise<string | undefined> {
  const hash = new Bun.CryptoHasher("sha256")
  try {
    for await (const piece of createReadStream(file)) hash.update(piece)
    return hash.digest("hex")
  } catch {
    return undefined
  }
}

/** The name among the signers whose key it is; undefined: nobody's, or ssh-keygen is not there. */
function verifySignature(text: string, signature: string, signers: string): string | undefined {
  const directory = mkdtempSync(join(tmpdir(), "criadm-signers-"))
  try {
    const allowed = join(directory, "allowed_signers")
    writeFileSync(allowed, signers)
    const names = new Set(
      signers
        .split("\n")
        .filter((line) => line.trim() !== "" && !line.startsWith("#"))
        .map((line) => line.split(/\s/)[0] ?? ""),
    )
    return [...names].find((name) => {
      const words = ["-Y", "verify", "-f", allowed, "-I", name, "-n", signatureNamespace, "-s", signature]
      return spawnSync("ssh-keygen", words, { input: text, stdio: ["pipe", "ignore", "ignore"] }).status === 0
    })
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}
