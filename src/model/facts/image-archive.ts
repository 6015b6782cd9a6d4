// An image archive that is to be imported on the way, and what of it is on the node already.

/** In bytes. A pause image has less than a million; a bundle's, with a CNI's beside it, some tens. An editor's choice. */
export const mostArchiveBytes = 256 * 1024 * 1024

/** Why one is of no use. "damaged": what is named in it is not in it, or not what its digest says. */
export type ArchiveTrouble = "not-an-archive" | "too-large" | "damaged" | "no-image" | "no-name"

export interface ImportedImage {
  /** With the registry's host and a tag: "registry.k8s.io/pause:3.10". */
  readonly name: string
  /** The digest of its configuration, by which CRI calls it: "sha256:…". */
  readonly id: string
}

/** As it was read. Part of the node's facts where one is given. */
export interface ImageArchiveFacts {
  readonly path: string
  /** SHA-256 of the file, lower-case hex. */
  readonly hash: string
  readonly bytes: number
  /** "oci": only the OCI layout is in it, which a Docker Engine reads since 25.0. */
  readonly form: "docker" | "oci"
  /** Those for this node's architecture. */
  readonly images: readonly ImportedImage[]
  /** What each running runtime has, by its id: the ID it has by each of these names, and whether it has that ID by any. */
  readonly there: Readonly<Record<string, readonly PresentImage[]>>
}

export interface PresentImage {
  readonly name: string
  /** By this name; absent: it has none. */
  readonly id?: string
  /** It has the archive's image, by whatever name. */
  readonly hasSame: boolean
}
