// What the faults, findings and reasons of the kubelet need for their sentences.

import type { Said } from "../../../model/arguments/clause.ts"
import type { NoArguments } from "../../../model/arguments/none.ts"
import type { FaultKinds } from "../../../model/fault.ts"
import type { FieldKind } from "../tables/fields.ts"

export interface KubeletFaults {
  /** A kubelet flag that would have to change stands in a unit or a script, which criadm does not edit. */
  "kubelet-flag-out-of-reach": { flag: string; file: string }
  /** The file that the kubelet is told to read holds no KubeletConfiguration. */
  "not-a-kubelet-configuration": { file: string }
  /** A kubelet too old for the field; criadm does not add flags. */
  "kubelet-endpoint-needs-flag": { version: string; flag: string }
}

/**
 * What a value breaks. "number": between the first of `wanted` and the second, if there is one; "word": one of `wanted`;
 * "signal", "resource": the key is none of `wanted`; "amount": a quantity or a percentage; "gc-thresholds": below
 * `wanted`; "needs": `wanted` must be set; "without-qos": `wanted` is enforced, which cgroupsPerQOS: false rules out.
 */
export type KubeletValueRule =
  | "number"
  | "word"
  | "signal"
  | "resource"
  | "amount"
  | "quantity"
  | "duration"
  | "gc-thresholds"
  | "needs"
  | "without-qos"
  | "at-most"
  | "above"
  | "twice"
  | "alone"
  | "fraction"
  | "multiple"
  | "clean-path"
  | "cpus"
  | "suite"
  | "taint"
  | "gone"

/** "unknown": no release has the flag; "switch": a word stands behind a flag that takes its value in the same word. */
export type KubeletFlagRule = "unknown" | "switch" | "boolean" | "number" | "duration"

export interface KubeletFindings {
  /** `meant`: how it must be written; empty: not known. `file`: empty where no file shows it. */
  "kubelet-flag-refused": { flag: string; value: string; file: string; why: KubeletFlagRule; meant: string }
  /** The name of a cgroup driver that is none. */
  "kubelet-driver-word": { word: string; file: string }
  /** A kubelet that has joined: the file of --config, which is not there. */
  "kubelet-configuration-missing": { file: string }
  /** The client certificate that the kubeconfig names; `until`: the day on which it ended; empty: it is missing. */
  "kubelet-client-certificate": { kubeconfig: string; certificate: string; why: "missing" | "expired"; until: string }
  /** A value of another kind than the field takes; `why`: the kind that it takes. */
  "kubelet-value-of-wrong-kind": { file: string; key: string; why: FieldKind }
  "kubelet-value-refused": {
    file: string
    key: string
    why: KubeletValueRule
    value: string
    wanted: readonly string[]
  }
  /** `meant`: the field of the same letters; `since`: the release that reads it; empty: none. */
  "kubelet-key-not-known": { file: string; key: string; version: string; meant: string; since: string }
  /** `removed`, `added`: the release that took the gate away, or that brings it; empty: no release has it. */
  "kubelet-gate-not-known": { gate: string; file: string; version: string; removed: string; added: string }
  "kubelet-gate-locked": { gate: string; file: string; version: string; since: string }
  /** A configuration file that the kubelet reads is broken: it does not start. */
  "kubelet-configuration-broken": { file: string; expected: Said }
  /** `line`: of the marker behind which the kubelet reads nothing more. */
  "kubelet-documents-not-read": { file: string; line: number }
  /** A file of --config-dir whose name does not end in .conf. */
  "kubelet-drop-in-not-read": { file: string; meant: string }
  /**
   * What /etc/subuid and /etc/subgid give the account kubelet is not what the kubelet can use: none, several ranges,
   * unlike in the two files, its first id or count no multiple of `perPod`, too few for `pods`, or up to the last id.
   * `line`: one that fits.
   */
  "kubelet-subordinate-ids": {
    why: "no-range" | "several-ranges" | "unlike-ranges" | "first-id" | "id-count" | "too-few-ids" | "last-id"
    perPod: number
    pods: number
    line: string
  }
  /** A key that an earlier line has set already; the later one counts. */
  "kubelet-key-twice": { file: string; key: string }
  /** A flag that this release has removed: the kubelet does not start. */
  "kubelet-flag-removed": { flag: string; file: string; since: string; version: string; isEditable: boolean }
  /** A flag counts more than the file that says something else. */
  "kubelet-flag-overrides-file": { flag: string; file: string; value: string }
  "not-a-kubelet-configuration": { file: string }
  /** `file`: kubeadm's instance-config.yaml. `named`, `used`: endpoints, in it and by the kubelet. */
  "kubelet-instance-config-differs": { readonly file: string; readonly named: string; readonly used: string }
  "kubelet-flag-ends": {
    readonly flag: string
    readonly file: string
    readonly since: string
    readonly version: string
  }
  /** `file`: what names it; empty: it is the kubelet's own default, or stands on its command line. */
  "kubelet-resolv-conf-missing": {
    readonly path: string
    readonly file: string
    readonly isOfResolved: boolean
    readonly isLive: boolean
  }
  /** `flags`: what the service would have to pass; `isAlone`: a kubeconfig is among it. */
  "kubelet-files-not-passed": { readonly service: string; readonly flags: readonly string[]; readonly isAlone: boolean }
  /** `state`: what a manager keeps, written under `policy`; `file`: what sets the other one; empty: nothing does. */
  "kubelet-state-of-other-policy": {
    readonly field: string
    readonly wanted: string
    readonly state: string
    readonly policy: string
    readonly file: string
  }
  /** `directory`: the one that the kubelet reads; empty: none. `names`: of the files in `usual`. */
  "kubelet-manifests-not-read": {
    readonly names: readonly string[]
    readonly directory: string
    readonly usual: string
    readonly file: string
  }
  /** A partition of swap, by `line` of `file`, that no file switches on and systemd may. */
  "kubelet-swap-partition": { readonly file: string; readonly line: string }
  /** `file`: an image's file that switches it on at boot; absent: it is on now. */
  "kubelet-refuses-swap": { readonly devices: readonly string[]; readonly file?: string }
}

export interface KubeletReasons {
  /** The kubelet: where its cgroup driver comes from, why a place that states one does not count, why a file changes. */
  "kubelet-asks-runtime-for-driver": { version: string }
  "kubelet-default-driver": NoArguments
  "kubelet-driver-word": { word: string }
  "kubelet-drop-in-not-read": NoArguments
  "kubelet-flag-not-passed": NoArguments
  "kubelet-image-flag": NoArguments
  "kubelet-instance-config-not-read": NoArguments
  "kubelet-agrees-with-runtime": NoArguments
  /** A note: nothing is changed for the kubelet, because kubeadm has not configured it yet. */
  "kubelet-not-configured": NoArguments
}

export const faultKinds: FaultKinds<KubeletFaults> = {
  "kubelet-flag-out-of-reach": "refused",
  "not-a-kubelet-configuration": "refused",
  "kubelet-endpoint-needs-flag": "refused",
}

declare module "../../../model/arguments/fault.ts" {
  interface FaultArguments extends KubeletFaults {}
}
declare module "../../../model/arguments/finding.ts" {
  interface FindingArguments extends KubeletFindings {}
}
declare module "../../../model/arguments/reason.ts" {
  interface ReasonArguments extends KubeletReasons {}
}
