// The refusal where a flag of dockerd counts over what its file would say.
import type { Fault } from "../../../model/fault.ts"
import type { Engine } from "../engine.ts"
import type { EngineFacts } from "../facts.ts"
import { type Flag, placeOfFlag } from "../tables/flags.ts"

export function flagDecides(engine: Engine, own: EngineFacts, flag: Flag, wanted: string): Fault {
  const place = placeOfFlag(own.service?.files ?? [], flag)
  const args = { engine: engine.name, flag: flag.text, file: place?.file ?? own.service?.name ?? "", wanted }
  const fault: Fault = { code: "docker-flag-decides", args }
  return place === undefined ? fault : { ...fault, place }
}
