// A set of texts on the way from what is on the node to what shall be there, each step judged by effective.ts. A key is
// changed in the file whose value counts when that file is loaded behind criadm's own drop-in; else in the drop-in.
import type { Edit } from "../../../documents/document.ts"
import { toml } from "../../../documents/toml/toml.ts"
import { type Fault, failed, ok, type Result } from "../../../model/fault.ts"
import type { Reason } from "../../../model/message.ts"
import { type Effective, effective } from "../effective.ts"
import { entryAt, inWalkOrder } from "../load.ts"
import { type Configuration, type Scalar, type ScalarId, scalarPaths } from "../scalars.ts"

/** Where criadm's own keys go. */
export interface OwnFile {
  readonly path: string
  /** The drop-in directory; undefined: `path` is crio.conf itself, because the service reads no drop-ins. */
  readonly directory: string | undefined
}

export interface Draft {
  readonly configuration: Configuration
  readonly found: Effective
  readonly own: OwnFile
  readonly why: readonly Reason[]
}

export function draftOf(configuration: Configuration, own: OwnFile): Draft {
  return { configuration, found: effective(configuration), own, why: [] }
}

/** The text a new file of criadm begins with. */
const firstText = "# Written by criadm.\n"

function textOf({ configuration }: Draft, path: string): string {
  const text = configuration.files.find((file) => file.path === path)?.text
  return typeof text === "string" ? text : firstText
}

/** The same draft with one file edited; a new one takes the place where CRI-O would load it. */
export function withEdits(draft: Draft, path: string, edits: readonly Edit[], why: Reason): Result<Draft> {
  const text = toml.edit(path, textOf(draft, path), edits)
  if (!text.ok) return text
  const { configuration, own } = draft
  const file = { path, text: text.value }
  const isNew = !configuration.files.some((one) => one.path === path)
  const files = isNew
    ? inLoadOrder(own, [...configuration.files, file])
    : configuration.files.map((one) => (one.path === path ? file : one))
  const next = { ...configuration, files }
  return ok({ ...draft, configuration: next, found: effective(next), why: [...draft.why, why] })
}

function inLoadOrder({ directory }: OwnFile, files: Configuration["files"]): Configuration["files"] {
  if (directory === undefined) return files.toReversed()
  const isDropIn = (path: string) => path.startsWith(`${directory.replace(/(?<!\/)\/+$/, "")}/`)
  const order = inWalkOrder(directory, files.map(({ path }) => path).filter(isDropIn))
  const dropIns = order.flatMap((path) => files.find((file) => file.path === path) ?? [])
  return [...files.filter(({ path }) => !isDropIn(path)), ...dropIns]
}

/** Makes a scalar count, or says which flag or which file stands in the way. */
export function setScalar(draft: Draft, id: ScalarId, value: string, why: Reason): Result<Draft> {
  const scalar = draft.found.scalars[id]
  if (scalar.value === value) return ok(draft)
  const { from } = scalar
  const key = scalarPaths[id].join(".")
  if (from.by === "flag") return failed(flagDecides(scalar, key, value))
  const later = laterFile(draft, id)
  const path = later?.path ?? draft.own.path
  const next = withEdits(draft, path, [{ edit: "set", path: later?.key ?? scalarPaths[id], value }], why)
  if (!next.ok || next.value.found.scalars[id].value === value) return next
  return failed({ code: "crio-not-effective", args: { key, wanted: value } })
}

/** The file whose value counts, where it is loaded behind criadm's own; the key as it is written there. */
function laterFile({ configuration, found, own }: Draft, id: ScalarId) {
  const order = inLoadOrder(own, [
    ...configuration.files.filter(({ path }) => path !== own.path),
    { path: own.path, text: "" },
  ]).map(({ path }) => path)
  const last = found.scalars[id].statements.at(-1)
  if (last === undefined || order.indexOf(last.file) <= order.indexOf(own.path)) return undefined
  return { path: last.file, key: last.entry.key.path }
}

export function flagDecides({ from, value = "" }: Scalar, key: string, wanted: string): Fault {
  const override = from.by === "flag" ? from.override : undefined
  const place = override?.place === undefined ? {} : { place: override.place }
  const args = { flag: override?.name ?? "", value, key, wanted }
  return { code: "crio-flag-decides", args, ...place }
}

/** Without a key of criadm's own file; the same draft where it has none. */
export function withoutOwn(draft: Draft, id: ScalarId, why: Reason): Result<Draft> {
  const file = draft.found.files.find(({ path }) => path === draft.own.path)
  const entry = file === undefined || draft.own.directory === undefined ? undefined : entryAt(file, scalarPaths[id])
  if (entry === undefined) return ok(draft)
  return withEdits(draft, draft.own.path, [{ edit: "remove", path: entry.key.path }], why)
}
