import type { ArchiveTrouble } from "../facts/image-archive.ts"
import type { ArchiveProblem, FetchProblem } from "../install/archives.ts"
import type { BundleProblem } from "../install/bundle.ts"
import type { ImageSystem } from "../install/packages.ts"
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
  /** Release archives. `architecture`: as uname -m says it. */
  "no-archives-for": { architecture: string }
  "no-archives-of": { runtime: string }
  "no-service-file-for": { initSystem: string }
  /** `newest`: of the runtime in the table of checksums, which is of the month `tableOf`. */
  "no-tested-set": { runtime: string; kubernetes: string; newest: string; tableOf: string }
  /** `file`: the name by which a list of checksums must call it. */
  "checksum-unknown": { project: string; version: string; file: string; newest: string; tableOf: string }
  "checksums-broken": { file: string; why: "form" | "unknown-name" | "twice" }
  /** `detail`: an errno name, a status or a URL, as `why` has it. */
  "archive-not-fetched": { url: string; why: FetchProblem; detail: string }
  /** `url`: where it came from. */
  "archive-differs": { url: string; expected: string; found: string }
  /** `member` empty: the archive as a whole. */
  "archive-refused": { archive: string; why: ArchiveProblem; member: string }
  /** Something is there already where a file of an archive would go. */
  /** `file`: of the bundle. */
  "bundle-broken": { path: string; why: BundleProblem; file: string }
  /** `file`: of the bundle. `has`, `node`: an architecture, or a kind of system. */
  "bundle-for-another": { path: string; what: "architecture" | "system"; has: string; node: string; file: string }
  /** `detail`: what was asked and how it went, a digest, an architecture. */
  "image-not-pulled": {
    image: string
    why: "not-a-reference" | "not-fetched" | "differs" | "no-such-architecture" | "not-understood"
    detail: string
  }
  "bundle-place-taken": { path: string }
  /** `package`: that which has the keys, where those are what is lacking. */
  "bundle-without-packages": {
    system: string
    why: "system" | "apt" | "keyring"
    package: string
    hasArchives: boolean
  }
  "bundle-not-written": { path: string; errno: string }
  "bundle-system-unknown": { os: string }
  "archive-place-taken": { path: string; runtime: string }
  /** What was planned to be placed cannot be found, or is another by now. */
  "tree-not-placed": { path: string }
  "service-not-enabled": { service: string }
  "labels-not-set": { command: string }
  "nothing-installed": NoArguments
  "release-needs-install": { release: string }
  /** `installed`: the release that is on the node. */
  "another-release-there": { runtime: string; installed: string; release: string }
  /** `installed`: the newer release, which criadm placed. */
  "older-release-asked": { runtime: string; installed: string; release: string }
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
  "companion-is-missing": NoArguments
  "started-once": NoArguments
  /** Another one, which criadm placed, gives way. */
  "release-asked": { release: string }
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
  /** `path`: what shows that the node has it. */
  "companion-there": { project: string; path: string }
  /** `isPackaged`: a distribution may mend it for longer. */
  "release-supported": { runtime: string; release: string; until: string; isOver: boolean; isPackaged: boolean }
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
  "bundle-archives-instead": { system: string; why: "system" | "apt" | "keyring"; package: string }
  "bundle-made": { path: string; runtime: string; release: string; kubernetes: string; arch: string }
  "bundle-whole": { path: string; runtime: string; release: string; kubernetes: string; arch: string }
  "bundle-use": NoArguments
  "bundle-use-without-criadm": NoArguments
  "plan-tree": { source: string; count: number; size: string }
  "plan-archive": { project: string; version: string; url: string }
  "plan-tree-places": { directories: readonly string[]; files: number }
  "plan-remove-tree": { projects: readonly string[] }
  "plan-tree-kept": { files: readonly string[] }
  "plan-exchange": { source: string; count: number; size: string }
  /** `before`: empty where the project is new here. */
  "plan-exchanged": { project: string; version: string; url: string; before: string }
  "plan-exchange-gone": { files: readonly string[] }
  "plan-exchange-kept": { directory: string }
  "step-exchange": { releases: readonly string[] }
  "step-tree": { projects: readonly string[] }
  "step-remove-tree": { projects: readonly string[] }
  "step-packages": { packages: readonly string[] }
  "step-remove-packages": { packages: readonly string[] }
}
