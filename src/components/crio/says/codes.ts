// What CRI-O's faults, findings and reasons need for their sentences.

import type { Said } from "../../../model/arguments/clause.ts"
import type { NoArguments } from "../../../model/arguments/none.ts"
import type { FaultKinds } from "../../../model/fault.ts"

/** Evidence of a configuration with which CRI-O does not start. What `what` and `wanted` are depends on the code. */
export interface CrioStopArguments {
  /** Where the trouble stands; the program's name where it stands in no file. */
  readonly file: string
  /** The key, handler, image, value or reason at fault; what the parser expected. */
  readonly what: Said
  /** What would have been right, or the value that is not: a type, a program, a cgroup. */
  readonly wanted: Said
  /** A program of this node that would do; empty: none is known. */
  readonly instead: string
  readonly release: string
  /** Of a value that is refused: what it breaks. */
  readonly rule?: CrioValueRule
}

/** What CRI-O asks of values, beside their type. */
export type CrioValueRule =
  | "log-size"
  | "timezone"
  | "capability"
  | "sysctl"
  | "ulimit"
  | "device"
  | "device-missing"
  | "file-missing"
  | "short-name-mode"
  | "log-level"
  | "image-volumes"
  | "stream-timeout"
  | "stream-port"
  | "not-absolute"
  | "cpus"
  | "taskset"
  | "runtime-type"
  | "vm-path"
  | "only-of-type"
  | "annotation"
  | "cpu-affinity"
  | "not-conmon"

/** The codes for the ways in which CRI-O does not start on its configuration. */
export interface CrioStopCodes {
  "crio-config-broken": CrioStopArguments
  "crio-config-unreadable": CrioStopArguments
  "crio-config-missing": CrioStopArguments
  "crio-wrong-type": CrioStopArguments
  "crio-manager-unknown": CrioStopArguments
  /** `what` is the handler, `wanted` the cgroup that is refused. */
  "crio-monitor-cgroup-on-cgroupfs": CrioStopArguments
  "crio-monitor-cgroup-on-systemd": CrioStopArguments
  "crio-default-runtime-without-table": CrioStopArguments
  "crio-pause-image-invalid": CrioStopArguments
  /** `what` is the key that names it, `wanted` the program; a name without a slash is looked for in PATH. */
  "crio-program-missing": CrioStopArguments
  /** The same of a monitor that is named without its directory. */
  "crio-monitor-path-relative": CrioStopArguments
  /** `what` is the key, `wanted` the part of its value that breaks the rule. */
  "crio-value-refused": CrioStopArguments
  /** Neither iptables nor nft. */
  "crio-packet-filter-missing": CrioStopArguments
}

/** What is wrong with a file that CRI-O reads beside crio.conf. */
export type CrioOtherFile =
  | "not-toml"
  | "not-json"
  | "mixed"
  | "scheme"
  | "no-location"
  | "short-name-mode"
  | "wrong-type"
  | "old-form"
  | "search"
  | "alias"
  | "wildcard"
  | "pull-not-of-mirror"
  | "pull-twice"
  | "pull-unknown"
  | "conflict"
  | "empty"
  | "byte-order-mark"
  | "key-twice"
  | "no-requirement"
  | "key-sources"
  | "key-type"
  | "key-data"
  | "old-registries"
  | "missing"
  | "unknown-key"
  | "unknown-type"
  | "no-default"
  /** Of a seccomp profile: architectures beside archMap, name beside names, an action that there is not. */
  | "arch-twice"
  | "name-twice"
  | "action"

/** `what`: the parser's words, or the key, table, type or value at fault. */
export interface CrioOtherFileArguments {
  readonly file: string
  readonly why: CrioOtherFile
  readonly what: Said
  readonly release: string
  /** The namespace whose pods the policy is for; absent: every pod. */
  readonly namespace?: string
}

export interface CrioFindings extends CrioStopCodes {
  /** A file in a directory that CRI-O never reads; `directory`: the one it does. */
  "crio-drop-in-not-read": { readonly file: string; readonly directory: string }
  /** `decides`: keys of which this file's value is the one that counts. */
  "crio-backup-loaded": { readonly file: string; readonly decides: readonly string[] }
  "crio-key-outside-table": {
    readonly file: string
    readonly keys: readonly string[]
    readonly table: string
    readonly belongs: string
  }
  "crio-handler-replaced": {
    readonly handler: string
    readonly file: string
    readonly by: string
    readonly lost: readonly string[]
  }
  /** Only the default handler must be fit; `key` is that of the value that is not. */
  "crio-handler-taken-out": {
    readonly handler: string
    readonly key: string
    readonly wanted: string
    readonly rule: CrioValueRule
    readonly release: string
  }
  "crio-cgroupfs-on-systemd": NoArguments
  "crio-flag-overrides-file": { readonly flag: string; readonly file: string; readonly value: string }
  "crio-release-too-old": { readonly version: string; readonly oldest: string }
  "crio-release-newer": { readonly version: string; readonly newest: string }
  "crio-release-not-known": { readonly program: string }
  "crio-dump-differs": { readonly what: readonly string[]; readonly release: string }
  /** A file of registries.conf.d whose name does not end in .conf. */
  "crio-registries-not-read": { readonly file: string; readonly meant: string }
  "crio-other-file-stops": CrioOtherFileArguments
  "crio-policy-refused": CrioOtherFileArguments
  "crio-profile-refused": CrioOtherFileArguments
  "crio-tells-no-driver": { readonly release: string }
}

export interface CrioFaults {
  "crio-release-unknown": { readonly version: string; readonly oldest: string }
  /** `code` is the finding that says why. */
  "crio-does-not-start": { readonly code: keyof CrioStopCodes } & CrioStopArguments
  /** A flag or a variable of the service counts more than every file. */
  "crio-flag-decides": {
    readonly flag: string
    readonly value: string
    readonly key: string
    readonly wanted: string
  }
  /** No edit of these files makes it count. */
  "crio-not-effective": { readonly key: string; readonly wanted: string }
  "crio-judged-unfit": { readonly says: string }
  "crio-judged-different": { readonly what: string; readonly wanted: string; readonly found: string }
  "crio-nothing-to-reset": NoArguments
  "crio-one-auth-file": { readonly asked: readonly string[] }
  "crio-no-default-mirror": NoArguments
  /** Another file has an entry for the registry, and only one of two counts. */
  "crio-registry-elsewhere": { readonly host: string; readonly file: string }
  "crio-registry-edit-refused": { readonly host: string; readonly file: string }
}

export interface CrioReasons {
  "crio-registries-refused": { readonly file: string }
  /** Why a change is made. */
  "crio-set-cgroup-manager": { readonly driver: string }
  "crio-set-conmon-cgroup": { readonly manager: string }
  "crio-drop-conmon-cgroup": NoArguments
  "crio-set-monitor-cgroup": { readonly handler: string }
  "crio-set-pause-image": { readonly image: string }
  "crio-set-pause-command": { readonly image: string }
  "crio-registry-mirror": { readonly host: string; readonly url: string }
  "crio-reload-is-enough": NoArguments
  /** Notes of a plan. */
  "crio-no-service": NoArguments
  "crio-registries-shared": { readonly file: string }
  /** What stands behind a value, or why a line does not decide. */
  "crio-does-not-load": NoArguments
  "crio-release-not-told": NoArguments
  "crio-built-in-not-known": { readonly release: string }
  "crio-no-conmon-cgroup": NoArguments
  "crio-conmon-cgroup-counts": NoArguments
  "crio-key-not-read": { readonly table: string; readonly belongs: string }
  "crio-handler-replaced-by": { readonly file: string }
}

export const faultKinds: FaultKinds<CrioFaults> = {
  "crio-release-unknown": "refused",
  "crio-does-not-start": "refused",
  "crio-flag-decides": "refused",
  "crio-not-effective": "refused",
  "crio-judged-unfit": "failed",
  "crio-judged-different": "failed",
  "crio-nothing-to-reset": "refused",
  "crio-one-auth-file": "refused",
  "crio-no-default-mirror": "refused",
  "crio-registry-elsewhere": "refused",
  "crio-registry-edit-refused": "refused",
}

declare module "../../../model/arguments/fault.ts" {
  interface FaultArguments extends CrioFaults {}
}
declare module "../../../model/arguments/finding.ts" {
  interface FindingArguments extends CrioFindings {}
}
declare module "../../../model/arguments/reason.ts" {
  interface ReasonArguments extends CrioReasons {}
}
