// A file tree as text, one line per path: kind, mode, owner, attributes, and the content or target. Two trees are the
// same node when their texts are the same.
import { lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs"
import { join } from "node:path"
import { attributesOf } from "../../machine/attributes.ts"

/** `path` is below `root` and begins with "/"; empty: all of it. What criadm keeps for itself is left out. */
export function describeTree(root: string, path = ""): string {
  return linesOf(root, path).join("\n")
}

function linesOf(root: string, path: string): readonly string[] {
  if (path === "/var/lib/criadm") return []
  const here = join(root, path)
  const found = lstatSync(here)
  const line = `${path} ${(found.mode & 0o177777).toString(8)} ${found.uid}:${found.gid}`
  if (found.isSymbolicLink()) return [`${line} -> ${readlinkSync(here)}`]
  if (found.isFile()) {
    const attributes = JSON.stringify(attributesOf(here))
    return [`${line} ${attributes} ${JSON.stringify(readFileSync(here, "latin1"))}`]
  }
  if (!found.isDirectory()) return [line]
  return [
    line,
    ...readdirSync(here)
      .sort()
      .flatMap((name) => linesOf(root, `${path}/${name}`)),
  ]
}
