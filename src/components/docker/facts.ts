// What detection learns about a Docker engine: programs, service with its flags, daemon.json, and what tells whose
// build it is. Plain JSON; what follows from it is computed elsewhere in this folder.
import { isTable, ownValue } from "../../documents/value.ts"
import type { Ran, ReadingMachine } from "../../machine/reading.ts"
import { type Fact, known, knownValue, type Source } from "../../model/facts/fact.ts"
import { toFileFact } from "../../model/facts/file-fact.ts"
import type { FileFact } from "../../model/file-content.ts"
import type { ServiceFacts } from "../../model/service.ts"
import { parseVersion, type Version } from "../../model/version.ts"
import type { Look } from "../component.ts"
import type { OciRuntimeFact, Started } from "../oci-runtimes/facts.ts"
import { type HandlerProgram, shimOf, troubleWith } from "../oci-runtimes/handler-programs.ts"
import { lookAtOciRuntimes } from "../oci-runtimes/look.ts"
import { recordText } from "../package-record.ts"
import { askRelease } from "../program-asker.ts"
import { type CertificatePlaces, lookAtCertificates } from "../registry-certificates.ts"
import { readDaemonJson } from "./daemon-json.ts"
import { type AbsentFile, absentFiles } from "./named-files.ts"
import { lookAtRemap, type RemapFacts } from "./remap.ts"
import { statedRoot } from "./stated.ts"
import { type Flag, readFlags } from "./tables/flags.ts"
import { canValidate } from "./tables/releases.ts"

/** What `dockerd --validate` says of the file as it is. */
export interface Validation {
  readonly command: readonly string[]
  readonly exitCode: number
  /** Its last line, when it refuses. */
  readonly says?: string
}

export interface EngineFacts {
  /** Where certificates were asked for. */
  readonly certificates?: CertificatePlaces
  /** dockerd. Undefined: not installed. */
  readonly program?: string
  /** The client, docker. */
  readonly client?: string
  readonly version: Fact<string>
  readonly service?: ServiceFacts
  readonly flags: readonly Flag[]
  readonly configPath: string
  /** The service names the file with --config-file, so it must exist. */
  readonly isConfigNamed: boolean
  readonly config: FileFact
  readonly hasConfigDirectory: boolean
  /** /run/systemd/system: dockerd looks at it to choose its default driver. */
  readonly runsUnderSystemd: Fact<boolean>
  readonly validation?: Validation
  /** Names of the containers that run, pods' among them. Undefined: the engine does not run, or cannot be asked. */
  readonly containers?: Fact<readonly string[]>
  readonly marks: BuildMarks
  /** Files that daemon.json names, dockerd needs at its start, and are not there. */
  readonly absentFiles?: readonly AbsentFile[]
  /** The account of userns-remap, where one is named. */
  readonly remap?: RemapFacts
  /** Programs of configured runtimes that cannot be started. */
  readonly handlerPrograms?: readonly HandlerProgram[]
  /** The OCI runtimes behind its handlers whose release is known. */
  readonly ociRuntimes?: readonly OciRuntimeFact[]
}

/** What tells whose build of the engine this is. */
export interface BuildMarks {
  /** Installed packages with a name that begins with "docker" or "moby", as dpkg records them. */
  readonly packages: Readonly<Record<string, string>>
  /** Directories of documentation and licences of such packages, under any package manager. */
  readonly documentation: readonly string[]
  /** Files of licences in the engine's data directory. */
  readonly licences: readonly string[]
  /** What the running engine calls itself: "Docker Engine - Community". */
  readonly platformName: Fact<string>
}

/** See dockerd(8), --config-file. */
const defaultConfig = "/etc/docker/daemon.json"
/** A directory per host: docs.docker.com, "Verify repository client with certificates". */
export const certificatesDirectory = "/etc/docker/certs.d"
/** See dockerd(8), --data-root. */
const defaultDataRoot = "/var/lib/docker"
const programDirectories = ["/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin"] as const

/** These programs answer within 100 ms; an emulated machine or a cold disk needs more. */
const askSeconds = 5

export async function lookAtEngine(look: Look): Promise<EngineFacts> {
  const { machine } = look
  const service = await look.service(["docker"], findProgram(machine, "dockerd", undefined))
  const command = service?.command ?? []
  const flags = readFlags(command)
  const program = findProgram(machine, "dockerd", command[0])
  const client = findProgram(machine, "docker", undefined)
  const named = flags.findLast(({ name }) => name === "config-file")?.value
  const configPath = named ?? defaultConfig
  const config = toFileFact(machine.readFile(configPath))
  const isThere = program !== undefined || service !== undefined
  const packages = isThere ? readPackages(machine) : {}
  const absent = absentFiles(machine, statedRoot({ config, flags }))
  const [remap, version, platformName, containers] = await Promise.all([
    lookAtRemap(machine, statedRoot({ config, flags })?.["userns-remap"]),
    askVersion(look, program, packages),
    askPlatformName(machine, client, service),
    askContainers(machine, client, service),
  ])
  const validation = await validate(machine, { program, flags: command.slice(1), config, version: parseKnown(version) })
  const handlerPrograms = lookAtRuntimes(machine, service, config)
  const oci = program === undefined ? {} : await lookAtOciRuntimes(look, service, startedBy(config))
  const certificates = lookAtCertificates(machine, certificatesDirectory, look.answers)
  return {
    ...(certificates === undefined ? {} : { certificates }),
    ...(remap === undefined ? {} : { remap }),
    ...(absent.length === 0 ? {} : { absentFiles: absent }),
    ...(handlerPrograms.length === 0 ? {} : { handlerPrograms }),
    ...oci,
    ...(program === undefined ? {} : { program }),
    ...(client === undefined ? {} : { client }),
    version,
    ...(service === undefined ? {} : { service }),
    flags,
    configPath,
    isConfigNamed: named !== undefined,
    config,
    hasConfigDirectory: machine.list(configPath.slice(0, configPath.lastIndexOf("/"))) !== undefined,
    runsUnderSystemd: lookForSystemd(machine),
    ...(validation === undefined ? {} : { validation }),
    ...(containers === undefined ? {} : { containers }),
    marks: {
      packages,
      documentation: isThere ? readDocumentation(machine) : [],
      licences: isThere ? readLicences(machine, flags, config) : [],
      platformName,
    },
  }
}

/** dockerd(8), --default-runtime: runc is built in, and others have a path where no shim is theirs. */
function startedBy(config: FileFact): readonly Started[] {
  return [{ handler: "runc", program: "runc" }, ...programsOf(config)]
}

function programsOf(config: FileFact): readonly Started[] {
  const { root } = readDaemonJson(config)
  const runtimes = root === undefined ? undefined : ownValue(root, "runtimes")
  return Object.entries(isTable(runtimes) ? runtimes : {}).flatMap(([handler, runtime]): Started[] => {
    const program = isTable(runtime) ? ownValue(runtime, "path") : undefined
    return typeof program === "string" && program !== "" ? [{ handler, program }] : []
  })
}

/** What dockerd does not look at when it starts: each container of such a runtime fails. */
function lookAtRuntimes(
  machine: ReadingMachine,
  service: ServiceFacts | undefined,
  config: FileFact,
): readonly HandlerProgram[] {
  const named = programsOf(config).map((one) => ({ ...one, key: "path", isNamed: true }))
  return [...named, ...shimsOf(config)].flatMap(({ handler, key, program, isNamed }): HandlerProgram[] => {
    const trouble = troubleWith(machine, service, program, isNamed, isNamed ? [] : [kataDirectory])
    return trouble === undefined ? [] : [{ handler, key, program, ...trouble }]
  })
}

/** Where kata-deploy puts its shim, with a PATH of containerd's service that reaches it. */
const kataDirectory = "/opt/kata/bin"

/** containerd's own comes with it; others that runtimeType names, or the default itself: dockerd(8), --default-runtime. */
function shimsOf(config: FileFact) {
  const { root } = readDaemonJson(config)
  if (root === undefined) return []
  const runtimes = ownValue(root, "runtimes")
  const standard = ownValue(root, "default-runtime")
  const all = isTable(runtimes) ? runtimes : {}
  const types = Object.entries(all).map(([handler, one]) => [handler, isTable(one) ? ownValue(one, "runtimeType") : ""])
  if (typeof standard === "string" && ownValue(all, standard) === undefined) types.push([standard, standard])
  return types.flatMap(([handler, type]) => {
    if (typeof handler !== "string" || typeof type !== "string" || type.startsWith("io.containerd.runc.")) return []
    const program = shimOf(type)
    return program === undefined ? [] : [{ handler, key: "runtimeType", program, isNamed: type.startsWith("/") }]
  })
}

/** The service's flags with another configuration file, as `dockerd --validate` must get them to see what it will. */
export function validationCommand(program: string, flags: readonly string[], configPath: string): readonly string[] {
  const others: string[] = []
  for (let at = 0; at < flags.length; at++) {
    if (flags[at] === "--config-file") at++
    else if (!flags[at]?.startsWith("--config-file=")) others.push(flags[at] ?? "")
  }
  return [program, ...others, "--config-file", configPath, "--validate"]
}

export function versionOf(own: Pick<EngineFacts, "version">): Version | undefined {
  return parseKnown(own.version)
}

function parseKnown(version: Fact<string>): Version | undefined {
  return parseVersion(knownValue(version) ?? "")
}

function findProgram(machine: ReadingMachine, name: string, named: string | undefined): string | undefined {
  const usual = programDirectories.map((directory) => `${directory}/${name}`)
  const places = named?.endsWith(`/${name}`) === true ? [named, ...usual] : usual
  return places.find((path) => machine.resolve(path) !== undefined)
}

/** "Docker version 26.1.5+dfsg1, build 411e817"; else as the person stated it; else the package's version. */
async function askVersion(
  { machine, statedVersion }: Look,
  program: string | undefined,
  packages: BuildMarks["packages"],
): Promise<Fact<string>> {
  const command = [program ?? "dockerd", "--version"]
  const source: Source = { kind: "program", command }
  if (program === undefined) return { state: "absent", source }
  const ran = await askRelease(machine, command, askSeconds)
  const version = ran.state === "ran" ? parseVersion(ran.stdout) : undefined
  if (version !== undefined) return known(version.text, source)
  const stated = parseVersion(statedVersion ?? "")
  if (stated !== undefined) return known(stated.text, { kind: "flag", flag: "--runtime-version" })
  const name = enginePackages.find((one) => packages[one] !== undefined)
  const packaged = parseVersion(packages[name ?? ""] ?? "")
  if (packaged !== undefined) return known(packaged.text, { kind: "file", path: dpkgStatus })
  return { state: "unreadable", source, reason: ran.state === "ran" ? `exit code ${ran.exitCode}` : ran.state }
}

/** Packages that contain dockerd. Source: docs.docker.com, docs.mirantis.com, packages.debian.org. */
const enginePackages = ["docker-ce", "docker-ee", "docker.io", "moby-engine"] as const

/** See dpkg(1), FILES. */
const dpkgStatus = "/var/lib/dpkg/status"

function readPackages(machine: ReadingMachine): Readonly<Record<string, string>> {
  const text = recordText(machine, dpkgStatus) ?? ""
  const paragraphs = [...text.matchAll(/^Package: ((?:docker|moby)\S*)\n((?:.+\n?)*)/gm)]
  return Object.fromEntries(
    paragraphs.flatMap(([, name = "", fields = ""]) => {
      const version = /^Version: (.*)$/m.exec(fields)?.[1]
      return version !== undefined && /^Status: .* installed$/m.test(fields) ? [[name, version]] : []
    }),
  )
}

/** rpm keeps its records in a database; the directories of a package's documents can be read by anybody. */
function readDocumentation(machine: ReadingMachine): readonly string[] {
  return ["/usr/share/doc", "/usr/share/licenses"].flatMap((directory) =>
    (machine.list(directory) ?? [])
      .filter((name) => /^(?:docker|moby)/.test(name))
      .map((name) => `${directory}/${name}`),
  )
}

function readLicences(machine: ReadingMachine, flags: readonly Flag[], config: FileFact): readonly string[] {
  const inFile = readDaemonJson(config).root?.["data-root"]
  const byFlag = flags.findLast(({ name }) => name === "data-root" || name === "graph")?.value
  const root = byFlag ?? (typeof inFile === "string" ? inFile : defaultDataRoot)
  return (machine.list(root) ?? []).filter((name) => name.endsWith(".lic")).map((name) => `${root}/${name}`)
}

/** Asked only of an engine that runs: with docker.socket, the question would start it. */
async function askPlatformName(
  machine: ReadingMachine,
  client: string | undefined,
  service: ServiceFacts | undefined,
): Promise<Fact<string>> {
  const command = [client ?? "docker", "version", "--format", "{{.Server.Platform.Name}}"]
  const source: Source = { kind: "program", command }
  if (client === undefined || service?.state !== "active") return { state: "absent", source }
  const ran = await machine.run({ argv: command, timeoutSeconds: askSeconds })
  if (ran.state !== "ran" || ran.exitCode !== 0) return { state: "unreadable", source, reason: reasonOf(ran) }
  return known(ran.stdout.trim(), source)
}

/** As above, only of an engine that runs. */
async function askContainers(
  machine: ReadingMachine,
  client: string | undefined,
  service: ServiceFacts | undefined,
): Promise<Fact<readonly string[]> | undefined> {
  if (client === undefined || service?.state !== "active") return undefined
  const command = [client, "ps", "--format", "{{.Names}}"]
  const source: Source = { kind: "program", command }
  const ran = await machine.run({ argv: command, timeoutSeconds: askSeconds })
  if (ran.state !== "ran" || ran.exitCode !== 0) return { state: "unreadable", source, reason: reasonOf(ran) }
  const names = ran.stdout.split("\n").filter((name) => name !== "")
  return known(names, source)
}

function reasonOf(ran: Ran): string {
  if (ran.state === "ran") return `exit code ${ran.exitCode}`
  return ran.state === "not-possible" ? ran.why : ran.state
}

/** See sd_booted(3); moby daemon/daemon_unix.go looks at the same directory. */
function lookForSystemd(machine: ReadingMachine): Fact<boolean> {
  const source: Source = { kind: "file", path: "/run/systemd/system" }
  if (!machine.isLive) return { state: "absent", source }
  return known(machine.inspect("/run/systemd/system")?.kind === "directory", source)
}

async function validate(
  machine: ReadingMachine,
  asked: {
    readonly program: string | undefined
    readonly flags: readonly string[]
    readonly config: FileFact
    readonly version: Version | undefined
  },
): Promise<Validation | undefined> {
  const { program, flags, config, version } = asked
  if (!machine.isLive || program === undefined || version === undefined || !canValidate(version)) return undefined
  if (config.state !== "known") return undefined
  const command = validationCommand(program, flags, config.value.path)
  const ran = await machine.run({ argv: command, timeoutSeconds: askSeconds })
  if (ran.state !== "ran") return undefined
  const says = ran.stderr.trimEnd().split("\n").at(-1) ?? ""
  return { command, exitCode: ran.exitCode, ...(ran.exitCode === 0 ? {} : { says }) }
}
