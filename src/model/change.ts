import type { OfferedPackage } from "./install/packages.ts"
import type { Reason } from "./message.ts"
import type { ServiceAction } from "./service.ts"

/** A file as a change sees it before or after. Null: there is none. */
export interface FileVersion {
  readonly text: string
  readonly mode: number
  readonly uid: number
  readonly gid: number
}

/** A file is replaced whole, created, or removed. Symbolic links are followed: `realPath` is what is replaced. */
export interface FileChange {
  readonly kind: "file"
  readonly component: string
  readonly path: string
  readonly realPath: string
  readonly before: FileVersion | null
  readonly after: FileVersion | null
  /** In the undoing of a removal: the copy that was kept, for the extended attributes the file had. */
  readonly attributesFrom?: string
  /** The text that a package installed by this run brings for this file: what the new text is to be compared with. */
  readonly shipped?: string
  readonly why: readonly Reason[]
}

/** A directory that does not exist yet is made; undone by removing it when it is empty. */
export interface DirectoryChange {
  readonly kind: "directory"
  readonly component: string
  readonly path: string
  readonly mode: number
  /** In the undoing of a run: it is removed when it is empty, rather than made. */
  readonly remove?: true
  readonly why: readonly Reason[]
}

/** A symbolic link where nothing is; undone by removing it. What is removed leads to `target`. */
export interface LinkChange {
  readonly kind: "link"
  readonly component: string
  readonly path: string
  readonly target: string
  /** It is removed, rather than made. */
  readonly remove?: true
  readonly why: readonly Reason[]
}

/** A value of the running kernel, for example /proc/sys/net/ipv4/ip_forward. */
export interface LiveValueChange {
  readonly kind: "live-value"
  readonly component: string
  readonly path: string
  /** Empty with `withModule`. */
  readonly before: string
  readonly after: string
  /** It comes with a module that this run loads: not there before, and left to the module where the run is undone. */
  readonly withModule?: string
  readonly why: readonly Reason[]
}

/** A swap device or file is taken out of use. Undone by taking it into use again. */
export interface SwapChange {
  readonly kind: "swap"
  readonly component: string
  readonly device: string
  /** That somebody gave it; absent: the kernel's own. */
  readonly priority?: number
  /** In the undoing of a run: it is used again. */
  readonly back?: true
  readonly why: readonly Reason[]
}

/** A module of the running kernel is loaded. Undone by taking it out again, unless something uses it by then. */
export interface ModuleChange {
  readonly kind: "module"
  readonly component: string
  readonly name: string
  /** In the undoing of a run. */
  readonly remove?: true
  readonly why: readonly Reason[]
}

/**
 * A service is restarted, reloaded, started or stopped. Undone by the same action after the files are put back; one
 * that was stopped is started.
 */
export interface ServiceChange {
  readonly kind: "service"
  readonly component: string
  readonly service: string
  readonly action: ServiceAction
  /** Whether it ran when the plan was made; a service that did not run is not started by a rollback. */
  readonly wasActive: boolean
  /** In the undoing of a run: active before, it is restarted on the files put back; not active before, it is stopped. */
  readonly back?: true
  readonly why: readonly Reason[]
}

/**
 * Packages that are not on the node are installed, exactly these; their services are held back meanwhile. Undone by
 * removing exactly these: not purged, and none that others need since.
 */
export interface PackagesChange {
  readonly kind: "packages"
  readonly component: string
  /** Id of the package manager. */
  readonly manager: string
  readonly requested: readonly string[]
  readonly packages: readonly OfferedPackage[]
  /** Directory with the archives as they were fetched. */
  readonly archives: string
  /** Services that come with them. */
  readonly services: readonly string[]
  /** The service of the runtime itself, where there is one. */
  readonly main?: string
  /** Files below /etc that come with them. */
  readonly configuration: readonly string[]
  /** Files below /etc that come with them, are there already and stay as they are. */
  readonly kept: readonly string[]
  /** Where the runtime among them serves CRI: whose pods end when it is removed. Absent: not known. */
  readonly endpoint?: string
  /** In the undoing of a run: they are removed. */
  readonly remove?: true
  readonly why: readonly Reason[]
}

/**
 * Every pod sandbox of a runtime is stopped and removed. Nothing is put back: the kubelet, once it runs, asks for the
 * pods of this node anew.
 */
export interface PodsChange {
  readonly kind: "pods"
  readonly component: string
  readonly endpoint: string
  /** NAMESPACE/NAME of those that were there when the plan was made. */
  readonly pods: readonly string[]
  readonly why: readonly Reason[]
}

/**
 * Images that one runtime has are copied into another, one archive at a time, where it does not have them. Nothing is put
 * back: an image more harms nobody.
 */
export interface CarriedImagesChange {
  readonly kind: "carried-images"
  /** Id of the runtime that gets them. */
  readonly component: string
  readonly endpoint: string
  /** The one that has them. */
  readonly from: { readonly component: string; readonly endpoint: string }
  readonly images: readonly string[]
  readonly why: readonly Reason[]
}

/** An image is imported from an archive, into a runtime that runs. Undone by removing it, where it was not there. */
export interface ImageChange {
  readonly kind: "image"
  /** Id of the runtime. */
  readonly component: string
  readonly endpoint: string
  /** "registry.k8s.io/pause:3.10". */
  readonly image: string
  /** By which CRI calls it, the digest of its configuration: "sha256:…". Empty: by another one, not known before. */
  readonly id: string
  readonly archive: string
  /** SHA-256 of the archive, lower-case hex. */
  readonly hash: string
  readonly bytes: number
  /** The runtime had the same image by another name: going back, only this name is taken away. */
  readonly hadSame: boolean
  /** In the undoing of a run: it is removed. */
  readonly remove?: true
  readonly why: readonly Reason[]
}

/** A file that was unpacked from a verified archive, as it is placed on the node. */
export interface TreeFile {
  readonly path: string
  readonly mode: number
  readonly bytes: number
  /** Lower-case hex. */
  readonly sha256: string
}

/**
 * Files of release archives are placed where none are, and what starts them is enabled. Undone by removing each that is
 * still as it was placed; what somebody has changed since stays.
 */
export interface TreeChange {
  readonly kind: "tree"
  readonly component: string
  /** "upstream", or the path of what they came in. */
  readonly source: string
  readonly archives: readonly {
    readonly project: string
    readonly version: string
    readonly url: string
    readonly bytes: number
  }[]
  /** Directory below which the files lie as they will lie on the node. */
  readonly contents: string
  readonly files: readonly TreeFile[]
  /** Directories that are made for them, outermost first. */
  readonly directories: readonly string[]
  /** The service that comes with them, by the name by which the init system is asked. */
  readonly main: string
  /** Where the runtime among them serves CRI. Absent: not known. */
  readonly endpoint?: string
  /** In the undoing of a run: they are removed. */
  readonly remove?: true
  readonly why: readonly Reason[]
}

/** A release archive that a change takes files from, or took them from. */
export interface ReleaseOf {
  readonly project: string
  readonly version: string
}

/**
 * Files that criadm placed of one release give way to those of another, while services run on. The older ones are kept,
 * so that the undoing brings them back byte for byte. Files that are the same in both are in neither list.
 */
export interface ExchangeChange {
  readonly kind: "exchange"
  readonly component: string
  /** "upstream", or the path of what they come in. */
  readonly source: string
  readonly archives: TreeChange["archives"]
  /** What was placed of the same projects before. */
  readonly was: readonly ReleaseOf[]
  /** Directory below which the new files lie as they will lie on the node. */
  readonly contents: string
  readonly files: readonly TreeFile[]
  /** Directory below which the older files are kept in the same way. */
  readonly kept: string
  readonly replaced: readonly TreeFile[]
  /** Directories that are made for the new files, outermost first. */
  readonly directories: readonly string[]
  /** In the undoing of a run: the older files come back. */
  readonly back?: true
  readonly why: readonly Reason[]
}

/** One step of a plan, reversible but for the end of pods. */
export type Change =
  | FileChange
  | DirectoryChange
  | LinkChange
  | LiveValueChange
  | ModuleChange
  | SwapChange
  | PackagesChange
  | TreeChange
  | ExchangeChange
  | PodsChange
  | CarriedImagesChange
  | ImageChange
  | ServiceChange
