// Why CRI does not load although containerd starts: a plugin it needs is disabled, or its configuration is refused.
// Checked in the order in which containerd checks.

import { goDuration } from "../../../documents/go-values.ts"
import type { Place } from "../../../model/place.ts"
import { legacyLinuxType } from "../tables/layout.ts"
import { hasBuiltInSnapshotter } from "../tables/platforms.ts"
import { pluginsNeededByCri, shortName } from "../tables/plugin-ids.ts"
import type { Release } from "../tables/releases.ts"
import { branchFor, leafFor } from "../tables/shape.ts"
import type { Handler } from "./handlers.ts"
import type { Merged } from "./merge.ts"
import { findServiceProblems, type Surroundings } from "./services.ts"
import { type Branch, branchAt, type Leaf } from "./tree.ts"
import { isPoolNamed } from "./values.ts"

export type CriProblemCode =
  | "disabled"
  | "default-runtime-empty"
  | "default-runtime-missing"
  | "systemd-cgroup"
  | "only-for-legacy-runtime"
  | "untrusted-twice"
  | "mirrors-and-config-path"
  | "mirrors-and-built-in-path"
  | "tls-and-config-path"
  | "snapshotter-unknown"
  | "duration"
  | "privileged-devices"
  | "io-type"
  | "bin-dirs"
  | "streaming-certificate"
  | "base-spec-missing"
  | "content-policy"
  | "differ-missing"
  | "platform-invalid"
  | "size-invalid"
  | "snapshotter-not-configured"
  | "unpack-platform"
  | "unpack-snapshotter"

export interface CriProblem {
  readonly code: CriProblemCode
  /** The value or key at fault: a plugin id, the name of a handler, a key. */
  readonly what: string
  /** Where it is written; undefined when a default is at fault. */
  readonly file?: string
  readonly place?: Place
}

/** The tables of CRI, wherever the release keeps them. */
export interface CriTables {
  /** SystemdCgroup and the like: the one plugin before 2.0, the runtime service since. */
  readonly runtime: Branch | undefined
  readonly images: Branch | undefined
  readonly server: Branch | undefined
  readonly containerd: Branch | undefined
  readonly registry: Branch | undefined
}

export interface Snapshotter {
  readonly name: string
  readonly leaf?: Leaf
}

function problem(code: CriProblemCode, what: string, leaf: Leaf | undefined): CriProblem {
  return { code, what, ...(leaf === undefined ? {} : { file: leaf.at.file, place: leaf.at.place }) }
}

/** Every entry of disabled_plugins without which CRI would load. */
function disablingPlugins(release: Release, merged: Merged, snapshotter: string): Merged["disabled"] {
  const ids = [...pluginsNeededByCri(release), `io.containerd.snapshotter.v1.${snapshotter}`]
  const isShort = release.schemaOne === "short-names" && merged.schema === 1
  const needed = new Set(isShort ? ids.map(shortName) : ids)
  return merged.disabled.filter(({ id }) => needed.has(id))
}

function findBadDuration(release: Release, tables: CriTables): CriProblem | undefined {
  const candidates: readonly (readonly [Branch | undefined, string])[] = [
    [tables.server, "stream_idle_timeout"],
    ...(release.checksDurationsAndDevices
      ? ([
          [tables.runtime, "drain_exec_sync_io_timeout"],
          [tables.images, "image_pull_progress_timeout"],
        ] as const)
      : []),
  ]
  for (const [table, name] of candidates) {
    const leaf = leafFor(release, table, name)
    if (typeof leaf?.value === "string" && leaf.value !== "" && !goDuration.test(leaf.value)) {
      return problem("duration", name, leaf)
    }
  }
  return undefined
}

function findHandlerProblem(release: Release, tables: CriTables, handlers: readonly Handler[]): CriProblem | undefined {
  const runtimes = branchFor(release, tables.containerd, "runtimes")
  for (const handler of handlers.filter(({ origin }) => origin === "runtimes")) {
    const table = branchAt(runtimes, [handler.name])
    if (release.runsLegacyShims && handler.type !== legacyLinuxType) {
      for (const name of ["runtime_engine", "runtime_root"]) {
        const leaf = leafFor(release, table, name)
        if (leaf !== undefined && leaf.value !== "") return problem("only-for-legacy-runtime", name, leaf)
      }
    }
    const all = leafFor(release, table, "privileged_without_host_devices_all_devices_allowed")
    const some = leafFor(release, table, "privileged_without_host_devices")
    if (release.checksDurationsAndDevices && all?.value === true && some?.value !== true)
      return problem("privileged-devices", handler.name, all)
    const io = leafFor(release, table, "io_type")
    if (release.checksIoType && io !== undefined && !["", "fifo", "streaming"].includes(String(io.value))) {
      return problem("io-type", String(io.value), io)
    }
  }
  return undefined
}

function findRegistryProblem(release: Release, registry: Branch | undefined): CriProblem | undefined {
  const mirrors = branchFor(release, registry, "mirrors")
  const path = leafFor(release, registry, "config_path")
  const hasPath = path !== undefined && path.value !== ""
  const firstMirror = mirrors?.entries.keys().next().value
  if (mirrors !== undefined && firstMirror !== undefined && release.mirrorsStopCri !== "never") {
    const node = mirrors.entries.get(firstMirror)
    const place = (node?.kind === "table" ? node.at : undefined) ?? mirrors.at
    const at = place === undefined ? {} : { file: place.file, place: place.place }
    if (hasPath) return { code: "mirrors-and-config-path", what: firstMirror, ...at }
    if (release.mirrorsStopCri === "always") return { code: "mirrors-and-built-in-path", what: firstMirror, ...at }
  }
  if (!hasPath || !release.refusesTlsBesidePath) return undefined
  for (const [host, node] of branchFor(release, registry, "configs")?.entries ?? []) {
    const tls = node.kind === "table" ? branchFor(release, node, "tls") : undefined
    if (tls === undefined) continue
    const at = tls.at === undefined ? {} : { file: tls.at.file, place: tls.at.place }
    return { code: "tls-and-config-path", what: host, ...at }
  }
  return undefined
}

/** containerd 1.7.24 pkg/cri/config/config.go, ValidatePluginConfig; 2.3.4 internal/cri/config/config.go, Validate… */
export function findCriProblems(
  release: Release,
  merged: Merged,
  tables: CriTables,
  handlers: readonly Handler[],
  defaultHandler: string,
  snapshotter: Snapshotter,
  absentFiles: ReadonlySet<string>,
  around: Surroundings,
): readonly CriProblem[] {
  const problems: (CriProblem | undefined)[] = disablingPlugins(release, merged, snapshotter.name).map(
    ({ written, file, place }) => ({ code: "disabled", what: written, file, place }),
  )
  const defaultName = leafFor(release, tables.containerd, "default_runtime_name")
  const chosen = handlers.find(({ name }) => name === defaultHandler)
  if (release.runsLegacyShims) {
    const untrusted = branchFor(release, tables.containerd, "untrusted_workload_runtime")
    const type = leafFor(release, untrusted, "runtime_type")?.value
    const twice = branchAt(branchFor(release, tables.containerd, "runtimes"), ["untrusted"])
    if (type !== undefined && type !== "" && twice !== undefined) {
      const at = twice.at === undefined ? {} : { file: twice.at.file, place: twice.at.place }
      problems.push({ code: "untrusted-twice", what: "untrusted", ...at })
    }
  }
  if (defaultHandler === "") problems.push(problem("default-runtime-empty", "default_runtime_name", defaultName))
  else if (chosen === undefined) problems.push(problem("default-runtime-missing", defaultHandler, defaultName))
  if (release.runsLegacyShims && chosen?.type !== legacyLinuxType) {
    const legacy = leafFor(release, tables.runtime, "systemd_cgroup")
    if (legacy?.value === true) problems.push(problem("systemd-cgroup", "systemd_cgroup", legacy))
    const pivot = leafFor(release, tables.containerd, "no_pivot")
    if (pivot?.value === true) problems.push(problem("only-for-legacy-runtime", "no_pivot", pivot))
  }
  problems.push(findHandlerProblem(release, tables, handlers))
  problems.push(findRegistryProblem(release, tables.registry))
  problems.push(findBadDuration(release, tables))
  const cni = branchFor(release, tables.runtime, "cni")
  const binDir = leafFor(release, cni, "bin_dir")
  const binDirs = leafFor(release, cni, "bin_dirs")
  if (
    release.hasBinDirs &&
    release.readsBinDir &&
    binDir !== undefined &&
    binDir.value !== "" &&
    binDirs !== undefined
  ) {
    problems.push(problem("bin-dirs", "bin_dir", binDir))
  }
  const proxies = branchAt(merged.top, ["proxy_plugins"])
  const proxy = branchAt(proxies, [snapshotter.name])
  const isProxy = proxy !== undefined && leafFor(release, proxy, "type")?.value === "snapshot"
  if (!isProxy && !hasBuiltInSnapshotter(release.platform, release.version, snapshotter.name)) {
    problems.push(problem("snapshotter-unknown", snapshotter.name, snapshotter.leaf))
  }
  if (!isProxy && snapshotter.name === "devmapper" && !isPoolNamed(release, merged.top)) {
    problems.push(problem("snapshotter-not-configured", snapshotter.name, snapshotter.leaf))
  }
  problems.push(...findServiceProblems(release, merged.top, around))
  const certificate = branchFor(release, tables.server, "x509_key_pair_streaming")
  const files = ["tls_cert_file", "tls_key_file"].map((name) => leafFor(release, certificate, name))
  const given = files.filter((leaf) => leaf !== undefined && leaf.value !== "")
  if (leafFor(release, tables.server, "enable_tls_streaming")?.value === true && given.length === 1) {
    problems.push(problem("streaming-certificate", "x509_key_pair_streaming", given[0]))
  }
  const spec = handlers.find(({ baseSpec }) => absentFiles.has(String(baseSpec?.value ?? "")))?.baseSpec
  if (spec !== undefined) problems.push(problem("base-spec-missing", String(spec.value), spec))
  return problems.filter((found) => found !== undefined)
}
