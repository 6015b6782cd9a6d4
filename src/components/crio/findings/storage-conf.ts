// Where CRI-O keeps images and containers, if its own files do not say: containers-storage.conf(5). A file that does not
// parse, or a value of another kind, ends CRI-O at its start ("error loading server config"), as CRI-O 1.36.3 answers;
// what a driver makes of its options it says itself.
import type { Table } from "../../../documents/document.ts"
import { toml } from "../../../documents/toml/toml.ts"
import { isTable, ownValue } from "../../../documents/value.ts"
import { knownValue } from "../../../model/facts/fact.ts"
import type { FileFact } from "../../../model/file-content.ts"
import type { OtherFileTrouble } from "./other-files.ts"

/** containers/storage, types/options.go: the administrator's, else the distribution's. */
export const storageFiles = ["/etc/containers/storage.conf", "/usr/share/containers/storage.conf"] as const

const texts = ["driver", "runroot", "graphroot", "imagestore", "rootless_storage_path"] as const

export function storageTrouble(fact: FileFact): readonly OtherFileTrouble[] {
  const file = knownValue(fact)
  if (file === undefined) return []
  const parsed = toml.parse(file.path, file.text)
  if (!parsed.ok) {
    const { fault } = parsed
    const what = fault.code === "document-broken" ? fault.args.expected : fault.code
    const place = fault.place === undefined ? {} : { place: fault.place }
    return [{ file: file.path, breaks: "start", why: "not-toml", what, ...place }]
  }
  const wrong = wrongText(parsed.value.root)
  if (wrong === undefined) return []
  const key = parsed.value.keys.find(({ path }) => path.join(".") === wrong)
  const place = key === undefined ? {} : { place: key.keyPlace }
  return [{ file: file.path, breaks: "start", why: "wrong-type", what: wrong, ...place }]
}

/** The path of the first key that must be a text and is none. */
function wrongText(root: Table): string | undefined {
  const storage = ownValue(root, "storage")
  if (storage === undefined) return undefined
  if (!isTable(storage)) return "storage"
  const key = texts.find((one) => {
    const value = ownValue(storage, one)
    return value !== undefined && typeof value !== "string"
  })
  return key === undefined ? undefined : `storage.${key}`
}
