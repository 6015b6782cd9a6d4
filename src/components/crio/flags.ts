// The flags of CRI-O's service and their twins in its environment. Either counts more than every file; of the two the
// flag counts (urfave/cli). Read from the service as its init system defines it, and named with their place.
import { knownValue } from "../../model/facts/fact.ts"
import type { FileFact } from "../../model/file-content.ts"
import { type Place, placeAt } from "../../model/place.ts"
import type { ServiceFacts } from "../../model/service.ts"

/** What can be said by a flag and bears on what criadm does. cri-o internal/criocli/criocli.go, getCrioFlags. */
export const flagRows = [
  { id: "config", flag: "config", alias: "c", variable: "CONTAINER_CONFIG" },
  { id: "configDirectory", flag: "config-dir", alias: "d", variable: "CONTAINER_CONFIG_DIR" },
  { id: "cgroupManager", flag: "cgroup-manager", alias: undefined, variable: "CONTAINER_CGROUP_MANAGER" },
  { id: "conmonCgroup", flag: "conmon-cgroup", alias: undefined, variable: "CONTAINER_CONMON_CGROUP" },
  { id: "conmon", flag: "conmon", alias: undefined, variable: "CONTAINER_CONMON" },
  { id: "defaultRuntime", flag: "default-runtime", alias: undefined, variable: "CONTAINER_DEFAULT_RUNTIME" },
  { id: "runtimes", flag: "runtimes", alias: undefined, variable: "CONTAINER_RUNTIMES" },
  { id: "pauseImage", flag: "pause-image", alias: undefined, variable: "CONTAINER_PAUSE_IMAGE" },
  { id: "pauseCommand", flag: "pause-command", alias: undefined, variable: "CONTAINER_PAUSE_COMMAND" },
  { id: "globalAuthFile", flag: "global-auth-file", alias: undefined, variable: "CONTAINER_GLOBAL_AUTH_FILE" },
  { id: "listen", flag: "listen", alias: undefined, variable: "CONTAINER_LISTEN" },
  // Where a file's value is judged: it does not count beside these.
  { id: "runtime.log_size_max", flag: "log-size-max", alias: undefined, variable: "CONTAINER_LOG_SIZE_MAX" },
  { id: "runtime.timezone", flag: "timezone", alias: "tz", variable: "CONTAINER_TIME_ZONE" },
  {
    id: "runtime.default_capabilities",
    flag: "default-capabilities",
    alias: undefined,
    variable: "CONTAINER_DEFAULT_CAPABILITIES",
  },
  { id: "runtime.default_sysctls", flag: "default-sysctls", alias: undefined, variable: "CONTAINER_DEFAULT_SYSCTLS" },
  { id: "runtime.default_ulimits", flag: "default-ulimits", alias: undefined, variable: "CONTAINER_DEFAULT_ULIMITS" },
  {
    id: "runtime.additional_devices",
    flag: "additional-devices",
    alias: undefined,
    variable: "CONTAINER_ADDITIONAL_DEVICES",
  },
  { id: "runtime.blockio_config_file", flag: "blockio-config-file", alias: undefined, variable: undefined },
  {
    id: "runtime.infra_ctr_cpuset",
    flag: "infra-ctr-cpuset",
    alias: undefined,
    variable: "CONTAINER_INFRA_CTR_CPUSET",
  },
  { id: "runtime.pinns_path", flag: "pinns-path", alias: undefined, variable: "CONTAINER_PINNS_PATH" },
  { id: "runtime.seccomp_profile", flag: "seccomp-profile", alias: undefined, variable: "CONTAINER_SECCOMP_PROFILE" },
  { id: "image.signature_policy", flag: "signature-policy", alias: undefined, variable: "CONTAINER_SIGNATURE_POLICY" },
  {
    id: "image.signature_policy_dir",
    flag: "signature-policy-dir",
    alias: undefined,
    variable: "CONTAINER_SIGNATURE_POLICY_DIR",
  },
] as const

export type FlagId = (typeof flagRows)[number]["id"]

export interface Override {
  readonly id: FlagId
  /** As it is written: "--pause-image" or "CONTAINER_PAUSE_IMAGE". */
  readonly name: string
  readonly value: string
  readonly place?: Place
}

/**
 * Flags that a reload forgets: it builds the configuration anew from the files alone, and takes these over from it.
 * cri-o issue 7586; pkg/config/reload.go of 1.36.
 */
const forgottenByReload = [
  { flag: "log-level", alias: "l", variable: "CONTAINER_LOG_LEVEL" },
  { flag: "log-filter", alias: undefined, variable: "CONTAINER_LOG_FILTER" },
  { flag: "pause-image", alias: undefined, variable: "CONTAINER_PAUSE_IMAGE" },
  { flag: "pause-image-auth-file", alias: undefined, variable: "CONTAINER_PAUSE_IMAGE_AUTH_FILE" },
  { flag: "pause-command", alias: undefined, variable: "CONTAINER_PAUSE_COMMAND" },
  { flag: "pinned-images", alias: undefined, variable: undefined },
  { flag: "decryption-keys-path", alias: undefined, variable: undefined },
  { flag: "seccomp-profile", alias: undefined, variable: "CONTAINER_SECCOMP_PROFILE" },
  { flag: "privileged-seccomp-profile", alias: undefined, variable: "CONTAINER_PRIVILEGED_SECCOMP_PROFILE" },
  { flag: "apparmor-profile", alias: undefined, variable: "CONTAINER_APPARMOR_PROFILE" },
  { flag: "blockio-config-file", alias: undefined, variable: undefined },
  { flag: "rdt-config-file", alias: undefined, variable: undefined },
  { flag: "default-runtime", alias: undefined, variable: "CONTAINER_DEFAULT_RUNTIME" },
  { flag: "runtimes", alias: undefined, variable: "CONTAINER_RUNTIMES" },
  { flag: "cdi-spec-dirs", alias: undefined, variable: undefined },
] as const

/** Whether a reload of this service would take back what its flags say. */
export function losesFlagsByReload(service: ServiceFacts): boolean {
  return forgottenByReload.some((row) => valuesOf(service, row).length > 0)
}

/** Every flag and variable that counts, once each; a list flag such as --runtimes as often as it is given. */
export function readOverrides(service: ServiceFacts | undefined): readonly Override[] {
  if (service === undefined) return []
  return flagRows.flatMap((row): Override[] => {
    const values = valuesOf(service, row)
    const counting = row.id === "runtimes" ? values : values.slice(-1)
    return counting.map(({ name, value }) => {
      const place = findPlace(service.files, name, value)
      return { id: row.id, name, value, ...(place === undefined ? {} : { place }) }
    })
  })
}

export function overrideOf(overrides: readonly Override[], id: FlagId): Override | undefined {
  return overrides.findLast((one) => one.id === id)
}

interface FlagNames {
  readonly flag: string
  readonly alias: string | undefined
  readonly variable: string | undefined
}

/** One or two dashes, the value behind "=" or in the next word, as Go's flag package reads them. */
function valuesOf(service: ServiceFacts, { flag, alias, variable }: FlagNames) {
  const names = alias === undefined ? [flag] : [flag, alias]
  const given = service.command.slice(1).flatMap((word, index, words) => {
    const [, written, joined, value] = /^--?([a-z][a-z-]*)(=(.*))?$/s.exec(word) ?? []
    if (written === undefined || !names.includes(written)) return []
    const name = written === alias ? `-${written}` : `--${written}`
    return [{ name, value: joined === undefined ? (words[index + 1] ?? "") : (value ?? "") }]
  })
  if (given.length > 0 || variable === undefined) return given
  const value = Object.hasOwn(service.environment, variable) ? service.environment[variable] : undefined
  return value === undefined ? [] : [{ name: variable, value }]
}

/** The last line of the service's files that is no comment and has the name and, where one has it, the value too. */
function findPlace(files: readonly FileFact[], name: string, value: string): Place | undefined {
  const pattern = new RegExp(`(?<![\\w-])${name.replace(/^-+/, "-{1,2}")}(?=[=\\s"']|$)`)
  const places = files.flatMap((fact): Place[] => {
    const file = knownValue(fact)
    if (file === undefined) return []
    let offset = 0
    return file.text.split("\n").flatMap((line): Place[] => {
      const at = offset
      offset += line.length + 1
      const match = /^\s*[#;]/.test(line) ? null : pattern.exec(line)
      return match === null ? [] : [placeAt(file.path, file.text, at + match.index, match[0].length)]
    })
  })
  return places.findLast(({ text }) => text?.includes(value)) ?? places.at(-1)
}
