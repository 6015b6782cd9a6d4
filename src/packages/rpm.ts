// What package managers above RPM share: its record, its lock, unpacking, removing.
import { type RpmRecord, rpmRecord } from "../components/rpm-database.ts"
import type { Ran, ReadingMachine } from "../machine/reading.ts"
import type { WritingMachine } from "../machine/writing.ts"
import type { FetchedArchive, OfferedPackage } from "../model/install/packages.ts"
import type { PackageState } from "./package-manager.ts"

/** Nobody is asked, and what is printed is what is read here. */
export const environment = { LC_ALL: "C.UTF-8" }

const seconds = 1800

/** A question about a few names; it takes a tenth of a second. */
const agreeSeconds = 60

/** rpm.org, rpmdb: the newer place and the older one. */
const directories = ["/usr/lib/sysimage/rpm", "/var/lib/rpm"]

/** The lock of a transaction; see rpm, lib/rpmlock.c. */
export const rpmLocks = directories.map((directory) => `${directory}/.rpm.lock`)

/** Only a record that can be read without RPM tells whether an act that was cut off has happened. */
export function hasReadableRpm(machine: ReadingMachine): boolean {
  return machine.resolve("/usr/bin/rpm") !== undefined && rpmRecord(machine, []) !== undefined
}

export function rpmStates(machine: ReadingMachine, packages: readonly OfferedPackage[]): readonly PackageState[] {
  const names = packages.map(({ name }) => name)
  const record = rpmRecord(machine, names)
  return names.map((name) => (record === undefined ? "half" : record.installed.has(name) ? "installed" : "absent"))
}

/**
 * An RPM that was killed leaves what it has written in the log of its SQLite database, or the indexes of an older form
 * behind the packages. Then they are made anew from what is written of the packages.
 */
export async function settleRpm(machine: WritingMachine, packages: readonly OfferedPackage[]): Promise<void> {
  const names = packages.map(({ name }) => name)
  const record = rpmRecord(machine, names)
  const isSettled =
    record === undefined || record.form === "sqlite" ? !hasLog(machine) : await agrees(machine, record, names)
  if (isSettled) return
  if (record?.form === "berkeley") forgetRegions(machine, record)
  await run(machine, ["rpm", "--rebuilddb"])
}

function hasLog(machine: ReadingMachine): boolean {
  const logs = directories.map((directory) => machine.inspect(`${directory}/rpmdb.sqlite-wal`))
  return logs.some((log) => log !== undefined && log.size > 0)
}

/** RPM asks its index, criadm read the packages. Berkeley DB waits for ever for a lock of one that was killed. */
async function agrees(machine: ReadingMachine, { installed }: RpmRecord, names: readonly string[]): Promise<boolean> {
  const argv = ["rpm", "--query", "--queryformat", "%{NAME}\\n", ...names]
  const ran = await machine.run({ argv, timeoutSeconds: agreeSeconds, environment })
  if (ran.state !== "ran" || /^error: /m.test(ran.stderr)) return false
  const told = new Set(ran.stdout.split("\n"))
  return names.every((name) => told.has(name) === installed.has(name))
}

/** What processes shared of the database, locks among it; made anew by the next one. rpm.org, "RPM Database Recovery". */
function forgetRegions(machine: WritingMachine, { directory }: RpmRecord): void {
  const regions = (machine.list(directory) ?? []).filter((name) => /^__db\.\d+$/.test(name))
  for (const name of regions) machine.removeFile(`${directory}/${name}`)
}

/** rpm2archive is a part of RPM; cpio is not, where it is older. */
const unpacking = `if command -v rpm2archive >/dev/null
then rpm2archive - <"$1" | tar --extract --gzip --keep-directory-symlink --directory "$2"
else cd "$2" && rpm2cpio "$1" | cpio --extract --make-directories --quiet
fi`

export function unpackRpm(machine: WritingMachine, { path }: FetchedArchive, directory: string): Promise<Ran> {
  return run(machine, ["sh", "-ec", unpacking, "sh", path, directory])
}

/** Key files that came with the distribution, and those that its repositories name. */
function keyFiles(machine: ReadingMachine): readonly string[] {
  const below = (directory: string) => (machine.list(directory) ?? []).map((name) => `${directory}/${name}`)
  const shipped = below("/usr/share/distribution-gpg-keys").flatMap(below)
  const named = below("/etc/yum.repos.d")
    .filter((path) => path.endsWith(".repo"))
    .flatMap((path) => {
      const file = machine.readFile(path)
      return file.state === "read" ? gpgKeysIn(new TextDecoder().decode(file.bytes)) : []
    })
  return [...below("/etc/pki/rpm-gpg"), ...shipped.filter((path) => path.includes("/RPM")), ...named]
}

/** "gpgkey=file:///etc/pki/… file:///…"; see dnf.conf(5). Others would have to be fetched. */
function gpgKeysIn(text: string): readonly string[] {
  return [...text.matchAll(/^[ \t]*gpgkey[ \t]*=(.*)$/gm)].flatMap(([, urls = ""]) =>
    urls.split(/[\s,]+/).flatMap((url) => (url.startsWith("file://") ? [url.slice("file://".length)] : [])),
  )
}

/** One line for each archive, and each says so: a program that says nothing has verified nothing. See rpmkeys(8). */
async function haveFitSignatures(
  machine: WritingMachine,
  archives: readonly string[],
  how: readonly string[] = [],
): Promise<boolean> {
  const ran = await run(machine, ["rpmkeys", ...how, "--checksig", ...archives])
  if (ran.state !== "ran" || ran.exitCode !== 0) return false
  const lines = ran.stdout.trimEnd().split("\n")
  return lines.length === archives.length && lines.every((line) => line.endsWith("signatures OK"))
}

/** By keys that the node trusts already; where RPM has not imported them yet, in a record of our own below `directory`. */
export async function areSigned(
  machine: WritingMachine,
  archives: readonly string[],
  directory: string,
): Promise<boolean> {
  if (archives.length === 0) return false
  if (await haveFitSignatures(machine, archives)) return true
  const own = ["--dbpath", `${directory}/keys`]
  await run(machine, ["mkdir", "-p", `${directory}/keys`])
  for (const key of keyFiles(machine)) await run(machine, ["rpmkeys", ...own, "--import", key])
  return haveFitSignatures(machine, archives, own)
}

/**
 * Removes exactly these. While their archives are still there the installation was cut off, and RPM may have placed files
 * that its record does not have: put in place anew, they can be removed without a trace.
 */
export async function removeRpms(
  machine: WritingMachine,
  packages: readonly OfferedPackage[],
  archives: readonly string[],
): Promise<Ran> {
  if (archives.length > 0) {
    const again = ["--upgrade", "--replacepkgs", "--replacefiles", "--nodeps", "--noscripts", "--nosignature"]
    await run(machine, ["rpm", ...again, ...archives])
    const listed = await run(machine, ["rpm", "-qlp", ...archives])
    for (const path of listed.state === "ran" ? listed.stdout.split("\n") : []) removeHalfWritten(machine, path)
  }
  const names = packages.map(({ name }) => name)
  const there = rpmRecord(machine, names)?.installed
  const installed = names.filter((name) => there?.has(name) ?? true)
  return run(machine, installed.length === 0 ? ["true"] : ["rpm", "--erase", ...installed])
}

/** "FILE;5f3c9a1b" is what RPM writes before it renames; see rpm, lib/fsm.c. */
function removeHalfWritten(machine: WritingMachine, path: string): void {
  const [directory, name] = [path.slice(0, path.lastIndexOf("/")), path.slice(path.lastIndexOf("/") + 1)]
  const isHalf = (one: string) => one.startsWith(`${name};`) && /^[0-9a-f]{8}$/.test(one.slice(name.length + 1))
  for (const one of name === "" ? [] : (machine.list(directory) ?? []).filter(isHalf)) {
    machine.removeFile(`${directory}/${one}`)
  }
}

export function run(machine: WritingMachine, argv: readonly string[]): Promise<Ran> {
  return machine.act({ argv, timeoutSeconds: seconds, environment })
}

export const rpmLeftBeside = (path: string): readonly string[] => [`${path}.rpmnew`]
export const rpmSavedAs = (path: string): string => `${path}.rpmsave`
