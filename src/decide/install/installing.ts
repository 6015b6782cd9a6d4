// A plan that installs. It was made on the node as it will be; here it is turned into what is done on the node as it
// is: configuration first, packages with their services held back, then one start. Pure.
import type { Component } from "../../components/component.ts"
import type {
  Change,
  DirectoryChange,
  FileChange,
  PackagesChange,
  ServiceChange,
  TreeChange,
} from "../../model/change.ts"
import type { NodeFacts } from "../../model/facts/node-facts.ts"
import { allComing, type ComingPackages, type ComingTree, type ToBeInstalled } from "../../model/install/packages.ts"
import type { Reason } from "../../model/message.ts"
import type { Judgement, Reading } from "../../model/plan.ts"
import { releaseFit, supportEnd } from "../../model/release-fit.ts"
import { holds } from "../../model/since.ts"
import { parseVersion } from "../../model/version.ts"
import { asOlder, exchangeOf, givingWayTo, readingsOver, restartAfter } from "./exchanging.ts"

/** Changes of the node as it is, in no particular order. */
export function changesWithInstallation(
  changes: readonly Change[],
  node: NodeFacts,
  components: readonly Component[],
): readonly Change[] {
  const { toBeInstalled } = node
  if (toBeInstalled === undefined) return changes
  const all = allComing(toBeInstalled)
  const comes = new Set(all.flatMap(({ configuration }) => configuration))
  const way = givingWayTo(toBeInstalled)
  const files = changes.map((change) => {
    if (change.kind !== "file") return change
    if (comes.has(change.path)) return asNew(change)
    return way === undefined ? change : asOlder(change, way)
  })
  const directories = files.flatMap((change) => (change.kind === "file" ? directoriesAbove(change, comes) : []))
  const summaryOf = ({ component }: ToBeInstalled) => components.find(({ id }) => id === component)?.summarize(node)
  const runtime = summaryOf(toBeInstalled)
  if (toBeInstalled.kind === "tree" && way !== undefined) {
    const restart = runtime?.service === undefined ? [] : [restartAfter(toBeInstalled, runtime.service)]
    return [...directories, exchangeOf(toBeInstalled, way, changes), ...files, ...restart]
  }
  const started = files.map((change) =>
    change.kind === "service" && all.some((one) => isBrought(change, one)) ? asStart(change) : change,
  )
  const startsOf = (one: ToBeInstalled) => {
    const main = summaryOf(one)?.service?.name
    const isStarted = started.some((change) => change.kind === "service" && change.service === main)
    return main === undefined || isStarted ? [] : [startOf(one.component, main)]
  }
  const { role } = components.find(({ id }) => id === toBeInstalled.component) ?? {}
  const companions = all.filter((one) => one !== toBeInstalled || role === "companion")
  return [
    ...directories,
    ...all.map((one) => {
      const summary = summaryOf(one)
      return one.kind === "packages"
        ? packagesOf(one, summary?.endpoint, summary?.service?.name)
        : treeOf(one, summary?.endpoint, changes, role === "companion" || one !== toBeInstalled)
    }),
    // A companion asks the runtime when it starts.
    ...(companions.includes(toBeInstalled) ? [] : startsOf(toBeInstalled)),
    ...started,
    ...companions.flatMap(startsOf),
  ]
}

/** The package's own file is not there yet: the plan writes the whole text, and shows it against the package's. */
function asNew(change: FileChange): FileChange {
  const shipped = change.before?.text
  return { ...change, realPath: change.path, before: null, ...(shipped === undefined ? {} : { shipped }) }
}

function directoriesAbove(
  { path, component, why }: FileChange,
  comes: ReadonlySet<string>,
): readonly DirectoryChange[] {
  const parts = path.split("/").slice(1, -1)
  return parts
    .map((_, index) => `/${parts.slice(0, index + 1).join("/")}`)
    .filter((directory) => comes.has(`${directory}/`))
    .map((directory) => ({ kind: "directory", component, path: directory, mode: 0o755, why }))
}

function isBrought({ service }: ServiceChange, { services }: ToBeInstalled): boolean {
  return services.some((one) => one === service || one === service.replace(/\.service$/, ""))
}

function asStart(change: ServiceChange): ServiceChange {
  return { ...change, action: "start", wasActive: false, why: [{ code: "started-once", args: {} }] }
}

function startOf(component: string, service: string): ServiceChange {
  const why = [{ code: "started-once", args: {} }] as const
  return { kind: "service", component, service, action: "start", wasActive: false, why }
}

function packagesOf(coming: ComingPackages, endpoint: string | undefined, main: string | undefined): PackagesChange {
  const { component, manager, requested, packages, services, configuration, kept, archiveDirectory: archives } = coming
  const why = [{ code: "runtime-is-missing", args: {} }] as const
  const served = endpoint === undefined ? {} : { endpoint }
  return {
    kind: "packages",
    component,
    manager,
    requested,
    packages,
    services,
    ...(main === undefined ? {} : { main }),
    configuration,
    kept,
    archives,
    ...served,
    why,
  }
}

/** What criadm writes itself, changed from what the archive brings, is not placed once more. */
function treeOf(
  coming: ComingTree,
  endpoint: string | undefined,
  changes: readonly Change[],
  isCompanion: boolean,
): TreeChange {
  const { component, source, archives, contents, directories, main } = coming
  const written = new Set(changes.flatMap((change) => (change.kind === "file" ? [change.path] : [])))
  const files = coming.files.filter(({ path }) => !written.has(path))
  const why = [{ code: isCompanion ? "companion-is-missing" : "runtime-is-missing", args: {} }] as const
  const served = endpoint === undefined ? {} : { endpoint }
  return { kind: "tree", component, source, archives, contents, files, directories, main, ...served, why }
}

/** How the release that would come fits the node's Kubernetes, where it could do better, and until when it is mended. */
export function installNotes(
  { toBeInstalled, observedAt }: NodeFacts,
  kubernetes: string | undefined,
  components: readonly Component[],
): readonly Reason[] {
  const component = components.find(({ id }) => id === toBeInstalled?.component)
  if (toBeInstalled === undefined || component?.install === undefined) return []
  const { release } = toBeInstalled
  const fit = releaseFit(component.install.fits, release, kubernetes ?? "")
  const until = supportEnd(component.support?.ends ?? [], release)
  const isOver = until !== undefined && observedAt !== undefined && observedAt > Date.parse(`${until}T23:59:59Z`)
  const named = { runtime: component.name, release }
  const version = parseVersion(release)
  const defects = (component.install.archives?.defects ?? []).filter(
    (defect) => version !== undefined && holds(defect, version),
  )
  const leftOut = allComing(toBeInstalled).flatMap((one) => (one.kind === "tree" ? one.leftOut : []))
  return [
    ...leftOut.map((args) => ({ code: "companion-there" as const, args })),
    ...defects.map(({ reason }) => reason),
    ...(fit.is === "below"
      ? [
          {
            code: "release-below-recommended" as const,
            args: { ...named, kubernetes: kubernetes ?? "", recommended: fit.recommended },
          },
        ]
      : []),
    ...(until === undefined
      ? []
      : [
          {
            code: "release-supported" as const,
            args: { ...named, until, isOver, isPackaged: toBeInstalled.kind === "packages" },
          },
        ]),
  ]
}

/** What the package brings is not on the node now, or gives way to it, and must not be there when the plan is done. */
export function readingsWithInstallation(
  readings: readonly Reading[],
  { toBeInstalled }: NodeFacts,
): readonly Reading[] {
  const all = allComing(toBeInstalled)
  const files = all.flatMap((one) => (one.kind === "tree" ? one.files.map(({ path }) => path) : []))
  const comes = new Set([...all.flatMap(({ configuration }) => configuration), ...files])
  const isUnit = (path: string) => {
    const [, name] = /^(?:\/usr)?\/lib\/systemd\/system\/([^/]+)$/.exec(path) ?? []
    return name !== undefined && all.some(({ services }) => services.includes(name))
  }
  const asTheyWere = readings.map((reading) =>
    comes.has(reading.path) || isUnit(reading.path) ? { ...reading, hash: null } : reading,
  )
  const way = givingWayTo(toBeInstalled)
  return way === undefined ? asTheyWere : readingsOver(asTheyWere, way)
}

/**
 * The program that judges is not installed yet, and is run from where it was unpacked. It is not tried as a daemon: what a
 * start needs besides is not installed either.
 */
export function judgementsWithInstallation(
  judgements: readonly Judgement[],
  { toBeInstalled }: NodeFacts,
): readonly Judgement[] {
  if (toBeInstalled === undefined) return judgements
  return judgements.map((judgement) => {
    if (judgement.component !== toBeInstalled.component) return judgement
    const { trial: _, command, ...rest } = judgement
    const [program = "", ...args] = command
    return { ...rest, command: [`${toBeInstalled.contents}${program}`, ...args] }
  })
}
