// Reads a KubeletConfiguration out of a file: YAML with comments and several documents, or JSON. It finds the document
// that the kubelet means and edits nothing else in the file.
import type { Edit, KeyInText, Table, Value } from "../../documents/document.ts"
import { duplicateKeys, json } from "../../documents/json/json.ts"
import { isTable, ownValue } from "../../documents/value.ts"
import { yaml } from "../../documents/yaml/yaml.ts"
import { ok, type Result } from "../../model/fault.ts"
import type { FileContent } from "../../model/file-content.ts"
import type { Place } from "../../model/place.ts"

export interface Configuration {
  readonly file: FileContent
  readonly root: Table
  /** Where a top-level key's value stands; undefined when the key is not there. */
  placeOf(key: string): Place | undefined
  /** Keys that an earlier line has set already; these count, and the earlier ones do not. */
  readonly repeated: readonly KeyInText[]
  /** The text of the file with these edits made. */
  edit(edits: readonly Edit[]): Result<string>
}

/** Undefined: there is no document of kind KubeletConfiguration in the file. */
export function readConfiguration(file: FileContent): Result<Configuration | undefined> {
  return /^\s*\{/.test(file.text) ? readJson(file) : readYaml(file)
}

function readJson(file: FileContent): Result<Configuration | undefined> {
  const parsed = json.parse(file.path, file.text)
  if (!parsed.ok) return parsed
  const { root, keys } = parsed.value
  if (!isKubeletConfiguration(root)) return ok(undefined)
  return ok({
    file,
    root,
    repeated: duplicateKeys({ keys }),
    placeOf: (key) => placeOf(keys, key),
    edit: (edits) => json.edit(file.path, file.text, edits),
  })
}

function readYaml(file: FileContent): Result<Configuration | undefined> {
  const parsed = yaml.parse(file.path, file.text)
  if (!parsed.ok) return parsed
  const index = parsed.value.documents.findIndex(({ root }) => isKubeletConfiguration(root))
  const document = parsed.value.documents[index]
  if (document === undefined || !isTable(document.root)) return ok(undefined)
  return ok({
    file,
    root: document.root,
    repeated: document.repeated,
    placeOf: (key) => placeOf(document.keys, key),
    edit: (edits) => yaml.edit(file.path, file.text, index, edits),
  })
}

function isKubeletConfiguration(root: Value | undefined): boolean {
  return isTable(root) && ownValue(root, "kind") === "KubeletConfiguration"
}

function placeOf(keys: readonly KeyInText[], key: string): Place | undefined {
  // Of two lines the later one counts.
  return keys.findLast(({ path }) => path.length === 1 && path[0] === key)?.valuePlace
}
