// Files that daemon.json names and without which dockerd ends at its start: moby daemon/seccomp_linux.go
// (setupSeccompProfile), cmd/dockerd/daemon.go (loadListeners) and daemon/config/config_linux.go
// (verifyUserlandProxyConfig), as dockerd 20.10.24, 26.1.5 and 28.5.2 answer; and the init that every container gets.
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
  const proxy = ownValue(root, "userland-proxy") === false ? [] : ["userland-proxy-path"]
  const keys = ["seccomp-profile", ...proxy, ...(tls ? ["tlscert", "tlskey"] : [])]
  const verified = ownValue(root, "tlsverify") === true ? ["tlscacert"] : []
  const named = [...keys, ...verified].flatMap((key): readonly AbsentFile[] => {
    const path = ownValue(root, key)
    if (typeof path !== "string" || path === "") return []
    // dockerd's working directory is /, so a relative path hardly leads anywhere.
    const place = path.startsWith("/") ? path : `/${path}`
    const isThere = machine.resolve(place) !== undefined && (path.startsWith("/") || key !== "userland-proxy-path")
    return isThere ? [] : [{ key, path }]
  })
  return [...named, ...absentInit(machine, root)]
}

/** daemon/config/config.go, lookupBinPath: where the helpers of dockerd lie, before PATH. */
const helperDirectories = [
  ...["/usr/local/libexec/docker", "/usr/libexec/docker", "/usr/local/lib/docker", "/usr/lib/docker"],
  ...["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"],
]

/** With init: true every container is started through it. */
function absentInit(machine: ReadingMachine, root: Table): readonly AbsentFile[] {
  if (ownValue(root, "init") !== true) return []
  const named = ownValue(root, "init-path")
  const path = typeof named === "string" && named !== "" ? named : "docker-init"
  const places = path.includes("/") ? [path] : helperDirectories.map((directory) => `${directory}/${path}`)
  return places.some((place) => machine.resolve(place) !== undefined) ? [] : [{ key: "init", path }]
}
