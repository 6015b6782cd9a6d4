// What real releases were seen to make of configurations, and where the simulation differs from it. The observations
// come from `containerd config dump` and from the daemon, started with the files in place.
import { effective } from "../../../src/components/containerd/effective.ts"
import { platforms } from "../../../src/components/containerd/tables/platforms.ts"
import { releaseOf } from "../../../src/components/containerd/tables/releases.ts"
import { configPath } from "./a-node.ts"

export interface Observed {
  readonly dumpExit?: number
  readonly version?: number | null
  readonly disabledPlugins?: readonly string[] | null
  readonly defaultRuntime?: string | null
  readonly sandboxImage?: string | null
  readonly runtimes?: Readonly<Record<string, { SystemdCgroup: unknown; runtime_type: string }>>
  readonly daemon?: "up" | "exits"
  readonly cri?: "v1" | "v1alpha2" | "absent" | null
  readonly runtimeConfig?: "SYSTEMD" | "CGROUPFS" | null
}

export interface ObservedCase {
  readonly files: Readonly<Record<string, string>>
  readonly results: Readonly<Record<string, Observed>>
}

export type ObservedCases = Readonly<Record<string, ObservedCase>>

/** Stops that a dump does not notice: it forgives a missing file and starts nothing. */
const unnoticedByDump: ReadonlySet<string> = new Set(["missing", "required-plugin", "same-directories"])

function differences(version: string, one: ObservedCase, observed: Observed): readonly string[] {
  const release = releaseOf(version)
  if (release === undefined) return [`no such release in the tables: ${version}`]
  const found = effective(release, new Map(Object.entries(one.files)), configPath)
  const wrong: string[] = []
  const compare = (what: string, ours: unknown, theirs: unknown): void => {
    if (JSON.stringify(ours) !== JSON.stringify(theirs)) {
      wrong.push(`${what}: ours ${JSON.stringify(ours)}, theirs ${JSON.stringify(theirs)}`)
    }
  }
  if (observed.daemon !== undefined) compare("daemon", found.daemon, observed.daemon)
  if (observed.cri !== undefined && observed.cri !== null) {
    // CRI was looked for at the usual socket only.
    compare("cri", found.address.value === platforms.linux.address ? found.cri : "absent", observed.cri)
    if (found.address.value === platforms.linux.address)
      compare("runtimeConfig", found.runtimeConfig, observed.runtimeConfig)
  }
  const isNoticed = found.stop !== undefined && !unnoticedByDump.has(found.stop.why)
  if (observed.dumpExit !== undefined && (found.daemon === "up" || isNoticed)) {
    compare("dump fails", found.daemon === "exits", observed.dumpExit !== 0)
  }
  if (observed.dumpExit !== 0 || observed.runtimes === undefined || found.daemon === "exits") return wrong
  compare("schema", release.maxSchema, observed.version)
  compare(
    "disabled",
    found.disabled.map(({ id }) => id),
    observed.disabledPlugins,
  )
  compare("default runtime", found.defaultRuntimeName?.value ?? null, observed.defaultRuntime)
  compare("sandbox image", found.sandboxImage?.value ?? null, observed.sandboxImage)
  const own = found.handlers
    .filter(({ origin }) => origin === "runtimes")
    .map(({ name, type, systemdCgroup }) => [
      name,
      // The dump of 1.4 never shows options.
      { SystemdCgroup: release.builtInOptions === "hidden" ? null : systemdCgroup, runtime_type: type },
    ])
  compare("handlers", byName(Object.fromEntries(own)), byName(observed.runtimes))
  return wrong
}

function byName(record: Readonly<Record<string, unknown>>): unknown {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1))
}

/** Every observation the simulation does not agree with, and how many there are in all. */
export function compareAll(cases: ObservedCases): { readonly count: number; readonly wrong: readonly string[] } {
  const wrong: string[] = []
  let count = 0
  for (const [name, one] of Object.entries(cases)) {
    for (const [version, observed] of Object.entries(one.results)) {
      count++
      const found = differences(version, one, observed)
      if (found.length > 0) wrong.push(`${name}, ${version}: ${found.join("; ")}`)
    }
  }
  return { count, wrong }
}
