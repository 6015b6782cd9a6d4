// A fault of a package manager with what its program said last.
import { ranOf } from "../machine/programs/program-end.ts"
import type { Ran } from "../machine/reading.ts"
import { type Fault, failed, ok, type Result } from "../model/fault.ts"
import type { FetchedArchive, OfferedPackage } from "../model/install/packages.ts"
import type { CodedFault } from "../model/message.ts"

export function faultWith(ran: Ran, coded: CodedFault): Fault {
  return { ...coded, ran: ranOf(ran) }
}

/** What a program has fetched and verified; a fault that names those that are missing. */
export function allFetched(
  ran: Ran,
  packages: readonly OfferedPackage[],
  archives: readonly FetchedArchive[],
): Result<readonly FetchedArchive[]> {
  const fetched = new Set(archives.map(({ name }) => name))
  const missing = packages.map(({ name }) => name).filter((name) => !fetched.has(name))
  if (missing.length === 0) return ok(archives)
  return failed(faultWith(ran, { code: "packages-not-fetched", args: { packages: missing } }))
}
