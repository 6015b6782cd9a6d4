// What a release of containerd makes of a set of configuration files: whether it starts, whether CRI is there, and
// every value criadm cares about with the line it comes from. Pure; tests compare it with real releases.
import type { Place } from "../../model/place.ts"
import { type CriProblem, type CriTables, findCriProblems, type Snapshotter } from "./simulate/cri-problems.ts"
import { type Handler, handlersOf } from "./simulate/handlers.ts"
import { type ConfigFiles, type LoadedFile, load } from "./simulate/load.ts"
import { type ListedPlugin, type Merged, merge } from "./simulate/merge.ts"
import { isRegistryPathAsked } from "./simulate/registry-list.ts"
import type { Stop } from "./simulate/stop.ts"
import { type Branch, branchAt, type Leaf, type Written } from "./simulate/tree.ts"
import { findRequiredStop, findValueStop } from "./simulate/values.ts"
import { nameInForce, runcType } from "./tables/layout.ts"
import { criImagesId, criRuntimeId, criServerId, grpcServerId } from "./tables/plugin-ids.ts"
import { pluginShapes } from "./tables/plugin-shapes.ts"
import type { Release } from "./tables/releases.ts"
import { branchFor, criShapes, findTypeClash, leafFor } from "./tables/shape.ts"

/** A value with the line that gives it; without a line it is the release's built-in default. */
interface Held<T> {
  readonly value: T
  readonly at?: Written
}

export interface Effective {
  readonly release: Release
  readonly root: string
  readonly files: readonly LoadedFile[]
  /** "exits" with `stop` saying why. */
  readonly daemon: "up" | "exits"
  readonly stop?: Stop
  /** The schema whose names count. */
  readonly schema: number
  /** Everything merged and migrated; the built-in defaults are not in it. */
  readonly top: Branch
  readonly disabled: readonly ListedPlugin[]
  readonly cri: "v1" | "v1alpha2" | "absent"
  /** Why CRI is absent, all reasons; empty when the daemon exits. */
  readonly criProblems: readonly CriProblem[]
  /** The handler pods without a runtime class get. Undefined: the daemon exits, or the plugin is disabled. */
  readonly defaultHandler: string | undefined
  /** default_runtime_name, which a legacy default_runtime overrides. */
  readonly defaultRuntimeName: Held<string> | undefined
  readonly handlers: readonly Handler[]
  readonly sandboxImage: Held<string> | undefined
  readonly snapshotter: Held<string> | undefined
  readonly registryPath: Held<string> | undefined
  /** False: it is a list of directories, and a pull over CRI takes it for the name of one. */
  readonly isRegistryPathAsked: boolean
  /** Registries with a mirror in the configuration itself. */
  readonly inlineMirrors: readonly { readonly host: string; readonly place?: Place }[]
  /** What RuntimeConfig answers: null when it is not implemented, or CRI is absent. */
  readonly runtimeConfig: "SYSTEMD" | "CGROUPFS" | null
  readonly address: Held<string>
}

function held<T extends string>(leaf: Leaf | undefined, otherwise: T): Held<string> {
  return typeof leaf?.value === "string" ? { value: leaf.value, at: leaf.at } : { value: otherwise }
}

function tablesOf(release: Release, top: Branch, schema: number): CriTables {
  const plugins = branchAt(top, ["plugins"])
  if (release.criPlugins === "one") {
    const cri = branchAt(plugins, [nameInForce(release, schema, criServerId)])
    return {
      runtime: cri,
      images: cri,
      server: cri,
      containerd: branchFor(release, cri, "containerd"),
      registry: branchFor(release, cri, "registry"),
    }
  }
  const runtime = branchAt(plugins, [criRuntimeId])
  const images = branchAt(plugins, [criImagesId])
  return {
    runtime,
    images,
    server: branchAt(plugins, [criServerId]),
    containerd: branchFor(release, runtime, "containerd"),
    registry: branchFor(release, images, "registry"),
  }
}

/** internal/cri/server/runtime_config_linux.go: the first handler of runc with readable options, the default first. */
function answeredDriver(
  handlers: readonly Handler[],
  defaultHandler: string,
  isSystemdRunning: boolean,
): "SYSTEMD" | "CGROUPFS" {
  const ordered = [...handlers].sort((a, b) => {
    if (a.name === defaultHandler) return -1
    if (b.name === defaultHandler) return 1
    return a.name < b.name ? -1 : 1
  })
  const telling = ordered.find(
    ({ hasOptions, type, brokenOption }) => hasOptions && type === runcType && brokenOption === undefined,
  )
  if (telling === undefined) return isSystemdRunning ? "SYSTEMD" : "CGROUPFS"
  return telling.driver === "systemd" ? "SYSTEMD" : "CGROUPFS"
}

function sandboxImageOf(release: Release, tables: CriTables): Held<string> {
  const leaf =
    release.criPlugins === "one"
      ? leafFor(release, tables.images, "sandbox_image")
      : leafFor(
          { ...release, keyCase: "exact-or-upper" },
          branchFor(release, tables.images, "pinned_images"),
          "sandbox",
        )
  return held(leaf, release.sandboxImage)
}

function findTypeStop(
  release: Release,
  { top, schema, disabled }: Merged,
  files: readonly LoadedFile[],
): Stop | undefined {
  const plugins = branchAt(top, ["plugins"])
  const oldest = Math.min(schema, ...files.map((file) => file.schema))
  const shapes = { ...pluginShapes(release, oldest), ...criShapes(release) }
  for (const [id, shape] of Object.entries(shapes)) {
    const name = nameInForce(release, schema, id)
    if (disabled.some((one) => one.id === name)) continue
    const tree = plugins?.entries.get(name)
    const clash = tree === undefined ? undefined : findTypeClash(release, tree, shape, ["plugins", name])
    if (clash === undefined) continue
    const place = clash.at?.place
    const file = clash.at?.file ?? ""
    const key = (clash.at?.path ?? clash.path).join(".")
    return { why: "type", file, key, wanted: clash.wanted, ...(place === undefined ? {} : { place }) }
  }
  return undefined
}

function findDirectoryStop({ platform }: Release, top: Branch, root: string): Stop | undefined {
  const text = (name: string, otherwise: string): string => {
    const node = top.entries.get(name)
    return node?.kind === "value" && typeof node.value === "string" ? node.value : otherwise
  }
  const directory = text("root", platform.root)
  if (directory !== text("state", platform.state)) return undefined
  return { why: "same-directories", file: root, directory }
}

export interface Situation {
  /** The service names the root file with --config: then it must exist. */
  readonly isRootNamed?: boolean
  /** Files that a handler's base_runtime_spec names and that do not exist. */
  readonly absentFiles?: ReadonlySet<string>
  /** Programs that plugins want and that are not on the node. */
  readonly missingPrograms?: ReadonlySet<string>
  /** As uname -m names it: "x86_64". */
  readonly architecture?: string
  /** systemd runs the node: what RuntimeConfig answers when no handler tells. */
  readonly isSystemdRunning?: boolean
}

/** What `release` makes of `files`, loaded from `root`. */
export function effective(release: Release, files: ConfigFiles, root: string, situation: Situation = {}): Effective {
  const loaded = load(release, files, root, situation.isRootNamed ?? false)
  const merged = merge(release, loaded.files)
  const { top, schema } = merged
  const tables = tablesOf(release, top, schema)
  const stop =
    loaded.stop ??
    merged.stop ??
    findTypeStop(release, merged, loaded.files) ??
    findDirectoryStop(release, top, root) ??
    findValueStop(release, merged, tables.server) ??
    findRequiredStop(release, merged)
  const legacy = release.runsLegacyShims ? leafFor(release, tables.runtime, "systemd_cgroup") : undefined
  const handlers = handlersOf(release, tables.containerd, legacy)
  const runtimeName = held(leafFor(release, tables.containerd, "default_runtime_name"), release.platform.defaultHandler)
  const defaultHandler = handlers.find(({ origin }) => origin === "default_runtime")?.name ?? runtimeName.value
  const snapshotter = snapshotterOf(release, tables)
  const common = {
    release,
    root,
    files: loaded.files,
    schema,
    top,
    disabled: merged.disabled,
    inlineMirrors: inlineMirrorsOf(release, tables.registry),
    address: addressOf(release, top),
  }
  if (stop !== undefined) {
    return {
      ...common,
      daemon: "exits",
      stop,
      cri: "absent",
      criProblems: [],
      defaultHandler: undefined,
      defaultRuntimeName: undefined,
      handlers: [],
      sandboxImage: undefined,
      snapshotter: undefined,
      registryPath: undefined,
      isRegistryPathAsked: false,
      runtimeConfig: null,
    }
  }
  const criProblems = findCriProblems(
    release,
    merged,
    tables,
    handlers,
    defaultHandler,
    snapshotter,
    situation.absentFiles ?? new Set(),
    {
      missingPrograms: situation.missingPrograms ?? new Set(),
      ...(situation.architecture === undefined ? {} : { architecture: situation.architecture }),
    },
  )
  const cri = criProblems.length > 0 ? "absent" : release.criVersion
  const isOff = (id: string): boolean => merged.disabled.some((one) => one.id === nameInForce(release, schema, id))
  const hasRuntime = !isOff(release.criPlugins === "one" ? criServerId : criRuntimeId)
  const hasImages = !isOff(release.criPlugins === "one" ? criServerId : criImagesId)
  const required = merged.required.find(({ id }) => id === nameInForce(release, schema, criServerId))
  const requiredStop: Stop | undefined =
    required !== undefined && cri === "absent"
      ? {
          why: "required-plugin",
          file: required.file,
          id: required.written,
          reason: "cri-absent",
          place: required.place,
        }
      : undefined
  const registryPath = hasImages ? registryPathOf(release, tables.registry) : undefined
  return {
    ...common,
    daemon: requiredStop === undefined ? "up" : "exits",
    ...(requiredStop === undefined ? {} : { stop: requiredStop }),
    cri,
    criProblems,
    defaultHandler: hasRuntime ? defaultHandler : undefined,
    defaultRuntimeName: hasRuntime ? runtimeName : undefined,
    handlers: hasRuntime ? handlers : [],
    sandboxImage: hasImages ? sandboxImageOf(release, tables) : undefined,
    snapshotter: hasImages
      ? { value: snapshotter.name, ...(snapshotter.leaf === undefined ? {} : { at: snapshotter.leaf.at }) }
      : undefined,
    registryPath,
    isRegistryPathAsked:
      registryPath !== undefined && isRegistryPathAsked(release, registryPath.value, tables.images, tables.registry),
    runtimeConfig:
      cri === "absent" || !release.tellsDriver || !release.platform.hasCgroups
        ? null
        : answeredDriver(handlers, defaultHandler, situation.isSystemdRunning ?? false),
  }
}

function snapshotterOf(release: Release, tables: CriTables): Snapshotter {
  const table = release.criPlugins === "one" ? tables.containerd : tables.images
  const leaf = leafFor(release, table, "snapshotter")
  return typeof leaf?.value === "string" ? { name: leaf.value, leaf } : { name: release.platform.snapshotter }
}

/** What counts of the table `registry`: mirrors, TLS and logins of registries. */
export function registryTable({ release, top, schema }: Effective): Branch | undefined {
  return tablesOf(release, top, schema).registry
}

function inlineMirrorsOf(release: Release, registry: Branch | undefined): Effective["inlineMirrors"] {
  return [...(branchFor(release, registry, "mirrors")?.entries ?? [])].map(([host, node]) => {
    const place = node.kind === "table" ? node.at?.place : node.at.place
    return place === undefined ? { host } : { host, place }
  })
}

function registryPathOf(release: Release, registry: Branch | undefined): Held<string> {
  const leaf = leafFor(release, registry, "config_path")
  if (typeof leaf?.value === "string" && leaf.value !== "") return { value: leaf.value, at: leaf.at }
  return { value: release.registryPath }
}

function addressOf(release: Release, top: Branch): Held<string> {
  const path = release.addressIn === "grpc-plugin" ? ["plugins", grpcServerId] : ["grpc"]
  const leaf = leafFor(release, branchAt(top, path), "address")
  return typeof leaf?.value === "string" && leaf.value !== ""
    ? { value: leaf.value, at: leaf.at }
    : { value: release.platform.address }
}
