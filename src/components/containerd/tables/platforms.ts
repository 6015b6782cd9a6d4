// What differs between containerd's builds for Linux and for Windows: where things are and what is built in. A build is
// a row; paths are those of the node's tree, so that C:\Program Files is /Program Files below the root.
import { holds, type Range } from "../../../model/since.ts"
import type { Version } from "../../../model/version.ts"

export type PlatformId = "linux" | "windows"

/** A name that is built in from one release on, or up to another. */
interface BuiltIn extends Range {
  readonly name: string
  readonly source?: string
}

export interface Platform {
  readonly id: PlatformId
  readonly configPath: string
  /** Where the program is, as packages, the upstream archive and image builders put it. */
  readonly programs: readonly string[]
  /** The socket or pipe on which CRI is served, as `address` gives it. */
  readonly address: string
  readonly root: string
  readonly state: string
  readonly defaultHandler: string
  /** Runtime type of the built-in handlers. */
  readonly handlerType: string
  readonly handlers: readonly BuiltIn[]
  readonly snapshotter: string
  readonly snapshotters: readonly BuiltIn[]
  /** Where criadm puts hosts.toml files when config_path names no directory, as config_path has it. */
  readonly hostsDirectory: string
  /** Separates the directories of config_path (Go's filepath.SplitList). */
  readonly listSeparator: ":" | ";"
  /** Whether an empty config_path is filled in at run time, by releases that do: only on Unix. */
  readonly fillsRegistryPath: boolean
  /** Directories of CNI plugins and of CNI configuration. */
  readonly cni: { readonly binDir: string; readonly confDir: string }
  /** Whether there are cgroups, and so a cgroup driver. */
  readonly hasCgroups: boolean
}

const linux: Platform = {
  id: "linux",
  configPath: "/etc/containerd/config.toml",
  programs: ["/usr/bin", "/usr/local/bin", "/usr/sbin", "/usr/local/sbin"].map((at) => `${at}/containerd`),
  // containerd 1.7.34 and 2.3.4 defaults/defaults_unix.go.
  address: "/run/containerd/containerd.sock",
  root: "/var/lib/containerd",
  state: "/run/containerd",
  defaultHandler: "runc",
  handlerType: "io.containerd.runc.v2",
  handlers: [{ name: "runc", since: "1.4" }],
  snapshotter: "overlayfs",
  snapshotters: [
    { name: "overlayfs", since: "1.4" },
    { name: "native", since: "1.4" },
    { name: "btrfs", since: "1.4" },
    { name: "zfs", since: "1.4" },
    { name: "devmapper", since: "1.4" },
    { name: "aufs", since: "1.4", until: "2.0.0-alpha.0", source: "containerd 2.0 release notes" },
    { name: "blockfile", since: "1.7.0-alpha.0", source: "containerd 1.7 release notes" },
    { name: "erofs", since: "2.1.0-alpha.0", source: "containerd 2.1 release notes" },
  ],
  // containerd docs/hosts.md and docs/cri/registry.md.
  hostsDirectory: "/etc/containerd/certs.d",
  listSeparator: ":",
  fillsRegistryPath: true,
  cni: { binDir: "/opt/cni/bin", confDir: "/etc/cni/net.d" },
  hasCgroups: true,
}

const windows: Platform = {
  id: "windows",
  // containerd 2.3.4 defaults/defaults_windows.go: %ProgramFiles%\containerd, %ProgramData%\containerd.
  configPath: "/Program Files/containerd/config.toml",
  programs: ["/Program Files/containerd/containerd.exe", "/Program Files/containerd/bin/containerd.exe"],
  address: "\\\\.\\pipe\\containerd-containerd",
  root: "C:\\ProgramData\\containerd\\root",
  state: "C:\\ProgramData\\containerd\\state",
  // containerd 1.6.39 and 2.3.4 cri/config/config_windows.go.
  defaultHandler: "runhcs-wcow-process",
  handlerType: "io.containerd.runhcs.v1",
  handlers: [
    { name: "runhcs-wcow-process", since: "1.4" },
    { name: "runhcs-wcow-hypervisor", since: "1.7.0-alpha.0", source: "containerd PR 6901" },
  ],
  snapshotter: "windows",
  snapshotters: [
    { name: "windows", since: "1.4" },
    { name: "windows-lcow", since: "1.4" },
    { name: "cimfs", since: "2.0.0-alpha.0", source: "containerd PR 8807" },
    { name: "blockcim", since: "2.2.0-alpha.0", source: "containerd PR 12050" },
  ],
  hostsDirectory: "C:\\Program Files\\containerd\\certs.d",
  listSeparator: ";",
  fillsRegistryPath: false,
  cni: { binDir: "C:\\Program Files\\containerd\\cni\\bin", confDir: "C:\\Program Files\\containerd\\cni\\conf" },
  hasCgroups: false,
}

export const platforms: Readonly<Record<PlatformId, Platform>> = { linux, windows }

/** The names of the built-in runtime handlers. */
export function builtInHandlers(platform: Platform, version: Version): readonly string[] {
  return platform.handlers.filter((one) => holds(one, version)).map(({ name }) => name)
}

/** Others are proxy plugins. Whether a built-in one works on this node is not known from files. */
export function hasBuiltInSnapshotter(platform: Platform, version: Version, name: string): boolean {
  return platform.snapshotters.some((one) => one.name === name && holds(one, version))
}

/**
 * A path as it is written in a file of containerd, as a path of the node's tree: C: is the tree, backslashes separate.
 * What lies on another drive is not in the tree.
 */
export function treePath(platform: Platform, written: string): string {
  if (platform.id === "linux") return written
  return written.replaceAll("\\", "/").replace(/^c:(?=\/)/i, "")
}

/** The same the other way round, as a person on the node would write it. */
export function writtenPath(platform: Platform, path: string): string {
  return platform.id === "linux" ? path : `C:${path.replaceAll("/", "\\")}`
}

/** `npipe:////./pipe/containerd-containerd`, or `unix:///run/containerd/containerd.sock`. */
export function endpointAt(platform: Platform, address: string): string {
  return platform.id === "linux" ? `unix://${address}` : `npipe://${address.replaceAll("\\", "/")}`
}

/**
 * The path under the names that the tree really has: Windows does not mind their case, and a second directory that
 * differs only in case could not be brought back. Names that are not there stay as they are.
 */
export function inTreeCase(
  platform: Platform,
  path: string,
  list: (directory: string) => readonly string[] | undefined,
): string {
  if (platform.id === "linux") return path
  let at = ""
  for (const name of path.split("/").filter((part) => part !== "")) {
    const names = list(at === "" ? "/" : at) ?? []
    const own = names.includes(name) ? name : names.find((one) => one.toLowerCase() === name.toLowerCase())
    at = `${at}/${own ?? name}`
  }
  return at
}

/** The same by directories that were seen in the tree, for what is decided without looking again. */
export function inSeenCase(platform: Platform, path: string, seen: readonly string[]): string {
  if (platform.id === "linux") return path
  const isAbove = (directory: string) => `${path}/`.toLowerCase().startsWith(`${directory}/`.toLowerCase())
  const above = seen.filter(isAbove).toSorted((a, b) => b.length - a.length)[0]
  return above === undefined ? path : above + path.slice(above.length)
}
