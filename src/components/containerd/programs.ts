// What is asked of containerd's programs: their releases, and what they make of the configuration.
import type { Ran, ReadingMachine } from "../../machine/reading.ts"
import { type Fact, known, type Source } from "../../model/facts/fact.ts"
import type { ServiceFacts } from "../../model/service.ts"
import { parseVersion } from "../../model/version.ts"
import { recordedVersion } from "../package-version.ts"
import { askRelease, hasKept, isUp, programAsker } from "../program-asker.ts"
import type { BinaryFact } from "./facts.ts"
import { endpointAt, inTreeCase, type Platform, platforms } from "./tables/platforms.ts"

/**
 * How long a program that prints something may take. A dump takes 30 ms; from the cold card of a small board, or on an
 * emulated machine beside others, the first start of 40 MB took six seconds, and only one that hangs takes longer.
 */
const versionTimeoutSeconds = 30
export const dumpTimeoutSeconds = 30

export const programName = "containerd"

/**
 * Packages that contain it: Docker's, Debian's and most others', Ubuntu's since 26.04 (packages.ubuntu.com/resolute), of
 * the images of AKS (Azure/AgentBaker, components.json) and of Azure Linux 3.
 */
export const packageNames = [
  "containerd.io",
  "containerd",
  "containerd-stable",
  "moby-containerd",
  "containerd2",
] as const

/** Where packages, the upstream archive and images put the program. */
function programPaths(machine: ReadingMachine, platform: Platform): readonly string[] {
  const inOpt = (machine.list("/opt") ?? []).map((name) => `/opt/${name}/bin/${programName}`)
  return [...platform.programs.map((path) => inTreeCase(platform, path, (name) => machine.list(name))), ...inOpt]
}

export function flagOf(command: readonly string[], names: readonly string[]): string | undefined {
  for (const [index, word] of command.entries()) {
    for (const name of names) {
      if (word === name) return command[index + 1]
      if (word.startsWith(`${name}=`)) return word.slice(name.length + 1)
    }
  }
  return undefined
}

async function askVersion(machine: ReadingMachine, path: string, isBelieved: boolean): Promise<Fact<string>> {
  const command = [path, "--version"]
  const source: Source = { kind: "program", command }
  const ran = await askRelease(machine, command, versionTimeoutSeconds, isBelieved)
  if (ran.state !== "ran") return { state: "unreadable", source, reason: reasonOf(ran) }
  const version = parseVersion(ran.stdout)
  if (version !== undefined) return known(version.text, source)
  return { state: "not-understood", source, reason: `exit code ${ran.exitCode}`, text: ran.stdout.slice(0, 200) }
}

function reasonOf(ran: Exclude<Ran, { readonly state: "ran" }>): string {
  if (ran.state === "not-possible") return ran.why
  return ran.state === "killed" ? `killed by ${ran.signal}` : ran.state
}

/** The programs that exist, the service's first; two names of one file count once. */
export function findBinaries(machine: ReadingMachine, own: string | undefined): readonly string[] {
  const candidates = [
    ...(own?.startsWith("/") === true ? [own] : []),
    ...programPaths(machine, platforms[machine.platform]),
  ]
  const found = new Map<string, string>()
  for (const path of candidates) {
    const real = machine.resolve(path)
    if (real !== undefined && machine.inspect(real)?.kind === "file" && !found.has(real)) found.set(real, path)
  }
  return [...found.values()]
}

/** What the program that a service starts makes of the configuration; undefined: it cannot be asked. */
export function dumpCommand(machine: ReadingMachine, command: readonly string[]): readonly string[] | undefined {
  const [path] = findBinaries(machine, command[0])
  if (!machine.isLive || path === undefined) return undefined
  return [path, "--config", configPathOf(machine, command), "config", "dump"]
}

/**
 * Starts it before the configuration is read: it takes longer than all else. Not where an answer was kept, which may be
 * of this very configuration.
 */
export function beginDump(machine: ReadingMachine, command: readonly string[]): void {
  const argv = dumpCommand(machine, command)
  if (argv !== undefined && !hasKept(machine, argv)) void programAsker(machine)(argv, dumpTimeoutSeconds)
}

/** Of every program that is there, the one that a service starts first; `told`: what is known of one without asking it. */
export function askForReleases(
  machine: ReadingMachine,
  service: ServiceFacts | undefined,
  told: (path: string) => Promise<Fact<string> | undefined>,
): Promise<readonly BinaryFact[]> {
  const paths = findBinaries(machine, service?.command[0])
  return Promise.all(
    paths.map(async (path) => ({
      path,
      version: (await told(path)) ?? (await askVersion(machine, path, isUp(service))),
    })),
  )
}

export function namedConfig(command: readonly string[]): string | undefined {
  return flagOf(command, ["--config", "-c", "-config"])
}

/** Of the daemon that a command line starts. */
export function endpointNamedBy(machine: ReadingMachine, command: readonly string[]): string {
  const platform = platforms[machine.platform]
  return endpointAt(platform, namedAddress(command) ?? platform.address)
}

export function namedAddress(command: readonly string[]): string | undefined {
  return flagOf(command, ["--address", "-a"])
}

export function configPathOf(machine: ReadingMachine, command: readonly string[]): string {
  const platform = platforms[machine.platform]
  return namedConfig(command) ?? inTreeCase(platform, platform.configPath, (name) => machine.list(name))
}

export function versionOf(
  machine: ReadingMachine,
  program: BinaryFact | undefined,
  stated: string | undefined,
): Fact<string> {
  if (program?.version.state === "known") return program.version
  const version = stated === undefined ? undefined : parseVersion(stated)
  if (version !== undefined) return known(version.text, { kind: "flag", flag: "--runtime-version" })
  const recorded = program === undefined ? undefined : recordedVersion(machine, packageNames, program.path)
  if (recorded !== undefined) return recorded
  return program?.version ?? { state: "absent", source: { kind: "program", command: [programName, "--version"] } }
}
