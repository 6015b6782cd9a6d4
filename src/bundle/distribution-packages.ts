// Packages of a distribution for a bundle, by apt in a root of its own: another release or processor than this machine's,
// without root. Its signatures are checked by apt; what a minimal system has is left out.
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import type { Component } from "../components/component.ts"
import { unfitRelease } from "../decide/install/choose-installation.ts"
import { sha256Of } from "../machine/archives/digest.ts"
import { linuxMachine } from "../machine/linux.ts"
import type { WritingMachine } from "../machine/writing.ts"
import type { OsFacts } from "../model/facts/node-facts.ts"
import { failed, ok, type Result } from "../model/fault.ts"
import type { Architecture } from "../model/install/archives.ts"
import { type BundledPackages, type BundleFile, indexEntry, packageTarget } from "../model/install/bundle.ts"
import type { OfferedPackage } from "../model/install/packages.ts"
import { aptAt } from "../packages/apt.ts"
import { type AptRelease, aptReleaseOf } from "../packages/apt-suites.ts"
import { choosePackages } from "../packages/choose-packages.ts"
import { readSimulation } from "../packages/output/apt.ts"
import { faultWith } from "../packages/ran-fault.ts"

export interface PackagesRequest {
  readonly component: Component
  readonly os: OsFacts
  readonly architecture: Architecture
  readonly kubernetes: string
  readonly release: string | undefined
  /** The bundle's directory, of this machine. */
  readonly work: string
}

export interface MadePackages extends BundledPackages {
  readonly release: string
  readonly files: readonly Omit<BundleFile, "bytes" | "sha256">[]
}

const directory = "packages"
/** In seconds: lists of three suites, and a hundred megabytes, over a slow line. */
const fetchSeconds = 1800

/** What this machine lacks for it. Undefined: nothing. */
export function whyNoPackages({
  component,
  os,
  architecture,
}: Pick<PackagesRequest, "component" | "os" | "architecture">):
  | "system"
  | "apt"
  | { readonly keyring: string; readonly package: string }
  | undefined {
  const here = linuxMachine({ root: "/" })
  const release = aptReleaseOf(os, architecture, ownSources())
  if (release === undefined || component.install?.packages(os) === undefined) return "system"
  if (here.resolve("/usr/bin/apt-get") === undefined) return "apt"
  const hasKeyring = here.resolve(release.keyring) !== undefined
  return hasKeyring ? undefined : { keyring: release.keyring, package: release.keyringPackage }
}

export async function fetchPackages(request: PackagesRequest): Promise<Result<MadePackages>> {
  const { component, os, architecture, kubernetes, work } = request
  const release = aptReleaseOf(os, architecture, ownSources())
  const sets = component.install?.packages(os)
  if (release === undefined || sets === undefined) {
    return failed({ code: "install-not-known", args: { runtime: component.id, os: os.name } })
  }
  const machine = linuxMachine({ root: "/" })
  const place = privateRoot(join(work, "work", "apt"), release, architecture)
  const run = (...argv: readonly string[]) => act(machine, argv)
  const updated = await run("apt-get", ...place, "-qq", "update")
  if (!updated.ok) return updated
  const chosen = await choosePackages(machine, aptAt("apt", place), {
    component: component.id,
    sets,
    elsewhere: component.install?.elsewhere ?? "",
    ...(request.release === undefined ? {} : { release: request.release }),
    unfit: (found) => unfitRelease(component, found, kubernetes),
  })
  if (!chosen.ok) return chosen
  const minimal = await run("apt-get", ...place, "-s", "-y", "install", "?essential", "?priority(required)", "apt")
  if (!minimal.ok) return minimal
  const present = new Set(readSimulation(minimal.value).installed.map(({ name }) => name))
  const missing = chosen.value.packages.filter(({ name }) => !present.has(name))
  const to = join(work, directory)
  mkdirSync(to)
  const words = missing.map(({ name, version }) => `${name}=${version}`)
  // It writes into the current directory, and has no option for another.
  const fetched = await run(
    "sh",
    "-ec",
    'cd "$1"; shift; exec "$@"',
    "sh",
    to,
    "apt-get",
    ...place,
    "download",
    ...words,
  )
  if (!fetched.ok) return fetched
  const shown = await run("apt-cache", ...place, "show", "--no-all-versions", ...words)
  if (!shown.ok) return shown
  const index = indexOf(to, missing, shown.value)
  if (!index.ok) return index
  writeFileSync(join(to, "Packages"), index.value.text)
  const system = `${os.id}-${os.versionId ?? ""}`
  const entry = (name: string, version: string, file: string, target: string) => {
    return { name, version, arch: architecture, os: system, file: `${directory}/${file}`, target }
  }
  return ok({
    manager: "apt",
    requested: chosen.value.requested,
    release: chosen.value.release,
    files: [
      ...index.value.files.map(({ name, version, file }) => entry(name, version, file, packageTarget)),
      entry(indexEntry, chosen.value.release, "Packages", indexEntry),
    ],
  })
}

/** apt.conf(5). Nothing is installed there, so that all is resolved anew. */
function privateRoot(root: string, { sources }: AptRelease, architecture: Architecture): readonly string[] {
  for (const path of ["state/lists/partial", "cache/archives/partial"]) mkdirSync(join(root, path), { recursive: true })
  writeFileSync(join(root, "sources.list"), `${sources.join("\n")}\n`)
  writeFileSync(join(root, "status"), "")
  const options = {
    "Dir::Etc::SourceList": join(root, "sources.list"),
    "Dir::Etc::SourceParts": "/dev/null",
    "Dir::Etc::Preferences": "/dev/null",
    "Dir::Etc::PreferencesParts": "/dev/null",
    "Dir::State": join(root, "state"),
    "Dir::State::status": join(root, "status"),
    "Dir::Cache": join(root, "cache"),
    "APT::Architecture": architecture,
    "APT::Architectures": architecture,
    "APT::Sandbox::User": "root",
    "Acquire::Languages": "none",
    "Debug::NoLocking": "true",
  }
  return Object.entries(options).flatMap(([name, value]) => ["-o", `${name}=${value}`])
}

function ownSources(): readonly string[] {
  const read = (path: string) => {
    try {
      return [readFileSync(path, "utf8")]
    } catch {
      return []
    }
  }
  const parts = "/etc/apt/sources.list.d"
  const names = linuxMachine({ root: "/" }).list(parts) ?? []
  return [...read("/etc/apt/sources.list"), ...names.flatMap((name) => read(join(parts, name)))]
}

async function act(machine: WritingMachine, argv: readonly string[]): Promise<Result<string>> {
  const environment = { LC_ALL: "C.UTF-8", ...proxies() }
  const ran = await machine.act({ argv, timeoutSeconds: fetchSeconds, environment })
  if (ran.state === "ran" && ran.exitCode === 0) return ok(ran.stdout)
  return failed(faultWith(ran, { code: "packages-not-fetched", args: { packages: [argv.at(-1) ?? ""] } }))
}

/** Whoever makes a bundle has set them for downloads: apt-transport-http(1). */
function proxies(): Readonly<Record<string, string>> {
  const names = ["http_proxy", "https_proxy", "no_proxy"]
  return Object.fromEntries(
    names.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  )
}

/** What the signed index says of each, with its file as it lies in the bundle; a file that is another is a fault. */
function indexOf(to: string, packages: readonly OfferedPackage[], shown: string) {
  const stanzas = shown.split(/\n\n+/).filter((one) => one.trim() !== "")
  const files: { readonly name: string; readonly version: string; readonly file: string }[] = []
  const written: string[] = []
  for (const { name, version } of packages) {
    const stanza = stanzas.find((one) => field(one, "Package") === name && field(one, "Version") === version)
    const fetched = readdirSync(to).find((file) => file.startsWith(`${name}_${version.replaceAll(":", "%3a")}_`))
    if (stanza === undefined || fetched === undefined || sha256Of(join(to, fetched)) !== field(stanza, "SHA256")) {
      return failed({ code: "packages-not-fetched", args: { packages: [name] } } as const)
    }
    const file = fetched.replaceAll(/[^\w.+-]/g, "_")
    renameSync(join(to, fetched), join(to, file))
    const { size } = statSync(join(to, file))
    files.push({ name, version, file })
    const kept = stanza
      .split("\n")
      .filter((line) => !/^(?:Filename|Size|Description|Description-md5| )/.test(line))
      .join("\n")
    written.push(`${kept}\nFilename: ./${file}\nSize: ${size}\n`)
  }
  return ok({ text: written.join("\n"), files })
}

function field(stanza: string, name: string): string | undefined {
  return new RegExp(`^${name}: (.*)$`, "m").exec(stanza)?.[1]
}
