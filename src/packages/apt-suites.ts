// Releases of distributions whose packages apt gets: their suites, and who signs them.
import type { OsFacts } from "../model/facts/node-facts.ts"
import type { Architecture } from "../model/install/archives.ts"

interface Distribution {
  /** VERSION_ID to the name of its suites. */
  readonly releases: Readonly<Record<string, string>>
  readonly components: string
  /** Where its archive and that of security are, and how a mirror's URL ends. */
  archive(architecture: Architecture): { readonly main: string; readonly security: string }
  readonly keyring: string
  /** The package that has the keyring. */
  readonly keyringPackage: string
  readonly source: string
}

const distributions: Readonly<Record<string, Distribution>> = {
  debian: {
    releases: { "11": "bullseye", "12": "bookworm", "13": "trixie", "14": "forky" },
    components: "main",
    archive: () => ({ main: "http://deb.debian.org/debian", security: "http://deb.debian.org/debian-security" }),
    keyring: "/usr/share/keyrings/debian-archive-keyring.gpg",
    keyringPackage: "debian-archive-keyring",
    source: "distro-info-data 0.58, debian.csv; www.debian.org/releases/trixie/release-notes/upgrading, section 4.3",
  },
  ubuntu: {
    releases: { "22.04": "jammy", "24.04": "noble", "26.04": "resolute" },
    components: "main universe",
    archive: (architecture) =>
      architecture === "amd64"
        ? { main: "http://archive.ubuntu.com/ubuntu", security: "http://security.ubuntu.com/ubuntu" }
        : { main: "http://ports.ubuntu.com/ubuntu-ports", security: "http://ports.ubuntu.com/ubuntu-ports" },
    keyring: "/usr/share/keyrings/ubuntu-archive-keyring.gpg",
    keyringPackage: "ubuntu-keyring",
    source: "distro-info-data 0.58, ubuntu.csv",
  },
}

export interface AptRelease {
  readonly keyring: string
  readonly keyringPackage: string
  /** Lines of a list of sources: sources.list(5). */
  readonly sources: readonly string[]
}

/** `ownSources`: the texts of this machine's lists; a mirror that they name for the same archive is used. */
export function aptReleaseOf(
  { id, versionId = "" }: Pick<OsFacts, "id" | "versionId">,
  architecture: Architecture,
  ownSources: readonly string[],
): AptRelease | undefined {
  const distribution = Object.hasOwn(distributions, id) ? distributions[id] : undefined
  const suite = distribution?.releases[versionId]
  if (distribution === undefined || suite === undefined) return undefined
  const { components, keyring, keyringPackage } = distribution
  const { main, security } = distribution.archive(architecture)
  const mirrored = (url: string) => mirrorOf(url, ownSources) ?? url
  const line = (url: string, name: string) => `deb [signed-by=${keyring}] ${mirrored(url)} ${name} ${components}`
  return {
    keyring,
    keyringPackage,
    sources: [line(main, suite), line(main, `${suite}-updates`), line(security, `${suite}-security`)],
  }
}

/** A mirror has the archive under the same last name: https://mirror.example/debian. */
function mirrorOf(url: string, ownSources: readonly string[]): string | undefined {
  const name = url.slice(url.lastIndexOf("/"))
  const lines = ownSources.flatMap((text) => text.split("\n")).filter((line) => !/^\s*#/.test(line))
  return lines
    .flatMap((line) => line.match(/\bhttps?:\/\/[^\s\]]+/g) ?? [])
    .map((found) => found.replace(/\/+$/, ""))
    .find((found) => found.endsWith(name) && !found.includes("@"))
}
