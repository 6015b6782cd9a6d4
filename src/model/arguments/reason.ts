import type { OwnerId } from "../facts/owner.ts"
import type { InstallReasons } from "./install.ts"
import type { MigrateReasons } from "./migrate.ts"
import type { NoArguments } from "./none.ts"

/** Every short clause criadm can say in an explanation, a suggestion or a plan, with its arguments. */
export interface NodeReasons extends InstallReasons, MigrateReasons {
  /** An explanation: this line is the one that counts. */
  "in-effect": NoArguments
  /** A later file sets the same key. */
  "overridden-by": { file: string }
  /** Why an answer is suggested. */
  "only-runtime": { runtime: string }
  "kubelet-uses": { runtime: string }
  "asked-by-run": { run: number }
  "first-runtime": { runtime: string }
  "serves-cri": { runtime: string }
  "systemd-is-init": NoArguments
  "systemd-is-not-init": { initSystem: string }
  /** A note of a plan: a minor that these tables do not have; the newest one's rules are taken. */
  "kubernetes-newer-than-tables": { kubernetes: string; newest: string }
  "kubernetes-not-in-table": { kubernetes: string }
  "windows-sandbox-image": { image: string }
  "kubeadm-expects": { kubernetes: string; image: string }
  "private-registry": { image: string }
  /** The image that kubeadm expects is not on the node; the one in use is. */
  "expected-image-absent": { image: string; expected: string }
  /** A note of a plan: the image that sandboxes will be made of is not on the node. */
  "wanted-image-absent": { image: string; importCommand: string }
  "private-registry-same-tag": { image: string }
  "upstream-registry": NoArguments
  /** It did not answer this node in so many seconds; nor did the mirror. */
  "upstream-registry-silent": { seconds: number }
  "public-mirror": { seconds: number }
  "public-mirror-silent": { seconds: number }
  "newest-kubernetes": { version: string }
  "kubelet-version": { version: string }
  "pods-need-forwarding": NoArguments
  "kubelet-is-configured": NoArguments
  "kubelet-is-not-configured": NoArguments
  "no-mirror": NoArguments
  "restart-makes-effective": NoArguments
  "started-at-boot": NoArguments
  "keep-configuration": NoArguments
  /** Notes of a plan. */
  "runtime-not-asked": { runtime: string }
  /** Why the units are written, and why they are taken away. */
  "watch-looks-daily": NoArguments
  "watch-no-more": NoArguments
  /** A note of a plan. */
  "watch-program-absent": { program: string }
  "live-value-at-boot": { path: string }
  "service-not-restarted": { command: string }
  /** The former text of a file that starts over. */
  "kept-beside": { file: string }
  /** criadm does not drive this init system. */
  "service-left-to-person": { command: string }
  /** With --root: nothing runs there. */
  /** Masked, or refused by the init system. */
  "service-does-not-start": { service: string }
  "service-starts-with-change": { service: string; command: string }
  /** Verification: what the running node answered. */
  "observed-cri": { runtime: string; version: string }
  "observed-no-answer": { endpoint: string; cause: string; message: string }
  "observed-no-cri-service": { endpoint: string }
  "observed-v1alpha2-only": { endpoint: string }
  "observed-not-ready": { reason: string; message: string }
  "observed-handler-without-type": { handler: string }
  /** `proxy` empty: none. `missing`: exceptions that it was asked for and has not. */
  "observed-proxy": { service: string; proxy: string; missing: readonly string[] }
  "observed-no-environment": { service: string }
  "handler-as-asked": { handler: string; binary: string }
  /** A note: how pods ask for it. */
  "runtime-class": { handler: string }
  "registry-as-asked": { host: string }
  "registry-login": { hosts: readonly string[]; file: string }
  "registry-login-without-token": { runtime: string; hosts: readonly string[] }
  "open-files-asked": { service: string; limit: string }
  /** Label of the program and domain of the process; `wanted`: the domain that the label has; empty: it has none. */
  "observed-domain": { service: string; program: string; label: string; domain: string; wanted: string }
  "observed-no-domain": { service: string }
  "observed-open-files": { service: string; limit: string }
  "proxy-for-pulls": { service: string }
  "proxy-taken-away": { service: string }
  "observed-swap": { devices: readonly string[] }
  "swap-off-asked": NoArguments
  /** A note: swap stays, and what the kubelet needs for that. */
  "swap-kept": { devices: readonly string[] }
  "observed-module": { module: string }
  "observed-no-module": { module: string }
  "observed-driver-told": { driver: string }
  "observed-driver-unknown": NoArguments
  "observed-handlers": { handlers: readonly string[]; driver: string }
  "observed-image": { image: string }
  "observed-image-absent": { image: string }
  "observed-image-present": { image: string }
  "observed-image-unknown": NoArguments
  "observed-pod-ready": { pod: string }
  "observed-pod-fails": { line: string }
  "observed-no-pod-yet": NoArguments
  "observed-health": { url: string; status: string }
  "observed-service": { service: string; state: string }
  "observed-value": { path: string; value: string }
  /** Verification with a real pod sandbox. `message` is what the runtime said. */
  "observed-sandbox": { cgroup: string }
  "observed-sandbox-cgroup": { cgroup: string; driver: string }
  "observed-sandbox-no-image": { image: string; message: string; importCommand: string }
  "observed-sandbox-no-runtime-type": { message: string }
  "observed-sandbox-cgroup-parent": { parent: string; driver: string; message: string }
  "observed-sandbox-failed": { message: string }
  "observed-sandbox-ended": NoArguments
  "observed-sandbox-without-process": NoArguments
  "observed-sandbox-interrupted": NoArguments
  "observed-sandbox-removed": NoArguments
  "observed-sandbox-left": { sandbox: string; message: string; endpoint: string }
  "observed-sandboxes-unknown": { namespace: string; message: string; endpoint: string }
  /** A note of a plan: a tool of configuration management says in the file that it is its own. */
  "managed-file": { file: string; tool: OwnerId }
  /** A file that looks meant for a service and that nothing hands to it. */
  "file-of-nobody": { service: string }
  "line-skipped-by-systemd": NoArguments
  /** Explaining a proxy: /etc/environment, and a variable of PassEnvironment= that no file of systemd's own sets. */
  "read-at-logins": NoArguments
  "handed-on-by-systemd": NoArguments
  /** Explaining runtime handlers: what pods without a runtime class get; a program that cannot be started. */
  "handler-is-default": NoArguments
  "handler-program-lacks": { program: string }
  /** Others start the same program. */
  "handler-like-others": { handlers: readonly string[]; isDefault: boolean }
  /** Its shim is not runc's: what criadm sets of handlers means nothing to it. */
  "handler-of-another-shim": { isDefault: boolean }
  "handler-type-gone": { release: string }
  /** The default names a handler that is not configured. */
  "handler-default-absent": NoArguments
  /** Explaining swap: what the kubelet makes of it, and lines by which a boot switches it on. */
  "kubelet-starts-with-swap": NoArguments
  "kubelet-needs-no-swap": NoArguments
  "swap-at-boot": NoArguments
  /** Whose endpoint it is; empty: of no runtime that criadm finds on this node. */
  "endpoint-of-runtime": { runtime: string }
  /** The repository is read off the sandbox image. */
  "repository-of-sandbox-image": { image: string }
  "overridden-by-flag": { flag: string }
  /** A note of a plan that changes nothing: check fails about other things. */
  "failures-elsewhere": { failures: readonly string[] }
  /** A note of a plan: the kubelet gets another runtime. `from`: its runtime's name; empty: not known, or none there. */
  "kubelet-moves": { from: string; old: string; new: string; isVacant: boolean }
}

/** Those of the node as a whole, to which each component adds its own (components/NAME/says/codes.ts). */
export interface ReasonArguments extends NodeReasons {}
