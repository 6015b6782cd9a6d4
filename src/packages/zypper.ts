// zypper: SUSE Linux Enterprise and openSUSE. It decides, fetches and verifies; packages are removed by RPM, which never
// removes more than it is told.
import type { Ran, ReadingMachine } from "../machine/reading.ts"
import { type Fault, failed, ok, type Result } from "../model/fault.ts"
import { type FetchedArchive, newestFirst, type OfferedPackage } from "../model/install/packages.ts"
import { lockHolderOf, ownerOfPidFile } from "./lock-holder.ts"
import { readSearch, readSummary } from "./output/zypper.ts"
import type { PackageManager, Transaction, WantedPackage } from "./package-manager.ts"
import { allFetched, faultWith } from "./ran-fault.ts"
import {
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

/** zypp, zypp/ZYppFactory.cc. */
const pidFiles = ["/run/zypp.pid", "/var/run/zypp.pid"]

const withoutRecommends = "--no-recommends"

function ask(machine: ReadingMachine, ...args: readonly string[]): Promise<Ran> {
  const argv = ["zypper", "--non-interactive", "--xmlout", ...args]
  return machine.run({ argv, timeoutSeconds: askSeconds, environment })
}

function wordOf({ name, version }: WantedPackage): string {
  return version === undefined ? name : `${name}=${version}`
}

/** zypper(8), "EXIT CODES": a package of that name is not there. */
const notFound = 104

function refusalOf(ran: Ran, names: readonly string[], held: readonly string[]): Fault {
  if (held.length > 0) {
    return { code: "packages-held", args: { packages: held, command: `zypper removelock ${held.join(" ")}` } }
  }
  if (ran.state === "ran" && ran.exitCode === notFound) {
    return faultWith(ran, {
      code: "packages-not-offered",
      args: { packages: names, command: "zypper refresh", elsewhere: "" },
    })
  }
  return faultWith(ran, { code: "packages-unsolvable", args: { packages: names } })
}

/** Names in /etc/zypp/locks: "solvable_name: NAME", one block per lock; patterns are not matched. */
function lockedOf(machine: ReadingMachine, names: readonly string[]): readonly string[] {
  const file = machine.readFile("/etc/zypp/locks")
  const text = file.state === "read" ? new TextDecoder().decode(file.bytes) : ""
  const locked = [...text.matchAll(/^solvable_name: *(\S+)$/gm)].map(([, name]) => name)
  return names.filter((name) => locked.includes(name))
}

async function resolve(machine: ReadingMachine, wanted: readonly WantedPackage[]): Promise<Result<Transaction>> {
  const names = wanted.map(({ name }) => name)
  const held = lockedOf(machine, names)
  const ran = await ask(machine, "install", "--dry-run", withoutRecommends, ...wanted.map(wordOf))
  if (held.length > 0 || ran.state !== "ran" || ran.exitCode !== 0) return failed(refusalOf(ran, names, held))
  const packages = onlyInstalling(readSummary(ran.stdout), names, "zypper update")
  if (!packages.ok) return packages
  const requested = names.filter((name) => packages.value.some((one) => one.name === name))
  return ok({ requested, packages: packages.value })
}

function exactly({ packages }: Transaction): readonly WantedPackage[] {
  return packages.map(({ name, version, architecture }) => ({ name: `${name}.${architecture}`, version }))
}

/** Below its cache they lie in a directory per repository and architecture, or as the repository lays them. */
async function archivesIn(
  machine: ReadingMachine,
  packages: readonly OfferedPackage[],
  directory: string,
): Promise<readonly FetchedArchive[]> {
  const listed = await machine.run({ argv: ["find", directory, "-name", "*.rpm"], timeoutSeconds: 60 })
  const paths = listed.state === "ran" ? listed.stdout.split("\n") : []
  return packages.flatMap(({ name, version, architecture }) => {
    const file = `/${name}-${version.replace(/^\d+:/, "")}.${architecture}.rpm`
    const path = paths.find((one) => one.endsWith(file))
    return path === undefined ? [] : [{ name, path }]
  })
}

export const zypper: PackageManager = {
  id: "zypper",
  recordsFirst: false,
  enablesServices: false,

  recognise: (machine) =>
    machine.resolve("/usr/bin/zypper") !== undefined &&
    hasReadableRpm(machine) &&
    (machine.list("/etc/zypp/repos.d") ?? []).some((name) => name.endsWith(".repo")),

  lockHolder: (machine) => lockHolderOf(machine, rpmLocks) ?? ownerOfPidFile(machine, pidFiles),

  async offers(machine, name) {
    const ran = await ask(machine, "search", "--match-exact", "--details", "--type", "package", name)
    return ran.state === "ran" ? newestFirst(readSearch(ran.stdout)) : []
  },

  resolve,

  async fetch(machine, transaction, directory) {
    const how = ["--pkg-cache-dir", directory, "--non-interactive", "install", "--download-only", withoutRecommends]
    const ran = await run(machine, ["zypper", ...how, ...exactly(transaction).map(wordOf)])
    return allFetched(ran, transaction.packages, await archivesIn(machine, transaction.packages, directory))
  },

  unpack: unpackRpm,
  settle: settleRpm,
  states: rpmStates,

  /** Its packages start nothing: systemd presets only enable; see systemd.preset(5). */
  hold: () => undefined,
  letGo: () => undefined,

  async install(machine, transaction, directory) {
    const words = exactly(transaction).map(wordOf)
    const again = transaction.packages.map(({ name, version }) => ({ name, version }))
    if (!isSameTransaction(await resolve(machine, again), transaction)) {
      return { state: "not-possible", command: ["zypper", "install", ...words], why: "changed" }
    }
    const how = ["--pkg-cache-dir", directory, "--non-interactive", "install", withoutRecommends]
    return run(machine, ["zypper", ...how, ...words])
  },

  async remove(machine, packages, _services, directory) {
    const archives = await archivesIn(machine, packages, directory)
    return removeRpms(
      machine,
      packages,
      archives.map(({ path }) => path),
    )
  },

  /** RPM leaves nothing to be finished. */
  finish: (machine) => run(machine, ["true"]),

  leftBeside: rpmLeftBeside,
  savedAs: rpmSavedAs,
  installCommand: (names) => `zypper install ${names.join(" ")}`,
  exchangeCommand: (name, version, isNewer) => `zypper install ${isNewer ? "" : "--oldpackage "}${name}=${version}`,
  removeCommand: (names) => `rpm --erase ${names.join(" ")}`,
}
