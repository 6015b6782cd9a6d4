// Why CRI-O would not start: what its own `crio config` refuses, and what only the start itself checks. Rules after
// pkg/config/config.go, RuntimeConfig.Validate, of 1.32 and 1.36.

import type { Said } from "../../../model/arguments/clause.ts"
import type { Fault } from "../../../model/fault.ts"
import type { Finding } from "../../../model/finding.ts"
import type { Place } from "../../../model/place.ts"
import type { CrioStopArguments, CrioStopCodes, CrioValueRule } from "../says/codes.ts"
import type { Release } from "../tables/releases.ts"

export interface Problem {
  readonly code: keyof CrioStopCodes
  readonly file: string
  readonly what: Said
  readonly wanted: string
  readonly place?: Place
  /** Of a value that is refused. */
  readonly rule?: CrioValueRule
  /** A program of this node that would do. */
  readonly instead?: string
}

function argumentsOf({ file, what, wanted, instead = "", rule }: Problem, release: Release): CrioStopArguments {
  return { file, what, wanted, instead, release: release.version.text, ...(rule === undefined ? {} : { rule }) }
}

export function problemFinding(problem: Problem, release: Release): Finding {
  const { code, place } = problem
  const args = argumentsOf(problem, release)
  return { code, args, severity: "failure", component: "crio", ...(place === undefined ? {} : { place }) }
}

/** A file that only root may read: nothing is wrong with it, and nothing can be said of the configuration. */
export function isOnlyForRoot({ code, what }: Problem): boolean {
  return code === "crio-config-unreadable" && what === "EACCES"
}

export function problemFault(problem: Problem, release: Release): Fault {
  const { code, place } = problem
  if (isOnlyForRoot(problem)) {
    return { code: "file-unreadable", args: { file: problem.file, why: problem.what } }
  }
  const args = { code, ...argumentsOf(problem, release) }
  return { code: "crio-does-not-start", args, ...(place === undefined ? {} : { place }) }
}

/**
 * Whether a reference is one that CRI-O takes for an image. After github.com/distribution/reference, regexp.go: parts
 * of the path in lower case; a registry, a tag and a digest may be left out.
 */
export function isImageReference(text: string): boolean {
  const part = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*"
  const registry = "(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?(?::\\d{1,5})?/)?"
  const rest = `${part}(?:/${part})*(?::\\w[\\w.-]{0,127})?(?:@sha256:[0-9a-f]{64})?`
  return new RegExp(`^${registry}${rest}$`).test(text) && !/^[0-9a-f]{64}$/.test(text)
}
