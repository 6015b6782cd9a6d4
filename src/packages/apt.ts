// apt and dpkg: Debian, Ubuntu, Raspberry Pi OS and what follows from them. apt decides, fetches and verifies; packages
// are removed by dpkg, which never removes more than it is told.
import { isStagedFor } from "../machine/names.ts"
import { directoryOf, nameOf, pathBelow } from "../machine/paths.ts"
import type { Command, Ran, ReadingMachine } from "../machine/reading.ts"
import type { WritingMachine } from "../machine/writing.ts"
import { type Fault, failed, ok, type Result } from "../model/fault.ts"
import type { FetchedArchive } from "../model/install/packages.ts"
import { caughtUnpacking, dpkgDirectory, dpkgMarked, dpkgStates, isManagedByDpkg } from "./dpkg-database.ts"
import { lockHolderOf } from "./lock-holder.ts"
import { archiveName, localFile, readMadison, readSimulation, readUris } from "./output/apt.ts"
import type { PackageManager, Transaction } from "./package-manager.ts"
import { allFetched, faultWith } from "./ran-fault.ts"
import { isSameTransaction } from "./same-transaction.ts"

/** Reading its lists takes a second or two; a machine that is emulated, ten times as long. In seconds. */
const askSeconds = 120

/** As long as a slow mirror, and the unpacking on a slow disk, may take. In seconds. */
const fetchSeconds = 1800
const installSeconds = 1800

/**
 * Nobody is asked (debconf(7)), services of others are not restarted behind our back (needrestart(1)), and what is
 * printed is what output/apt.ts reads.
 */
const environment = {
  DEBIAN_FRONTEND: "noninteractive",
  NEEDRESTART_SUSPEND: "1",
  LC_ALL: "C.UTF-8",
  APT_LISTCHANGES_FRONTEND: "none",
}

/** Asked by invoke-rc.d(8) and deb-systemd-invoke(1p) before they start anything; 101: not allowed. */
const policyFile = "/usr/sbin/policy-rc.d"
const policyText = "#!/bin/sh\n# Written by criadm while it installs packages; removed afterwards.\nexit 101\n"

/** In the order in which dpkg and apt take them; see apt's "locking" documentation, doc/acquire-additional-files. */
const locks = [`${dpkgDirectory}/lock-frontend`, `${dpkgDirectory}/lock`]

/** Fetching into a directory of our own changes nothing that dpkg's lock is for, and need not wait for it. */
const withoutLock = ["-o", "Debug::NoLocking=true"]

const withoutRecommends = "--no-install-recommends"

/** Options that say where it has its sources, lists and records; none: where it has them on this node. */
type Place = readonly string[]

/** Where the files of these packages would come from. From a directory that is empty: what apt finds there already, it does not list. */
function askUris(machine: ReadingMachine, place: readonly string[], words: readonly string[]) {
  const empty = ["-o", "Dir::Cache::Archives=/nonexistent"]
  return askApt(machine, place, "-qq", "--print-uris", withoutRecommends, ...empty, "install", ...words)
}

function askApt(machine: ReadingMachine, place: Place, ...args: readonly string[]): Promise<Ran> {
  return machine.run(command(["apt-get", ...place, ...args], askSeconds))
}

function command(argv: readonly string[], timeoutSeconds: number): Command {
  return { argv, timeoutSeconds, environment }
}

/** What apt says of a request that it cannot fulfil, as a fault. */
function refusalOf(ran: Ran, names: readonly string[]): Fault {
  const said = "stderr" in ran ? `${ran.stdout}\n${ran.stderr}` : ""
  const held = /following held packages will be changed:\n((?: +.*\n)+)/.exec(said)?.[1]?.trim().split(/\s+/)
  if (held !== undefined)
    return {
      code: "packages-held",
      args: { packages: held, command: `apt-mark unhold ${held.join(" ")}` },
    }
  if (/Unable to locate package|has no installation candidate/.test(said)) {
    return faultWith(ran, {
      code: "packages-not-offered",
      args: { packages: names, command: "apt-get update", elsewhere: "" },
    })
  }
  return faultWith(ran, { code: "packages-unsolvable", args: { packages: names } })
}

async function simulate(
  machine: ReadingMachine,
  place: Place,
  names: readonly string[],
): Promise<Result<Omit<Transaction, "requested">>> {
  const ran = await askApt(machine, place, "-s", "-y", withoutRecommends, "install", ...names)
  if (ran.state !== "ran" || ran.exitCode !== 0) return failed(refusalOf(ran, names))
  const { installed, upgraded, removed } = readSimulation(ran.stdout)
  if (removed.length > 0) return failed({ code: "packages-would-remove", args: { packages: names, removed } })
  if (upgraded.length > 0)
    return failed({
      code: "packages-would-upgrade",
      args: { packages: names, upgraded, command: "apt-get upgrade" },
    })
  return ok({ packages: installed.map((one) => ({ ...one, bytes: 0 })) })
}

function exactly({ requested, packages }: Transaction): readonly string[] {
  return requested.map((name) => {
    const found = packages.find((one) => one.name === name)
    return found === undefined ? name : `${name}=${found.version}`
  })
}

function inDirectory(directory: string): readonly string[] {
  return ["-o", `Dir::Cache::Archives=${directory}`]
}

/** Where another one manages the node and dpkg is only there, dpkg is not in its own record. */
const isThere = (machine: ReadingMachine) =>
  machine.resolve("/usr/bin/apt-get") !== undefined && isManagedByDpkg(machine)

export const apt: PackageManager = { ...aptAt("apt", []), recognise: isThere }

/** Recognised by nobody: whoever uses it knows why. */
export function aptAt(id: string, place: Place): PackageManager {
  return {
    id,
    recordsFirst: true,
    enablesServices: true,

    recognise: () => false,

    lockHolder: (machine) => lockHolderOf(machine, locks),

    async offers(machine, name) {
      const ran = await machine.run(command(["apt-cache", ...place, "madison", name], askSeconds))
      return ran.state === "ran" ? readMadison(ran.stdout) : []
    },

    async resolve(machine, wanted) {
      const words = wanted.map(({ name, version }) => (version === undefined ? name : `${name}=${version}`))
      const simulated = await simulate(machine, place, words)
      if (!simulated.ok) return simulated
      const listed = await askUris(machine, place, words)
      const sizes = new Map(readUris("stdout" in listed ? listed.stdout : "").map(({ file, bytes }) => [file, bytes]))
      const packages = simulated.value.packages.map((one) => ({ ...one, bytes: sizes.get(archiveName(one)) ?? 0 }))
      const requested = wanted.map(({ name }) => name).filter((name) => packages.some((one) => one.name === name))
      return ok({ requested, packages })
    },

    async fetch(machine, transaction, directory) {
      const names = exactly(transaction)
      const listed = await askUris(machine, place, names)
      const argv = [
        "apt-get",
        ...place,
        "-y",
        "--download-only",
        ...withoutLock,
        withoutRecommends,
        ...inDirectory(directory),
        "install",
        ...names,
      ]
      const ran = await machine.act(command(argv, fetchSeconds))
      const hasSucceeded = ran.state === "ran" && ran.exitCode === 0
      const uris = new Map(readUris("stdout" in listed ? listed.stdout : "").map(({ file, uri }) => [file, uri]))
      let archives: FetchedArchive[] = []
      for (const one of transaction.packages) {
        const file = archiveName(one)
        const path = `${directory}/${file}`
        const local = localFile(uris.get(file) ?? "")
        if (hasSucceeded && local !== undefined && machine.resolve(path) === undefined)
          await machine.act(command(["ln", "-sfT", local, path], askSeconds))
        if (machine.resolve(path) !== undefined) archives.push({ name: one.name, path })
      }
      // What an earlier run has left is nothing that apt has verified now.
      if (!hasSucceeded && archives.length === transaction.packages.length) archives = []
      return allFetched(ran, transaction.packages, archives)
    },

    unpack: (machine, { path }, directory) =>
      // `dpkg-deb --extract` would replace the links of a merged /usr by directories.
      machine.act(
        command(
          [
            "sh",
            "-ec",
            'dpkg-deb --fsys-tarfile "$1" | tar --extract --keep-directory-symlink --directory "$2"',
            "sh",
            path,
            directory,
          ],
          installSeconds,
        ),
      ),

    states: dpkgStates,

    /** An operator's own is left to decide: it is there for a reason. */
    hold(machine: WritingMachine) {
      machine.createExclusively(policyFile, policyText, 0o755)
    },

    letGo(machine: WritingMachine) {
      const read = machine.readFile(policyFile)
      if (read.state === "read" && new TextDecoder().decode(read.bytes) === policyText) machine.removeFile(policyFile)
      // What a kill left of it while it was written.
      for (const name of machine.list(directoryOf(policyFile)) ?? []) {
        if (isStagedFor(nameOf(policyFile), name, true)) machine.removeFile(pathBelow(directoryOf(policyFile), name))
      }
    },

    async install(machine, transaction, directory) {
      const simulated = await simulate(machine, place, exactly(transaction))
      const now = simulated.ok ? ok({ ...transaction, ...simulated.value }) : simulated
      if (!isSameTransaction(now, transaction)) {
        return { state: "not-possible", command: ["apt-get", "install", ...exactly(transaction)], why: "changed" }
      }
      const dpkg = ["confdef", "confold", "confmiss"].flatMap((force) => ["-o", `Dpkg::Options::=--force-${force}`])
      const how = ["--no-remove", withoutRecommends, ...inDirectory(directory), ...dpkg]
      return machine.act(
        command(
          ["apt-get", ...place, "-y", ...how, "-o", "Dpkg::Use-Pty=0", "install", ...exactly(transaction)],
          installSeconds,
        ),
      )
    },

    async remove(machine, packages, services, directory) {
      const states = dpkgStates(machine, packages)
      const names = packages.flatMap(({ name }, index) => (states[index] === "absent" ? [] : [name]))
      const again = caughtUnpacking(machine, packages)
        .map((one) => `${directory}/${archiveName(one)}`)
        .filter((path) => machine.resolve(path) !== undefined)
      if (again.length > 0) {
        const forced = ["--force-confdef", "--force-confold"]
        await machine.act(command(["dpkg", ...forced, "--unpack", ...again], installSeconds))
      }
      const ran = await machine.act(command(["dpkg", "--force-remove-reinstreq", "--remove", ...names], installSeconds))
      // One that could not be unpacked, and had left its configuration files earlier, stays marked to be installed.
      const marks = 'for name; do echo "$name deinstall"; done | dpkg --set-selections'
      const marked = dpkgMarked(machine, packages).map(({ name }) => name)
      if (marked.length > 0) await machine.act(command(["sh", "-c", marks, "sh", ...marked], askSeconds))
      // Init scripts are configuration files and stay, with the links that start them; see update-rc.d(8).
      for (const script of services.filter((name) => !name.includes("."))) {
        const links = { argv: ["update-rc.d", script, "remove"], timeoutSeconds: askSeconds, environment }
        if (machine.resolve("/usr/sbin/update-rc.d") !== undefined) await machine.act(links)
      }
      // A package that is only removed leaves its units enabled: links to nothing, and the notes that go with them.
      const units = services.filter((name) => name.includes("."))
      // It only listens to maintainer scripts, of which dpkg says whose they are; see dpkg(1), ENVIRONMENT.
      const asScript = { ...environment, DPKG_MAINTSCRIPT_PACKAGE: names[0] ?? "" }
      if (units.length > 0) {
        const argv = ["deb-systemd-helper", "purge", ...units]
        await machine.act({ argv, timeoutSeconds: askSeconds, environment: asScript })
      }
      return ran
    },

    finish: (machine) =>
      machine.act(command(["dpkg", "--force-confdef", "--force-confold", "--configure", "--pending"], installSeconds)),

    leftBeside: (path) => ["dpkg-dist", "dpkg-new", "dpkg-tmp"].map((suffix) => `${path}.${suffix}`),

    installCommand: (names) => `apt-get install ${withoutRecommends} ${names.join(" ")}`,

    /** Configuration files stay as they are, whatever the newer package brings. */
    exchangeCommand: (name, version, isNewer) =>
      `apt-get install -o Dpkg::Options::=--force-confold ${isNewer ? "--only-upgrade" : "--allow-downgrades"} ${name}=${version}`,

    removeCommand: (names) => `dpkg --remove ${names.join(" ")}`,
  }
}
