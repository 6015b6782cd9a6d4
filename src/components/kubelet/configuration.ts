// Reads a KubeletConfiguration out of a file: YAML with comments, or JSON. Of several documents the kubelet decodes the
// first and does not even parse the others (kubelet 1.34.4 and 1.37.2, tried); nothing else in the file is edited.
import type { Edit, KeyInText, Table, Value } from "../../documents/document.ts"
import { duplicateKeys, json } from "../../documents/json/json.ts"
import { isTable, ownValue } from "../../documents/value.ts"
import { yaml } from "../../documents/yaml/yaml.ts"
import { ok, type Result } from "../../model/fault.ts"
import type { FileContent } from "../../model/file-content.ts"
import { type Place, placeAt } from "../../model/place.ts"

export interface Configuration {
  readonly file: FileContent
  readonly root: Table
  /** Every key, in the order of the text. */
  readonly keys: readonly KeyInText[]
  /** Where a top-level key's value stands; undefined when the key is not there. */
  placeOf(key: string): Place | undefined
  /** Where documents begin that the kubelet does not read; undefined: there is none with anything in it. */
  readonly unreadFrom?: Place
  /** Keys that an earlier line has set already; these count, and the earlier ones do not. */
  readonly repeated: readonly KeyInText[]
  /** The text of the file with these edits made. */
  edit(edits: readonly Edit[]): Result<string>
}

/** Undefined: what the kubelet reads of the file is no KubeletConfiguration. */
export function readConfiguration(file: FileContent): Result<Configuration | undefined> {
  return read(file, isKubeletConfiguration)
}

/**
 * kubeadm's instance-config.yaml, which is a patch: kubeadm writes the endpoint and nothing that says what it is (kubeadm
 * 1.34.4 and 1.37.2, phases/kubelet/config.go, WriteInstanceConfigToDisk). Undefined: it is no mapping.
 */
export function readInstanceConfig(file: FileContent): Result<Configuration | undefined> {
  return read(file, isTable)
}

type IsMeant = (root: Value | undefined) => boolean

function read(file: FileContent, isMeant: IsMeant): Result<Configuration | undefined> {
  return /^\s*\{/.test(file.text) ? readJson(file, isMeant) : readYaml(file, isMeant)
}

function readJson(file: FileContent, isMeant: IsMeant): Result<Configuration | undefined> {
  const parsed = json.parse(file.path, file.text)
  if (!parsed.ok) return parsed
  const { root, keys } = parsed.value
  if (!isMeant(root)) return ok(undefined)
  return ok({
    file,
    root,
    keys,
    repeated: duplicateKeys({ keys }),
    placeOf: (key) => placeOf(keys, key),
    edit: (edits) => json.edit(file.path, file.text, edits),
  })
}

function readYaml(file: FileContent, isMeant: IsMeant): Result<Configuration | undefined> {
  const end = endOfFirst(file.text)
  const [first, rest] = [file.text.slice(0, end), file.text.slice(end)]
  const parsed = yaml.parse(file.path, first)
  if (!parsed.ok) return parsed
  const index = parsed.value.documents.findIndex(({ root }) => isMeant(root))
  const document = parsed.value.documents[index]
  if (document === undefined || !isTable(document.root)) return ok(undefined)
  const isSaid = rest.split("\n").some((line) => !/^\s*(?:#.*)?$|^---\s*(?:#.*)?$/.test(line))
  return ok({
    file,
    ...(isSaid ? { unreadFrom: placeAt(file.path, file.text, end, 3) } : {}),
    root: document.root,
    keys: document.keys,
    repeated: document.repeated,
    placeOf: (key) => placeOf(document.keys, key),
    edit(edits) {
      const edited = yaml.edit(file.path, first, index, edits)
      return edited.ok ? ok(edited.value + rest) : edited
    },
  })
}

/** Offset of the marker that ends the first document; one above everything but comments only begins it. */
function endOfFirst(text: string): number {
  const markers = [...text.matchAll(/^---(?=\s|$)/gm)].map(({ index }) => index)
  const [first = text.length, second = text.length] = markers
  const isLeading = /^(?:\s*(?:#.*|%.*)?(?:\n|$))*$/.test(text.slice(0, first))
  return isLeading ? second : first
}

function isKubeletConfiguration(root: Value | undefined): boolean {
  return isTable(root) && ownValue(root, "kind") === "KubeletConfiguration"
}

function placeOf(keys: readonly KeyInText[], key: string): Place | undefined {
  // Of two lines the later one counts.
  return keys.findLast(({ path }) => path.length === 1 && path[0] === key)?.valuePlace
}
