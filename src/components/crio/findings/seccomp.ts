// What makes CRI-O end at its start over the seccomp profile that crio.conf names: it must be JSON of the shape of
// containers/common pkg/seccomp/types.go. Keys that nobody knows are let pass, and a profile that does not exist is
// replaced by the built-in one; cri-o internal/config/seccomp/seccomp.go, LoadProfile.
import type { Value } from "../../../documents/document.ts"
import { json } from "../../../documents/json/json.ts"
import { isList, isTable, ownValue } from "../../../documents/value.ts"
import { knownValue } from "../../../model/facts/fact.ts"
import type { FileFact } from "../../../model/file-content.ts"
import type { OtherFileTrouble } from "./other-files.ts"

const isText = (value: Value) => typeof value === "string"
const isNumber = (value: Value) => typeof value === "number"
const areTexts = (value: Value) => isList(value) && value.every(isText)
const areTables = (value: Value) => isList(value) && value.every((one) => isTable(one) || one === null)

const shape: Readonly<Record<string, (value: Value) => boolean>> = {
  defaultAction: isText,
  defaultErrnoRet: isNumber,
  defaultErrno: isText,
  architectures: areTexts,
  archMap: areTables,
  syscalls: areTables,
  flags: areTexts,
  listenerPath: isText,
  listenerMetadata: isText,
}

const ofSyscall: typeof shape = { name: isText, names: areTexts, action: isText, args: areTables, errnoRet: isNumber }

export function seccompTrouble(profile: FileFact): readonly OtherFileTrouble[] {
  const content = knownValue(profile)
  if (content === undefined) return []
  const { path: file, text } = content
  if (text.trim() === "null") return []
  const parsed = json.parse(file, text)
  if (!parsed.ok) {
    const { fault } = parsed
    const what = fault.code === "document-broken" ? fault.args.expected : fault.code
    const at = fault.place === undefined ? {} : { place: fault.place }
    return [{ file, stops: true, why: "not-json", what, ...at }]
  }
  const { root, keys, isEmpty } = parsed.value
  if (isEmpty) return [{ file, stops: true, why: "empty", what: "" }]
  const syscalls = ownValue(root, "syscalls")
  const wrong = [
    ...unfit(root, shape, []),
    ...(isList(syscalls) ? syscalls : []).flatMap((one, index) => unfit(one, ofSyscall, ["syscalls", String(index)])),
  ][0]
  if (wrong === undefined) return []
  const key = keys.find(({ path }) => path.join("\n") === wrong.join("\n"))
  const at = key === undefined ? {} : { place: key.keyPlace }
  return [{ file, stops: true, why: "wrong-type", what: wrong.join("."), ...at }]
}

function unfit(table: Value, kinds: typeof shape, at: readonly string[]): readonly (readonly string[])[] {
  if (!isTable(table)) return []
  return Object.entries(kinds).flatMap(([key, isFit]) => {
    const value = ownValue(table, key)
    return value === undefined || value === null || isFit(value) ? [] : [[...at, key]]
  })
}
