// Release archives of a project: what they are, where they come from, and where what is in them goes on a node.

/** As the projects name them in their archives. */
export const architectures = ["amd64", "arm64"] as const
export type Architecture = (typeof architectures)[number]

/** Of what uname -m says; undefined: criadm knows no archives for it. */
export function architectureOf(machine: string): Architecture | undefined {
  const names: Readonly<Record<string, Architecture>> = { x86_64: "amd64", aarch64: "arm64" }
  return names[machine]
}

/** Why an archive is not unpacked. "outside": it has a path that leaves it. */
export type ArchiveProblem =
  | "not-tar"
  | "cut-off"
  | "absolute"
  | "outside"
  | "link"
  | "device"
  | "sparse"
  | "twice"
  | "too-large"
  | "too-many"
  | "no-space"
  | "input-output"
  /** Not even what it should hold is in it. */
  | "not-there"
  /** A program in it is of another processor. */
  | "other-processor"

/** Why something could not be fetched over HTTPS. */
export type FetchProblem =
  | "unreachable"
  /** It comes no more, or not fast enough. */
  | "stalled"
  /** Whoever answers has no certificate that is trusted here. */
  | "untrusted"
  /** The proxy refuses or does not answer. */
  | "proxy"
  /** Answered with a status other than success. */
  | "status"
  /** Sent on to something that is not HTTPS. */
  | "insecure"
  | "redirects"
  | "too-large"
  | "not-written"

/** Where a member of an archive goes. */
export interface Placement {
  /** Its name in the archive; with "/" at the end all that lies in that directory; "" all of the archive. */
  readonly from: string
  /** Absolute; with "/" at the end a directory. */
  readonly to: string
}

export interface ReleaseArchive {
  /** "containerd". */
  readonly project: string
  readonly version: string
  /** Without a mirror. */
  readonly url: string
  /** Lower-case hex. */
  readonly sha256: string
  /** "program": the file is the program itself. */
  readonly form: "tar" | "program"
  readonly places: readonly Placement[]
  /** "glibc": systems with GNU's C library; absent: any. */
  readonly runsOn?: "glibc"
}
