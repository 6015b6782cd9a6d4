// Where another release takes the place of one that criadm placed: the plan was made on the node as it will be, and is done
// on one where the older files lie and the service runs. Pure.
import type { Change, ExchangeChange, FileChange, ServiceChange } from "../../model/change.ts"
import type { ComingTree, ToBeInstalled } from "../../model/install/packages.ts"
import type { GivingWay } from "../../model/install/placed.ts"
import type { Reason } from "../../model/message.ts"
import type { Reading } from "../../model/plan.ts"
import type { ServiceFacts } from "../../model/service.ts"

/** Undefined: nothing gives way. */
export function givingWayTo(coming: ToBeInstalled | undefined): GivingWay | undefined {
  return coming?.kind === "tree" ? coming.givesWay : undefined
}

/** What criadm writes itself is neither placed nor kept: the change of that file does both. */
export function exchangeOf(coming: ComingTree, way: GivingWay, changes: readonly Change[]): ExchangeChange {
  const { component, source, archives, contents, directories } = coming
  const written = new Set(changes.flatMap((change) => (change.kind === "file" ? [change.path] : [])))
  const isLeft = ({ path }: { readonly path: string }) => !written.has(path)
  return {
    kind: "exchange",
    component,
    source,
    archives,
    was: way.was,
    contents,
    files: coming.files.filter(isLeft),
    kept: way.kept,
    replaced: way.files.filter(isLeft),
    directories,
    why: [whyAnother(coming)],
  }
}

/** The older release's own file is still there: what is written replaces that, and is shown against the newer one's. */
export function asOlder(change: FileChange, { texts }: GivingWay): FileChange {
  const older = texts.find(({ path }) => path === change.path)
  if (older === undefined || change.before === null) return change
  return { ...change, before: { ...change.before, text: older.text } }
}

/** A program that runs goes on as the older release until it is started anew. */
export function restartAfter(coming: ComingTree, service: ServiceFacts): ServiceChange {
  const { component } = coming
  const wasActive = service.state === "active"
  const action = wasActive ? "restart" : "start"
  return { kind: "service", component, service: service.name, action, wasActive, why: [whyAnother(coming)] }
}

function whyAnother({ release }: ComingTree): Reason {
  return { code: "release-asked", args: { release } }
}

/** What gives way is on the node as it was placed. */
export function readingsOver(readings: readonly Reading[], { files }: GivingWay): readonly Reading[] {
  const older = new Map(files.map(({ path, sha256 }) => [path, sha256]))
  return readings.map((reading) => ({ ...reading, hash: older.get(reading.path) ?? reading.hash }))
}
