// What criadm placed on a node before, as the choice of another release sees it. Pure.
import type { ArchiveProject } from "../../components/archives/projects.ts"
import type { ReleaseOf, TreeFile } from "../../model/change.ts"
import type { PlacedArchives } from "../../model/install/placed.ts"

/** The release of a project that was placed; undefined: none was. */
export function placedRelease(placed: PlacedArchives | undefined, project: string): string | undefined {
  return placed?.archives.find((one) => one.project === project)?.version
}

/**
 * What of it gives way when these projects come anew: each file is of the project with the longest place that it is below.
 * `services`: the paths of criadm's own files beside them.
 */
export function givesWay(
  { archives, files }: PlacedArchives,
  projects: readonly ArchiveProject[],
  coming: ReadonlySet<string>,
  services: readonly string[],
): { readonly archives: readonly ReleaseOf[]; readonly files: readonly TreeFile[] } {
  const places = projects
    .flatMap((project) => project.places.map(({ to }) => ({ to, project: project.id })))
    .toSorted((a, b) => b.to.length - a.to.length)
  const isOf = (path: string) =>
    places.find(({ to }) => (to.endsWith("/") ? path.startsWith(to) : path === to))?.project
  return {
    archives: archives.filter(({ project }) => coming.has(project)),
    files: files.filter(({ path }) => services.includes(path) || coming.has(isOf(path) ?? "")),
  }
}
