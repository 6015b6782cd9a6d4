// Which release archives make a runtime on this node: the release that was asked for, else the newest in the table of
// checksums of a series that was tested with the node's Kubernetes minor; with it what goes with it. Pure.

import { type ArchiveProject, archiveUrl } from "../../components/archives/projects.ts"
import { type ServiceFile, serviceFile, serviceName } from "../../components/archives/services.ts"
import { checksumsOf, type KnownArchives, type KnownRelease } from "../../components/archives/tables/checksums.ts"
import type { Component } from "../../components/component.ts"
import type { ArchivesPart } from "../../components/install-part.ts"
import { knownValue } from "../../model/facts/fact.ts"
import type { NodeFacts } from "../../model/facts/node-facts.ts"
import { type Fault, failed, ok, type Result } from "../../model/fault.ts"
import type { Architecture, ReleaseArchive } from "../../model/install/archives.ts"
import { architectureOf } from "../../model/install/archives.ts"
import type { PlacedArchives } from "../../model/install/placed.ts"
import { isTestedRelease, testedReleases } from "../../model/release-fit.ts"
import { lookUp } from "../../model/since.ts"
import { compareReleases, minorOf, parseVersion } from "../../model/version.ts"
import { givesWay, placedRelease } from "./placed-before.ts"

export interface ArchiveInstallation {
  readonly kind: "archives"
  readonly component: string
  /** Of the runtime itself. */
  readonly release: string
  readonly architecture: Architecture
  readonly archives: readonly ReleaseArchive[]
  readonly services: readonly ServiceFile[]
  /** By which the init system is asked. */
  readonly main: string
  /** Of companions that the node has already: the project, and what shows it. */
  readonly leftOut: readonly { readonly project: string; readonly path: string }[]
  /** What criadm placed before and gives way. */
  readonly placed?: Pick<PlacedArchives, "archives" | "files">
}

export function chooseArchives(
  component: Component,
  part: ArchivesPart,
  node: Pick<NodeFacts, "os" | "architecture" | "initSystem">,
  wanted: { readonly release: string | undefined; readonly kubernetes: string },
  choice: KnownArchives,
): Result<ArchiveInstallation> {
  const os = knownValue(node.os) ?? { id: "", name: "" }
  const machine = knownValue(node.architecture) ?? ""
  const architecture = architectureOf(machine)
  if (architecture === undefined) return failed({ code: "no-archives-for", args: { architecture: machine } })
  const initSystem = knownValue(node.initSystem) ?? ""
  const file = serviceFile(part.service, initSystem)
  if (file === undefined) return failed({ code: "no-service-file-for", args: { initSystem } })
  const [main, ...others] = part.projects(os)
  if (main === undefined) throw new Error("a part has projects")
  const of = (project: ArchiveProject) => ({ project, architecture, choice })
  const release = runtimeRelease(component, of(main), wanted)
  if (!release.ok) return release
  const own = archive(of(main), release.value)
  if (!own.ok) return own
  const { placed } = choice
  const older = new Set(placed?.files.map(({ path }) => path))
  const archives = [own.value]
  const leftOut: { project: string; path: string }[] = []
  for (const project of others) {
    const path = project.programs?.find((one) => choice.isThere(one) && !older.has(one))
    if (path !== undefined) {
      leftOut.push({ project: project.id, path })
      continue
    }
    if (choice.bundle !== undefined && releasesOf(of(project)).length === 0) continue
    const version = companionRelease(part, project, release.value, wanted.kubernetes, choice)
    if (isGoodAsPlaced(project, version, choice)) continue
    const chosen = archive(of(project), version)
    if (!chosen.ok) return chosen
    archives.push(chosen.value)
  }
  return ok({
    kind: "archives",
    component: component.id,
    release: release.value,
    architecture,
    archives,
    services: [file],
    main: serviceName(part.service, initSystem),
    leftOut,
    ...(placed === undefined ? {} : { placed: givesWay(placed, [main, ...others], coming(archives), [file.path]) }),
  })
}

/** A companion that criadm placed stays where it is as new; an older one is taken only where a person gave its checksum. */
function isGoodAsPlaced({ id }: ArchiveProject, version: string, { placed, given }: KnownArchives): boolean {
  const there = placedRelease(placed, id)
  if (there === undefined) return false
  return there === version || (compareReleases(version, there) < 0 && given.get(id) === undefined)
}

function coming(archives: readonly ReleaseArchive[]): ReadonlySet<string> {
  return new Set(archives.map(({ project }) => project))
}

interface OfProject {
  readonly project: ArchiveProject
  readonly architecture: Architecture
  readonly choice: KnownArchives
}

function releasesOf({ project, architecture, choice }: OfProject): readonly KnownRelease[] {
  return (choice.checksums.get(project.id) ?? []).filter(({ sha256 }) => sha256[architecture] !== undefined)
}

/** The release that was asked for, or the one that was tested. */
function runtimeRelease(
  { name, install }: Component,
  of: OfProject,
  { release, kubernetes }: { readonly release: string | undefined; readonly kubernetes: string },
): Result<string> {
  const known = releasesOf(of)
  const newest = known[0]?.version ?? ""
  if (release !== undefined) {
    const found = known.find(({ version }) => version === release || version.startsWith(`${release}.`))
    if (found !== undefined) return ok(found.version)
    return failed(checksumUnknown(of, release, newest))
  }
  if (install?.fits.servesEveryMinor === true && known[0] !== undefined) return ok(known[0].version)
  const tested = install === undefined ? [] : testedReleases(install.fits, kubernetes)
  const fit = known.find(({ version }) => isTestedRelease(tested, version))
  if (fit !== undefined) return ok(fit.version)
  const args = { runtime: name, kubernetes, newest, tableOf: checksumsOf }
  return failed({ code: "no-tested-set", args })
}

function checksumUnknown({ project, architecture }: OfProject, version: string, newest: string): Fault {
  const file = archiveUrl(project, version, architecture).split("/").slice(-2).join("/")
  return { code: "checksum-unknown", args: { project: project.id, version, file, newest, tableOf: checksumsOf } }
}

/** What a person gave checksums of is meant; else what goes with the runtime's release, or with the Kubernetes minor. */
function companionRelease(
  { companions, goesWithMinor }: ArchivesPart,
  { id }: ArchiveProject,
  release: string,
  kubernetes: string,
  { given, checksums }: KnownArchives,
): string {
  const [own] = given.get(id) ?? []
  if (own !== undefined) return own.version
  const known = checksums.get(id) ?? []
  if (goesWithMinor.includes(id)) {
    const cluster = parseVersion(kubernetes)
    const same = known.find(({ version }) => cluster !== undefined && version.startsWith(`${minorOf(cluster)}.`))
    return (same ?? known[0])?.version ?? ""
  }
  const version = parseVersion(release)
  const row = companions[id]
  return row === undefined || version === undefined ? (known[0]?.version ?? "") : lookUp(row, version)
}

function archive(of: OfProject, version: string): Result<ReleaseArchive> {
  const { project, architecture } = of
  const known = releasesOf(of)
  const sha256 = known.find((one) => one.version === version)?.sha256[architecture]
  if (sha256 === undefined) return failed(checksumUnknown(of, version, known[0]?.version ?? ""))
  const { id, form, places, runsOn } = project
  const url = archiveUrl(project, version, architecture)
  return ok({ project: id, version, url, sha256, form, places, ...(runsOn === undefined ? {} : { runsOn }) })
}
