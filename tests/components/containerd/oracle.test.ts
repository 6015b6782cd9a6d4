import { expect, test } from "bun:test"
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { effective } from "../../../src/components/containerd/effective.ts"
import { defaultAddress } from "../../../src/components/containerd/layout.ts"
import { releaseOf } from "../../../src/components/containerd/releases.ts"

// What real releases made of 84 configurations lies beside the checkout, or where CRIADM_SHARED says.
const shared = process.env["CRIADM_SHARED"] ?? join(import.meta.dir, "../../../../shared")
const path = join(shared, "oracle/containerd.json")

interface Observed {
  readonly dumpExit?: number
  readonly version?: number | null
  readonly disabledPlugins?: readonly string[] | null
  readonly defaultRuntime?: string | null
  readonly sandboxImage?: string | null
  readonly runtimes?: Readonly<Record<string, { SystemdCgroup: unknown; runtime_type: string }>>
  readonly daemon?: "up" | "exits"
  readonly cri?: "v1" | "absent" | null
  readonly runtimeConfig?: "SYSTEMD" | "CGROUPFS" | null
}
interface Case {
  readonly files: Readonly<Record<string, string>>
  readonly results: Readonly<Record<string, Observed>>
}

function differences(version: string, one: Case, observed: Observed): readonly string[] {
  const release = releaseOf(version)
  if (release === undefined) return [`no such release in the tables: ${version}`]
  const found = effective(release, new Map(Object.entries(one.files)), "/etc/containerd/config.toml")
  const wrong: string[] = []
  const compare = (what: string, ours: unknown, theirs: unknown): void => {
    if (JSON.stringify(ours) !== JSON.stringify(theirs)) {
      wrong.push(`${what}: ours ${JSON.stringify(ours)}, theirs ${JSON.stringify(theirs)}`)
    }
  }
  if (observed.daemon !== undefined) compare("daemon", found.daemon, observed.daemon)
  if (observed.cri !== undefined && observed.cri !== null) {
    // CRI was looked for at the usual socket only.
    compare("cri", found.address.value === defaultAddress ? found.cri : "absent", observed.cri)
    if (found.address.value === defaultAddress) compare("runtimeConfig", found.runtimeConfig, observed.runtimeConfig)
  }
  if (observed.dumpExit !== undefined) compare("dump fails", found.daemon === "exits", observed.dumpExit !== 0)
  if (observed.dumpExit !== 0 || observed.runtimes === undefined) return wrong
  compare("schema", release.maxSchema, observed.version)
  compare(
    "disabled",
    found.disabled.map(({ id }) => id),
    observed.disabledPlugins,
  )
  compare("default runtime", found.defaultRuntimeName?.value ?? null, observed.defaultRuntime)
  compare("sandbox image", found.sandboxImage?.value ?? null, observed.sandboxImage)
  const ours = Object.fromEntries(
    found.handlers
      .filter(({ origin }) => origin === "runtimes")
      .map(({ name, type, systemdCgroup }) => [
        name,
        // The dump of 1.4 never shows options.
        { SystemdCgroup: release.builtInOptions === "hidden" ? null : systemdCgroup, runtime_type: type },
      ]),
  )
  compare("handlers", ours, observed.runtimes)
  return wrong
}

test.skipIf(!existsSync(path))("every configuration means to us what it means to real releases", () => {
  const cases = JSON.parse(readFileSync(path, "utf8")) as Record<string, Case>
  const wrong: string[] = []
  let cells = 0
  for (const [name, one] of Object.entries(cases)) {
    for (const [version, observed] of Object.entries(one.results)) {
      cells++
      const found = differences(version, one, observed)
      if (found.length > 0) wrong.push(`${name} ${version}: ${found.join("; ")}`)
    }
  }
  console.log(`${cells - wrong.length} of ${cells} observations of real releases agree`)

  expect(wrong).toEqual([])
})

if (!existsSync(path)) console.log(`the observations of real releases are not at ${path}; set CRIADM_SHARED`)
