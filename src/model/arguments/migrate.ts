// What is said of migrations: why a step cannot be taken, what each step is, what the command line prints.
import type { NoArguments } from "./none.ts"

export interface MigrateFaults {
  "image-not-carried": { image: string }
  "pods-not-listed": { endpoint: string; why: string }
  "pod-not-ended": { pod: string; why: string }
  /** Something else is asked for while a migration is under way. `step`: where it stands. */
  "migration-under-way": { migration: string; step: string }
  /** What is to be rolled back is a step of a migration. */
  "run-of-migration": { run: number; step: string }
  /** Another migration is asked for. */
  "another-migration": { migration: string; asked: string }
  "no-migration": NoArguments
  "migration-damaged": { file: string }
  "migration-needs-live-node": NoArguments
  /** The node can be changed directly. `command`: how. */
  "migration-not-joined": { command: string }
  /** The kubelet's endpoint belongs to no runtime that criadm knows; empty: not known. */
  "migration-no-runtime": { endpoint: string }
  "migration-needs-systemd": { initSystem: string }
  /** Unattended, a step of the cluster's has not been said to be done. */
  "migration-waits": { step: string; commands: readonly string[] }
  /** The same of commands for this node, which nobody has run yet. */
  "migration-waits-here": { step: string; commands: readonly string[] }
  /** What `criadm check` would fail about. `findings`: their codes. */
  "release-not-ready": { runtime: string; release: string; findings: readonly string[] }
  /** Neither criadm nor a package manager has placed it. */
  "release-source-unknown": { runtime: string; program: string; elsewhere: string }
  /** The node's package sources; `offered` may be empty. */
  "release-not-in-packages": { package: string; release: string; offered: readonly string[]; elsewhere: string }
  "release-is-older": { runtime: string; installed: string; release: string }
  /** Its files have no such schema; `runtime` empty: there is none. */
  "migration-no-schema": { runtime: string; schema: string }
  /** --to with a word that this migration does not know. */
  "migration-target": { migration: string; given: string; accepted: readonly string[] }
  /** Of --kubelet-configmap. */
  "configmap-not-understood": { file: string }
  "configmap-differs": { file: string; found: string; wanted: string; command: string }
  /** What the node shows, where a step needs or promises something else. */
  "node-shows-service": { service: string; found: string; wanted: "active" | "inactive" }
  "node-shows-pods": { pods: readonly string[]; node: string }
  /** `found` empty: it does not tell. */
  "node-shows-driver": { endpoint: string; found: string; wanted: string }
  "node-not-healthy": { url: string }
  /** `found` empty: it does not tell. */
  "node-shows-release": { endpoint: string; found: string; wanted: string }
  "no-pod-yet": { endpoint: string }
  "pod-lies-elsewhere": { pod: string; cgroup: string; driver: string }
}

export interface MigrateReasons {
  /** Steps. */
  "migrate-cluster-driver": { driver: string }
  "migrate-control-plane": { node: string }
  "migrate-drain": { node: string }
  "migrate-stop-kubelet": { service: string }
  "migrate-end-pods": { runtime: string; driver: string }
  "migrate-switch-driver": { runtime: string; driver: string }
  "migrate-start-kubelet": { service: string }
  "migrate-remove-cgroups": { driver: string }
  "migrate-switch-runtime": { from: string; to: string }
  "migrate-carry-images": { from: string; to: string }
  "migrate-socket-annotation": { node: string; endpoint: string }
  "migrate-old-runtime": { runtime: string }
  "migrate-rewrite-files": { runtime: string; schema: string }
  "migrate-uncordon": { node: string }
  /** `isThrough`: pods run on meanwhile. */
  "migrate-release": { runtime: string; from: string; to: string; isThrough: boolean }
  /** By a person. `manager`: of packages. */
  "migrate-packages": { runtime: string; from: string; to: string; manager: string }
  "migrate-schema-later": { runtime: string; release: string; schema: string }
  /** Notes. */
  "migrate-pods-ended-by-us": NoArguments
  /** Nothing on a node writes images of the old runtime into archives, or reads them into the new one. */
  "migrate-images-pulled": { from: string; to: string }
  /** `images`: names without tag or digest. */
  "migrate-images-by-digest": { from: string; to: string; images: readonly string[] }
  "migrate-logs-move": NoArguments
  "migrate-kubelet-follows": { runtime: string }
  "migrate-cgroups-in-use": { paths: readonly string[] }
  /** Its project does not promise that pods run through. */
  "migrate-pods-cannot-stay": { runtime: string; from: string; to: string }
  "migrate-shims-stay": { runtime: string }
  "migrate-way-back-ends-pods": { runtime: string }
  /** `limit`: the soft one that containers get then. */
  "migrate-open-files": { runtime: string; release: string; limit: number }
  "migrate-pods-ran-through": { pods: number }
  "migrate-pods-ended": { pods: readonly string[] }
}

export interface MigrateLines {
  "plan-end-pods": { pods: readonly string[] }
  "plan-carry-images": { from: string; images: readonly string[] }
  "step-carry-images": { images: number }
  "step-end-pods": { pods: number }
  "migration-heading": { migration: string; to: string; node: string; steps: number }
  "migration-step": { number: number; steps: number; what: string; isBack: boolean }
  "migration-row": { number: number; what: string; state: "done" | "next" | "open" | "cluster" }
  "migration-elsewhere": NoArguments
  "migration-here": NoArguments
  "migration-say-done": { step: string }
  /** What this node cannot show of the cluster. "word": all of it; "rest": but for its pods; "told": and nobody waits. */
  "migration-not-seen": { isTaken: "word" | "rest" | "told" }
  /** Of commands for this node, in place of the former. */
  "migration-look-again": NoArguments
  /** Above the findings. */
  "migration-ready": { findings: number }
  "migration-asks": NoArguments
  "migration-begins": NoArguments
  "migration-returns": NoArguments
  "migration-nothing": NoArguments
  "migration-done": { node: string }
  "migration-back": NoArguments
  "migration-none": NoArguments
  "migration-stands": { number: number; steps: number; what: string }
  /** Beside whatever else was asked for. */
  "migration-is-open": { migration: string; step: string }
  "migration-goes-back": NoArguments
  "migration-how-on": { command: string }
  "migration-how-back": NoArguments
  "migration-was": { migration: string; to: string; end: "done" | "back" }
}
