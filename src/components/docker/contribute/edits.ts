// The edits of daemon.json: the driver in exec-opts with every other entry left, entries moved out of the key that is
// ignored, mirrors. Each edit keeps the order, the indentation and every other byte.
import type { Edit } from "../../../documents/document.ts"
import { isList, ownValue } from "../../../documents/value.ts"
import type { CgroupDriver } from "../../../model/setting.ts"
import { type DaemonJson, driverEntry, entriesOf, execOpts, flagSpelling, isDriverOption } from "../daemon-json.ts"

/** The driver is added before old entries go, so that a list of several lines keeps its layout. */
export function driverEdits(file: DaemonJson, driver: CgroupDriver): readonly Edit[] {
  const wanted = driverEntry(driver)
  const list = file.root === undefined ? undefined : ownValue(file.root, execOpts)
  if (!isList(list)) return [{ edit: "set", path: [execOpts], value: [wanted] }]
  const others = entriesOf(file, execOpts).filter((entry) => isDriverOption(entry) && entry.text !== wanted)
  return [
    { edit: "add-element", path: [execOpts], value: wanted },
    ...others.map(({ text }): Edit => ({ edit: "remove-element", path: [execOpts], value: text })),
  ]
}

/** Takes the driver out of the key under which it is ignored; other entries there would begin to count, so they stay. */
export function flagSpellingEdits(file: DaemonJson): readonly Edit[] {
  const list = file.root === undefined ? undefined : ownValue(file.root, flagSpelling)
  const drivers = entriesOf(file, flagSpelling).filter(isDriverOption)
  if (!isList(list) || drivers.length === 0) return []
  if (drivers.length === list.length) return [{ edit: "remove", path: [flagSpelling] }]
  return drivers.map(({ text }): Edit => ({ edit: "remove-element", path: [flagSpelling], value: text }))
}

export function mirrorEdit(url: string): Edit {
  return { edit: "add-element", path: [mirrors], value: url }
}

/** Of Docker Hub only; see dockerd(8), --registry-mirror. */
export const mirrors = "registry-mirrors"
