// What must change so that PouchContainer uses the wanted driver and sandbox image: keys of its file, and a restart.
import type { Edit } from "../../documents/document.ts"
import { json } from "../../documents/json/json.ts"
import type { Change } from "../../model/change.ts"
import { knownValue } from "../../model/facts/fact.ts"
import { type Contribution, nothingToContribute, type Wanted } from "../component.ts"
import type { PouchFacts } from "./facts.ts"
import { stated } from "./facts.ts"

const component = "pouch"

export function contribute(wanted: Wanted, own: PouchFacts): Contribution {
  if (wanted.runtime !== component) return nothingToContribute
  const { path } = own.config
  const old = knownValue(own.config.file)
  if (old === undefined) return { ...nothingToContribute, refusals: [{ code: "pouch-no-file", args: { path } }] }
  const is = stated(own)
  const edits: Edit[] = [
    ...(wanted.cgroupDriver === undefined || wanted.cgroupDriver === is.cgroupDriver
      ? []
      : [{ edit: "set", path: ["cgroup-driver"], value: wanted.cgroupDriver } as const]),
    ...(wanted.sandboxImage === undefined || wanted.sandboxImage === is.sandboxImage
      ? []
      : [{ edit: "set", path: ["sandbox-image"], value: wanted.sandboxImage } as const]),
  ]
  const edited = json.edit(path, old.text, edits)
  if (!edited.ok) return { ...nothingToContribute, refusals: [edited.fault] }
  const { mode, uid, gid, realPath, hash } = old
  const why = [{ code: "pouch-set", args: { driver: wanted.cgroupDriver ?? "" } } as const]
  const file: Change = {
    kind: "file",
    component,
    path,
    realPath,
    before: { text: old.text, mode, uid, gid },
    after: { text: edited.value, mode, uid, gid },
    why,
  }
  return { ...nothingToContribute, changes: edits.length === 0 ? [] : [file], readings: [{ path, hash }] }
}
