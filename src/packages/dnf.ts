// dnf, of both kinds: Fedora, RHEL and what follows from it, Amazon Linux 2023, openEuler, Anolis. dnf decides, fetches and
// verifies; packages are removed by RPM, which never removes more than it is told.
import type { Ran, ReadingMachine } from "../machine/reading.ts"
import { type Fault, failed, ok, type Result } from "../model/fault.ts"
import { type FetchedArchive, newestFirst } from "../model/install/packages.ts"
import { lockHolderOf, ownerOfPidFile } from "./lock-holder.ts"
import { offerFormat, readOffers, readTable } from "./output/dnf.ts"
import type { PackageManager, Transaction, WantedPackage } from "./package-manager.ts"
import { allFetched, faultWith } from "./ran-fault.ts"
import {
  areSigned,
  environment,
  hasReadableRpm,
  removeRpms,
  rpmLeftBeside,
  rpmLocks,
  rpmSavedAs,
  rpmStates,
  run,
  settleRpm,
  unpackRpm,
} from "./rpm.ts"
import { isSameTransaction } from "./same-transaction.ts"
import { onlyInstalling } from "./simulated.ts"

/** The lists of a distribution may have to be read first. In seconds. */
const askSeconds = 600

/** "dnf" is dnf 5 since Fedora 41; where both are there it is the one that the distribution means. */
const programs = ["/usr/bin/dnf", "/usr/bin/dnf5"]

/** dnf 4 writes its number into these; see dnf, dnf/lock.py. */
const pidFiles = ["/var/lib/dnf/rpmdb_lock.pid", "/var/cache/dnf/metadata_lock.pid", "/var/cache/dnf/download_lock.pid"]

const withoutWeak = "--setopt=install_weak_deps=False"

function programOf(machine: ReadingMachine): string {
  return programs.find((path) => machine.resolve(path) !== undefined) ?? "dnf"
}

function ask(machine: ReadingMachine, ...args: readonly string[]): Promise<Ran> {
  return machine.run({ argv: [programOf(machine), ...args], timeoutSeconds: askSeconds, environment })
}

function wordOf({ name, version }: WantedPackage): string {
  return version === undefined ? name : `${name}-${version}`
}

function refusalOf(ran: Ran, names: readonly string[]): Fault {
  const said = "stderr" in ran ? `${ran.stdout}\n${ran.stderr}` : ""
  const held = [
    ...said.matchAll(/filtered out by exclude filtering for argument: (\S+)|'(\S+)' matches only excluded packages/g),
  ].map((match) => match[1] ?? match[2] ?? "")
  if (held.length > 0) {
    const command = "dnf versionlock list; grep -r exclude /etc/dnf /etc/yum.repos.d"
    return { code: "packages-held", args: { packages: held, command } }
  }
  if (/Unable to find a match|No match for argument/.test(said)) {
    return faultWith(ran, {
      code: "packages-not-offered",
      args: { packages: names, command: "dnf makecache", elsewhere: "" },
    })
  }
  return faultWith(ran, { code: "packages-unsolvable", args: { packages: names } })
}

async function resolve(machine: ReadingMachine, wanted: readonly WantedPackage[]): Promise<Result<Transaction>> {
  const names = wanted.map(({ name }) => name)
  // It ends with 1, as it always does where it was told no.
  const ran = await ask(machine, "--assumeno", withoutWeak, "install", ...wanted.map(wordOf))
  if (ran.state !== "ran") return failed(refusalOf(ran, names))
  const simulated = readTable(ran.stdout)
  const isEmpty = [simulated.installed, simulated.upgraded, simulated.removed].every((list) => list.length === 0)
  if (isEmpty && ran.exitCode !== 0) return failed(refusalOf(ran, names))
  const packages = onlyInstalling(simulated, names, "dnf upgrade")
  if (!packages.ok) return packages
  const requested = names.filter((name) => packages.value.some((one) => one.name === name))
  return ok({ requested, packages: packages.value })
}

/** Where its parts come from elsewhere than planned, another transaction comes of it. */
function exactly({ packages }: Transaction): readonly WantedPackage[] {
  return packages.map(({ name, version, architecture }) => ({ name, version: `${version}.${architecture}` }))
}

function archivesIn(machine: ReadingMachine, { packages }: Transaction, directory: string): readonly FetchedArchive[] {
  return packages.flatMap(({ name, version, architecture }) => {
    const path = `${directory}/${name}-${version.replace(/^\d+:/, "")}.${architecture}.rpm`
    return machine.resolve(path) === undefined ? [] : [{ name, path }]
  })
}

export const dnf: PackageManager = {
  id: "dnf",
  recordsFirst: false,
  enablesServices: false,

  recognise: (machine) =>
    programs.some((path) => machine.resolve(path) !== undefined) &&
    hasReadableRpm(machine) &&
    ["/etc/yum.repos.d", "/etc/distro.repos.d"].some((path) => (machine.list(path) ?? []).length > 0),

  lockHolder: (machine) => lockHolderOf(machine, rpmLocks) ?? ownerOfPidFile(machine, pidFiles),

  async offers(machine, name) {
    const query = ["--quiet", "repoquery", "--available", "--queryformat", offerFormat, name]
    // dnf 5 lists every version without being asked, and does not know the word.
    const all = await ask(machine, ...query, "--showduplicates")
    const ran = all.state === "ran" && all.exitCode !== 0 ? await ask(machine, ...query) : all
    return ran.state === "ran" ? newestFirst(readOffers(ran.stdout)) : []
  },

  resolve,

  async fetch(machine, transaction, directory) {
    const names = exactly(transaction).map(wordOf)
    const how = ["-y", withoutWeak, `--setopt=destdir=${directory}`]
    const download = (...more: readonly string[]) =>
      run(machine, [programOf(machine), ...how, ...more, "install", "--downloadonly", ...names])
    // dnf would import a repository's key, which changes the node. It does so where nothing else knows the key.
    let ran = await download("--nogpgcheck")
    let archives = archivesIn(machine, transaction, directory)
    const isVerified = await areSigned(
      machine,
      archives.map(({ path }) => path),
      directory,
    )
    if (!isVerified) {
      for (const { path } of archives) machine.removeFile(path)
      ran = await download()
      archives = archivesIn(machine, transaction, directory)
    }
    return allFetched(ran, transaction.packages, archives)
  },

  unpack: unpackRpm,
  settle: settleRpm,
  states: rpmStates,

  /** Its packages start nothing: systemd presets only enable; see systemd.preset(5). */
  hold: () => undefined,
  letGo: () => undefined,

  async install(machine, transaction, directory) {
    const words = exactly(transaction)
    const program = programOf(machine)
    if (!isSameTransaction(await resolve(machine, words), transaction)) {
      return { state: "not-possible", command: [program, "install", ...words.map(wordOf)], why: "changed" }
    }
    const how = [withoutWeak, `--setopt=destdir=${directory}`]
    return run(machine, [program, "-y", ...how, "install", ...words.map(wordOf)])
  },

  remove: (machine, packages, _services, directory) =>
    removeRpms(
      machine,
      packages,
      archivesIn(machine, { requested: [], packages }, directory).map(({ path }) => path),
    ),

  /** RPM leaves nothing to be finished. */
  finish: (machine) => run(machine, ["true"]),

  leftBeside: rpmLeftBeside,
  savedAs: rpmSavedAs,
  installCommand: (names) => `dnf install ${names.join(" ")}`,
  exchangeCommand: (name, version, isNewer) => `dnf ${isNewer ? "upgrade" : "downgrade"} ${name}-${version}`,
  removeCommand: (names) => `rpm --erase ${names.join(" ")}`,
}
