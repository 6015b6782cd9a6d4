// Packages of a distribution that came in a bundle: apt gets them from the bundle's directory and nowhere else, by sources,
// lists and caches of criadm's own. What is installed already it takes from dpkg's record, as always.
import type { WritingMachine } from "../machine/writing.ts"
import type { Fault } from "../model/fault.ts"
import { aptAt } from "./apt.ts"
import { actFault, cacheDirectory, runAll } from "./cache.ts"

const own = `${cacheDirectory}/apt`
const sourceList = `${own}/sources.list`
/** A link to the directory with the packages: its own path may hold what a list of sources cannot. */
const packages = `${own}/packages`

/** apt.conf(5): none of the node's sources, so no network is asked. Its own user could not read criadm's directories. */
const place = [
  ["Dir::Etc::SourceList", sourceList],
  ["Dir::Etc::SourceParts", "/dev/null"],
  ["Dir::State::Lists", `${own}/lists`],
  ["Dir::Cache::pkgcache", ""],
  ["Dir::Cache::srcpkgcache", ""],
  ["Acquire::Languages", "none"],
  ["APT::Sandbox::User", "root"],
].flatMap(([name, value]) => ["-o", `${name}=${value}`])

export const aptFromBundle = aptAt("apt-from-bundle", place)

/**
 * `directory`: where the packages and their index lie, on the node. Each was checked against the bundle's manifest, so they
 * need no signature; apt checks them once more against the index.
 */
export async function readyBundledPackages(machine: WritingMachine, directory: string): Promise<Fault | undefined> {
  const made = await runAll(machine, [
    ["rm", "-rf", own],
    ["mkdir", "-p", `${own}/lists/partial`],
    ["ln", "-sT", directory, packages],
  ])
  if (made !== undefined) return made
  const written = machine.createExclusively(sourceList, `deb [trusted=yes] file:${packages} ./\n`, 0o644)
  if (!written.ok) return actFault(written.failure)
  return await runAll(machine, [["apt-get", ...place, "-qq", "update"]])
}
