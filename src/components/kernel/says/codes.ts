// What the faults, findings and reasons of the kernel's settings need for their sentences.

import type { NoArguments } from "../../../model/arguments/none.ts"
import type { FaultKinds } from "../../../model/fault.ts"

export interface KernelFaults {
  /** A file that criadm does not edit sorts behind every name of its own and sets forwarding to something else. */
  "kernel-ip-forward-cannot-win": { file: string; line: string }
  /** The same for another variable. */
  "kernel-value-cannot-win": { file: string; line: string }
  /** The running kernel has no such variable. */
  "kernel-value-unknown": { key: string; module: string }
  /** A line of modprobe.d keeps a boot from loading it. */
  "kernel-module-is-kept-out": { module: string; file: string; line: string }
  "kernel-module-unknown": { module: string }
  /** Swap shall be off, and what this file says about it at a boot is not known. */
  "kernel-swap-file-not-read": { file: string; why: string }
}

export interface KernelFindings {
  /** `isLoaded`: it is, and no list makes the next boot load it. */
  "kernel-module-not-as-asked": { module: string; isLoaded: boolean; run: number }
  /** `file`: where the other value comes from, below /proc/sys it is the live one; empty: no file sets it. */
  "kernel-value-not-as-asked": { key: string; asked: string; value: string; file: string; run: number }
  "kernel-ip-forward-off": { value: string; file: string }
  /** Forwarding is on now, and a line switches it off at the next boot or at the next `sysctl --system`. */
  "kernel-ip-forward-set-back-by": { file: string; value: string; program: string }
  /** A file in a directory of sysctl files whose name does not end in .conf. `meant`: the name that is read. */
  "kernel-sysctl-file-not-read": { file: string; line: string; meant: string; program: string }
  /** A line of modprobe.d makes modprobe run a command that does nothing instead of loading it. */
  "kernel-module-kept-out": { module: string; file: string; line: string }
  /** A list of modules to load whose name does not end in .conf. `meant`: the name that is read. */
  "kernel-modules-file-not-read": { module: string; file: string; meant: string }
  /** Forwarding is on now, and no file sets it. */
  "kernel-ip-forward-lost-at-boot": { program: string }
}

export interface KernelReasons {
  /** Sysctl files: what a boot makes of a value that is different now, and why a line does not decide. */
  "sysctl-after-boot": { value: string }
  "sysctl-in-effect-at-boot": { value: string; program: string }
  "sysctl-nobody-sets-it": NoArguments
  "sysctl-hidden-by": { file: string }
  "sysctl-not-read": { program: string }
  "sysctl-refused-by-kernel": { value: string }
  "sysctl-name-not-conf": NoArguments
  "sysctl-takes-key-out": NoArguments
  "sysctl-line-sets-it-back": NoArguments
  "sysctl-line-sets-another": { key: string }
  /** Somebody asked for this value. */
  "sysctl-asked": { key: string; value: string }
  "sysctl-left-to-kernel": NoArguments
  /** Of the preset for Kubernetes. */
  "sysctl-kubelet-protects": { key: string; value: string }
  "sysctl-pods-watch-files": { key: string; value: string }
  "sysctl-bridged-packets-filtered": { key: string; value: string }
  "module-asked": { module: string }
  "module-for-bridges": { module: string }
  /** A note: this is a container, whose kernel is another machine's. */
  "module-of-the-host": { module: string }
  /** A note: the same for what is swapped to. */
  "swap-of-the-host": { devices: readonly string[] }
  "module-kept-out-here": NoArguments
  "module-not-listed": NoArguments
  /** A note: this file could not be read, so it was left out of the calculation. */
  "sysctl-file-not-read": { file: string; why: string }
}

export const faultKinds: FaultKinds<KernelFaults> = {
  "kernel-ip-forward-cannot-win": "refused",
  "kernel-value-cannot-win": "refused",
  "kernel-value-unknown": "refused",
  "kernel-module-is-kept-out": "refused",
  "kernel-module-unknown": "refused",
  "kernel-swap-file-not-read": "refused",
}

declare module "../../../model/arguments/fault.ts" {
  interface FaultArguments extends KernelFaults {}
}
declare module "../../../model/arguments/finding.ts" {
  interface FindingArguments extends KernelFindings {}
}
declare module "../../../model/arguments/reason.ts" {
  interface ReasonArguments extends KernelReasons {}
}
