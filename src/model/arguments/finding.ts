import type { CheckFindings } from "./check.ts"

/** Every finding of the catalogue with the evidence its sentences need. Codes are permanent. */
export interface FindingArguments extends CheckFindings {
  "kernel-ip-forward-off": { value: string; file: string }
  /** Kubelet and runtime are set to different cgroup drivers, and the kubelet does not ask the runtime. */
  "cgroup-drivers-differ": { runtime: string; runtimeDriver: string; kubeletDriver: string }
  /** The kubelet will follow the runtime against its own configuration, without a word. */
  "cgroup-driver-follows-runtime": { runtime: string; runtimeDriver: string; kubeletDriver: string }
  /** Forwarding is on now, and a line switches it off at the next boot or at the next `sysctl --system`. */
  "kernel-ip-forward-set-back-by": { file: string; value: string; program: string }
  /** Forwarding is on now, and no file sets it. */
  "kernel-ip-forward-lost-at-boot": { program: string }
  /** A configuration file that the kubelet reads is broken: it does not start. */
  "kubelet-configuration-broken": { file: string; expected: string }
  /** A key that an earlier line has set already; the later one counts. */
  "kubelet-key-twice": { file: string; key: string }
  /** A flag that this release has removed: the kubelet does not start. */
  "kubelet-flag-removed": { flag: string; file: string; since: string; version: string; isEditable: boolean }
  "kubelet-refuses-cgroup-v1": { version: string; cgroup: string }
  /** A flag counts more than the file that says something else. */
  "kubelet-flag-overrides-file": { flag: string; file: string; value: string }
  "kubelet-endpoint-without-runtime": { endpoint: string }
  /** No runtime that criadm finds here has this endpoint; `isVacant`: nor can any other serve it. */
  "kubelet-endpoint-of-no-runtime": { endpoint: string; installed: readonly string[]; isVacant: boolean }
  /** `install`: the command that installs one here, empty: not known; `snap`: a snap that has one of its own. */
  "no-runtime": { looked: readonly string[]; install: string; snap: string }
  "not-a-kubelet-configuration": { file: string }
}
