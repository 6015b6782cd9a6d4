// How many files containers of a Docker engine may have open: default-ulimits of daemon.json.
import { isTable, ownValue } from "../../../documents/value.ts"
import { failed, ok, type Result } from "../../../model/fault.ts"
import type { Wanted } from "../../component.ts"
import { readDaemonJson } from "../daemon-json.ts"
import type { Engine } from "../engine.ts"
import type { EngineFacts } from "../facts.ts"
import type { Edits } from "./editing.ts"
import { flagDecides } from "./flag-decides.ts"

export function openFilesEdits(engine: Engine, { openFiles }: Wanted, own: EngineFacts): Result<Edits> {
  const nothing: Edits = { list: [], why: [], isReloadable: true }
  if (openFiles === undefined) return ok(nothing)
  const { soft, hard } = openFiles
  const { root } = readDaemonJson(own.config)
  const all = root === undefined ? undefined : ownValue(root, "default-ulimits")
  const stated = isTable(all) ? ownValue(all, "nofile") : undefined
  const isThere =
    isTable(stated) && Number(ownValue(stated, "Soft")) === soft && Number(ownValue(stated, "Hard")) === hard
  if (isThere) return ok(nothing)
  const flag = own.flags.find(({ name, value }) => name === "default-ulimit" && value?.startsWith("nofile=") === true)
  if (flag !== undefined) return failed(flagDecides(engine, own, flag, `nofile=${soft}:${hard}`))
  const path = ["default-ulimits", "nofile"]
  return ok({
    list: [
      { edit: "set", path: [...path, "Name"], value: "nofile" },
      { edit: "set", path: [...path, "Soft"], value: soft },
      { edit: "set", path: [...path, "Hard"], value: hard },
    ],
    why: [{ code: "open-files-asked", args: { service: own.service?.name ?? engine.name, limit: `${soft}:${hard}` } }],
    isReloadable: false,
  })
}
