// Reads what dnf prints, of both kinds: dnf 4 and dnf 5 list a transaction in the same sections and columns.
import type { OfferedPackage } from "../../model/install/packages.ts"
import type { Offer } from "../package-manager.ts"
import type { Simulated } from "../simulated.ts"

/** A row: " NAME ARCH [EPOCH:]VERSION-RELEASE REPOSITORY SIZE UNIT"; a long name stands on a line of its own. */
const row = /^ {1,4}(\S+)\s+(\S+)\s+(\S+)\s+(\S+)\s+([\d.]+)(?: ([kKMG])?(?:i?B)?)?\s*$/

const units: Readonly<Record<string, number>> = { "": 1, k: 1024, K: 1024, M: 1024 ** 2, G: 1024 ** 3 }

/** The table of `dnf --assumeno install`. */
export function readTable(stdout: string): Simulated {
  const installed: OfferedPackage[] = []
  const upgraded: string[] = []
  const removed: string[] = []
  let section = ""
  for (const line of joined(stdout)) {
    const title = /^([A-Z][A-Za-z ]+):\s*$/.exec(line)?.[1]
    if (title !== undefined) section = title
    const [, name = "", architecture = "", version = "", origin = "", size = "0", unit = ""] = row.exec(line) ?? []
    if (name === "" || name === "replacing") continue
    if (/^(?:Upgrading|Downgrading|Reinstalling)/.test(section)) upgraded.push(`${name} ${withoutZero(version)}`)
    else if (/^(?:Removing|Replacing)/.test(section)) removed.push(name)
    else if (section.startsWith("Installing")) {
      const bytes = Math.round(Number(size) * (units[unit] ?? 1))
      installed.push({ name, version: withoutZero(version), architecture, origin, bytes })
    }
  }
  return { installed, upgraded, removed }
}

/** A name that fills its column is followed by a line break. */
function joined(stdout: string): readonly string[] {
  return stdout.replaceAll(/^( \S+)\n {4,}(?=\S)/gm, "$1 ").split("\n")
}

/** Epoch 0 is written by one of the two, and left out by the other. */
function withoutZero(version: string): string {
  return version.replace(/^0:/, "")
}

/** For `repoquery --queryformat`; dnf 4 ends each line by itself, which makes empty ones. */
export const offerFormat = "%{epoch}:%{version}-%{release} %{repoid}\\n"

export function readOffers(stdout: string): readonly Offer[] {
  return stdout.split("\n").flatMap((line) => {
    const [, version = "", origin = ""] = /^(\d+:\S+) (\S+)$/.exec(line.trim()) ?? []
    return version === "" ? [] : [{ version: withoutZero(version), origin }]
  })
}
