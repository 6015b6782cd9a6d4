import type { ArchiveTrouble } from "../facts/image-archive.ts"
import type { ImageSystem } from "../packages.ts"
import type { NoArguments } from "./none.ts"

/** What can stand in the way of installing a runtime, and of taking it back. */
export interface InstallFaults {
  /** `runtime` empty: none was asked for. `os`: as the node names itself. */
  "install-not-known": { runtime: string; os: string }
  "install-needs-live-node": NoArguments
  "another-runtime-there": { runtime: string; installed: string }
  /** `manager` empty: the node has none that criadm works with. */
  "no-package-manager": { manager: string }
  /** /usr is not a package manager's; `path` shows it. */
  "system-is-image": { path: string; system: ImageSystem }
  /** `kubernetes` empty: whichever. `isPlanned`: by a Kubernetes that is not out yet. `elsewhere`: a page. */
  "release-too-old": {
    runtime: string
    version: string
    needed: string
    kubernetes: string
    isPlanned: boolean
    elsewhere: string
  }
  "nothing-installed": NoArguments
  "release-needs-install": { release: string }
  /** `installed`: the release that is on the node. */
  "another-release-there": { runtime: string; installed: string; release: string }
  "release-not-offered": { runtime: string; release: string; offered: readonly string[] }
  /** `command`: what refreshes the lists. */
  /** `elsewhere`: a page that says where else it comes from; empty: none is known. */
  "packages-not-offered": { packages: readonly string[]; command: string; elsewhere: string }
  "packages-unsolvable": { packages: readonly string[] }
  "packages-would-remove": { packages: readonly string[]; removed: readonly string[] }
  /** `upgraded`: each with the version that is there. */
  "packages-would-upgrade": { packages: readonly string[]; upgraded: readonly string[]; command: string }
  "packages-held": { packages: readonly string[]; command: string }
  "packages-not-fetched": { packages: readonly string[] }
  /** Another package manager is at work. */
  "packages-locked": { pid: number; program: string }
  /** What the package manager would do now is not what was planned. */
  "packages-moved": { packages: readonly string[] }
  "packages-not-installed": { packages: readonly string[] }
  "packages-not-removed": { packages: readonly string[] }
  /** `most`: in bytes. */
  "image-archive-unusable": { file: string; why: ArchiveTrouble; most: number }
  /** `found`: what the archive's images are for. */
  "image-archive-architecture": { file: string; found: readonly string[]; architecture: string }
  "image-archive-layout": { file: string; runtime: string; needed: string }
  "image-archive-needs-live-node": NoArguments
  "image-not-in-archive": { file: string; image: string; found: readonly string[] }
  /** Another image is there by that name; both IDs. */
  "image-differs": { file: string; image: string; there: string; inFile: string }
  "image-not-imported": { file: string; image: string }
  "image-not-removed": { image: string }
  "pods-would-end": { pods: readonly string[]; packages: readonly string[] }
}

export interface InstallReasons {
  "runtime-is-missing": NoArguments
  "started-once": NoArguments
  "release-below-recommended": {
    runtime: string
    release: string
    kubernetes: string
    recommended: readonly string[]
  }
  /** Why the sandbox image is this one; why an image is imported. */
  "in-image-archive": { image: string; file: string }
  "image-from-archive": { file: string }
  /** The runtime does not run. */
  "image-imported-later": { image: string; command: string }
  /** `id` empty: it has no such image. */
  "observed-imported-image": { image: string; id: string }
  "release-supported": { runtime: string; release: string; until: string; isOver: boolean }
}

export interface InstallLines {
  /** Where an uninstalled runtime keeps images and containers. */
  "data-left": { directories: readonly string[] }
  "plan-packages": { manager: string; count: number; size: string }
  "plan-package": { name: string; version: string; origin: string }
  "plan-remove-packages": { packages: readonly string[] }
  "plan-starts": { services: readonly string[] }
  "plan-against-package": { path: string }
  "step-image": { image: string }
  "step-remove-image": { image: string }
  "expect-image": { component: string; image: string }
  "step-packages": { packages: readonly string[] }
  "step-remove-packages": { packages: readonly string[] }
}
