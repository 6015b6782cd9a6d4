// Flags on which the kubelet ends before it reads anything, as kubelet 1.34.4 and 1.37.2 answer: a name that no release
// has, a value of another kind, and a word behind a switch, which takes its value in the same word only ("unknown command
// false").
import { goDuration, isBoolean } from "../../../documents/go-values.ts"
import { isNear } from "../../../documents/units/near.ts"
import type { Finding } from "../../../model/finding.ts"
import { type Flag, findFlags } from "../../service-flags.ts"
import type { KubeletFacts } from "../facts.ts"
import type { KubeletFlagRule } from "../says/codes.ts"
import { kubeletFlags } from "../tables/flags.ts"
import { removedFlags } from "../tables/releases.ts"

const component = "kubelet"
const removed = new Set(removedFlags.flatMap(({ flags }) => flags))

export function flagFindings(own: KubeletFacts): readonly Finding[] {
  // Flags of a service whose command is not known may stand in a file that nobody reads.
  if ((own.service?.command.length ?? 0) === 0) return []
  return own.flags.flatMap((flag): Finding[] => {
    const refused = refusalOf(flag)
    if (refused === undefined) return []
    const home = findFlags(own.flagsFiles, flag.name).findLast((one) => one.flag.value === flag.value)
    const args = { flag: `--${flag.name}`, value: flag.value ?? "", file: home?.file.path ?? "", ...refused }
    const place = home === undefined ? {} : { place: home.place }
    return [{ code: "kubelet-flag-refused", args, severity: "failure", component, ...place }]
  })
}

interface Refused {
  readonly why: KubeletFlagRule
  /** How it must be written; empty: not known. */
  readonly meant: string
}

function refusalOf({ name, value, words }: Flag): Refused | undefined {
  const kind = kubeletFlags().get(name)
  if (kind === undefined) {
    const meant = removed.has(name) ? undefined : [...kubeletFlags().keys()].find((one) => isNear(one, name))
    return meant === undefined ? undefined : { why: "unknown", meant: `--${meant}` }
  }
  // A variable that is filled in elsewhere may be anything.
  if (value === undefined || /[$%]/.test(value)) return undefined
  if (kind === "switch") {
    if (words.length > 1) return { why: "switch", meant: `--${name}=${value}` }
    return isBoolean(value) ? undefined : { why: "boolean", meant: "" }
  }
  if (kind === "number")
    return /^[+-]?(?:\d[\d_]*|0[xX][\da-fA-F_]+)$/.test(value) ? undefined : { why: "number", meant: "" }
  if (kind === "duration") return goDuration.test(value) ? undefined : { why: "duration", meant: "" }
  return undefined
}
