// pacman: Arch Linux and what follows from it. It has one version of each package, and its lock is a file that stays when
// pacman is killed.
import type { Ran, ReadingMachine } from "../machine/reading.ts"
import type { WritingMachine } from "../machine/writing.ts"
import { failed, ok, type Result } from "../model/fault.ts"
import type { FetchedArchive, OfferedPackage } from "../model/install/packages.ts"
import type { LockHolder, PackageManager, Transaction, WantedPackage } from "./package-manager.ts"
import { allFetched, faultWith } from "./ran-fault.ts"
import { isSameTransaction } from "./same-transaction.ts"

const askSeconds = 120
const seconds = 1800
const environment = { LC_ALL: "C.UTF-8" }

const database = "/var/lib/pacman"
const lock = `${database}/db.lck`

/** Of one line per package: name, version, architecture, repository, size. See pacman(8), --print-format. */
const format = "%n %v %a %r %s"

function ask(machine: ReadingMachine, ...argv: readonly string[]): Promise<Ran> {
  return machine.run({ argv, timeoutSeconds: askSeconds, environment })
}

function act(machine: WritingMachine, ...argv: readonly string[]): Promise<Ran> {
  return machine.act({ argv, timeoutSeconds: seconds, environment })
}

export function readPrinted(stdout: string): readonly OfferedPackage[] {
  return stdout.split("\n").flatMap((line) => {
    const [name = "", version = "", architecture = "", origin = "", size = ""] = line.split(" ")
    return /^\d+$/.test(size) ? [{ name, version, architecture, origin, bytes: Number(size) }] : []
  })
}

/** "NAME-VERSION-RELEASE", the directories of its record. */
export function nameOfEntry(entry: string): string {
  return entry.replace(/-[^-]+-[^-]+$/, "")
}

function installedNames(machine: ReadingMachine): ReadonlySet<string> {
  const entries = machine.list(`${database}/local`) ?? []
  // The entry of a package that is just being placed has no list of its files yet.
  const isWhole = (entry: string) =>
    ["desc", "files"].every((name) => machine.inspect(`${database}/local/${entry}/${name}`) !== undefined)
  return new Set(entries.filter((entry) => entry !== "ALPM_DB_VERSION" && isWhole(entry)).map(nameOfEntry))
}

async function resolve(machine: ReadingMachine, wanted: readonly WantedPackage[]): Promise<Result<Transaction>> {
  const names = wanted.map(({ name }) => name)
  const ignored = await ask(machine, "pacman-conf", "IgnorePkg")
  const held = names.filter((name) => ignored.state === "ran" && ignored.stdout.split("\n").includes(name))
  if (held.length > 0) {
    return failed({ code: "packages-held", args: { packages: held, command: "grep IgnorePkg /etc/pacman.conf" } })
  }
  const ran = await ask(machine, "pacman", "-S", "--print", "--needed", "--print-format", format, ...names)
  if (ran.state !== "ran" || ran.exitCode !== 0) {
    const isAbsent = ran.state === "ran" && /target not found|not found$/m.test(ran.stderr)
    return failed(
      isAbsent
        ? faultWith(ran, {
            code: "packages-not-offered",
            args: { packages: names, command: "pacman -Syu", elsewhere: "" },
          })
        : faultWith(ran, { code: "packages-unsolvable", args: { packages: names } }),
    )
  }
  const there = installedNames(machine)
  const printed = readPrinted(ran.stdout)
  const upgraded = printed.filter(({ name }) => there.has(name)).map(({ name, version }) => `${name} ${version}`)
  if (upgraded.length > 0) {
    return failed({ code: "packages-would-upgrade", args: { packages: names, upgraded, command: "pacman -Syu" } })
  }
  const other = wanted.find(({ name, version }) =>
    printed.some((one) => one.name === name && version !== undefined && one.version !== version),
  )
  if (other !== undefined) return failed({ code: "packages-moved", args: { packages: [other.name] } })
  return ok({ requested: names.filter((name) => printed.some((one) => one.name === name)), packages: printed })
}

function archivesIn(
  machine: ReadingMachine,
  packages: readonly OfferedPackage[],
  directory: string,
): readonly FetchedArchive[] {
  const files = machine.list(directory) ?? []
  return packages.flatMap(({ name, version, architecture }) => {
    const begin = `${name}-${version}-${architecture}.pkg.tar`
    const file = files.find((one) => one.startsWith(begin) && !one.endsWith(".sig"))
    return file === undefined ? [] : [{ name, path: `${directory}/${file}` }]
  })
}

/** Its lock says nothing of who holds it; one that is left over has no pacman. */
function lockHolder(machine: ReadingMachine): LockHolder | undefined {
  if (machine.inspect(lock) === undefined) return undefined
  const pids = (machine.list("/proc") ?? []).filter((name) => /^\d+$/.test(name))
  const comm = (pid: string) => {
    const file = machine.readFile(`/proc/${pid}/comm`)
    return file.state === "read" ? new TextDecoder().decode(file.bytes).trim() : ""
  }
  const pid = pids.find((one) => /^(?:pacman|pamac|yay|paru|packagekitd)/.test(comm(one)))
  return pid === undefined ? undefined : { pid: Number(pid), program: comm(pid) }
}

export const pacman: PackageManager = {
  id: "pacman",
  recordsFirst: false,
  enablesServices: false,

  recognise: (machine) =>
    machine.resolve("/usr/bin/pacman") !== undefined &&
    machine.inspect("/etc/pacman.conf") !== undefined &&
    machine.list(`${database}/local`) !== undefined,

  lockHolder,

  async offers(machine, name) {
    const ran = await ask(machine, "pacman", "-S", "--print", "--nodeps", "--nodeps", "--print-format", format, name)
    const printed = ran.state === "ran" ? readPrinted(ran.stdout) : []
    return printed.filter((one) => one.name === name).map(({ version, origin }) => ({ version, origin }))
  },

  resolve,

  async fetch(machine, { packages }, directory) {
    const names = packages.map(({ name }) => name)
    const ran = await act(machine, "pacman", "-Sw", "--noconfirm", "--noprogressbar", "--cachedir", directory, ...names)
    return allFetched(ran, packages, archivesIn(machine, packages, directory))
  },

  unpack: (machine, { path }, directory) =>
    act(machine, "bsdtar", "-x", "-p", "-f", path, "-C", directory, "--exclude", ".PKGINFO", "--exclude", ".MTREE"),

  /** A lock that nobody holds was left by one that was killed. */
  async settle(machine) {
    if (lockHolder(machine) === undefined) machine.removeFile(lock)
  },

  states(machine, packages) {
    const there = installedNames(machine)
    return packages.map(({ name }) => (there.has(name) ? "installed" : "absent"))
  },

  /** Its packages start and enable nothing. */
  hold: () => undefined,
  letGo: () => undefined,

  async install(machine, transaction, directory) {
    const names = transaction.packages.map(({ name }) => name)
    if (!isSameTransaction(await resolve(machine, transaction.packages), transaction)) {
      return { state: "not-possible", command: ["pacman", "-S", ...names], why: "changed" }
    }
    // A configuration file that is there already stays, and the package's own comes beside it.
    const how = ["--noconfirm", "--noprogressbar", "--needed", "--cachedir", directory, "--overwrite", "etc/*"]
    return act(machine, "pacman", "-S", ...how, ...names)
  },

  async remove(machine, packages, _services, directory) {
    await this.settle?.(machine, packages)
    // While the archives are still there the installation was cut off: placed anew, they can be removed without a trace.
    const archives = archivesIn(machine, packages, directory).map(({ path }) => path)
    if (archives.length > 0) {
      await act(machine, "pacman", "-U", "--noconfirm", "--noprogressbar", "--overwrite", "*", ...archives)
    }
    const there = installedNames(machine)
    const names = packages.map(({ name }) => name).filter((name) => there.has(name))
    return names.length === 0 ? act(machine, "true") : act(machine, "pacman", "-R", "--noconfirm", ...names)
  },

  finish: (machine) => act(machine, "true"),

  leftBeside: (path) => [`${path}.pacnew`],
  savedAs: (path) => `${path}.pacsave`,
  installCommand: (names) => `pacman -S ${names.join(" ")}`,
  /** Its repositories have one version of each package; older ones are where they were downloaded to. */
  exchangeCommand: (name, version, isNewer) =>
    isNewer ? `pacman -Syu ${name}` : `pacman -U /var/cache/pacman/pkg/${name}-${version}-*.pkg.tar.zst`,
  removeCommand: (names) => `pacman -R ${names.join(" ")}`,
}
