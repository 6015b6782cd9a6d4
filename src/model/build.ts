// What this program was built from, for `criadm version` and for bug reports. The build writes the values in as the
// constant CRIADM_BUILD (scripts/release/compile.ts); run from source there is no such constant and every value says so.

/**
 * static: the launcher with its own C library. glibc, musl: an ordinary executable that needs the node's C library.
 * windows: an executable for Windows. source: run by Bun from the source tree, not built.
 */
export type BuildForm = "static" | "glibc" | "musl" | "windows" | "source"

/** Where a program comes from and what it runs on. */
export interface BuildInfo {
  /** Of package.json, such as "0.1.0". */
  readonly version: string
  /** Git commit in full; "-dirty" follows when the tree had changes; "unknown" outside a git checkout. */
  readonly commit: string
  /** Operating system and architecture: "linux-x64", "linux-arm64", "windows-x64". */
  readonly target: string
  /** Version of the Bun inside, such as "1.4.5". */
  readonly bun: string
  readonly form: BuildForm
  /** Who signs releases, in the format of ssh-keygen's allowed_signers; empty: nobody is known. */
  readonly signers: string
}

declare const CRIADM_BUILD: BuildInfo | undefined

/** The build that is running. */
export const build: BuildInfo =
  typeof CRIADM_BUILD === "undefined"
    ? { version: "source", commit: "unknown", target: "source", bun: "unknown", form: "source", signers: "" }
    : CRIADM_BUILD
