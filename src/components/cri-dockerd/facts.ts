// What detection learns about cri-dockerd: program, version, the unit that exists and its socket unit. It has no
// configuration file; all it is told stands in its command line.
import type { ReadingMachine } from "../../machine/reading.ts"
import { type Fact, known, knownValue, type Source } from "../../model/facts/fact.ts"
import type { FileFact } from "../../model/file-content.ts"
import type { InitSystemId, ServiceFacts } from "../../model/service.ts"
import { parseVersion, type Version } from "../../model/version.ts"
import type { Look } from "../component.ts"
import { isInTable } from "../listening-sockets.ts"
import { recordedVersion } from "../package-version.ts"
import { askRelease } from "../program-asker.ts"
import { type Endpoint, endpointOf } from "./endpoint.ts"

export interface CriDockerdFacts {
  /** Undefined: not installed. */
  readonly program?: string
  readonly version: Fact<string>
  readonly service?: ServiceFacts
  /** The socket unit, which makes the socket for `fd://`. */
  readonly socketFiles: readonly FileFact[]
  readonly endpoint: Endpoint
  readonly isListening: Fact<boolean>
  readonly initSystem: InitSystemId
  /** Whether the directory for drop-ins of the unit in /etc exists. */
  readonly hasDropInDirectory: boolean
  /** The service of Mirantis Kubernetes Engine's own cri-dockerd, which is left alone. */
  readonly foreignService?: string
}

/** Packages and the upstream archive install under different names; see Mirantis/cri-dockerd packaging/systemd. */
const services = ["cri-docker", "cri-dockerd"] as const
/** Source: Mirantis/launchpad pkg/configurer/linux.go. */
const foreignServices = ["cri-dockerd-mke"] as const

const programName = "cri-dockerd"
const programDirectories = ["/usr/bin", "/usr/local/bin", "/opt/bin"] as const

/** Printing a version takes 50 ms; an emulated machine or a cold disk needs more. */
const versionSeconds = 5

export async function lookAtCriDockerd(look: Look): Promise<CriDockerdFacts> {
  const { machine } = look
  const service = await look.service(services)
  const program = findProgram(machine, service?.command[0])
  const [version, sockets, foreign] = await Promise.all([
    askVersion(machine, program),
    look.service(socketNames(service)),
    look.service(foreignServices),
  ])
  const socketFiles = sockets?.files ?? []
  const endpoint = endpointOf(service?.command ?? [], socketFiles)
  return {
    ...(program === undefined ? {} : { program }),
    version,
    ...(service === undefined ? {} : { service }),
    socketFiles,
    endpoint,
    isListening: await askListening(machine, endpoint.socket, service),
    initSystem: look.initSystem,
    hasDropInDirectory: service !== undefined && machine.list(dropInDirectoryOf(service)) !== undefined,
    ...(foreign === undefined ? {} : { foreignService: foreign.name }),
  }
}

/** Where drop-ins of the operator lie; see systemd.unit(5). */
export function dropInDirectoryOf(service: ServiceFacts): string {
  return `/etc/systemd/system/${service.name}.d`
}

export function versionOf(own: CriDockerdFacts): Version | undefined {
  return parseVersion(knownValue(own.version) ?? "")
}

/** The socket unit has the name of the service; without a service either may be there. */
function socketNames(service: ServiceFacts | undefined): readonly string[] {
  const stems = service === undefined ? services : [service.name.replace(/\.service$/, "")]
  return stems.map((stem) => `${stem}.socket`)
}

function findProgram(machine: ReadingMachine, named: string | undefined): string | undefined {
  const usual = programDirectories.map((directory) => `${directory}/${programName}`)
  const places = named?.startsWith("/") === true ? [named, ...usual] : usual
  return places.find((path) => machine.resolve(path) !== undefined)
}

/** "cri-dockerd 0.4.3 (a3d4b7f)"; where it cannot be run, what the package manager says. */
async function askVersion(machine: ReadingMachine, program: string | undefined): Promise<Fact<string>> {
  const command = [program ?? programName, "--version"]
  const source: Source = { kind: "program", command }
  if (program === undefined) return { state: "absent", source }
  const ran = await askRelease(machine, command, versionSeconds)
  const text = ran.state === "ran" ? `${ran.stdout}\n${ran.stderr}` : ""
  const version = parseVersion(text)
  if (version !== undefined) return known(version.text, source)
  const packaged = recordedVersion(machine, [programName], program)
  if (packaged !== undefined) return packaged
  return { state: "unreadable", source, reason: ran.state === "ran" ? `exit code ${ran.exitCode}` : ran.state }
}

export function isStopped(service: ServiceFacts | undefined): service is ServiceFacts {
  return service !== undefined && service.state !== "active"
}

/** A stopped service is not connected to: that would start it. */
async function askListening(
  machine: ReadingMachine,
  socket: string | undefined,
  service: ServiceFacts | undefined,
): Promise<Fact<boolean>> {
  const source: Source = { kind: "socket", path: socket ?? "" }
  if (socket === undefined || !machine.isLive) return { state: "absent", source }
  if (!isStopped(service)) return known(await machine.accepts(socket), source)
  const isHeld = isInTable(machine, socket)
  return isHeld === undefined ? { state: "absent", source } : known(isHeld, source)
}
