// The configurations that real containerd releases are tried with: those of this folder, what the releases have built
// in, and, where such a folder lies beside the checkout, more observed ones.
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import type { Release } from "../support/packages.ts"
import { defaultConfiguration, type Files, readTree } from "./containerd-daemon.ts"
import { triedReleases } from "./containerd-releases.ts"

export interface Configuration {
  readonly name: string
  readonly files: Files | "as-packaged"
}

const ownCases = join(import.meta.dir, "cases")
/** Further cases as JSON: name to { files: { path: text } }. */
const furtherCases = join(
  process.env["CRIADM_SHARED"] ?? join(import.meta.dir, "../../../../shared"),
  "oracle/containerd.json",
)

export async function configurationsFor(release: Release): Promise<readonly Configuration[]> {
  return [
    { name: "the package's own file", files: "as-packaged" },
    { name: "no file", files: {} },
    ...(await builtIn(release)),
    ...readdirSync(ownCases).map((name) => ({ name, files: filesOfCase(name) })),
    ...readFurtherCases(),
  ]
}

/** Says where further cases would be taken from; undefined: they are there. */
export function whyNoFurtherCases(): string | undefined {
  return existsSync(furtherCases) ? undefined : `no further cases: ${furtherCases} does not exist (CRIADM_SHARED)`
}

function filesOfCase(name: string): Files {
  const files = readTree(join(ownCases, name), "/")
  return Object.fromEntries(Object.entries(files).map(([path, bytes]) => [`/etc/containerd${path}`, bytes]))
}

/** The release's own `config default`, and that of every older release, as after an upgrade of the package. */
async function builtIn(release: Release): Promise<readonly Configuration[]> {
  const tried = triedReleases()
  const upTo = tried.slice(0, tried.findIndex(({ version }) => version === release.version) + 1)
  return await Promise.all(
    upTo.map(async (older) => ({
      name: `default of ${older.version}`,
      files: { "/etc/containerd/config.toml": Buffer.from(await defaultConfiguration(older)) },
    })),
  )
}

function readFurtherCases(): readonly Configuration[] {
  if (whyNoFurtherCases() !== undefined) return []
  const cases = JSON.parse(readFileSync(furtherCases, "utf8")) as Record<string, { files: Record<string, string> }>
  return Object.entries(cases).map(([name, { files }]) => ({
    name: `observed: ${name}`,
    files: Object.fromEntries(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)])),
  }))
}
