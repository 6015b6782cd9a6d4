// What differs between releases of containerd, as rows with their source. A row holds from its release on, until a
// later row takes over; rows are in the order of releases. Nothing else in this folder compares versions.
import { type Known, lookUpAll, rows } from "../../../model/since.ts"
import { compareVersions, isAtLeast, parseVersion, type Version } from "../../../model/version.ts"
import { type Platform, type PlatformId, platforms } from "./platforms.ts"

/** Highest `version` of a configuration file that a release reads. */
export type Schema = 1 | 2 | 3 | 4

/** Oldest release these tables know. */
export const oldestRelease = "1.4"

/** Newest minor release these tables know. */
export const newestRelease = "2.4"

/** The newest schema that any release in these tables reads. */
export const newestSchema: Schema = 4

/** Per fact its rows. A new fact is one entry here; `Release` follows from it. */
export const tables = {
  maxSchema: rows<Schema>([
    { since: "1.4", value: 2, source: "containerd 1.4.13 services/server/config/config.go" },
    { since: "2.0.0-alpha.0", value: 3, source: "containerd 2.2.7 version/version.go, ConfigVersion" },
    { since: "2.3.0-alpha.0", value: 4, source: "containerd 2.3.4 version/version.go, ConfigVersion" },
  ]),
  /** The `version` of a file that criadm begins: what the older releases of the same generation read as well. */
  schemaOfNewFile: rows<Schema>([
    { since: "1.4", value: 2, source: "containerd 1.4.13 services/server/config/config.go" },
    { since: "2.0.0-alpha.0", value: 3, source: "containerd 2.2.7 refuses 4; 2.3.4 reads 3 and merges its migration" },
  ]),
  refusesNewerSchema: rows<boolean>([
    { since: "1.4", value: false, source: "containerd 1.6.20: version = 3 is read like 2" },
    { since: "1.6.32", value: true, source: "containerd PR 10234" },
    { since: "1.7.0-alpha.0", value: false, source: "containerd 1.7.16 services/server/config/config.go" },
    { since: "1.7.17", value: true, source: "containerd PR 10165" },
  ]),
  /** Which ids in disabled_plugins and required_plugins a release takes for unusable, and stops. */
  pluginIdCheck: rows<"four-parts-in-schema-2" | "four-parts" | "any-dot">([
    { since: "1.4", value: "four-parts-in-schema-2", source: 'containerd 1.4.13: "cri" passes with version = 4' },
    { since: "1.5", value: "four-parts", source: 'containerd 1.6.20, 1.7.24: "io.containerd" is refused' },
    { since: "2.0.0-alpha.0", value: "any-dot", source: "containerd 2.1.9 config.go, ValidateVersion" },
  ]),
  missingImport: rows<"ends-loading" | "exits">([
    { since: "1.4", value: "ends-loading", source: "containerd 1.4.13 cmd/containerd/command/main.go, os.IsNotExist" },
    { since: "1.5", value: "exits", source: "containerd 1.6.20, 2.1.9: no such file or directory" },
  ]),
  matchesRelativeGlobs: rows<boolean>([
    { since: "1.4", value: false, source: "containerd issue 9745: matched in the working directory" },
    { since: "1.6.30", value: true, source: "containerd 1.6.30 release notes, PR 9835" },
    { since: "1.7.0-alpha.0", value: false, source: "containerd issue 9745" },
    { since: "1.7.16", value: true, source: "containerd 1.7.16 release notes, PR 9834" },
  ]),
  /** How two files that name the same plugin come together. */
  merge: rows<"section" | "key">([
    { since: "1.4", value: "section", source: "containerd 1.7.34 services/server/config/config.go, mergeConfig" },
    { since: "2.0.0-alpha.0", value: "key", source: "containerd PR 9982" },
  ]),
  /** What becomes of a file without `version`, or with 1: its short names only, renamed, or all of its tables moved. */
  schemaOne: rows<"short-names" | "renamed" | "migrated">([
    { since: "1.4", value: "short-names", source: "containerd 1.7.34 services/server/server.go, LoadPlugins" },
    { since: "2.0.0-alpha.0", value: "renamed", source: "containerd 2.2.7 config.go, loadConfigFile, case 0, 1" },
    { since: "2.3.0-alpha.0", value: "migrated", source: "containerd 2.3.4 config.go, LoadConfigWithPlugins" },
  ]),
  /** Whether files are migrated before they are merged, or after. */
  migratesEachFile: rows<boolean>([
    { since: "1.4", value: false, source: "containerd 2.2.7 server.go, New" },
    { since: "2.3.0-alpha.0", value: true, source: "containerd PR 12891" },
  ]),
  /** Whether a drop-in of a newer schema than the root file's stops the daemon. */
  refusesNewerDropIns: rows<boolean>([
    { since: "1.4", value: false, source: "containerd 2.2.7: the last file decides for all of them" },
    { since: "2.3.0-alpha.0", value: true, source: "containerd PR 12891; 2.3.4: drop-in config version 3 higher" },
    { since: "2.3.5", value: false, source: "containerd 2.3.5 release notes, PR 13995" },
    { since: "2.4.0-alpha.0", value: true, source: "containerd 2.4.0-beta.0" },
    { since: "2.4.0", value: false, source: "containerd PR 13939" },
  ]),
  /** What a file's own table of runtime handlers does to the built-in one. */
  handlers: rows<"replaces-entries" | "replaces-all" | "merges">([
    { since: "1.4", value: "replaces-entries", source: "containerd 1.4.13 with BurntSushi/toml" },
    { since: "1.5", value: "replaces-all", source: "containerd 1.6.20, 1.7.24 with pelletier/go-toml 1" },
    { since: "2.0.0-alpha.0", value: "merges", source: "containerd 2.1.9 with pelletier/go-toml 2" },
  ]),
  /** Which spellings of a known key a release accepts besides the right one. */
  keyCase: rows<"any" | "exact-or-upper">([
    { since: "1.4", value: "any", source: "BurntSushi/toml decode.go, strings.EqualFold" },
    { since: "1.5", value: "exact-or-upper", source: "pelletier/go-toml 1.9 marshal.go, keysToTry" },
    { since: "2.0.0-alpha.0", value: "any", source: "pelletier/go-toml 2 unmarshaler.go, structField" },
  ]),
  acceptsByteOrderMark: rows<boolean>([
    { since: "1.4", value: false, source: "containerd 1.4.13: bare keys cannot contain it" },
    { since: "1.5", value: true, source: "containerd 1.6.20, 1.7.24" },
    { since: "2.0.0-alpha.0", value: false, source: "containerd 2.1.9: invalid character at start of key" },
  ]),
  readsDottedKeys: rows<boolean>([
    { since: "1.4", value: false, source: "containerd 1.4.13 with BurntSushi/toml 0.3: bare keys cannot contain '.'" },
    { since: "1.5", value: true, source: "containerd 1.6.20" },
  ]),
  /** Whether \u0067 in the quoted name of a table header is read as g; in a key it is in every release. */
  decodesHeaders: rows<boolean>([
    { since: "1.4", value: true, source: "containerd 1.4.13 with BurntSushi/toml 0.3, lex.go" },
    { since: "1.5", value: false, source: "containerd 1.6.20 and 1.7.24 with pelletier/go-toml 1.9.5, measured" },
    { since: "2.0.0-alpha.0", value: true, source: "containerd 2.1.9 with pelletier/go-toml/v2" },
  ]),
  criVersion: rows<"v1alpha2" | "v1">([
    { since: "1.4", value: "v1alpha2", source: "containerd RELEASES.md, CRI API support" },
    { since: "1.6.0-alpha.0", value: "v1", source: "containerd RELEASES.md, CRI API support" },
  ]),
  tellsDriver: rows<boolean>([
    { since: "1.4", value: false, source: "containerd 1.7.34 answers Unimplemented" },
    { since: "2.0.0-alpha.0", value: true, source: "containerd internal/cri/server/runtime_config_linux.go" },
  ]),
  /** Whether Status of CRI, asked verbosely, has the sandbox image in its configuration. */
  tellsSandboxImage: rows<boolean>([
    { since: "1.4", value: true, source: "containerd 1.7.34 pkg/cri/config/config.go, PluginConfig.SandboxImage" },
    { since: "2.0.0-alpha.0", value: false, source: "containerd 2.0.0 internal/cri/config/config.go, ImageConfig" },
  ]),
  /** The CRI plugin: one with everything, or runtime, images and server apart. */
  criPlugins: rows<"one" | "apart">([
    { since: "1.4", value: "one", source: "containerd 1.7.34 pkg/cri/cri.go" },
    { since: "2.0.0-alpha.0", value: "apart", source: "containerd 2.0.11 plugins/cri" },
  ]),
  /**
   * The shims before runc.v2, with what only they read: systemd_cgroup, no_pivot, runtime_engine, the tables
   * default_runtime and untrusted_workload_runtime.
   */
  runsLegacyShims: rows<boolean>([
    { since: "1.4", value: true, source: "containerd 1.7.34 pkg/cri/config/config.go, ValidatePluginConfig" },
    { since: "2.0.0-alpha.0", value: false, source: "containerd RELEASES.md, Deprecated features" },
  ]),
  /** Whether the schema that counts before any file is read is the newest, or none. */
  startsAtNewestSchema: rows<boolean>([
    { since: "1.4", value: false, source: "containerd 1.7.34 services/server/config/config.go" },
    { since: "2.0.0-alpha.0", value: true, source: "containerd 2.0.11 cmd/containerd/server/config/config.go" },
  ]),
  /** Whether names of tables below plugins are checked like the ids in lists. */
  checksPluginTables: rows<boolean>([
    { since: "1.4", value: true, source: "containerd 1.7.34 services/server/config/config.go, ValidateV2" },
    { since: "2.0.0-alpha.0", value: false, source: "containerd 2.0.11 config.go, ValidateVersion" },
  ]),
  /** Which of several spellings of an option's key counts where any is accepted. */
  optionSpelling: rows<"exact-first" | "last-in-byte-order">([
    { since: "1.4", value: "exact-first", source: "containerd 1.4.13 with BurntSushi/toml" },
    {
      since: "2.0.0-alpha.0",
      value: "last-in-byte-order",
      source: "containerd 2.1.9: options are written and read again",
    },
  ]),
  /** Durations and the pair of privileged_without_host_devices keys are judged when CRI starts. */
  checksDurationsAndDevices: rows<boolean>([
    { since: "1.4", value: false, source: "containerd 1.6.20 pkg/cri/config/config.go, ValidatePluginConfig" },
    { since: "1.7.0-alpha.0", value: true, source: "containerd 1.7.34 pkg/cri/config/config.go, ValidatePluginConfig" },
  ]),
  checksIoType: rows<boolean>([
    { since: "1.4", value: false, source: "containerd 1.7.34 pkg/cri/config/config.go" },
    { since: "2.0.0-alpha.0", value: true, source: "containerd 2.0.11 internal/cri/config/config.go" },
  ]),
  /** TLS of a registry beside a config_path stops CRI. */
  refusesTlsBesidePath: rows<boolean>([
    { since: "1.4", value: false, source: "containerd 1.4.13 has no config_path" },
    { since: "1.5", value: true, source: "containerd 1.7.34 pkg/cri/config/config.go" },
    { since: "2.0.0-alpha.0", value: false, source: "containerd 2.0.11 internal/cri/config/config.go" },
  ]),
  /** proxy_plugins: exports and capabilities beside type, address and platform. */
  proxiesHaveExports: rows<boolean>([
    { since: "1.4", value: false, source: "containerd 1.6.20 starts with exports = 'a'" },
    { since: "1.7.0-alpha.0", value: true, source: "containerd 1.7.24 exits with exports = 'a'" },
  ]),
  /** What a proxy plugin may be; anything else is a panic. */
  proxyTypes: rows<string>([
    { since: "1.4", value: "snapshot content", source: "containerd 1.6.20 exits with type = 'diff'" },
    { since: "1.7.0-alpha.0", value: "snapshot content diff", source: "containerd 1.7.24 exits with type = 'sandbox'" },
    { since: "2.0.0-alpha.0", value: "snapshot content diff sandbox", source: "containerd 2.1.9, 2.4.2 start with it" },
  ]),
  /** enable_cdi where no file says: there is no such key, off, or on. */
  cdi: rows<"none" | "off" | "on">([
    { since: "1.4", value: "none", source: "config default of 1.6.20" },
    { since: "1.7.0-alpha.0", value: "off", source: "config default of 1.7.24" },
    { since: "2.0.0-alpha.0", value: "on", source: "config default of 2.0.11" },
  ]),
  /** The differ erofs. */
  hasErofsDiffer: rows<boolean>([
    { since: "1.4", value: false, source: "ctr plugins ls of 1.7.24" },
    { since: "2.1.0-alpha.0", value: true, source: "ctr plugins ls of 2.1.9" },
  ]),
  /** debug.format. */
  choosesLogFormat: rows<boolean>([
    { since: "1.4", value: false, source: "config default of 1.4.13" },
    { since: "1.5", value: true, source: "containerd 1.6.20: unknown log format" },
  ]),
  /** debug.log_trace_id. */
  logsTraceIds: rows<boolean>([
    { since: "1.4", value: false, source: "containerd 2.2.9 starts with log_trace_id = 'a'" },
    { since: "2.3.0-alpha.0", value: true, source: "containerd 2.3.7 exits with log_trace_id = 'a'" },
  ]),
  /** A whole number where one with a fraction is expected. */
  takesWholeForFloat: rows<boolean>([
    { since: "1.4", value: false, source: "containerd 1.6.20, 1.7.24: Can't convert 1(int64) to float64" },
    { since: "2.0.0-alpha.0", value: true, source: "containerd 2.1.9, 2.2.9, 2.3.7, 2.4.2 start" },
  ]),
  /** A bare number as a duration, one table for a list of tables: as the TOML library of the build is. */
  takesNumberForDuration: rows<boolean>([
    { since: "1.4", value: false, source: "containerd 1.6.20, 1.7.24: missing unit in duration" },
    { since: "2.0.0-alpha.0", value: true, source: "containerd 2.1.9 starts" },
    { since: "2.2.0-alpha.0", value: false, source: "containerd 2.2.9, 2.3.7: missing unit in duration" },
    { since: "2.4.0-alpha.0", value: true, source: "containerd 2.4.2 starts" },
  ]),
  /** Whether its own unit says LimitNOFILE. */
  unitSetsOpenFiles: rows<boolean>([
    { since: "1.4", value: true, source: "containerd 1.7.34 containerd.service: LimitNOFILE=infinity" },
    { since: "2.0", value: false, source: "containerd 2.3.4 containerd.service; moby issue 51485" },
  ]),
  /** The address of the socket: a table at the top, or a plugin's. */
  addressIn: rows<"grpc-table" | "grpc-plugin">([
    { since: "1.4", value: "grpc-table", source: "containerd 2.2.7 cmd/containerd/server/config/config.go" },
    { since: "2.3.0-alpha.0", value: "grpc-plugin", source: "containerd 2.3.4 config.go, serviceMigrate" },
  ]),
  /** Built-in options of runc as `config dump` prints them: not at all (1.4), without SystemdCgroup, or with it. */
  builtInOptions: rows<"hidden" | "without" | "with">([
    { since: "1.4", value: "hidden", source: "containerd 1.4.13 config dump" },
    { since: "1.5", value: "with", source: "containerd 1.6.20 config default" },
    { since: "2.0.0-alpha.0", value: "without", source: "containerd 2.0.0 internal/cri/config/config_unix.go" },
    { since: "2.0.7", value: "with", source: "containerd commit f13f8c431" },
    { since: "2.1.0-alpha.0", value: "without", source: "containerd 2.1.4 config default" },
    { since: "2.1.5", value: "with", source: "containerd commit f13f8c431" },
  ]),
  sandboxImage: rows<string>([
    { since: "1.4", value: "k8s.gcr.io/pause:3.2", source: "containerd 1.4.13 config default" },
    { since: "1.5", value: "k8s.gcr.io/pause:3.5", source: "containerd 1.5.0 pkg/cri/config/config_unix.go" },
    { since: "1.5.14", value: "registry.k8s.io/pause:3.5", source: "containerd 1.5.14 pkg/cri/config/config_unix.go" },
    { since: "1.6.0-alpha.0", value: "k8s.gcr.io/pause:3.6", source: "containerd 1.6.0 pkg/cri/config/config_unix.go" },
    { since: "1.6.9", value: "registry.k8s.io/pause:3.6", source: "containerd 1.6.20 config default" },
    { since: "1.7.0-alpha.0", value: "registry.k8s.io/pause:3.8", source: "containerd 1.7.24 config default" },
    { since: "2.0.0-alpha.0", value: "registry.k8s.io/pause:3.10", source: "containerd 2.1.9 config default" },
    { since: "2.2.0-alpha.0", value: "registry.k8s.io/pause:3.10.1", source: "containerd 2.2.7 config default" },
    { since: "2.3.0-alpha.0", value: "registry.k8s.io/pause:3.10.2", source: "containerd 2.3.4 config default" },
  ]),
  /** Whether inline registry mirrors stop CRI: never, beside a config_path, or always (its built-in value collides). */
  mirrorsStopCri: rows<"never" | "beside-config-path" | "always">([
    { since: "1.4", value: "never", source: "containerd 1.4.13 has no config_path" },
    { since: "1.5", value: "beside-config-path", source: "containerd 1.6.20 pkg/cri/config/config.go" },
    { since: "2.2.0", value: "always", source: "containerd issue 12612" },
    { since: "2.2.2", value: "beside-config-path", source: "containerd 2.2.7 plugins/cri/images/plugin.go" },
  ]),
  /** registry.config_path where no file names it, and nothing else about registries is set. Linux. */
  registryPath: rows<string>([
    { since: "1.4", value: "", source: "containerd 1.7.24 config default" },
    {
      since: "2.2.0-alpha.0",
      value: "/etc/containerd/certs.d:/etc/docker/certs.d",
      source: "containerd 2.2.7 plugins/cri/images/plugin.go",
    },
  ]),
  /**
   * Whether a pull over CRI takes registry.config_path for a list of directories. The transfer service takes it for one,
   * whose name has a colon in it, and so finds no hosts.toml at all.
   */
  splitsRegistryPath: rows<boolean>([
    { since: "1.4", value: true, source: "containerd 1.7.24 pkg/cri/sbserver/image_pull.go, registryHosts" },
    {
      since: "2.1.0-alpha.0",
      value: false,
      source: "containerd 2.2.9, 2.3.7, 2.4.2 internal/cri/server/images/image_pull.go, registry.WithHostDir",
    },
  ]),
  /** Whether the release reads registry.config_path at all. */
  readsRegistryPath: rows<boolean>([
    { since: "1.4", value: false, source: "containerd 1.4.13 config default" },
    { since: "1.5", value: true, source: "containerd docs/hosts.md" },
  ]),
  /** A hosts.toml without a [host] table is dropped, its `server` with it. */
  needsHostTable: rows<boolean>([
    { since: "1.4", value: true, source: "containerd 1.6.20, 1.7.24: invalid `host` tree" },
    { since: "2.0.0-alpha.0", value: false, source: "containerd 2.1.9, 2.4.2: the server is asked" },
  ]),
  /** hosts.toml: dial_timeout, and a wrong one drops the file. */
  readsDialTimeout: rows<boolean>([
    { since: "1.4", value: false, source: "containerd 1.6.20, 1.7.24: any text passes" },
    { since: "2.1.0-alpha.0", value: true, source: "containerd 2.1.9: unknown unit in duration" },
  ]),
  /** cni: a list bin_dirs beside bin_dir, and both at once stop CRI. */
  hasBinDirs: rows<boolean>([
    { since: "1.4", value: false, source: "containerd 2.0.11 internal/cri/config/config.go" },
    { since: "2.1.0-alpha.0", value: true, source: "containerd 2.1.9: CRI absent with both" },
  ]),
  /** cni: bin_dir is a key of the schema in force; where it is not, only the migration of an older file knows it. */
  readsBinDir: rows<boolean>([
    { since: "1.4", value: true, source: "containerd 2.3.7 internal/cri/config/config.go: deprecated" },
    { since: "2.4.0-alpha.0", value: false, source: "containerd 2.4.2 internal/cri/config/config.go, CniConfig" },
  ]),
  /** Whether `config dump` shows old tables as they stand instead of what they become. */
  dumpsUnmigrated: rows<boolean>([
    { since: "1.4", value: false, source: "containerd 1.x has nothing to migrate" },
    { since: "2.0.0-alpha.0", value: true, source: "containerd issue 11600" },
    { since: "2.0.6", value: false, source: "containerd 2.0.6 release notes" },
  ]),
}

/** The releases in whose tables that is so, for those who go there from an older one. */
export const newerDropInsRefused = { from: "2.3.0", to: "2.3.4" } as const

/** The first series that reads a schema: "2.3". */
export function firstToRead(schema: Schema): string {
  const row = tables.maxSchema.find(({ value }) => value >= schema)
  return (row?.since ?? newestRelease).split(".").slice(0, 2).join(".")
}

/** Everything the tables say about one release. */
export type Release = Known<typeof tables> & {
  readonly version: Version
  /** The release is newer than the last row; it is read like that row. */
  readonly isNewerThanTables: boolean
  /** What its build for this platform has built in. */
  readonly platform: Platform
}

/** What is known of a release; undefined for one older than the tables, or a text without a version. */
export function releaseOf(version: string, platformId: PlatformId = "linux"): Release | undefined {
  const key = `${platformId} ${version}`
  if (!releases.has(key)) {
    if (releases.size >= mostReleases) releases.clear()
    releases.set(key, readTables(version, platformId))
  }
  return releases.get(key)
}

/** What was read from the tables before: every judge asks for the release of the node. */
const releases = new Map<string, Release | undefined>()
const mostReleases = 32

function readTables(version: string, platformId: PlatformId): Release | undefined {
  const parsed = parseVersion(version)
  if (parsed === undefined || !isAtLeast(parsed, oldestRelease)) return undefined
  const newest = parseVersion(newestRelease)
  const platform = platforms[platformId]
  const known = lookUpAll(tables, parsed)
  return {
    ...known,
    ...(platform.fillsRegistryPath
      ? {}
      : {
          registryPath: "",
          mirrorsStopCri: known.mirrorsStopCri === "always" ? "beside-config-path" : known.mirrorsStopCri,
        }),
    version: parsed,
    isNewerThanTables:
      newest !== undefined && compareVersions({ major: parsed.major, minor: parsed.minor, text: "" }, newest) > 0,
    platform,
  }
}
