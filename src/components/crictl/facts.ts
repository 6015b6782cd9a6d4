// What detection learns about crictl: its program and its one file.

import { yaml } from "../../documents/yaml/yaml.ts"
import type { ReadingMachine } from "../../machine/reading.ts"
import { toFileFact } from "../../model/facts/file-fact.ts"
import type { FileFact } from "../../model/file-content.ts"

export interface CrictlFacts {
  /** Undefined: not installed. */
  readonly program?: string
  /** Looked at where crictl is installed. */
  readonly config?: FileFact
}

/** cri-tools docs/crictl.md: the file without --config and CRI_CONFIG_FILE. */
export const configPath = "/etc/crictl.yaml"

/** Where root's PATH leads; cri-tools' own instructions unpack to /usr/local/bin. */
const programDirectories = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"] as const

export function lookAtCrictl(machine: ReadingMachine): CrictlFacts {
  if (machine.platform !== "linux") return {}
  const places = programDirectories.map((directory) => `${directory}/crictl`)
  const program = places.find((path) => machine.resolve(path) !== undefined)
  return program === undefined ? {} : { program, config: toFileFact(machine.readFile(configPath)) }
}

/** The runtime-endpoint that the file states, if it can be read. */
export function statedEndpoint(config: FileFact): string | undefined {
  if (config.state !== "known") return undefined
  const stream = yaml.parse(configPath, config.value.text)
  const stated = stream.ok ? stream.value.documents[0]?.root["runtime-endpoint"] : undefined
  return typeof stated === "string" ? stated : undefined
}
