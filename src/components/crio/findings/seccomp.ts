// What makes CRI-O end at its start over the seccomp profile that crio.conf names: it must be JSON of the shape of
// containers/common pkg/seccomp/types.go; and what makes every container fail that has it. Keys that nobody knows are let pass, and a profile that does not exist is
// replaced by the built-in one; cri-o internal/config/seccomp/seccomp.go, LoadProfile.
import type { KeyInText, Table, Value } from "../../../documents/document.ts"
import { json } from "../../../documents/json/json.ts"
import { isList, isTable, ownValue } from "../../../documents/value.ts"
import { knownValue } from "../../../model/facts/fact.ts"
import type { FileFact } from "../../../model/file-content.ts"
import type { CrioOtherFile } from "../says/codes.ts"
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
    return [{ file, breaks: "start", why: "not-json", what, ...at }]
  }
  const { root, keys, isEmpty } = parsed.value
  if (isEmpty) return [{ file, breaks: "start", why: "empty", what: "" }]
  const syscalls = ownValue(root, "syscalls")
  const wrong = [
    ...unfit(root, shape, []),
    ...(isList(syscalls) ? syscalls : []).flatMap((one, index) => unfit(one, ofSyscall, ["syscalls", String(index)])),
  ][0]
  if (wrong === undefined) return inContainers(root, file, keys)
  const key = keys.find(({ path }) => path.join("\n") === wrong.join("\n"))
  const at = key === undefined ? {} : { place: key.keyPlace }
  return [{ file, breaks: "start", why: "wrong-type", what: wrong.join("."), ...at }]
}

/** runc libcontainer/seccomp/config.go, ConvertStringToAction. */
const actions = new Set(
  ["KILL", "KILL_PROCESS", "KILL_THREAD", "TRAP", "ERRNO", "TRACE", "ALLOW", "LOG", "NOTIFY"].map(
    (name) => `SCMP_ACT_${name}`,
  ),
)

/** What is decoded and not used when a container is made; containers/common pkg/seccomp/seccomp_linux.go, setupSeccomp. */
function inContainers(root: Table, file: string, keys: readonly KeyInText[]): readonly OtherFileTrouble[] {
  const told = (why: CrioOtherFile, what: string, ...path: readonly string[]): readonly OtherFileTrouble[] => {
    const key = keys.find((one) => one.path.join("\n") === path.join("\n"))
    return [{ file, breaks: "containers", why, what, ...(key === undefined ? {} : { place: key.keyPlace }) }]
  }
  const has = (table: Table, key: string) => {
    const value = ownValue(table, key)
    return isList(value) ? value.length > 0 : typeof value === "string" && value !== ""
  }
  const list = ownValue(root, "syscalls")
  const syscalls = isList(list) ? list : []
  if (!has(root, "defaultAction") && syscalls.length === 0) return []
  if (has(root, "architectures") && has(root, "archMap")) return told("arch-twice", "archMap", "archMap")
  const standard = ownValue(root, "defaultAction")
  if (typeof standard === "string" && !actions.has(standard)) return told("action", standard, "defaultAction")
  for (const [index, one] of syscalls.entries()) {
    if (!isTable(one)) continue
    const at = ["syscalls", String(index)]
    if (has(one, "name") && has(one, "names")) return told("name-twice", String(ownValue(one, "name")), ...at, "name")
    const action = ownValue(one, "action")
    if (typeof action === "string" && !actions.has(action)) return told("action", action, ...at, "action")
  }
  return []
}

function unfit(table: Value, kinds: typeof shape, at: readonly string[]): readonly (readonly string[])[] {
  if (!isTable(table)) return []
  return Object.entries(kinds).flatMap(([key, isFit]) => {
    const value = ownValue(table, key)
    return value === undefined || value === null || isFit(value) ? [] : [[...at, key]]
  })
}
