// Names of packages per distribution, as rows. The first row that fits counts.
import type { PackageSet } from "./install-part.ts"

export interface PackagesRow {
  /** ID of os-release(5), or one of ID_LIKE. */
  readonly id: RegExp
  /** From this VERSION_ID on. */
  readonly from?: string
  readonly packages: readonly PackageSet[]
  readonly source: string
}

/** Undefined: this distribution has none, or it is not known. `ids`: ID, then those of ID_LIKE. */
export function packagesIn(
  rows: readonly PackagesRow[],
  ids: readonly string[],
  versionId: string | undefined,
): readonly PackageSet[] | undefined {
  const isFrom = (from: string | undefined) => from === undefined || order(versionId ?? "") >= order(from)
  return ids
    .map((id) => rows.find((row) => row.id.test(id) && isFrom(row.from))?.packages)
    .find((found) => found !== undefined)
}

/** "26.04" → 2604. */
function order(version: string): number {
  const [year = 0, month = 0] = version.split(".").map(Number)
  return year * 100 + month
}
