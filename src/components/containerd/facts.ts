// What detection learns about containerd: plain JSON, from which everything else in this folder follows.
import { type Fact, knownValue } from "../../model/facts/fact.ts"
import type { NodeFacts } from "../../model/facts/node-facts.ts"
import type { FileFact } from "../../model/file-content.ts"
import type { ServiceFacts } from "../../model/service.ts"
import type { OciRuntimeFact } from "../oci-runtimes/facts.ts"
import type { HandlerProgram } from "../oci-runtimes/handler-programs.ts"
import { type Effective, effective, type Situation } from "./effective.ts"
import type { ConfigFiles } from "./simulate/load.ts"
import { type PlatformId, platforms } from "./tables/platforms.ts"
import { newestRelease, type Release, releaseOf } from "./tables/releases.ts"

export interface BinaryFact {
  readonly path: string
  readonly version: Fact<string>
}

/** A containerd that belongs to another program and is left alone. */
export interface ForeignContainerd {
  readonly owner: "k3s" | "rke2" | "k0s" | "microk8s" | "docker"
  /** What shows it: a socket or a configuration file. */
  readonly path: string
}

/** What the real program made of the configuration: `containerd --config FILE config dump`. */
export interface DumpFact {
  readonly command: readonly string[]
  readonly exitCode: number
  /** Its last line of error, when it failed. */
  readonly error?: string
  readonly defaultRuntime?: string
  readonly sandboxImage?: string
  readonly disabledPlugins?: readonly string[]
  /** SystemdCgroup by handler; null: the key is not printed. */
  readonly handlers?: Readonly<Record<string, boolean | string | null>>
}

export interface ContainerdFacts {
  readonly service?: ServiceFacts
  /** Every containerd found, the service's first. */
  readonly binaries: readonly BinaryFact[]
  /** The program the service runs; without a service the only or first one found. */
  readonly program?: string
  readonly version: Fact<string>
  readonly configPath: string
  /** The service names the file with --config, so it must exist. */
  readonly isConfigNamed: boolean
  /** The service names the socket with --address; that counts more than any file. */
  readonly namedAddress?: string
  /** The root file and everything its imports lead to, in merge order; also what is named and not there. */
  readonly files: readonly FileFact[]
  /** Files in the usual drop-in directories that no loaded file imports. */
  readonly strayDropIns: readonly FileFact[]
  /** hosts.toml files in the directories of registry.config_path and in the usual one. */
  readonly hostsFiles: readonly FileFact[]
  /** hosts.toml files that lie in a directory of registry.config_path itself, instead of below a registry's name. */
  readonly hostsBesideRegistries?: readonly string[]
  /** Files in a registry's directory that has no hosts.toml, which look meant for one. */
  readonly misnamedHosts?: readonly string[]
  /** Files that hosts.toml files name as ca, and that have no certificate in PEM. */
  readonly unfitHostsNeeds?: readonly string[]
  /** Files that hosts.toml files name as ca or client, and that do not exist. */
  readonly absentHostsNeeds?: readonly string[]
  /** Which of the directories that criadm may have to make exist. */
  readonly directories: readonly string[]
  /** When a loaded file was last changed, in milliseconds since the epoch; undefined without files. */
  readonly changedAt?: number
  /** Files that base_runtime_spec names and that are not there, or are no JSON. */
  readonly absentBaseSpecs: readonly string[]
  /** Programs that its plugins want, and that are not there. */
  readonly missingPrograms?: readonly string[]
  /** Programs of its handlers that cannot be started. */
  readonly handlerPrograms?: readonly HandlerProgram[]
  /** The OCI runtimes behind its handlers whose release is known. */
  readonly ociRuntimes?: readonly OciRuntimeFact[]
  /** Whether something accepts connections on the socket. */
  readonly isListening: Fact<boolean>
  readonly foreign: readonly ForeignContainerd[]
  readonly dump?: DumpFact
  /** What `containerd config default` prints. */
  readonly defaultConfig?: string
  readonly platform: PlatformId
}

export function releaseOfFacts(facts: Pick<ContainerdFacts, "version" | "platform">): Release | undefined {
  const version = knownValue(facts.version)
  return version === undefined ? undefined : releaseOf(version, facts.platform)
}

/** The files as the simulation takes them. */
export function configFilesOf(files: readonly FileFact[]): ConfigFiles {
  const map = new Map<string, string | { readonly unreadable: string }>()
  for (const file of files) {
    if (file.state === "known") map.set(file.value.path, file.value.text)
    else if (file.state !== "absent" && file.source.kind === "file") {
      map.set(file.source.path, { unreadable: file.reason })
    }
  }
  return map
}

/** What the release on the node makes of its files; undefined when its release is not known. */
export function effectiveOf(facts: ContainerdFacts, node: NodeFacts): Effective | undefined {
  const known = effectiveByFacts.get(facts)
  if (known?.node === node) return known.found
  const release = releaseOfFacts(facts)
  if (release === undefined) return undefined
  const found = effective(release, configFilesOf(facts.files), facts.configPath, situationOf(facts, node))
  effectiveByFacts.set(facts, { node, found })
  return found
}

/** A dozen judges ask for it, of the same facts of the same node. */
const effectiveByFacts = new WeakMap<ContainerdFacts, { readonly node: NodeFacts; readonly found: Effective }>()

/** What beside the files bears on what containerd makes of them. */
export function situationOf(facts: ContainerdFacts, node: NodeFacts): Situation {
  return {
    isRootNamed: facts.isConfigNamed,
    absentFiles: new Set(facts.absentBaseSpecs),
    missingPrograms: new Set(facts.missingPrograms ?? []),
    ...(node.architecture.state === "known" ? { architecture: node.architecture.value } : {}),
    isSystemdRunning: knownValue(node.initSystem) === "systemd",
  }
}

/** The address containerd listens on: the service's own word first. Where its release is not known, by the newest rules. */
export function addressOfFacts(facts: ContainerdFacts, found: Effective | undefined): string {
  if (facts.namedAddress !== undefined) return facts.namedAddress
  const newest = found === undefined ? releaseOf(newestRelease, facts.platform) : undefined
  const read = newest === undefined ? found : effective(newest, configFilesOf(facts.files), facts.configPath)
  return read?.address.value ?? platforms[facts.platform].address
}
