// Where each setting lives, by schema: one row per generation of names. Quoting in the file is the editor's matter.
import type { KeyPath } from "../../../documents/document.ts"
import { criImagesId, criRuntimeId, criServerId, grpcServerId, shortName } from "./plugin-ids.ts"
import type { Release, Schema } from "./releases.ts"

export interface Layout {
  /** The table with default_runtime_name and runtimes in it. */
  readonly containerd: KeyPath
  readonly sandboxImage: KeyPath
  readonly registry: KeyPath
  readonly snapshotter: KeyPath
  /** Address of containerd's own socket, on which CRI is served. */
  readonly address: KeyPath
}

const onePlugin = (name: string): Omit<Layout, "address"> => ({
  containerd: ["plugins", name, "containerd"],
  sandboxImage: ["plugins", name, "sandbox_image"],
  registry: ["plugins", name, "registry"],
  snapshotter: ["plugins", name, "containerd", "snapshotter"],
})

const apart: Omit<Layout, "address"> = {
  containerd: ["plugins", criRuntimeId, "containerd"],
  sandboxImage: ["plugins", criImagesId, "pinned_images", "sandbox"],
  registry: ["plugins", criImagesId, "registry"],
  snapshotter: ["plugins", criImagesId, "snapshotter"],
}

/** containerd docs/cri/config.md of 1.7 and 2.3; containerd 2.3.4 config.go, serviceMigrate, for the address. */
export const layouts: Readonly<Record<Schema, Layout>> = {
  1: { ...onePlugin("cri"), address: ["grpc", "address"] },
  2: { ...onePlugin(criServerId), address: ["grpc", "address"] },
  3: { ...apart, address: ["grpc", "address"] },
  4: { ...apart, address: ["plugins", grpcServerId, "address"] },
}

/** Where things belong in a file that states this `version`; 0: none, and then the names of 2 are what people mean. */
export function layoutFor(version: number): Layout {
  if (version === 1 || version === 2) return layouts[version]
  return version === 0 ? layouts[2] : layouts[version === 3 ? 3 : 4]
}

/** The name under which a plugin is read: its short one in schema 1 where CRI is one plugin, else its id. */
export function nameInForce(release: Release, schema: number, id: string): string {
  return release.criPlugins === "one" && schema === 1 ? shortName(id) : id
}

/** Runtime types whose handlers take SystemdCgroup: containerd plugins/types.go and 1.7.34 runtime/v2/runc/options. */
export const runcTypes: ReadonlySet<string> = new Set(["io.containerd.runc.v2", "io.containerd.runc.v1"])
export const runcType = "io.containerd.runc.v2"
/** The shim before runc.v2: its driver is the legacy key systemd_cgroup. Removed in 2.0. */
export const legacyLinuxType = "io.containerd.runtime.v1.linux"
/** Removed in containerd 2.0: RELEASES.md, "Deprecated features". */
export const goneTypes: ReadonlySet<string> = new Set(["io.containerd.runc.v1", legacyLinuxType])
