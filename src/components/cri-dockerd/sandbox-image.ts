// Which sandbox image cri-dockerd uses: the last flag on its command line, else what its release has built in.
import type { Source } from "../../model/facts/fact.ts"
import type { FileFact } from "../../model/file-content.ts"
import { findFlags, lastFlag, readFlags } from "../service-flags.ts"
import { type CriDockerdFacts, versionOf } from "./facts.ts"
import { defaultSandboxImage } from "./tables/releases.ts"

/** Source: cri-dockerd config/options.go. */
export const sandboxImageFlag = "pod-infra-container-image"

export interface SandboxImage {
  /** Undefined: not known. */
  readonly value: string | undefined
  readonly source: Source
}

export function sandboxImageOf(own: CriDockerdFacts): SandboxImage {
  const command = own.service?.command ?? []
  const stated = lastFlag(readFlags(command), sandboxImageFlag)?.value
  // An empty text is as good as no flag: core/docker_service.go, Status.
  if (stated !== undefined && stated !== "")
    return { value: stated, source: sourceOf(own.service?.files ?? [], stated, command) }
  const version = versionOf(own)
  const what = `built-in default of cri-dockerd ${version?.text ?? ""}`.trimEnd()
  return { value: version === undefined ? undefined : defaultSandboxImage(version), source: { kind: "table", what } }
}

function sourceOf(files: readonly FileFact[], value: string, command: readonly string[]): Source {
  const home = findFlags(files, sandboxImageFlag).findLast(({ flag }) => flag.value === value)
  if (home === undefined) return { kind: "program", command }
  return { kind: "file", path: home.file.path, place: home.place }
}
