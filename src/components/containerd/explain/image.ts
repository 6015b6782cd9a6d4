// Why the sandbox image is what it is: the line that decides, and every other line that seems to set it.
import type { KeyPath } from "../../../documents/document.ts"
import type { Explanation } from "../../../model/explanation.ts"
import type { Reason } from "../../../model/message.ts"
import type { Effective } from "../effective.ts"
import { isMisspeltFor } from "../findings/misspelt.ts"
import { criOff, disabledSource, exits, sourceOf } from "../simulate/sources.ts"
import { layoutFor } from "../tables/layout.ts"
import { criImagesId } from "../tables/plugin-ids.ts"
import { isSameLine, type Line, linesOf, mentionOf, reasonOf, type UnreadFile } from "./mentions.ts"

const setting = "sandbox-image"
const component = "containerd"
const oldKey = "sandbox_image"
const newKey = "sandbox"

/** The old key in any spelling and any table; the new one, whose name is a common word, only near its table. */
function isImageKey(path: KeyPath): boolean {
  const last = path.at(-1) ?? ""
  if (last === oldKey || isMisspeltFor(last, oldKey)) return true
  return /^pinned_?images$/i.test(path.at(-2) ?? "") && (last === newKey || isMisspeltFor(last, newKey))
}

function ownReason(line: Line): Reason | undefined {
  const { path } = line.leaf.at
  const schema = "schema" in line.file ? line.file.schema : 0
  const isNew = path[1] === criImagesId
  const last = path.at(-1) ?? ""
  const isPlaced = path[0] === "plugins" && path.length === (isNew ? 4 : 3)
  const isNamedForTable = isNew ? /^pinned_images$/i.test(path[2] ?? "") : last.length > newKey.length
  if (!isPlaced || !isNamedForTable || !isOfCri(path[1])) {
    return { code: "containerd-wrong-table", args: { right: layoutFor(schema).sandboxImage.join(".") } }
  }
  const right = isNew ? newKey : oldKey
  if (last !== right) return { code: "containerd-other-case", args: { right } }
  return undefined
}

function isOfCri(name: string | undefined): boolean {
  return name === "cri" || name === "io.containerd.grpc.v1.cri" || name === criImagesId
}

export function explainImage(found: Effective, unread: readonly UnreadFile[]): readonly Explanation[] {
  const lines = linesOf(found, unread, isImageKey)
  const others = lines
    .filter((line) => !isSameLine(found.sandboxImage?.at, line.leaf.at))
    .map((line) => mentionOf(line, reasonOf(found, line, found.sandboxImage?.at, ownReason(line))))
  if (found.daemon === "exits") return [{ setting, component, ...exits(found), others }]
  if (found.sandboxImage === undefined) {
    const mentioned = lines.map((line) => mentionOf(line, reasonOf(found, line, undefined, criOff)))
    const source = disabledSource(found)
    return [{ setting, component, value: undefined, source, why: criOff, others: mentioned }]
  }
  const { value, at } = found.sandboxImage
  return [{ setting, component, value, source: sourceOf(found, at), others }]
}
