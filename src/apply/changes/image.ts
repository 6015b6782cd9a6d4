// Imports an image into a runtime that runs, or, on the way back, takes it out again. Either may be done again after a
// kill at any instant: an image that is there already, or gone already, is no fault. The runtime says which.
import { ranOf, succeeded } from "../../machine/programs/program-end.ts"
import type { Ran } from "../../machine/reading.ts"
import type { ImageChange } from "../../model/change.ts"
import { mostArchiveBytes } from "../../model/facts/image-archive.ts"
import type { Fault } from "../../model/fault.ts"
import { sha256 } from "../../model/file-content.ts"
import type { ApplyContext } from "../context.ts"
import { type ChangeKind, type Looking, type SecondsLeft, withRemoval } from "./change-kind.ts"

/** Between two questions to a runtime that was just started, or that was just given an image. */
const lookAgainMilliseconds = 250

/** How long a runtime may take to be up, and then to list what was imported; it takes well under a second each. */
const timeoutMilliseconds = 30_000

/** An image of 256 MiB on a slow disk; in seconds. An editor's choice. */
const importSeconds = 600

const looking: Looking<ImageChange> = {
  // Only the runtime knows, and it may not run now.
  observe: () => "other",
  moved(machine, { archive, hash, remove }) {
    if (remove === true) return undefined
    const read = machine.readFile(archive, { maxBytes: mostArchiveBytes })
    if (read.state !== "read") return read.state === "absent" ? "gone" : "unreadable"
    return sha256(read.bytes) === hash ? undefined : "content"
  },
  isAnybodys: false,
  isOursOnceBegun: false,
}

export const image: ChangeKind<ImageChange> = {
  perform: (context, change, { secondsLeft }) =>
    change.remove === true ? removeImage(context, change) : importImage(context, change, secondsLeft),
  inverse: withRemoval,
  stepBack: () => "images",
  looking,
  subject: (change) => change.image,
  byHand(change, { context }) {
    const images = context.components.find(({ id }) => id === change.component)?.runtime?.images
    if (images === undefined) return []
    const { endpoint, archive, remove } = change
    return [
      (remove === true ? images.importFrom(endpoint, archive) : images.removeName(endpoint, change.image)).join(" "),
    ]
  },
}

async function importImage(
  context: ApplyContext,
  change: ImageChange,
  secondsLeft: SecondsLeft | undefined,
): Promise<Fault | undefined> {
  const { machine, components } = context
  const { component, endpoint, archive } = change
  const images = components.find(({ id }) => id === component)?.runtime?.images
  if (images === undefined) return notImported(change, undefined)
  const timeout = Math.min(timeoutMilliseconds, (secondsLeft?.() ?? Number.POSITIVE_INFINITY) * 1000)
  const before = await waitFor(context, change, timeout, (id) => id !== undefined)
  const isImported = (id: string | undefined) => (change.id === "" ? (id ?? "") !== "" : id === change.id)
  if (isImported(before)) return undefined
  const ran = await machine.act({ argv: images.importFrom(endpoint, archive), timeoutSeconds: importSeconds })
  if (!succeeded(ran)) return notImported(change, ran)
  const after = await waitFor(context, change, timeoutMilliseconds, isImported)
  return isImported(after) ? undefined : notImported(change, ran)
}

function notImported({ image, archive }: Pick<ImageChange, "image" | "archive">, ran: Ran | undefined): Fault {
  const fault: Fault = { code: "image-not-imported", args: { image, file: archive } }
  return ran === undefined ? fault : { ...fault, ran: ranOf(ran) }
}

async function removeImage(context: ApplyContext, change: ImageChange): Promise<Fault | undefined> {
  const { machine, cri, components } = context
  const { component, endpoint, image, hadSame } = change
  const id = await idOf(context, change)
  if (id === undefined) return { code: "image-not-removed", args: { image } }
  // Gone already, or somebody has put another one there since, which is theirs.
  if (id === "" || (change.id !== "" && id !== change.id)) return undefined
  if (!hadSame && change.id !== "") {
    const removed = await cri.removeImage(machine, endpoint, image)
    return removed.ok ? undefined : { code: "image-not-removed", args: { image } }
  }
  const images = components.find((one) => one.id === component)?.runtime?.images
  if (images === undefined) return { code: "image-not-removed", args: { image } }
  const ran = await machine.act({ argv: images.removeName(endpoint, image), timeoutSeconds: importSeconds })
  return succeeded(ran) ? undefined : { code: "image-not-removed", args: { image }, ran: ranOf(ran) }
}

/** The ID that the runtime has by that name, "" where it has none; undefined: it does not say. */
async function idOf({ machine, cri }: ApplyContext, { endpoint, image }: ImageChange): Promise<string | undefined> {
  const status = await cri.imageStatus(machine, endpoint, image)
  if (!status.ok) return undefined
  const { present, id = "" } = status.value
  return !present || id.includes(":") ? id : `sha256:${id}`
}

async function waitFor(
  context: ApplyContext,
  change: ImageChange,
  milliseconds: number,
  isEnough: (id: string | undefined) => boolean,
): Promise<string | undefined> {
  const { machine } = context
  const deadline = machine.sinceBoot() + milliseconds
  for (;;) {
    const id = await idOf(context, change)
    if (isEnough(id) || machine.sinceBoot() >= deadline) return id
    await machine.pause(lookAgainMilliseconds)
  }
}
