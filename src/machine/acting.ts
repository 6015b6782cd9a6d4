// How an act on the node answers: done, or which act failed where with which errno name. Runs the steps of an act and
// turns what the system calls throw into that answer; refusals of our own come as a `Refusal`.
import { errnoOf } from "./errno.ts"
import type { Acted } from "./writing.ts"

/**
 * Why an act is not begun or not finished. Besides the kernel's names: EUNSAFE, the directory can be written by
 * others, who could exchange the file under our hands.
 */
export interface Refusal {
  readonly errno: string
  readonly message: string
}

/** Steps of one act; a refusal returned ends it. */
export function acting(act: string, path: string, steps: () => Refusal | undefined): Acted {
  try {
    const refusal = steps()
    return refusal === undefined ? { ok: true } : { ok: false, failure: { act, path, ...refusal } }
  } catch (error) {
    const errno = errnoOf(error)
    return { ok: false, failure: { act, path, errno, message: error instanceof Error ? error.message : errno } }
  }
}

export function refusal(errno: string, why: string): Refusal {
  return { errno, message: `${errno}: ${why}` }
}
