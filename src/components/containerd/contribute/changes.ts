// From texts to changes of files, with the directories they need and the hashes of what was read.
import type { DirectoryChange, FileChange, ServiceChange } from "../../../model/change.ts"
import { knownValue } from "../../../model/facts/fact.ts"
import type { FileFact } from "../../../model/file-content.ts"
import type { Reason } from "../../../model/message.ts"
import type { Reading } from "../../../model/plan.ts"
import type { ContainerdFacts } from "../facts.ts"
import { directoryOf } from "../simulate/glob.ts"

const component = "containerd"

export function factAt(files: readonly FileFact[], path: string): FileFact | undefined {
  return files.find((file) => file.source.kind === "file" && file.source.path === path)
}

/** Undefined: the file is so already. `isSecret`: nobody but its owner may read it. */
export function changeOf(
  files: readonly FileFact[],
  path: string,
  text: string,
  why: readonly Reason[],
  isSecret = false,
): FileChange | undefined {
  const old = knownValue(factAt(files, path))
  const isOpen = isSecret && old !== undefined && (old.mode & 0o077) !== 0
  if (old?.text === text && !isOpen) return undefined
  const owner = old === undefined ? { mode: 0o644, uid: 0, gid: 0 } : { mode: old.mode, uid: old.uid, gid: old.gid }
  return {
    kind: "file",
    component,
    path,
    realPath: old?.realPath ?? path,
    before: old === undefined ? null : { text: old.text, ...owner },
    after: { text, ...owner, ...(isSecret ? { mode: 0o600 } : {}) },
    why,
  }
}

/** The directories above new files that do not exist yet, outermost first, each with its file's reasons. */
export function directoriesFor(facts: ContainerdFacts, files: readonly FileChange[]): readonly DirectoryChange[] {
  const existing = new Set(facts.directories)
  const missing = new Map<string, DirectoryChange>()
  for (const { path: file, why } of files) {
    const above: string[] = []
    for (let one = directoryOf(file); one !== "/" && one !== "/etc" && !existing.has(one); one = directoryOf(one)) {
      above.unshift(one)
    }
    for (const path of above) {
      if (!missing.has(path)) missing.set(path, { kind: "directory", component, path, mode: 0o755, why })
    }
  }
  return [...missing.values()]
}

/** Every file that was read, and every one that was looked for and is not there. */
export function readingsOf(files: readonly FileFact[]): readonly Reading[] {
  return files.flatMap((file): Reading[] => {
    if (file.state === "known") return [{ path: file.value.path, hash: file.value.hash }]
    return file.state === "absent" && file.source.kind === "file" ? [{ path: file.source.path, hash: null }] : []
  })
}

/** For files that were changed; empty: there is no service that could be told. */
export function restartOf({ service }: ContainerdFacts): readonly ServiceChange[] {
  if (service === undefined) return []
  const why: Reason = { code: "restart-makes-effective", args: {} }
  const wasActive = service.state === "active"
  return [{ kind: "service", component, service: service.name, action: "restart", wasActive, why: [why] }]
}
