// Which mirror Docker asks first for images of Docker Hub; it knows mirrors of no other registry. A flag and the file
// together keep dockerd from starting, so there is never a choice between the two.
import { isList, ownValue } from "../../../documents/value.ts"
import type { Explanation } from "../../../model/explanation.ts"
import { findFlags } from "../../service-flags.ts"
import { placeOf, readDaemonJson } from "../daemon-json.ts"
import type { Engine } from "../engine.ts"
import type { EngineFacts } from "../facts.ts"

const key = "registry-mirrors"

export function explainMirrors(engine: Engine, own: EngineFacts): readonly Explanation[] {
  const base = { setting: "registry-mirror", component: engine.id, subject: "docker.io", others: [] } as const
  const file = readDaemonJson(own.config)
  const list = file.root === undefined ? undefined : ownValue(file.root, key)
  const first = isList(list) ? list[0] : undefined
  if (typeof first === "string") {
    const place = placeOf(file, key)
    const source = { kind: "file", path: own.configPath, ...(place === undefined ? {} : { place }) } as const
    return [{ ...base, value: first, source }]
  }
  const [flag] = findFlags(own.service?.files ?? [], "registry-mirror")
  if (flag === undefined) return []
  return [{ ...base, value: flag.flag.value ?? "", source: { kind: "file", path: flag.place.file, place: flag.place } }]
}
