// SHA256SUMS over everything in dist that is offered, in the format of sha256sum(1), sorted by name.
import { createHash } from "node:crypto"
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"

/** Writes SHA256SUMS for the downloads in `dist`. dist/criadm, for this machine's own use, is not one of them. */
export function writeChecksums(dist) {
  const lines = filesBelow(dist, "")
    .filter((name) => name !== "criadm" && name !== "SHA256SUMS" && name !== "SHA256SUMS.sig")
    .sort()
    .map(
      (name) =>
        `${createHash("sha256")
          .update(readFileSync(join(dist, name)))
          .digest("hex")}  ${name}\n`,
    )
  writeFileSync(join(dist, "SHA256SUMS"), lines.join(""))
}

function filesBelow(dist, folder) {
  return readdirSync(join(dist, folder))
    .filter((name) => !name.startsWith("."))
    .map((name) => join(folder, name))
    .flatMap((name) => (statSync(join(dist, name)).isDirectory() ? filesBelow(dist, name) : [name]))
}
