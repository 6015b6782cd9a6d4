// The sandbox image out of an archive: whether it is wanted, there already, and when it can be imported. Pure.
import type { Component, Summary, Wanted } from "../components/component.ts"
import { importCommandOf } from "../components/runtime-part.ts"
import { fullImageName } from "../documents/image-archive/image-name.ts"
import type { Change, ImageChange } from "../model/change.ts"
import type { NodeFacts } from "../model/facts/node-facts.ts"
import type { Fault } from "../model/fault.ts"
import type { Reason } from "../model/message.ts"
import type { Expectation } from "../model/plan.ts"

export interface Import {
  readonly refusals: readonly Fault[]
  readonly changes: readonly ImageChange[]
  readonly expectations: readonly Expectation[]
}

const nothing: Import = { refusals: [], changes: [], expectations: [] }

/** `runtime` undefined: this plan concerns none. */
export function importOf(
  wanted: Pick<Wanted, "sandboxImage" | "endpoint">,
  node: NodeFacts,
  runtime: Component | undefined,
  { sandboxImage: current }: Pick<Summary, "sandboxImage">,
): Import {
  const archive = node.imageArchive
  if (archive === undefined || runtime?.runtime === undefined) return nothing
  const refused = (fault: Fault): Import => ({ ...nothing, refusals: [fault] })
  const { path: file, images, form } = archive
  const needed = form === "oci" ? runtime.runtime.readsLayoutFrom(node) : undefined
  if (needed !== undefined) {
    return refused({ code: "image-archive-layout", args: { file, runtime: runtime.name, needed } })
  }
  const name = fullImageName(wanted.sandboxImage ?? current ?? "")
  const image = images.find((one) => one.name === name)
  if (image === undefined) {
    const args = { file, image: name, found: images.map((one) => one.name) }
    return refused({ code: "image-not-in-archive", args })
  }
  const there = archive.there[runtime.id]?.find((one) => one.name === name)
  const id = runtime.runtime.images.areCalledByConfiguration ? image.id : ""
  if (there?.id !== undefined && id !== "" && there.id !== id) {
    return refused({ code: "image-differs", args: { file, image: name, there: there.id, inFile: id } })
  }
  const { endpoint } = wanted
  const about = { component: runtime.id, endpoint, image: name, id }
  const expectations = [{ kind: "image", ...about }] as const
  if (there?.id !== undefined) return { ...nothing, expectations }
  const { hash, bytes } = archive
  const hadSame = there?.hasSame ?? false
  const why = [{ code: "image-from-archive", args: { file } }] as const
  return { ...nothing, expectations, changes: [{ kind: "image", ...about, archive: file, hash, bytes, hadSame, why }] }
}

/**
 * After the services of the runtime and its companions, before those that ask it for pods: a runtime marks the sandbox
 * image as one that is never to be removed when it comes, if it is configured by then.
 */
export function withImports(
  changes: readonly Change[],
  imports: readonly ImageChange[],
  components: readonly Component[],
): readonly Change[] {
  if (imports.length === 0) return changes
  const asks = new Set(components.filter(({ role }) => role === "kubelet").map(({ id }) => id))
  const first = changes.findIndex(({ kind, component }) => kind === "service" && asks.has(component))
  return first < 0 ? [...changes, ...imports] : changes.toSpliced(first, 0, ...imports)
}

/** Where the runtime does not run and is not started, the image is left for later; what a person would type then. */
export function importLater(runtime: Component | undefined, { image, endpoint, archive }: ImageChange): Reason {
  const command = importCommandOf(runtime?.runtime, endpoint).replace("FILE", archive)
  return { code: "image-imported-later", args: { image, command } }
}
