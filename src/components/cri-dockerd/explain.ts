// Explains the sandbox image that cri-dockerd uses, and every other place that names one.
import type { Explanation, Mention } from "../../model/explanation.ts"
import type { Place } from "../../model/place.ts"
import { findFlags } from "../service-flags.ts"
import { execStarts } from "./exec-start.ts"
import type { CriDockerdFacts } from "./facts.ts"
import { sandboxImageFlag, sandboxImageOf } from "./sandbox-image.ts"

export function explainSandboxImage(own: CriDockerdFacts): Explanation {
  const { value, source } = sandboxImageOf(own)
  const winner = source.kind === "file" ? source.place : undefined
  return {
    setting: "sandbox-image",
    component: "cri-dockerd",
    value,
    source,
    ...(value === undefined ? { why: { code: "cri-dockerd-release-not-told", args: {} } } : {}),
    others: mentions(own, winner),
  }
}

function mentions(own: CriDockerdFacts, winner: Place | undefined): readonly Mention[] {
  const files = own.service?.files ?? []
  const lines = execStarts(files)
  const counting = lines.find((one) => one.counts)
  return findFlags(files, sandboxImageFlag)
    .filter(({ place }) => !isSame(place, winner))
    .map(({ flag, place }): Mention => {
      const forgotten = lines.some((one) => !one.counts && isSame(one.place, place))
      return {
        place,
        key: `--${sandboxImageFlag}`,
        value: flag.value ?? "",
        why:
          forgotten && counting !== undefined
            ? { code: "cri-dockerd-line-replaced", args: { file: counting.file.path } }
            : { code: "cri-dockerd-later-flag-counts", args: {} },
      }
    })
}

function isSame(a: Place, b: Place | undefined): boolean {
  return a.file === b?.file && a.line === b.line
}
