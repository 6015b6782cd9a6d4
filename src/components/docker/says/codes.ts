// What the faults, findings and reasons of Docker Engine, of what is built from it and of cri-dockerd need for their
// sentences. `engine` is the component's name: "Docker Engine".

import type { Said } from "../../../model/arguments/clause.ts"
import type { NoArguments } from "../../../model/arguments/none.ts"
import type { FaultKinds } from "../../../model/fault.ts"

/** Evidence of a configuration on which dockerd does not start. What `what` and `other` are depends on the code. */
export interface DockerStopArguments {
  readonly engine: string
  readonly file: string
  /** The directive or value at fault, or what the parser expected. */
  readonly what: Said
  /** The flag that sets the same directive, with the file it stands in; the release that would accept it. */
  readonly other: string
}

/** Why dockerd ends at its start over a value that --validate lets pass. */
export type DockerStartReason =
  | "mirror-scheme"
  | "mirror-credentials"
  | "mirror-query"
  | "runtime-reserved"
  | "runtime-empty"
  | "runtime-path-and-type"
  | "runtime-args-of-type"
  | "default-runtime-unknown"
  | "log-option-unknown"
  | "log-option-value"
  | "log-option-missing"
  | "storage-driver-removed"
  | "cgroupns-mode"
  | "ipc-mode"
  | "userns-remap"
  /** `what`: the user, or the group. */
  | "remap-user"
  | "remap-group"
  /** `what`: the user or its line, the file, and a line that would do, with ", " between them. */
  | "remap-ids"
  | "remap-number"
  | "tls-file"
  /** `what`: the file that the directive names. */
  | "file-missing"
  | "insecure-scheme"
  /** `what`: the option and the driver, with ", " between them. */
  | "storage-option"
  /** `what`: the bridge and the address. */
  | "bridge-twice"
  | "icc-without-iptables"
  /** `what`: the release. */
  | "ipv6-subnet"
  | "label-twice"
  | "value-form"

/** The codes for the ways in which dockerd does not start on its configuration. */
export interface DockerStopCodes {
  "docker-config-broken": DockerStopArguments
  "docker-config-unreadable": DockerStopArguments
  "docker-config-missing": DockerStopArguments
  "docker-config-empty": DockerStopArguments
  "docker-byte-order-mark": DockerStopArguments
  "docker-set-twice": DockerStopArguments
  "docker-exec-opts-type": DockerStopArguments
  "docker-driver-unknown": DockerStopArguments
  "docker-exec-opt-refused": DockerStopArguments
  /** With the cgroup driver systemd, cgroup-parent must be a slice. */
  "docker-cgroup-parent-no-slice": DockerStopArguments
  "docker-directive-unknown": DockerStopArguments
  "docker-directive-kind": DockerStopArguments
  /** --validate passes and dockerd ends at its start; `other` is one of DockerStartReason. */
  "docker-value-refused": DockerStopArguments
  /** dockerd --validate refuses the file; `what` is what it says. */
  "docker-config-refused": DockerStopArguments
}

export interface DockerFindings extends DockerStopCodes {
  /** dockerd starts, and makes no container: the value of an option of its log driver. */
  "docker-log-option-refused": {
    readonly engine: string
    readonly what: string
    readonly why: "value" | "missing"
  }
  /** With init: true, and without the program that every container is then started through. */
  "docker-init-missing": { readonly engine: string; readonly path: string }
  /** A key that dockerd accepts and ignores, such as a flag's name; `meant` is the directive it was meant for. */
  "docker-key-ignored": {
    readonly engine: string
    readonly file: string
    readonly key: string
    readonly meant: string
  }
  /** A key that an earlier line has set already; the later one counts. */
  "docker-key-twice": { readonly engine: string; readonly file: string; readonly key: string }
  "docker-driver-twice": { readonly engine: string; readonly file: string; readonly counts: string }
  "docker-cgroupfs-on-systemd": { readonly engine: string }
  /** The client inside this cri-dockerd speaks an API older than this Docker accepts. */
  "docker-refuses-cri-dockerd": {
    readonly engine: string
    readonly release: string
    readonly criDockerd: string
    readonly minimum: string
  }
}

export interface DockerFaults {
  /** `command`: what adds it; empty: a person does. */
  "docker-needs-cri-dockerd": { readonly engine: string; readonly command: string }
  /** `code` is the finding that says why. */
  "docker-does-not-start": { readonly code: keyof DockerStopCodes } & DockerStopArguments
  /** A flag decides, and criadm does not edit the file in which it stands. */
  "docker-flag-decides": {
    readonly engine: string
    readonly flag: string
    readonly file: string
    readonly wanted: string
  }
  "docker-mirrors-docker-hub-only": { readonly engine: string; readonly host: string }
  "docker-judged-unfit": { readonly engine: string; readonly says: string }
}

export interface DockerReasons {
  /** Why a change is made. */
  "docker-set-driver": { readonly driver: string }
  "docker-move-exec-opt": NoArguments
  "docker-repair-start": { readonly release: string }
  "docker-set-mirror": { readonly url: string }
  "docker-reset": NoArguments
  /** Notes of a plan. */
  /** `containers`: those that run; empty: it is not known which. */
  "docker-restart-stops-containers": { readonly engine: string; readonly containers: readonly string[] }
  /** With live-restore. */
  "docker-restart-keeps-containers": { readonly engine: string; readonly containers: readonly string[] }
  "docker-no-service": { readonly engine: string }
  /** What stands behind a value, or why a line does not decide. */
  "docker-default-systemd": NoArguments
  "docker-default-cgroupfs": NoArguments
  "docker-default-unknown": NoArguments
  "docker-does-not-load": NoArguments
  "docker-flag-spelling": NoArguments
  "docker-nested-key": NoArguments
  "docker-other-entry-counts": NoArguments
  "docker-other-line-counts": NoArguments
  "docker-serves-through-cri-dockerd": { readonly release: string }
  "docker-without-cri-dockerd": NoArguments
}

export const faultKinds: FaultKinds<DockerFaults> = {
  "docker-needs-cri-dockerd": "refused",
  "docker-does-not-start": "refused",
  "docker-flag-decides": "refused",
  "docker-mirrors-docker-hub-only": "refused",
  "docker-judged-unfit": "failed",
}

declare module "../../../model/arguments/fault.ts" {
  interface FaultArguments extends DockerFaults {}
}
declare module "../../../model/arguments/finding.ts" {
  interface FindingArguments extends DockerFindings {}
}
declare module "../../../model/arguments/reason.ts" {
  interface ReasonArguments extends DockerReasons {}
}
