// What detection learns about PouchContainer: its program, its service, its one file.
import { json } from "../../documents/json/json.ts"
import { knownValue } from "../../model/facts/fact.ts"
import { toFileFact } from "../../model/facts/file-fact.ts"
import type { FileFact } from "../../model/file-content.ts"
import type { ServiceFacts } from "../../model/service.ts"
import type { CgroupDriver } from "../../model/setting.ts"
import type { Look } from "../component.ts"

export const endpoint = "unix:///run/pouchcri.sock"
const configPath = "/etc/pouch/config.json"
const programs = ["/usr/local/bin/pouchd", "/usr/bin/pouchd"]

export interface PouchFacts {
  /** Undefined: not installed. */
  readonly program?: string
  readonly service?: ServiceFacts
  readonly config: { readonly path: string; readonly file: FileFact }
}

export async function lookAtPouch({ machine, service }: Look): Promise<PouchFacts> {
  const found = await service(["pouch"])
  const program = programs.find((path) => machine.resolve(path) !== undefined)
  return {
    config: { path: configPath, file: toFileFact(machine.readFile(configPath)) },
    ...(program === undefined ? {} : { program }),
    ...(found === undefined ? {} : { service: found }),
  }
}

export function stated({ config }: PouchFacts) {
  const text = knownValue(config.file)?.text
  const document = text === undefined ? undefined : json.parse(config.path, text)
  const root = document?.ok === true ? document.value.root : {}
  const driver = root["cgroup-driver"]
  const image = root["sandbox-image"]
  return {
    servesCri: root["enable-cri"] !== false,
    cgroupDriver: driver === "systemd" || driver === "cgroupfs" ? (driver as CgroupDriver) : undefined,
    sandboxImage: typeof image === "string" ? image : undefined,
  }
}
