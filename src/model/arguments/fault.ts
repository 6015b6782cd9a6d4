import type { DistributionId } from "../facts/owner.ts"
import type { Said } from "./clause.ts"
import type { InstallFaults } from "./install.ts"
import type { MigrateFaults } from "./migrate.ts"
import type { NoArguments } from "./none.ts"

/**
 * Every way in which criadm knows that something can fail, with what its sentence needs. The sentences are in
 * messages/ and in the owner's says/. A code is permanent: people search for it and put it in scripts.
 */
export interface NodeFaults extends InstallFaults, MigrateFaults {
  /** A configuration file is not what its language asks for. The place of the fault is in Fault.place. */
  "document-broken": { language: string; expected: Said }
  /** The smallest edit would not give exactly the intended document, so it is not made. */
  /**
   * An image, a package or a generator would take the edit back. `os`: its name; `copy`: where a file of one's own
   * would lie; `service`: what reads the file, through `variable` of its environment. Empty: not known.
   */
  "edit-would-not-last": {
    file: string
    /** What the file is, where it is a link. */
    from: string
    by: "bottlerocket" | "talos" | "nixos" | "image"
    os: string
    copy: string
    service: string
    variable: string
  }
  "edit-refused": { file: string; key: string; why: Said }
  "file-unreadable": { file: string; why: Said }
  "not-root": { command: string }
  "unknown-flag": { flag: string; hint: string; command: string }
  "unknown-command": { command: string; hint: string }
  "bad-answer": { setting: string; given: string; accepted: Said }
  "answers-file-broken": { file: string; why: string }
  interrupted: NoArguments
  /** A key of the answers file that is no setting. */
  "unknown-answer": { key: string; hint: string; known: readonly string[] }
  "flag-needs-value": { flag: string }
  "flag-takes-no-value": { flag: string }
  "flag-given-twice": { flag: string }
  "flags-exclude": { flag: string; other: string }
  "script-for-windows-alone": NoArguments
  "too-many-arguments": { argument: string; usage: string }
  "missing-argument": { argument: string; usage: string }
  "no-terminal": NoArguments
  "secret-on-terminal": NoArguments
  "standard-input-twice": { other: string }
  "needs-yes": { see: string }
  /** `install`: the command that installs one here; empty: not known. */
  "no-runtime": { looked: readonly string[]; install: string }
  /** The kubelet uses an endpoint of no runtime that criadm knows. */
  "kubelet-uses-other-runtime": { endpoint: string; installed: readonly string[] }
  /** Nothing is left to change, and check fails about the same things; codes with their places. */
  /** Masked, or refused by the init system: a restart can only fail. */
  "service-does-not-start": { service: string; command: string }
  "failures-left": { failures: readonly string[] }
  /** Seen by `path`. */
  "node-of-distribution": { distribution: DistributionId; path: string; installed: readonly string[] }
  /** Several runtimes serve CRI, and neither the kubelet nor an earlier run says which is meant. */
  "runtime-not-chosen": { installed: readonly string[] }
  "runtime-not-installed": { runtime: string; installed: readonly string[] }
  "runtime-has-no-binary": { runtime: string }
  "plan-file-broken": { file: string; why: string }
  "plan-for-other-root": { file: string; planned: string; here: string }
  "not-written": { file: string; why: string }
  "version-not-understood": { given: string }
  /** A code that is no finding. */
  "unknown-finding": { given: string; hint: string }
  /** SHA256SUMS has no line for the file. */
  "download-not-listed": { file: string; sums: string }
  "download-differs": { file: string; sums: string; listed: string; found: string }
  /** The signature of SHA256SUMS is by nobody who signs releases. */
  "download-not-signed": { sums: string; signature: string }
  "facts-file-broken": { file: string; why: string }
  /** Apply: an act on the node failed; `errno` is the kernel's name for why. */
  "act-failed": { act: string; path: string; errno: string; message: string }
  "state-directory-unsafe": { directory: string }
  /** Another criadm is at work; `since` is an ISO 8601 time. */
  locked: { pid: number; since: string }
  /** Something the plan relied on is no longer so. */
  "node-changed": {
    file: string
    what: "unreadable" | "gone" | "appeared" | "content" | "mode" | "owner" | "link" | "value" | "kind" | "packages"
  }
  "hard-linked": { file: string; links: number }
  /** The directory given with --root. */
  "root-missing": { root: string }
  "root-unreadable": { root: string; why: string }
  /** A link on the way to it could be turned elsewhere by somebody else. */
  "root-behind-link": { root: string; link: string }
  /** A file of the operator's own that is not there: answers, plan, facts. */
  "file-missing": { file: string }
  /** A plan, or answers that are applied, which somebody else could have written. */
  "file-open": { file: string }
  "file-of-another-user": { file: string; user: string }
  "file-exchangeable": { file: string; directory: string }
  /** The record of a run is not what was written. */
  "run-damaged": { run: number; file: string; directory: string }
  /** A symbolic link where a file or directory would be made. */
  "link-to-nothing": { link: string; target: string }
  /** A saved plan is not what its answers come to on this node. */
  "plan-differs": NoArguments
  /** Who could exchange what criadm reads or writes there. `onHost`: the same below --root, for the command. */
  "directory-open": { directory: string; onHost: string }
  "directory-open-to-group": { directory: string; onHost: string; group: string }
  "directory-of-another-user": { directory: string; onHost: string; user: string }
  "no-init-system": { service: string }
  "pods-running": { pods: readonly string[]; from: string; to: string }
  "pods-unknown": { endpoint: string; why: string }
  /** Nothing but the service's own script could give it variables. */
  /** The runtime has another place for it: `place`, a directory of certificates; empty: nothing of the kind. */
  "handler-program-absent": { name: string; binary: string }
  /** "no-password": the file has an entry of that host without one, or none. */
  "credentials-unusable": { file: string; host: string; why: "absent" | "form" | "no-password" }
  "registry-has-none": { runtime: string; host: string; what: string }
  "registry-certificate-in-the-way": { runtime: string; host: string; path: string }
  "open-files-by-hand": { runtime: string; service: string }
  "proxy-by-hand": { runtime: string; service: string }
  "no-proxy-without-proxy": { service: string }
  "swap-not-switched": { device: string; program: string }
  "module-not-loaded": { module: string }
  "live-value-not-taken": { path: string; value: string; after: string }
  "service-action-failed": { service: string; action: "restart" | "reload" | "start" | "stop" }
  "not-healthy": { service: string; seconds: number }
  /** `what`: "containerd: cgroup-driver"; the outcome tells what was observed instead. */
  "not-as-promised": { what: readonly string[] }
  "not-recorded": { run: number }
  /** `kept`: a copy of the file as it was before the run. */
  "old-file-refused": { run: number; runtime: string; file: string; kept: string }
  "old-state-missing": { missing: readonly string[] }
  /** `commands` finish the rollback by hand. */
  "rollback-failed": { run: number; commands: readonly string[] }
  "left-as-edited": { run: number; files: readonly string[] }
  "edited-since": { run: number; files: readonly string[] }
  "newer-runs": { run: number; newer: readonly string[] }
  "nothing-to-roll-back": NoArguments
  "no-such-run": { run: number }
  "run-unconfirmed": { run: number }
  "nothing-to-confirm": NoArguments
  "confirmed-too-late": { run: number }
  "confirm-needs-live-node": NoArguments
  "host-without-proc": { path: string }
  "watch-which": NoArguments
  /** `line`: for a table of cron(8) that names the user. */
  "watch-needs-systemd": { line: string }
  /** The unit sees nothing of the directory: ProtectHome=, PrivateTmp=. */
  "watch-program-hidden": { program: string; directory: string }
  "watch-in-the-way": { path: string }
  /** With --root nothing runs that could be asked. */
  "verify-needs-live-node": NoArguments
  /** The sockets of runtimes are root's. */
  "verify-needs-root": { endpoint: string }
  /** A runtime that serves no CRI v1 runs no pods. */
  "sandbox-needs-cri": NoArguments
  "guard-not-started": NoArguments
  "output-lost": { readonly errno: string }
  "confirm-needs-init-system": { readonly initSystem: string }
}

/** Those of the node as a whole, to which each component adds its own (components/NAME/says/codes.ts). */
export interface FaultArguments extends NodeFaults {}
