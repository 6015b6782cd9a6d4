// Looks at containerd on a node: programs, service, files in merge order, socket. The only part of this folder that
// asks a machine; it never throws and never stops half way.

import { isCopyName } from "../../documents/copy-names.ts"
import { json } from "../../documents/json/json.ts"
import type { ReadingMachine } from "../../machine/reading.ts"
import { type Fact, known, type Source } from "../../model/facts/fact.ts"
import { toFileFact } from "../../model/facts/file-fact.ts"
import { type FileFact, sha256 } from "../../model/file-content.ts"
import type { ServiceFacts } from "../../model/service.ts"
import type { Look } from "../component.ts"
import { isSameEndpoint } from "../kubelet/endpoint.ts"
import { lookAtOciRuntimes } from "../oci-runtimes/look.ts"
import { askKeepable, isUp, noteQuestion, programAsker, type Question } from "../program-asker.ts"
import { runningRelease, withoutAnswers } from "../running-release.ts"
import { effective } from "./effective.ts"
import type { ContainerdFacts, ForeignContainerd } from "./facts.ts"
import { addressOfFacts, configFilesOf, releaseOfFacts } from "./facts.ts"
import { lookAtHandlerPrograms, startedBy } from "./handler-programs.ts"
import { hostsDirectories } from "./hosts-directories.ts"
import {
  askForReleases,
  beginDump,
  configPathOf,
  dumpCommand,
  dumpTimeoutSeconds,
  endpointNamedBy,
  findBinaries,
  namedAddress,
  namedConfig,
  programName,
  versionOf,
} from "./programs.ts"
import { shortenedDump, toDumpFact } from "./running/dump.ts"
import { directoryOf, expandGlob, joinPath } from "./simulate/glob.ts"
import { readHostsFile } from "./simulate/hosts-file.ts"
import { isGlob, listed, load } from "./simulate/load.ts"
import { endpointAt, inTreeCase, platforms, treePath } from "./tables/platforms.ts"
import { newestRelease, oldestRelease, type Release, releaseOf } from "./tables/releases.ts"

interface Configuration {
  /** Every file the loader would try, read; in its order. Also what is named and absent. */
  readonly files: readonly FileFact[]
  /** Not where this release would end over one of them: what that one imports is not followed. */
  readonly isFollowed: boolean
}

function readConfiguration(machine: ReadingMachine, release: Release, root: string): Configuration {
  const facts = new Map<string, FileFact>()
  const read = (path: string): void => {
    if (!facts.has(path)) facts.set(path, toFileFact(machine.readFile(path)))
  }
  read(root)
  // Each round reads what the files of the round before import; every round finds at least one new file or is the last.
  for (let before = 0; before < facts.size; ) {
    before = facts.size
    for (const file of load(release, configFilesOf([...facts.values()]), root, false).files) {
      const directory = directoryOf(file.path)
      for (const { text: written } of listed(file, "imports")) {
        const text = treePath(release.platform, written)
        if (!isGlob(text)) read(joinPath(directory, text))
        else {
          const from = release.matchesRelativeGlobs ? directory : "/"
          for (const path of expandGlob(joinPath(from, text), (name) => machine.list(name))) read(path)
        }
      }
    }
  }
  const loaded = load(release, configFilesOf([...facts.values()]), root, false)
  const order = loaded.files.map(({ path }) => path)
  const rest = [...facts.keys()].filter((path) => !order.includes(path))
  const files = [...order, ...rest].flatMap((path) => facts.get(path) ?? [])
  return { files, isFollowed: loaded.stop === undefined }
}

/** Directories where people and tools put drop-ins, whether or not anything imports them. */
const dropInDirectories = ["conf.d", "config.d", "config.toml.d"]

function readStrayDropIns(machine: ReadingMachine, root: string, files: readonly FileFact[]): readonly FileFact[] {
  const loaded = new Set(files.flatMap((file) => (file.source.kind === "file" ? [file.source.path] : [])))
  return dropInDirectories
    .map((name) => `${directoryOf(root)}/${name}`)
    .flatMap((directory) =>
      (machine.list(directory) ?? []).filter((name) => name.endsWith(".toml")).map((name) => `${directory}/${name}`),
    )
    .filter((path) => !loaded.has(path))
    .map((path) => toFileFact(machine.readFile(path)))
}

const foreignMarks: readonly ForeignContainerd[] = [
  { owner: "k3s", path: "/run/k3s/containerd/containerd.sock" },
  { owner: "k3s", path: "/var/lib/rancher/k3s/agent/etc/containerd/config.toml" },
  { owner: "rke2", path: "/var/lib/rancher/rke2/agent/etc/containerd/config.toml" },
  { owner: "k0s", path: "/run/k0s/containerd.sock" },
  { owner: "microk8s", path: "/var/snap/microk8s/common/run/containerd.sock" },
  { owner: "docker", path: "/run/docker/containerd/containerd.sock" },
  { owner: "docker", path: "/run/docker/containerd/containerd.toml" },
]

function readHosts(machine: ReadingMachine, directories: readonly string[]): readonly FileFact[] {
  return directories.flatMap((directory) =>
    (machine.list(directory) ?? [])
      .map((name) => toFileFact(machine.readFile(`${directory}/${name}/hosts.toml`)))
      .filter((file) => file.state !== "absent"),
  )
}

async function askListening({ machine, servedVersion }: Look, address: string): Promise<Fact<boolean>> {
  const source: Source = { kind: "socket", path: address }
  if (!machine.isLive) return { state: "absent", source }
  // Who has answered over CRI need not be called once more.
  const endpoint = endpointAt(platforms[machine.platform], address)
  if ((await servedVersion?.(endpoint, programName)) !== undefined) return known(true, source)
  return known(await machine.accepts(address), source)
}

/** What containerd makes of its configuration is made of these files: config.LoadConfig reads nothing else. */
function dumpOf(
  argv: readonly string[],
  machine: ReadingMachine,
  release: Release | undefined,
  read: Configuration | undefined,
): Question {
  const root = argv[2] ?? ""
  return {
    argv,
    timeoutSeconds: dumpTimeoutSeconds,
    madeOf(node) {
      // Which files another release would read is not known.
      if (release === undefined || release.isNewerThanTables) return undefined
      return digestOf(release, node === machine && read !== undefined ? read : readConfiguration(node, release, root))
    },
    shortened: shortenedDump,
  }
}

/** Undefined: one of them cannot be read or followed. The release: of the same files another one may read others. */
function digestOf({ version }: Release, { files, isFollowed }: Configuration): string | undefined {
  if (!isFollowed || !files.every((file) => file.state === "known" || file.state === "absent")) return undefined
  const lines = files.map(
    (file) => `${JSON.stringify(file.source)} ${file.state === "known" ? file.value.hash : "absent"}`,
  )
  return sha256([version.text, ...lines].join("\n"))
}

export async function lookAtContainerd(look: Look): Promise<ContainerdFacts> {
  const [usual] = findBinaries(look.machine, undefined)
  const askMeanwhile = (command: readonly string[]) => {
    if (look.isUnjudged !== true) beginDump(look.machine, command)
  }
  return lookAtOne(look, await look.service([programName], usual, askMeanwhile))
}

/** A containerd with a service, a configuration and a socket of its own, whatever its service is called. */
export async function lookAtContainerdAt(look: Look, endpoint: string): Promise<ContainerdFacts | undefined> {
  for (const service of await look.services(programName)) {
    const facts = await lookAtOne(look, service)
    if (servesAt(facts, endpoint)) return facts
  }
  return undefined
}

function servesAt(facts: ContainerdFacts, endpoint: string): boolean {
  const release = releaseOfFacts(facts)
  const found = release === undefined ? undefined : effective(release, configFilesOf(facts.files), facts.configPath)
  return isSameEndpoint(endpointAt(platforms[facts.platform], addressOfFacts(facts, found)), endpoint)
}

async function lookAtOne(look: Look, service: ServiceFacts | undefined): Promise<ContainerdFacts> {
  const { machine } = look
  const command = service?.command ?? []
  const named = namedConfig(command)
  const platform = platforms[machine.platform]
  const inTree = (path: string) => inTreeCase(platform, path, (name) => machine.list(name))
  const configPath = configPathOf(machine, command)
  if (look.isUnjudged !== true) beginDump(machine, command)
  const address = namedAddress(command)
  const served = { endpoint: endpointNamedBy(machine, command), runtimeName: programName }
  const binaries = await askForReleases(machine, service, (path) => runningRelease(look, service, path, served))
  const program = binaries[0]
  const path = program?.path
  const told = versionOf(machine, program, look.statedVersion)
  const version =
    (told.state === "known" ? undefined : await look.servedVersion?.(served.endpoint, served.runtimeName)) ?? told
  const release = version.state === "known" ? releaseOf(version.value, platform.id) : undefined
  // The newest rules find every file even where the release is not known or too old for the tables.
  const reading = release ?? releaseOf(newestRelease, platform.id) ?? releaseOf(oldestRelease, platform.id)
  const configuration = reading === undefined ? undefined : readConfiguration(machine, reading, configPath)
  const { files } = configuration ?? { files: [] }
  const found = release === undefined ? undefined : effective(release, configFilesOf(files), configPath)
  // Where this one would listen without its files another one may.
  const own = found === undefined ? undefined : endpointAt(platform, address ?? found.address.value)
  const isOthersAnswer = own === undefined || !isSameEndpoint(own, served.endpoint)
  if (program?.version.source.kind === "socket" && isOthersAnswer) return lookAtOne(withoutAnswers(look), service)
  const argv = dumpCommand(machine, command)
  const question = argv === undefined ? undefined : dumpOf(argv, machine, release, configuration)
  // A proof that follows may want it, also where nothing is judged now.
  if (question !== undefined) noteQuestion(machine, question)
  const isDumped = question !== undefined && look.isUnjudged !== true
  const dump = isDumped ? await askKeepable(machine, question, isUp(service)) : undefined
  // Only to start over from it, which is offered where this configuration does not do.
  const isFit = found?.daemon === "up" && found.cri === "v1" && (dump?.state !== "ran" || dump.exitCode === 0)
  const isReset = look.answers["reset-config"] === true
  const isAsked = machine.isLive && path !== undefined && (!isFit || isReset)
  const defaultConfig = isAsked
    ? await programAsker(machine)([path, "config", "default"], dumpTimeoutSeconds)
    : undefined
  const hosts = hostsDirectories(platform, found?.registryPath?.value).map(inTree)
  const usual = inTree(treePath(platform, platform.hostsDirectory))
  const hostsFiles = readHosts(machine, hosts.includes(usual) ? hosts : [...hosts, usual])
  const misnamedHosts = hosts.flatMap((directory) => subdirectories(machine, directory)).flatMap(misnamedIn(machine))
  const hostsBesideRegistries = hosts
    .filter((directory) => machine.list(directory)?.includes("hosts.toml") === true)
    .map((directory) => `${directory}/hosts.toml`)
  const hostsNeeds = hostsFiles.flatMap((fact) =>
    fact.state === "known" && reading !== undefined ? readHostsFile(fact.value, reading).needs : [],
  )
  const absentHostsNeeds = hostsNeeds.map(({ path }) => path).filter((path) => machine.resolve(path) === undefined)
  const unfitHostsNeeds = hostsNeeds.flatMap(({ key, path }) =>
    key === "ca" && !hasCertificate(machine, path) ? [path] : [],
  )
  const wanted = [directoryOf(configPath), ...hosts, ...hosts.flatMap((one) => subdirectories(machine, one))]
  const handlerPrograms =
    found === undefined || platform.id !== "linux" ? [] : lookAtHandlerPrograms(machine, service, path, found)
  const oci = found === undefined || path === undefined ? {} : await lookAtOciRuntimes(look, service, startedBy(found))
  const missingPrograms = findMissing(machine, files)
  const isListening = await askListening(look, address ?? found?.address.value ?? platform.address)
  const changedAt = lastChange(machine, files)
  const dumped = dump === undefined ? undefined : toDumpFact(dump)
  return {
    ...(service === undefined ? {} : { service }),
    binaries,
    ...(program === undefined ? {} : { program: program.path }),
    version,
    configPath,
    isConfigNamed: named !== undefined,
    ...(address === undefined ? {} : { namedAddress: address }),
    files,
    strayDropIns: readStrayDropIns(machine, configPath, files),
    hostsFiles,
    ...(hostsBesideRegistries.length === 0 ? {} : { hostsBesideRegistries }),
    ...(absentHostsNeeds.length === 0 ? {} : { absentHostsNeeds: [...new Set(absentHostsNeeds)] }),
    ...(misnamedHosts.length === 0 ? {} : { misnamedHosts }),
    ...(unfitHostsNeeds.length === 0 ? {} : { unfitHostsNeeds: [...new Set(unfitHostsNeeds)] }),
    directories: [...new Set([...wanted, ...(platform.id === "linux" ? [] : [inTree("/Program Files")])])].filter(
      (directory) => machine.list(directory) !== undefined,
    ),
    ...(handlerPrograms.length === 0 ? {} : { handlerPrograms }),
    ...oci,
    isListening,
    ...(changedAt === undefined ? {} : { changedAt }),
    absentBaseSpecs: (found?.handlers ?? []).flatMap(({ baseSpec }) => {
      const path = String(baseSpec?.value ?? "")
      return path.startsWith("/") && !isBaseSpec(machine, path) ? [path] : []
    }),
    ...(missingPrograms.length === 0 ? {} : { missingPrograms }),
    foreign: foreignMarks.filter(({ path }) => machine.inspect(path) !== undefined),
    ...(dumped === undefined ? {} : { dump: dumped }),
    ...(defaultConfig?.state === "ran" && defaultConfig.exitCode === 0 ? { defaultConfig: defaultConfig.stdout } : {}),
    platform: machine.platform,
  }
}

/** Read when the CRI plugin loads: containerd internal/cri/server/service.go, loadOCISpec. */
function isBaseSpec(machine: ReadingMachine, path: string): boolean {
  const file = toFileFact(machine.readFile(path))
  if (file.state === "absent") return false
  return file.state !== "known" || json.parse(path, file.value.text).ok
}

/** In these directories systemd's services find programs; see systemd.exec(5), "Environment variables". */
const searchPath = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"]

/** Programs of plugins that some file names. The differ erofs unpacks layers with mkfs.erofs. */
function findMissing(machine: ReadingMachine, files: readonly FileFact[]): readonly string[] {
  const isNamed = files.some((file) => file.state === "known" && /["']erofs["']/.test(file.value.text))
  const isThere = (name: string) => searchPath.some((at) => machine.resolve(`${at}/${name}`) !== undefined)
  return isNamed && !isThere("mkfs.erofs") ? ["mkfs.erofs"] : []
}

/** A time in the future says nothing: images are built on machines with other clocks. */
function lastChange(machine: ReadingMachine, files: readonly FileFact[]): number | undefined {
  const times = files.flatMap((file) => {
    const entry = file.state === "known" ? machine.inspect(file.value.realPath) : undefined
    return entry === undefined || entry.modifiedAt > machine.now() ? [] : [entry.modifiedAt]
  })
  return times.length === 0 ? undefined : Math.max(...times)
}

/** One that cannot be read may be fit; crypto/x509, AppendCertsFromPEM. */
function hasCertificate(machine: ReadingMachine, path: string): boolean {
  const read = machine.readFile(path)
  return read.state !== "read" || Buffer.from(read.bytes).includes("-----BEGIN CERTIFICATE-----")
}

/** "host.toml", "hosts.tml", "docker.toml": what stands where a hosts.toml would be. */
function misnamedIn(machine: ReadingMachine): (directory: string) => readonly string[] {
  return (directory) => {
    const names = machine.list(directory) ?? []
    if (names.includes("hosts.toml")) return []
    return names
      .filter((name) => /^hosts?\.\w+$|\.toml$/i.test(name) && !isCopyName(name))
      .map((name) => `${directory}/${name}`)
  }
}

function subdirectories(machine: ReadingMachine, directory: string): readonly string[] {
  return (machine.list(directory) ?? []).map((name) => `${directory}/${name}`)
}
