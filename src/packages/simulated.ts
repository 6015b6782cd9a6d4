// What a package manager says that it would do.
import { type Fault, failed, ok, type Result } from "../model/fault.ts"
import type { OfferedPackage } from "../model/install/packages.ts"

export interface Simulated {
  readonly installed: readonly OfferedPackage[]
  /** With the version that is there, or would come. */
  readonly upgraded: readonly string[]
  readonly removed: readonly string[]
}

/** Only what installs and does nothing else is done. `command`: what brings the node up to date. */
export function onlyInstalling(
  { installed, upgraded, removed }: Simulated,
  names: readonly string[],
  command: string,
): Result<readonly OfferedPackage[]> {
  const packages = names
  let fault: Fault | undefined
  if (removed.length > 0) fault = { code: "packages-would-remove", args: { packages, removed } }
  else if (upgraded.length > 0) fault = { code: "packages-would-upgrade", args: { packages, upgraded, command } }
  return fault === undefined ? ok(installed) : failed(fault)
}
