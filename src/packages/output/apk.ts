// Reads what apk prints, of apk-tools 2 and 3, and its record of what is installed.
import type { OfferedPackage } from "../../model/install/packages.ts"
import type { Offer } from "../package-manager.ts"
import type { Simulated } from "../simulated.ts"

/** "(1/5) Installing runc (1.3.3-r1)", "(2/5) Upgrading musl (1.2.5-r9 -> 1.2.5-r10)"; see apk-tools, src/commit.c. */
const step = /^\(\s*\d+\/\d+\) (\S+) (\S+) \(([^)]*)\)/

export function readSteps(stdout: string, architecture: string): Simulated {
  const steps = stdout.split("\n").flatMap((line) => {
    const [, verb = "", name = "", version = ""] = step.exec(line) ?? []
    return verb === "" ? [] : [{ verb, name, version }]
  })
  const named = (pattern: RegExp) => steps.filter(({ verb }) => pattern.test(verb))
  return {
    installed: named(/^Installing$/).map(
      ({ name, version }): OfferedPackage => ({ name, version, architecture, origin: "", bytes: 0 }),
    ),
    upgraded: named(/^(?:Upgrading|Downgrading|Replacing|Reinstalling)$/).map(
      ({ name, version }) => `${name} ${version}`,
    ),
    removed: named(/^Purging$/).map(({ name }) => name),
  }
}

/** `apk policy NAME`: a version on a line of its own, below it the repositories that have it. */
export function readPolicy(stdout: string): readonly Offer[] {
  const offers: Offer[] = []
  let version = ""
  for (const line of stdout.split("\n")) {
    const title = /^ {2}(\S+):$/.exec(line)?.[1]
    const repository = /^ {4}(?:@\S+ )?(\S+)$/.exec(line)?.[1]
    if (title !== undefined) version = title
    else if (repository?.includes("://") && offers.every((one) => one.version !== version)) {
      offers.push({ version, origin: repository })
    }
  }
  return offers
}

/** Names in its record: a block of lines per package, "P:" before the name. */
export function readInstalled(text: string): ReadonlySet<string> {
  return new Set([...text.matchAll(/^P:(.+)$/gm)].map(([, name = ""]) => name))
}
