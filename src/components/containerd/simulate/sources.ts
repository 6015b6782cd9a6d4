// Where a value of containerd's comes from, as an explanation states it.
import type { Source } from "../../../model/facts/fact.ts"
import type { Reason } from "../../../model/message.ts"
import type { Effective } from "../effective.ts"
import { stopReason } from "../findings/trouble.ts"
import type { Written } from "./tree.ts"

export const criOff: Reason = { code: "containerd-cri-is-off", args: {} }

export function builtIn(found: Effective): Source {
  return { kind: "table", what: `built-in default of containerd ${found.release.version.text}` }
}

export function sourceOf(found: Effective, at: Written | undefined): Source {
  return at === undefined ? builtIn(found) : { kind: "file", path: at.file, place: at.place }
}

/** What keeps CRI from being there. */
export function disabledSource(found: Effective): Source {
  const problem = found.criProblems.find(({ file }) => file !== undefined)
  if (problem?.file === undefined) return builtIn(found)
  return { kind: "file", path: problem.file, ...(problem.place === undefined ? {} : { place: problem.place }) }
}

/** Stands for everything when containerd does not start: no value, and where the trouble is. */
export function exits(found: Effective): {
  readonly value: undefined
  readonly source: Source
  readonly why?: Reason
} {
  const { stop } = found
  if (stop === undefined) return { value: undefined, source: { kind: "file", path: found.root } }
  const place = "place" in stop ? stop.place : undefined
  return {
    value: undefined,
    source: { kind: "file", path: place?.file ?? stop.file, ...(place === undefined ? {} : { place }) },
    why: stopReason(found.release, stop),
  }
}
