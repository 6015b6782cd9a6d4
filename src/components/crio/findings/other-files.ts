// The files that CRI-O reads beside crio.conf: registries.conf and its drop-ins, the signature policy, the seccomp
// profile. What stops CRI-O at its start, and what makes every pull fail, as CRI-O 1.36.3 does; the rules are those of
// containers-registries.conf(5) (pkg/sysregistriesv2) and containers-policy.json(5) (signature/policy_config.go).
import type { Said } from "../../../model/arguments/clause.ts"
import { knownValue } from "../../../model/facts/fact.ts"
import type { Finding } from "../../../model/finding.ts"
import type { Place } from "../../../model/place.ts"
import type { Effective } from "../effective.ts"
import { type CrioFacts, releaseOfFacts } from "../facts.ts"
import { mainRegistriesFile } from "../registries.ts"
import type { CrioOtherFile } from "../says/codes.ts"
import { troubleInRegistries } from "./registries-conf.ts"

const component = "crio"

export interface Trouble {
  readonly why: CrioOtherFile
  readonly what: Said
  readonly place?: Place
}

export function otherFileFindings(facts: CrioFacts, found: Effective): readonly Finding[] {
  const release = found.release.version.text
  const told = ({ file, breaks, why, what, place, namespace }: OtherFileTrouble): Finding => {
    const args = { file, why, what, release, ...(namespace === undefined ? {} : { namespace }) }
    const code = codes[breaks]
    return { code, args, severity: "failure", component, ...(place === undefined ? {} : { place }) }
  }
  const registries = registriesTrouble(facts)
  return [
    ...(facts.unreadRegistries ?? []).map(({ path }): Finding => {
      const args = { file: path, meant: `${path.replace(/\.\w+$/, "")}.conf` }
      const place = { file: path, line: 1, column: 1 }
      return { code: "crio-registries-not-read", args, severity: "warning", component, place }
    }),
    ...(registries === undefined ? [] : [told({ ...registries, breaks: "start" })]),
    ...(facts.otherFiles ?? []).map(told),
  ]
}

export type InFile = Trouble & { readonly file: string }

/** What fails over it: CRI-O's start, every pull (of one namespace), or every container with the profile. */
export type OtherFileTrouble = InFile & {
  readonly breaks: "start" | "pulls" | "containers"
  readonly namespace?: string
}

const codes = {
  start: "crio-other-file-stops",
  pulls: "crio-policy-refused",
  containers: "crio-profile-refused",
} as const

/** Undefined: CRI-O takes them all. The first that it refuses. */
export function registriesTrouble(facts: CrioFacts): InFile | undefined {
  const readsOld = releaseOfFacts(facts)?.readsOldRegistries ?? true
  for (const fact of facts.registriesFiles) {
    const content = knownValue(fact)
    const trouble =
      content === undefined
        ? undefined
        : troubleInRegistries(content.path, content.text, {
            isDropIn: content.path !== mainRegistriesFile,
            readsOld,
          })
    if (content !== undefined && trouble !== undefined) return { file: content.path, ...trouble }
  }
  return undefined
}
