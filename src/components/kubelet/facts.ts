// What detection learns about the kubelet: programs and versions, the service with its flags, and the configuration
// files that the kubelet and kubeadm read. Plain JSON; what follows from it is computed elsewhere in this folder.
import type { ReadingMachine } from "../../machine/reading.ts"
import { type Fact, knownValue, type Source } from "../../model/facts/fact.ts"
import { toFileFact } from "../../model/facts/file-fact.ts"
import type { FileContent, FileFact } from "../../model/file-content.ts"
import type { ServiceFacts } from "../../model/service.ts"
import { parseVersion } from "../../model/version.ts"
import type { Look } from "../component.ts"
import { recordedVersion } from "../package-version.ts"
import { askRelease } from "../program-asker.ts"
import { type Flag, lastFlag, readFlags } from "../service-flags.ts"
import { type JoinedFiles, lookAtJoined } from "./joined.ts"
import { lookAtManagerStates, type ManagerState } from "./manager-states.ts"
import { lookAtNamedFiles, type NamedFiles } from "./named-files.ts"
import { lookAtNotPassed, type NotPassed } from "./not-passed.ts"
import { type SubordinateIds, subordinateIds } from "./subordinate-ids.ts"

/** Printing a version takes half a second on a slow emulated machine. */
const versionSeconds = 5

/** kubeadm's places; see kubeadm's kubelet integration page and 10-kubeadm.conf of the packages. */
const usualConfig = "/var/lib/kubelet/config.yaml"
export const instanceConfig = "/var/lib/kubelet/instance-config.yaml"
const kubeadmFlags = "/var/lib/kubelet/kubeadm-flags.env"
const flagsFiles = [kubeadmFlags, "/etc/sysconfig/kubelet", "/etc/default/kubelet"] as const

/** Where packages and the upstream archives put the programs. */
const programDirectories = ["/usr/bin", "/usr/local/bin", "/opt/bin"] as const

export interface KubeletFacts {
  /** Undefined: not installed. */
  readonly program?: string
  readonly version: Fact<string>
  readonly kubeadmVersion: Fact<string>
  readonly service?: ServiceFacts
  readonly flags: readonly Flag[]
  /** The files in which flags may stand: of the service, else kubeadm's usual ones. */
  readonly flagsFiles: readonly FileFact[]
  /** The file that --config names, else kubeadm's. */
  readonly config: FileFact
  /** The files of --config-dir in the order in which they count; empty without that flag. */
  readonly dropIns: readonly FileFact[]
  /** Files of --config-dir that look like configurations and whose name does not end in .conf. */
  readonly unreadDropIns?: readonly FileContent[]
  readonly instanceConfig: FileFact
  readonly namedFiles?: NamedFiles
  /** Absent: none. */
  readonly managerStates?: readonly ManagerState[]
  /** Absent: everything is passed. */
  readonly notPassed?: readonly NotPassed[]
  /** Absent where the kubelet has what it needs, or has not joined. */
  readonly joined?: JoinedFiles
  /** Undefined: the kubelet takes its own range of ids for pods. */
  readonly subordinateIds?: SubordinateIds
  /** Whether something accepts connections on the endpoint that the kubelet uses. Undefined: not asked. */
  readonly endpointAccepts?: boolean
}

export async function lookAtKubelet(look: Look): Promise<KubeletFacts> {
  const { machine } = look
  const service = await look.service(["kubelet"], findProgram(machine, "kubelet", undefined))
  const program = findProgram(machine, "kubelet", service?.command[0])
  const kubeadm = findProgram(machine, "kubeadm", undefined)
  const [version, kubeadmVersion] = await Promise.all([
    askVersion(machine, "kubelet", program, ["--version"]),
    askVersion(machine, "kubeadm", kubeadm, ["version", "-o", "short"]),
  ])
  const files = readFlagsFiles(machine, service)
  const flags = readFlags(service?.command ?? [])
  const directory = lastFlag(flags, "config-dir")?.value
  const ids = subordinateIds(machine)
  const unreadDropIns = directory === undefined ? [] : readUnreadDropIns(machine, directory)
  const facts: KubeletFacts = {
    ...(program === undefined ? {} : { program }),
    version,
    kubeadmVersion,
    ...(service === undefined ? {} : { service }),
    flags,
    flagsFiles: files,
    config: readConfig(machine, flags, service),
    dropIns: directory === undefined ? [] : readDropIns(machine, directory),
    ...(unreadDropIns.length === 0 ? {} : { unreadDropIns }),
    ...(ids === undefined ? {} : { subordinateIds: ids }),
    instanceConfig: toFileFact(machine.readFile(instanceConfig)),
  }
  const named = lookAtNamedFiles(machine, facts)
  const joined = lookAtJoined(machine, flags)
  const managerStates = lookAtManagerStates(machine, facts)
  const notPassed = lookAtNotPassed(machine, service, flags)
  return {
    ...facts,
    ...(managerStates.length === 0 ? {} : { managerStates }),
    ...(notPassed.length === 0 ? {} : { notPassed }),
    ...(Object.keys(named).length === 0 ? {} : { namedFiles: named }),
    ...(Object.keys(joined).length === 0 ? {} : { joined }),
  }
}

/** A kubelet that is started without --config reads no file at all, kubeadm's included. */
function readConfig(machine: ReadingMachine, flags: readonly Flag[], service: ServiceFacts | undefined): FileFact {
  const named = lastFlag(flags, "config")?.value
  const isCommandKnown = (service?.command.length ?? 0) > 0
  if (named === undefined && isCommandKnown) return { state: "absent", source: { kind: "file", path: usualConfig } }
  return toFileFact(machine.readFile(named ?? usualConfig))
}

function findProgram(machine: ReadingMachine, name: string, named: string | undefined): string | undefined {
  const places = [...(named?.endsWith(`/${name}`) ? [named] : []), ...programDirectories.map((at) => `${at}/${name}`)]
  return places.find((path) => machine.resolve(path) !== undefined)
}

/** "Kubernetes v1.31.2" of the kubelet, "v1.31.2" of kubeadm; where they cannot be run, what the package manager says. */
async function askVersion(
  machine: ReadingMachine,
  name: string,
  program: string | undefined,
  args: readonly string[],
): Promise<Fact<string>> {
  const command = [program ?? name, ...args]
  const source: Source = { kind: "program", command }
  if (program === undefined) return { state: "absent", source }
  const ran = await askRelease(machine, command, versionSeconds)
  if (ran.state !== "ran") {
    return recordedVersion(machine, [name], program) ?? { state: "unreadable", source, reason: ran.state }
  }
  const version = parseVersion(ran.stdout)
  if (version !== undefined) return { state: "known", value: version.text, source }
  return { state: "not-understood", source, reason: `exit code ${ran.exitCode}`, text: ran.stdout.slice(0, 200) }
}

/** The service's own files, so that a flag in a unit is found too; kubeadm's usual ones where no service is known. */
function readFlagsFiles(machine: ReadingMachine, service: ServiceFacts | undefined): readonly FileFact[] {
  const own = service?.files ?? []
  const paths = own.map((file) => knownValue(file)?.path)
  const usual = flagsFiles.filter((path) => service === undefined && !paths.includes(path))
  const read = usual.map((path) => toFileFact(machine.readFile(path)))
  return [...own, ...read.filter((file) => file.state !== "absent")]
}

function readUnreadDropIns(machine: ReadingMachine, directory: string): readonly FileContent[] {
  return (machine.list(directory) ?? [])
    .filter((name) => /\.(?:ya?ml|json)$/.test(name))
    .flatMap((name) => knownValue(toFileFact(machine.readFile(`${directory.replace(/\/$/, "")}/${name}`))) ?? [])
    .filter(({ text }) => text.includes("KubeletConfiguration"))
}

/** Files named *.conf in the directory and below it, sorted by path; see KEP-3983 and kubelet's mergeKubeletConfigurations. */
function readDropIns(machine: ReadingMachine, directory: string): readonly FileFact[] {
  return (machine.list(directory) ?? []).flatMap((name): readonly FileFact[] => {
    const path = `${directory.replace(/\/$/, "")}/${name}`
    if (machine.inspect(path)?.kind === "directory") return readDropIns(machine, path)
    return name.endsWith(".conf") ? [toFileFact(machine.readFile(path))] : []
  })
}
