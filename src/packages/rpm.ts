// What package managers above RPM share: its record, its lock, unpacking, removing.
import { rpmInstalled } from "../components/rpm-database.ts"
import type { Ran, ReadingMachine } from "../machine/reading.ts"
import type { WritingMachine } from "../machine/writing.ts"
import type { FetchedArchive, OfferedPackage } from "../model/packages.ts"
import type { PackageState } from "./package-manager.ts"

/** Nobody is asked, and what is printed is what is read here. */
export const environment = { LC_ALL: "C.UTF-8" }

const seconds = 1800

/** rpm.org, rpmdb: the newer place and the older one. */
const directories = ["/usr/lib/sysimage/rpm", "/var/lib/rpm"]

/** The lock of a transaction; see rpm, lib/rpmlock.c. */
export const rpmLocks = directories.map((directory) => `${directory}/.rpm.lock`)

/** Only a record that can be read without RPM tells whether an act that was cut off has happened. */
export function hasReadableRpm(machine: ReadingMachine): boolean {
  return machine.resolve("/usr/bin/rpm") !== undefined && rpmInstalled(machine, []) !== undefined
}

export function rpmStates(machine: ReadingMachine, packages: readonly OfferedPackage[]): readonly PackageState[] {
  const names = packages.map(({ name }) => name)
  const installed = rpmInstalled(machine, names)
  return names.map((name) => (installed === undefined ? "half" : installed.has(name) ? "installed" : "absent"))
}

/** An RPM that was killed leaves what it has written in the log of its database. */
export async function settleRpm(machine: WritingMachine): Promise<void> {
  const logs = directories.map((directory) => machine.inspect(`${directory}/rpmdb.sqlite-wal`))
  if (logs.some((log) => log !== undefined && log.size > 0)) await run(machine, ["rpm", "--rebuilddb"])
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
const verifying = `keys=$(ls /etc/pki/rpm-gpg/* /usr/share/distribution-gpg-keys/*/RPM* 2>/dev/null
  sed -n 's|^ *gpgkey *= *file://||p' /etc/yum.repos.d/*.repo 2>/dev/null | tr ' ' '\\n')
base=$1; shift; mkdir -p "$base"
rpmkeys --checksig "$@" | { ! grep -v 'signatures OK$' >/dev/null; } && exit 0
for key in $keys; do rpmkeys --dbpath "$base" --import "$key" 2>/dev/null; done
rpmkeys --dbpath "$base" --checksig "$@" | { ! grep -v 'signatures OK$'; }`

/** By keys that the node trusts already; where RPM has not imported them yet, in a record of our own below `directory`. */
export async function areSigned(
  machine: WritingMachine,
  archives: readonly string[],
  directory: string,
): Promise<boolean> {
  const ran = await run(machine, ["sh", "-c", verifying, "sh", `${directory}/keys`, ...archives])
  return archives.length > 0 && ran.state === "ran" && ran.exitCode === 0
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
    // "FILE;5f3c9a1b" is what RPM writes before it renames; see rpm, lib/fsm.c.
    const sweep = 'for one; do rpm -qlp "$one"; done | while read -r file; do rm -f "$file;"????????; done'
    await run(machine, ["sh", "-c", sweep, "sh", ...archives])
  }
  const names = packages.map(({ name }) => name)
  const there = await run(machine, ["sh", "-c", 'rpm -q --qf "%{NAME}\\n" "$@" | grep -v " "', "sh", ...names])
  const installed = there.state === "ran" ? there.stdout.split("\n").filter((name) => name !== "") : names
  return run(machine, installed.length === 0 ? ["true"] : ["rpm", "--erase", ...installed])
}

export function run(machine: WritingMachine, argv: readonly string[]): Promise<Ran> {
  return machine.act({ argv, timeoutSeconds: seconds, environment })
}

export const rpmLeftBeside = (path: string): readonly string[] => [`${path}.rpmnew`]
export const rpmSavedAs = (path: string): string => `${path}.rpmsave`
