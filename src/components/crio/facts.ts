// What detection learns about CRI-O: plain JSON, from which everything else in this folder follows.
import { type Fact, knownValue } from "../../model/facts/fact.ts"
import type { FileContent, FileFact } from "../../model/file-content.ts"
import type { ServiceFacts } from "../../model/service.ts"
import type { OciRuntimeFact } from "../oci-runtimes/facts.ts"
import type { HandlerProgram } from "../oci-runtimes/handler-programs.ts"
import type { CertificatePlaces } from "../registry-certificates.ts"
import { type Effective, effective } from "./effective.ts"
import type { OtherFileTrouble } from "./findings/other-files.ts"
import { overrideOf, readOverrides } from "./flags.ts"
import type { ConfigFile } from "./load.ts"
import type { Configuration, ScalarId } from "./scalars.ts"
import { type Release, releaseOf } from "./tables/releases.ts"

/** What the real program made of the configuration: `crio config`. */
export interface PrintedFact {
  readonly command: readonly string[]
  readonly exitCode: number
  /** Its last line of error, when it failed. */
  readonly error?: string
  readonly scalars?: Readonly<Partial<Record<ScalarId, string>>>
}

export interface CrioFacts {
  readonly service?: ServiceFacts
  /** Undefined: not installed. */
  readonly program?: string
  /** crio-status beside it: releases before 1.28 ask the running daemon with it. */
  readonly statusProgram?: string
  readonly version: Fact<string>
  /** The file of --config, else /etc/crio/crio.conf. */
  readonly configPath: string
  /** The directory of --config-dir, else /etc/crio/crio.conf.d; empty when the flag is empty: then there is none. */
  readonly dropInDirectory: string
  /** crio.conf and the files below the drop-in directory, in the order in which they are loaded. */
  readonly files: readonly FileFact[]
  /** /etc/containers/registries.conf and its drop-ins, in the order in which they are loaded. */
  readonly registriesFiles: readonly FileFact[]
  /** What is wrong with the signature policy and the seccomp profile; their texts are nobody's business. */
  /** Files of registries.conf.d whose name does not end in .conf. */
  readonly unreadRegistries?: readonly FileContent[]
  /** The file of credentials that CRI-O reads, or would: where some came by standard input. */
  readonly authFile?: FileFact
  /** Where certificates were asked for. */
  readonly certificates?: CertificatePlaces
  readonly otherFiles?: readonly OtherFileTrouble[]
  /** Which of the directories that criadm may have to make exist. */
  readonly directories: readonly string[]
  /** Files in the directory that tools have taken for the drop-in directory, and that CRI-O does not read. */
  readonly strayDropIns?: readonly string[]
  /** Programs named by the configuration that are not there. */
  readonly absentPrograms: readonly string[]
  /** Files and devices that its values name, and that are not there. */
  readonly absentFiles?: readonly string[]
  /** Monitors of its handlers that do not say their release as conmon does. */
  readonly unfitMonitors?: readonly string[]
  /** Programs of its handlers that are there and cannot be started. */
  readonly handlerPrograms?: readonly HandlerProgram[]
  /** The OCI runtimes behind its handlers whose release is known. */
  readonly ociRuntimes?: readonly OciRuntimeFact[]
  /** Whether something accepts connections on the socket. */
  readonly isListening: Fact<boolean>
  readonly printed?: PrintedFact
}

/** cri-o pkg/config/config_unix.go, CrioConfigPath and CrioConfigDropInPath. */
export const usualConfigPath = "/etc/crio/crio.conf"
export const usualDropInDirectory = "/etc/crio/crio.conf.d"

/** A directory per host: containers-certs.d(5). */
export const certificatesDirectory = "/etc/containers/certs.d"

/** Where nvidia-ctk wrote until May 2026 (nvidia-container-toolkit issue 1829); no release of CRI-O reads it. */
export const mistakenDirectory = "/etc/crio/conf.d"

/** Sorts behind the names of packages and tutorials (00-default, 02-cgroup-manager.conf, 10-crio.conf). */
export const ownFileName = "99-criadm.conf"

export function releaseOfFacts(facts: Pick<CrioFacts, "version">): Release | undefined {
  const version = knownValue(facts.version)
  return version === undefined ? undefined : releaseOf(version)
}

/** The files as they are loaded; what is named and not there is not among them. */
export function configFilesOf(facts: Pick<CrioFacts, "files">): readonly ConfigFile[] {
  return facts.files.flatMap((file): ConfigFile[] => {
    if (file.state === "known") return [{ path: file.value.path, text: file.value.text }]
    if (file.state === "absent" || file.source.kind !== "file") return []
    return [{ path: file.source.path, text: { unreadable: file.reason } }]
  })
}

/** What the release on the node makes of these files; `files` of a draft, or those of the node. */
export function configurationOf(facts: CrioFacts, release: Release, files = configFilesOf(facts)): Configuration {
  const overrides = readOverrides(facts.service)
  const isNamed = (overrideOf(overrides, "config")?.value ?? "") !== ""
  const isMissing = isNamed && !files.some(({ path }) => path === facts.configPath)
  const printed = facts.printed?.scalars
  return {
    release,
    files,
    overrides,
    ...(isMissing ? { missing: facts.configPath } : {}),
    absentPrograms: new Set(facts.absentPrograms),
    absentFiles: new Set(facts.absentFiles),
    unfitMonitors: new Set(facts.unfitMonitors),
    ...(printed === undefined ? {} : { printed }),
  }
}

/** Undefined when the release is not known. */
export function effectiveOf(facts: CrioFacts): Effective | undefined {
  const release = releaseOfFacts(facts)
  return release === undefined ? undefined : effective(configurationOf(facts, release))
}

/** A program or a service. Configuration alone is left behind by packages and written by tools for other nodes. */
export function isInstalled(facts: CrioFacts): boolean {
  return facts.program !== undefined || facts.service !== undefined
}

/** `unix:///var/run/crio/crio.sock` of the effective `listen`. */
export function endpointOf(found: Effective | undefined): string {
  return `unix://${found?.scalars.listen.value || "/var/run/crio/crio.sock"}`
}
