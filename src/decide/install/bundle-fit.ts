// Whether a bundle is for this node: its processor, its C library. Pure.
import { knownValue } from "../../model/facts/fact.ts"
import type { NodeFacts } from "../../model/facts/node-facts.ts"
import type { Fault } from "../../model/fault.ts"
import { architectureOf } from "../../model/install/archives.ts"
import type { BundleManifest } from "../../model/install/bundle.ts"

/** Systems whose C library is not GNU's; Void has both, and is taken for the usual one. */
const withoutGlibc = /^(?:alpine|postmarketos|chimera)$/

export function hasGlibc(system: string): boolean {
  return !withoutGlibc.test(system)
}

export function whyNotForNode(path: string, { files }: BundleManifest, node: NodeFacts): Fault | undefined {
  const machine = knownValue(node.architecture) ?? ""
  const architecture = architectureOf(machine)
  const { id: system = "", versionId = "" } = knownValue(node.os) ?? {}
  for (const { arch, os, file } of files) {
    if (arch !== architecture) {
      const args = { path, what: "architecture", has: arch, node: architecture ?? machine, file } as const
      return { code: "bundle-for-another", args }
    }
    const runsHere =
      os === "any" || (os === "glibc" ? hasGlibc(system) : os === system || os === `${system}-${versionId}`)
    if (!runsHere) {
      return {
        code: "bundle-for-another",
        args: { path, what: "system", has: os, node: os.includes("-") ? `${system}-${versionId}` : system, file },
      }
    }
  }
  return undefined
}
