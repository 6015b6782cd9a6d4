// What a running containerd is set to, from its CRI answers and, since 2.0 does not show the sandbox image there, from
// its dump.
import type { Ran } from "../../../machine/reading.ts"
import type { CriReport } from "../../../model/facts/cri-report.ts"
import type { CgroupDriver } from "../../../model/setting.ts"
import type { RuntimeReport } from "../../runtime-part.ts"
import { runcTypes } from "../tables/layout.ts"
import { readDump } from "./dump.ts"

type Json = { readonly [key: string]: unknown }

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

function objectAt(value: unknown, ...path: readonly string[]): Json | undefined {
  let current = value
  for (const key of path) current = isObject(current) ? current[key] : undefined
  return isObject(current) ? current : undefined
}

function parseJson(text: string | undefined): unknown {
  if (text === undefined) return undefined
  try {
    return JSON.parse(text)
  } catch {
    // The verbose map is for people; a form we do not know tells us nothing.
    return undefined
  }
}

/** SystemdCgroup of options as containerd decodes them; see handlers.ts for the spellings. */
function isSystemd(options: Json | undefined): boolean {
  const keys = Object.keys(options ?? {}).filter((key) => key.toLowerCase() === "systemdcgroup")
  const last = keys.sort().at(-1)
  return last !== undefined && options?.[last] === true
}

/** `crictl info` shape: config.containerd.runtimes.NAME.{runtimeType,options}, config.sandboxImage on 1.x. */
export function report(cri: CriReport, dump: Ran | undefined): RuntimeReport {
  const config = cri.status.ok ? parseJson(cri.status.value.info["config"]) : undefined
  const containerd = objectAt(config, "containerd")
  const runtimes = objectAt(containerd, "runtimes")
  const dumped = dump?.state === "ran" && dump.exitCode === 0 ? readDump(dump.stdout) : undefined
  const handlers: Record<string, CgroupDriver> = {}
  const handlersWithoutType: string[] = []
  for (const [name, value] of Object.entries(runtimes ?? {})) {
    if (!isObject(value)) continue
    const type = String(value["runtimeType"] ?? "")
    if (type === "") handlersWithoutType.push(name)
    if (!runcTypes.has(type)) continue
    handlers[name] = isSystemd(objectAt(value, "options")) ? "systemd" : "cgroupfs"
  }
  if (runtimes === undefined && dumped !== undefined) {
    for (const [name, value] of Object.entries(dumped.handlers)) {
      const type = dumped.types[name] ?? ""
      if (type === "") handlersWithoutType.push(name)
      if (runcTypes.has(type)) handlers[name] = value === true ? "systemd" : "cgroupfs"
    }
  }
  const defaultHandler = containerd?.["defaultRuntimeName"] ?? dumped?.defaultRuntime
  const image = isObject(config) ? config["sandboxImage"] : undefined
  const sandboxImage = typeof image === "string" && image !== "" ? image : dumped?.sandboxImage
  return {
    handlers,
    ...(typeof defaultHandler === "string" ? { defaultHandler } : {}),
    ...(sandboxImage === undefined ? {} : { sandboxImage }),
    handlersWithoutType,
  }
}
