// Flags that stand in the kubelet's files although its release has removed them: it does not start with them.
import { knownValue } from "../../model/facts/fact.ts"
import type { Version } from "../../model/version.ts"
import { type FlagHome, findFlags } from "../service-flags.ts"
import type { KubeletFacts } from "./facts.ts"
import { removedLater, removedSince } from "./tables/releases.ts"

export interface RemovedFlag {
  readonly home: FlagHome
  /** The release that removed it. */
  readonly since: string
}

export function removedFlagHomes(own: KubeletFacts, version: Version): readonly RemovedFlag[] {
  return [...new Set(flagNames(own))].flatMap((name) => {
    const since = removedSince(name, version)
    return since === undefined ? [] : findFlags(own.flagsFiles, name).map((home) => ({ home, since }))
  })
}

/** Flags that this release still takes and a later one has removed. */
export function endingFlagHomes(own: KubeletFacts, version: Version): readonly RemovedFlag[] {
  return [...new Set(flagNames(own))].flatMap((name) => {
    const since = removedLater(name, version)
    return since === undefined ? [] : findFlags(own.flagsFiles, name).map((home) => ({ home, since }))
  })
}

/** The names on the command line; where that is not known, every name in the files. */
function flagNames(own: KubeletFacts): readonly string[] {
  if ((own.service?.command.length ?? 0) > 0) return own.flags.map(({ name }) => name)
  const texts = own.flagsFiles.map((file) => knownValue(file)?.text ?? "")
  return texts.flatMap((text) => [...text.matchAll(/--([A-Za-z][\w-]*)/g)].flatMap(([, name]) => name ?? []))
}
