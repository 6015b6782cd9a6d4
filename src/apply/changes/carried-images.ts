// Copies images from one runtime to another, an archive at a time, which is removed again at once. Done again after a
// kill it goes on with the first image that the new runtime has not.
import { ranOf, succeeded } from "../../machine/programs/program-end.ts"
import type { CarriedImagesChange } from "../../model/change.ts"
import type { Fault } from "../../model/fault.ts"
import { stateDirectory } from "../../model/run.ts"
import type { ApplyContext } from "../context.ts"
import { faultOf } from "./act-fault.ts"
import type { ChangeKind } from "./change-kind.ts"

/** The archive of the image in hand; it may be some gigabytes. A kill leaves it behind. */
export const archive = `${stateDirectory}/image.tar`

/** A large image on a slow disk; in seconds. */
const imageSeconds = 1800

export const carriedImages: ChangeKind<CarriedImagesChange> = {
  perform: carryImages,
  inverse: (change) => change,
  // They do no harm where they are.
  stepBack: () => "never",
  subject: ({ endpoint }) => endpoint,
  byHand: () => [],
}

/** Undefined: the new runtime has them all. */
async function carryImages(context: ApplyContext, change: CarriedImagesChange): Promise<Fault | undefined> {
  for (const image of change.images) {
    const fault = await carryImage(context, change, image)
    if (fault !== undefined) return fault
  }
  return undefined
}

async function carryImage(
  { machine, components, cri }: ApplyContext,
  { component, endpoint, from }: CarriedImagesChange,
  image: string,
): Promise<Fault | undefined> {
  const status = await cri.imageStatus(machine, endpoint, image)
  if (status.ok && status.value.present) return undefined
  const images = (id: string) => components.find((one) => one.id === id)?.runtime?.images
  const save = images(from.component)?.saveTo?.(from.endpoint, image, archive)
  const load = images(component)?.importFrom(endpoint, archive)
  if (save === undefined || load === undefined) return { code: "image-not-carried", args: { image } }
  for (const argv of [save, load]) {
    const ran = await machine.act({ argv, timeoutSeconds: imageSeconds })
    if (succeeded(ran)) continue
    machine.removeFile(archive)
    return { code: "image-not-carried", args: { image }, ran: ranOf(ran) }
  }
  return faultOf(machine.removeFile(archive))
}
