// The single values of CRI-O's configuration that criadm knows, and who states each: a flag, a file, or the built-in default.
import type { Place } from "../../model/place.ts"
import type { CgroupDriver } from "../../model/setting.ts"
import { type Override, overrideOf } from "./flags.ts"
import { type ConfigFile, type Entry, entryAt, type LoadedFile } from "./load.ts"
import type { Release } from "./tables/releases.ts"

/** Scalars that criadm explains. The path in the file; the flag of the same id is in flags.ts. */
export const scalarPaths = {
  cgroupManager: ["crio", "runtime", "cgroup_manager"],
  conmonCgroup: ["crio", "runtime", "conmon_cgroup"],
  conmon: ["crio", "runtime", "conmon"],
  defaultRuntime: ["crio", "runtime", "default_runtime"],
  pauseImage: ["crio", "image", "pause_image"],
  pauseCommand: ["crio", "image", "pause_command"],
  globalAuthFile: ["crio", "image", "global_auth_file"],
  listen: ["crio", "api", "listen"],
} as const

export type ScalarId = keyof typeof scalarPaths
export type Scalars = Readonly<Record<ScalarId, Scalar>>
export const scalarIds = Object.keys(scalarPaths) as readonly ScalarId[]

/** A line that states a scalar. */
export interface Statement {
  readonly file: string
  readonly value: string
  readonly entry: Entry
}

export interface Scalar {
  /** Undefined: the built-in default of this release is not known. */
  readonly value: string | undefined
  readonly from:
    | { readonly by: "file"; readonly statement: Statement }
    | { readonly by: "flag"; readonly override: Override }
    | { readonly by: "default" }
  /** Every file that states it, in the order in which they are loaded. */
  readonly statements: readonly Statement[]
}

/** Everything that decides what CRI-O makes of a node's configuration. */
export interface Configuration {
  readonly release: Release
  /** In the order in which they are loaded: crio.conf first. */
  readonly files: readonly ConfigFile[]
  readonly overrides: readonly Override[]
  /** A file that the service names with --config and that does not exist. */
  readonly missing?: string
  /** Programs that were looked for and are not there. */
  readonly absentPrograms: ReadonlySet<string>
  /** Files and devices that values name, and that are not there. */
  readonly absentFiles: ReadonlySet<string>
  /** Monitors of handlers that do not say their release as conmon does. */
  readonly unfitMonitors: ReadonlySet<string>
  /** What the program itself prints as its value where no file and no flag states one. */
  readonly printed?: Readonly<Partial<Record<ScalarId, string>>>
}

/** What pause images of Kubernetes run, and CRI-O's default: cri-o pkg/config/config.go, pauseCommand. */
export const usualPauseCommand = "/pause"

/** cri-o pkg/config/config.go, DefaultRuntimeConfig and CrioSocketPath. */
const builtIn = {
  cgroupManager: "systemd",
  conmonCgroup: "",
  conmon: "",
  pauseCommand: usualPauseCommand,
  globalAuthFile: "",
  listen: "/var/run/crio/crio.sock",
} as const

/** Of all places that state it, the flag wins, then the file that is loaded last. */
export function scalarOf(configuration: Configuration, files: readonly LoadedFile[], id: ScalarId): Scalar {
  const statements = files.flatMap((file): Statement[] => {
    const entry = entryAt(file, scalarPaths[id])
    return typeof entry?.value === "string" ? [{ file: file.path, value: entry.value, entry }] : []
  })
  const override = overrideOf(configuration.overrides, id)
  const last = statements.at(-1)
  if (override !== undefined) return { value: override.value, from: { by: "flag", override }, statements }
  if (last !== undefined) return { value: last.value, from: { by: "file", statement: last }, statements }
  return { value: defaultOf(configuration, id), from: { by: "default" }, statements }
}

function defaultOf({ release, printed }: Configuration, id: ScalarId): string | undefined {
  if (id === "pauseImage") return release.pauseImage ?? printed?.pauseImage
  return id === "defaultRuntime" ? release.defaultRuntime : builtIn[id]
}

/** Undefined: a value that CRI-O does not know. */
export function managerOf({ cgroupManager }: Scalars): CgroupDriver | undefined {
  const { value } = cgroupManager
  return value === "systemd" || value === "cgroupfs" ? value : undefined
}

/** Where the line stands that decides a scalar. */
export function spotOf({ from }: Scalar): { readonly file?: string; readonly place?: Place } {
  if (from.by === "default") return {}
  if (from.by === "file") return { file: from.statement.file, place: from.statement.entry.key.valuePlace }
  const { name, place } = from.override
  return place === undefined ? { file: name } : { file: place.file, place }
}
