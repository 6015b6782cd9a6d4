// Files that daemon.json names and without which dockerd ends at its start: moby daemon/seccomp_linux.go
// (setupSeccompProfile) and cmd/dockerd/daemon.go (loadListeners), as dockerd 20.10.24, 26.1.5 and 28.5.2 answer.
import type { Table } from "../../documents/document.ts"
import { ownValue } from "../../documents/value.ts"
import type { ReadingMachine } from "../../machine/reading.ts"

export interface AbsentFile {
  /** The directive that names it. */
  readonly key: string
  readonly path: string
}

export function absentFiles(machine: ReadingMachine, root: Table | undefined): readonly AbsentFile[] {
  if (root === undefined) return []
  const tls = ownValue(root, "tls") === true || ownValue(root, "tlsverify") === true
  const keys = ["seccomp-profile", ...(tls ? ["tlscert", "tlskey"] : [])]
  const verified = ownValue(root, "tlsverify") === true ? ["tlscacert"] : []
  return [...keys, ...verified].flatMap((key): readonly AbsentFile[] => {
    const path = ownValue(root, key)
    if (typeof path !== "string" || !path.startsWith("/")) return []
    return machine.resolve(path) === undefined ? [{ key, path }] : []
  })
}
