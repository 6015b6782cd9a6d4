// Looks at CRI-O on a node: program, service, files in the order in which they are loaded, socket. The only part of
// this folder that asks a machine; it never throws and never stops half way.
import type { ReadingMachine } from "../../machine/reading.ts"
import { type Fact, known, type Source } from "../../model/facts/fact.ts"
import { toFileFact } from "../../model/facts/file-fact.ts"
import type { FileFact } from "../../model/file-content.ts"
import type { ServiceFacts } from "../../model/service.ts"
import { standardInput } from "../../model/setting.ts"
import { parseVersion, type Version } from "../../model/version.ts"
import type { Look } from "../component.ts"
import { isSameEndpoint } from "../kubelet/endpoint.ts"
import { lookAtOciRuntimes } from "../oci-runtimes/look.ts"
import { recordedVersion } from "../package-version.ts"
import { askRelease, isUp, programAsker } from "../program-asker.ts"
import { lookAtCertificates } from "../registry-certificates.ts"
import { runningRelease, withoutAnswers } from "../running-release.ts"
import { ownAuthFile } from "./contribute/auth-file.ts"
import { effective } from "./effective.ts"
import {
  type CrioFacts,
  certificatesDirectory,
  configurationOf,
  endpointOf,
  mistakenDirectory,
  type PrintedFact,
  releaseOfFacts,
  usualConfigPath,
  usualDropInDirectory,
} from "./facts.ts"
import type { OtherFileTrouble } from "./findings/other-files.ts"
import { namespacePolicyTrouble, policyTrouble } from "./findings/policy.ts"
import { seccompTrouble } from "./findings/seccomp.ts"
import { storageFiles, storageTrouble } from "./findings/storage-conf.ts"
import { type FlagId, overrideOf, readOverrides } from "./flags.ts"
import { lookAtMonitors, lookAtPrograms, startedBy } from "./handler-programs.ts"
import { inWalkOrder } from "./load.ts"
import { readRegistriesFiles, unreadRegistriesFiles } from "./registries.ts"
import { lastLine, readPrinted } from "./running/printed.ts"
import { configCommand } from "./running/staged-check.ts"
import { newestRelease, type Release, releaseOf } from "./tables/releases.ts"

/** Where it listens where nothing else is said, by the name that systems of today have for /var/run. */
export const usualEndpoint = "unix:///run/crio/crio.sock"

/** As whom it answers there. */
const served = { endpoint: usualEndpoint, runtimeName: "cri-o" }

/** How long a program that prints something may take; a cold disk or an emulated machine is slow. */
const versionSeconds = 5
const configSeconds = 10

/** Where packages, the static bundle (contrib/bundle) and images put programs; systemd's own PATH is among them. */
const programDirectories = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"] as const

/** cri-o pkg/config/config.go, DefaultConfig. */
const usualPolicyDirectory = "/etc/crio/policies"

/** The service's name; distributions keep the second as an alias. cri-o contrib/systemd/crio.service. */
const serviceNames = ["crio", "cri-o"] as const

function findProgram(machine: ReadingMachine, name: string, named?: string): string | undefined {
  const places = [...(named?.endsWith(`/${name}`) ? [named] : []), ...programDirectories.map((at) => `${at}/${name}`)]
  return places.find((path) => machine.resolve(path) !== undefined)
}

/** `crio version 1.34.11`, with more lines below; where it cannot be run, what was said or what dpkg recorded. */
async function askVersion(
  look: Look,
  service: ServiceFacts | undefined,
  program: string | undefined,
  isThere: boolean,
): Promise<Fact<string>> {
  const { machine, statedVersion } = look
  const running = program === undefined ? undefined : await runningRelease(look, service, program, served)
  if (running !== undefined) return running
  const command = [program ?? "crio", "--version"]
  const source: Source = { kind: "program", command }
  const ran = program === undefined ? undefined : await askRelease(machine, command, versionSeconds, isUp(service))
  const own = ran?.state === "ran" ? parseVersion(ran.stdout) : undefined
  if (own !== undefined) return known(own.text, source)
  const stated = statedVersion === undefined || !isThere ? undefined : parseVersion(statedVersion)
  if (stated !== undefined) return known(stated.text, { kind: "flag", flag: "--runtime-version" })
  if (program === undefined) return { state: "absent", source }
  const packaged = recordedVersion(machine, ["cri-o"], program)
  if (packaged !== undefined) return packaged
  if (ran?.state !== "ran") return { state: "unreadable", source, reason: ran?.state ?? "not-found" }
  return { state: "not-understood", source, reason: `exit code ${ran.exitCode}`, text: ran.stdout.slice(0, 200) }
}

/** Every file below the directory, whatever its name; a link that leads nowhere or to a directory is read as a file. */
function readDropIns(machine: ReadingMachine, directory: string): readonly FileFact[] {
  // filepath.Walk does not follow the link that its root is, so CRI-O reads the directory as if it were a file.
  if (machine.inspect(directory)?.kind === "symlink") return [toFileFact(machine.readFile(directory))]
  const below = (at: string): readonly string[] =>
    (machine.list(at) ?? []).flatMap((name) => {
      const path = `${at.replace(/(?<!\/)\/+$/, "")}/${name}`
      return machine.inspect(path)?.kind === "directory" ? below(path) : [path]
    })
  return inWalkOrder(directory, below(directory)).map((path) => {
    const file = toFileFact(machine.readFile(path))
    return file.state === "absent" ? { state: "unreadable", source: file.source, reason: "ENOENT" } : file
  })
}

async function askPrinted(
  { machine, isUnjudged }: Look,
  facts: CrioFacts,
  release: Release,
): Promise<PrintedFact | undefined> {
  const { program, service } = facts
  if (!machine.isLive || program === undefined) return undefined
  // Of a release that no table knows it tells the sandbox image, too.
  if (isUnjudged === true && release.pauseImage !== undefined) return undefined
  const command = configCommand(program, readOverrides(service), {})
  const ran = await programAsker(machine)(command, configSeconds)
  if (ran.state !== "ran") return undefined
  if (ran.exitCode !== 0) return { command, exitCode: ran.exitCode, error: lastLine(ran.stderr) }
  const printed = readPrinted(ran.stdout)
  return { command, exitCode: 0, ...(printed === undefined ? {} : { scalars: printed.scalars }) }
}

export async function lookAtCrio(look: Look): Promise<CrioFacts> {
  const { machine } = look
  const service = await look.service(serviceNames, findProgram(machine, "crio"))
  const program = findProgram(machine, "crio", service?.command[0])
  const isThere = service !== undefined || program !== undefined
  const told = await askVersion(look, service, program, isThere)
  const isTold = told.state === "known" || !isThere
  const version = (isTold ? undefined : await look.servedVersion?.(served.endpoint, served.runtimeName)) ?? told
  const overrides = readOverrides(service)
  const configPath = overrideOf(overrides, "config")?.value || usualConfigPath
  const dropInDirectory = overrideOf(overrides, "configDirectory")?.value ?? usualDropInDirectory
  const statusProgram = findProgram(machine, "crio-status")
  // An explicit empty --config means: no such file.
  const hasMainFile = overrideOf(overrides, "config")?.value !== ""
  const certificates = lookAtCertificates(machine, certificatesDirectory, look.answers)
  const unreadRegistries = unreadRegistriesFiles(machine)
  const facts: CrioFacts = {
    ...(service === undefined ? {} : { service }),
    ...(program === undefined ? {} : { program }),
    ...(statusProgram === undefined ? {} : { statusProgram }),
    version,
    configPath,
    dropInDirectory,
    files: [
      ...(hasMainFile ? [toFileFact(machine.readFile(configPath))] : []),
      ...(dropInDirectory === "" ? [] : readDropIns(machine, dropInDirectory)),
    ],
    registriesFiles: readRegistriesFiles(machine),
    ...(unreadRegistries.length === 0 ? {} : { unreadRegistries }),
    directories: ["/etc/crio", dropInDirectory, "/etc/containers", "/etc/containers/registries.conf.d"].filter(
      (directory) => directory !== "" && machine.list(directory) !== undefined,
    ),
    ...(program === undefined || dropInDirectory === mistakenDirectory ? {} : findStrayDropIns(machine)),
    absentPrograms: [],
    isListening: { state: "absent", source: { kind: "socket", path: "" } },
  }
  // The newest rules find every program even where the release is not known.
  const release = releaseOfFacts(facts) ?? (releaseOf(newestRelease) as Release)
  const found = effective(configurationOf(facts, release))
  // Where this one would listen without its files another one may.
  const isOthersAnswer = !isSameEndpoint(endpointOf(found), served.endpoint)
  if (told.source.kind === "socket" && isOthersAnswer) return lookAtCrio(withoutAnswers(look))
  const socket = endpointOf(found).slice("unix://".length)
  const source: Source = { kind: "socket", path: socket }
  const [printed, oci, monitors, isListening] = await Promise.all([
    askPrinted(look, facts, release),
    program === undefined ? {} : lookAtOciRuntimes(look, service, startedBy(found)),
    program === undefined ? {} : lookAtMonitors(machine, service, found),
    machine.isLive ? machine.accepts(socket).then((accepts) => known(accepts, source)) : undefined,
  ])
  return {
    ...facts,
    ...(isThere ? readOtherFiles(machine, facts, release) : {}),
    ...(certificates === undefined ? {} : { certificates }),
    ...(look.answers.registry?.some(({ credentialsFile }) => credentialsFile === standardInput) === true
      ? { authFile: toFileFact(machine.readFile(found.scalars.globalAuthFile.value || ownAuthFile)) }
      : {}),
    ...(program === undefined ? {} : lookAtPrograms(machine, facts, found)),
    ...oci,
    ...monitors,
    isListening: isListening ?? { state: "absent", source },
    ...(printed === undefined ? {} : { printed }),
  }
}

/** containers-policy.json(5): /etc/containers/policy.json where signature_policy is not set. */
function readOtherFiles(machine: ReadingMachine, facts: CrioFacts, release: Release): Pick<CrioFacts, "otherFiles"> {
  const { files } = effective(configurationOf(facts, release))
  const entries = files.flatMap((file) => file.entries)
  const overrides = readOverrides(facts.service)
  const named = (id: FlagId) =>
    overrideOf(overrides, id)?.value ??
    String(entries.findLast(({ path }) => path.join(".") === `crio.${id}`)?.value ?? "")
  const seccomp = named("runtime.seccomp_profile")
  const policy = named("image.signature_policy") || "/etc/containers/policy.json"
  // containers-storage.conf(5), ENVIRONMENT: a variable of the service names another file.
  const storage = [facts.service?.environment["CONTAINERS_STORAGE_CONF"] ?? "", ...storageFiles].find(
    (path) => path !== "" && machine.resolve(path) !== undefined,
  )
  const otherFiles = [
    ...(storage === undefined ? [] : storageTrouble(toFileFact(machine.readFile(storage)))),
    ...(seccomp.startsWith("/") ? seccompTrouble(toFileFact(machine.readFile(seccomp))) : []),
    ...policyTrouble(toFileFact(machine.readFile(policy)), release.version),
    ...(release.readsNamespacePolicies
      ? namespacePolicies(machine, named("image.signature_policy_dir"), release.version)
      : []),
  ]
  return otherFiles.length === 0 ? {} : { otherFiles }
}

function namespacePolicies(machine: ReadingMachine, stated: string, version: Version): readonly OtherFileTrouble[] {
  const directory = stated === "" ? usualPolicyDirectory : stated.replace(/\/$/, "")
  return (machine.list(directory) ?? [])
    .filter((name) => name.endsWith(".json"))
    .flatMap((name) => namespacePolicyTrouble(toFileFact(machine.readFile(`${directory}/${name}`)), version))
}

function findStrayDropIns(machine: ReadingMachine): Pick<CrioFacts, "strayDropIns"> {
  const names = machine.list(mistakenDirectory) ?? []
  return names.length === 0 ? {} : { strayDropIns: names.map((name) => `${mistakenDirectory}/${name}`) }
}
