// Real configuration texts to begin with: the files of the recorded nodes in tests/nodes, and more from the folder that
// $CRIADM_SHARED names (or ../shared/corpus beside the checkout), whose files are not part of this repository.
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join, resolve } from "node:path"

const nodes = join(import.meta.dir, "../nodes")
const collection = resolve(process.env["CRIADM_SHARED"] ?? join(import.meta.dir, "../../../shared/corpus"))

/** Longest file that is used, in bytes: small ones find as much, sooner. */
const longest = 8_000

function textsBelow(folder: string, ending: RegExp): readonly string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && ending.test(join(entry.parentPath, entry.name)))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => readFileSync(path, "utf8"))
    .filter((text) => text.length > 0 && text.length <= longest)
}

/** Texts of the recorded nodes whose path ends so; each once. */
export function recordedTexts(ending: RegExp): readonly string[] {
  return [...new Set(textsBelow(nodes, ending))]
}

/** Texts of the collection beside the checkout; none where it is not there, or in the short form. */
export function collectedTexts(folder: string, ending: RegExp): readonly string[] {
  return process.env["CRIADM_FUZZ_MINUTES"] === undefined ? [] : textsBelow(join(collection, folder), ending)
}
