// What the findings about the node as a whole need for their sentences: kubeadm's preflight, dates that are past or
// near, what the running runtime says, other tools. A part of the table in finding-arguments.ts.
// `kubernetes` is the minor whose verdict is given, such as "1.37".

import type { OwnerId } from "../facts/owner.ts"
import type { CniTrouble, ControllersOff } from "../facts/preflight-facts.ts"

/** kubeadm's preflight for a joining node. */
export interface PreflightFindings {
  "kubeadm-port-in-use": {
    readonly port: number
    readonly address: string
    /** Empty: not found. */
    readonly process: string
  }
  "kubeadm-files-left-over": { readonly files: readonly string[] }
  "kubeadm-program-missing": { readonly programs: readonly string[]; readonly kubernetes: string }
  "kubeadm-program-recommended": { readonly programs: readonly string[]; readonly kubernetes: string }
  "kubeadm-bridge-netfilter": { readonly value: string; readonly kubernetes: string }
  /** `file`: an image's file that switches it on at boot; absent: it is on now. */
  /** It is off now, and the next boot switches it on. */
  "swap-comes-back": { readonly devices: readonly string[]; readonly file: string }
  "kubeadm-swap": { readonly devices: readonly string[]; readonly kubernetes: string; readonly file?: string }
  "kubeadm-kernel-not-supported": {
    readonly kernel: string
    readonly supported: string
    readonly kubernetes: string
    /** The release only warns. */
    readonly isHarmless: boolean
  }
  "kernel-old-for-cgroup-v2": { readonly kernel: string; readonly wanted: string }
  "kubeadm-kernel-config-missing": { readonly kernel: string }
  "kubeadm-kernel-option-missing": { readonly options: readonly string[]; readonly file: string }
  /**
   * `container`: the node is one of this kind; empty: it is none. `isPartial`: it is given others. `file`,
   * with `why` and `argument` as in ControllersOff: what leaves them out.
   */
  "kubeadm-controllers-missing": {
    readonly controllers: readonly string[]
    readonly cgroup: string
    readonly container: string
    readonly isPartial?: boolean
    readonly why?: ControllersOff["why"]
    readonly argument?: string
    readonly file?: string
  }
  /** An image's; as in ControllersOff. */
  "kubeadm-controllers-off": {
    readonly controllers: readonly string[]
    readonly why: ControllersOff["why"]
    readonly argument: string
    readonly file: string
    readonly isSure: boolean
  }
  "kubeadm-controllers-unread": { readonly file: string; readonly why: string }
  /** `wanted`: what distributions for containers set. */
  /** `file`: what sets it at boot; empty: it is so now. */
  "inotify-instances-few": { readonly value: number; readonly wanted: number; readonly file: string }
  "kubeadm-controllers-optional": { readonly controllers: readonly string[] }
  /** Deprecated for this release, or refused by it. */
  "kubeadm-cgroup-v1": {
    readonly cgroup: string
    readonly kubernetes: string
    /** kubeadm join stops. */
    readonly isRefused: boolean
    /** The kubelet is told to start on it. */
    readonly isAllowed?: boolean
    /** What makes an image boot with it, and where; absent: the node runs it now. */
    readonly argument?: string
    readonly file?: string
  }
  "kubeadm-hostname-invalid": { readonly hostname: string }
  "kubeadm-hostname-not-in-hosts": { readonly hostname: string }
  "kubeadm-kubelet-too-old": { readonly kubelet: string; readonly kubeadm: string; readonly oldest: string }
  "kubeadm-kubelet-newer": { readonly kubelet: string; readonly kubeadm: string }
  "kubeadm-cpus-for-control-plane": { readonly cpus: number; readonly wanted: number }
  "kubeadm-memory-for-control-plane": { readonly mebibytes: number; readonly wanted: number }
  "kubelet-service-missing": { readonly initSystem: string }
  "kubelet-not-enabled": { readonly service: string; readonly command: string }
}

/** The end of an OCI runtime behind handlers. */
interface OciRuntimeEnd {
  /** "runc", whatever its program is called. */
  readonly name: string
  readonly release: string
  readonly program: string
  /** The container runtime that starts it. */
  readonly runtime: string
  readonly handlers: readonly string[]
  readonly series: string
  readonly date: string
  readonly successor: string
  readonly page: string
  /** No package brought it. */
  readonly isByHand: boolean
}

/** What ends, from dated tables. */
export interface DeadlineFindings {
  /** `installed`: from release archives, by criadm. */
  "placed-release-older": {
    readonly runtime: string
    readonly id: string
    readonly installed: string
    readonly release: string
    readonly isJoined: boolean
  }
  "runtime-end-of-life": {
    readonly runtime: string
    readonly series: string
    readonly date: string
    /** The series to plan for; empty: none can be named. */
    readonly successor: string
    /** Where the project says so. */
    readonly page: string
  }
  "runtime-end-of-life-soon": {
    readonly runtime: string
    readonly series: string
    readonly date: string
    /** The series to plan for; empty: none can be named. */
    readonly successor: string
    /** Where the project says so. */
    readonly page: string
  }
  "oci-runtime-end-of-life": OciRuntimeEnd
  "oci-runtime-end-of-life-soon": OciRuntimeEnd
  /** `ends`: the Kubernetes minor whose kubelet no longer starts with this runtime. */
  "runtime-without-runtime-config": {
    readonly runtime: string
    readonly release: string
    readonly kubernetes: string
    readonly ends: string
    readonly isOver: boolean
  }
  "runtime-minor-differs": { readonly runtime: string; readonly release: string; readonly kubernetes: string }
}

/** What the running runtime says, and what the node makes of runtime, kubelet and init system together. */
export interface RunningFindings {
  "not-restarted": {
    readonly runtime: string
    readonly what: string
    readonly configured: string
    readonly running: string
    readonly command: string
  }
  "runtime-not-running": {
    readonly runtime: string
    readonly service: string
    readonly state: string
    readonly endpoint: string
    readonly command: string
  }
  "runtime-starts-when-asked": {
    readonly runtime: string
    readonly service: string
    readonly endpoint: string
    readonly command: string
  }
  "cri-not-served": { readonly runtime: string; readonly endpoint: string; readonly command: string }
  "cri-v1alpha2-only": { readonly runtime: string; readonly endpoint: string }
  "cri-no-answer": { readonly runtime: string; readonly endpoint: string; readonly message: string }
  "cri-not-ready": { readonly runtime: string; readonly reason: string; readonly message: string }
  "cri-network-not-ready": { readonly runtime: string; readonly reason: string; readonly message: string }
  /** handler: empty where the runtime does not tell its name. */
  "cri-handler-without-user-namespaces": { readonly runtime: string; readonly handler: string }
  "cri-handler-without-type": { readonly runtime: string; readonly handlers: readonly string[] }
  "systemd-driver-without-systemd": { readonly runtime: string; readonly initSystem: string }
  "cgroup-handlers-differ": {
    readonly runtime: string
    readonly systemd: readonly string[]
    readonly cgroupfs: readonly string[]
  }
  /** `isOwnRegistry`: the image comes from a registry of the operator's. */
  "sandbox-image-not-expected": {
    readonly runtime: string
    readonly image: string
    readonly expected: string
    readonly kubernetes: string
    readonly isOwnRegistry: boolean
  }
  /** `elsewhere`: a directory that has them; empty: they are nowhere. */
  "sandbox-image-not-present": { readonly runtime: string; readonly image: string; readonly importCommand: string }
  "sandbox-image-not-pinned": { readonly runtime: string; readonly image: string }
  /** `limit`: how many files a process may have open, where nobody says otherwise. */
  "runtime-open-files": { readonly runtime: string; readonly service: string; readonly limit: number }
  /** Lines of an environment file that begin with `export`. */
  "variable-exported": {
    readonly service: string
    readonly file: string
    readonly variables: readonly string[]
  }
  /** `command`: what brings it on this node; empty: a person does, by what is `elsewhere`. */
  "cri-companion-missing": {
    readonly runtime: string
    readonly companion: string
    readonly command: string
    readonly elsewhere: string
  }
  /** The first file of /etc/cni/net.d. */
  "cni-configuration-unfit": { readonly file: string; readonly why: CniTrouble }
  "cni-plugins-missing": {
    readonly plugins: readonly string[]
    readonly directories: readonly string[]
    readonly elsewhere: string
  }
  "files-of-other-tool": { readonly tool: OwnerId; readonly path: string }
  /** The only runtime accepts connections where kubeadm does not look for one. */
  "endpoint-not-looked-for": { readonly runtime: string; readonly endpoint: string; readonly usual: string }
  /** More than one runtime accepts connections; kubeadm stops unless it is told which one to use. */
  "several-cri-endpoints": {
    readonly endpoints: readonly string[]
    /** The endpoint to name: the kubelet's, else that of the runtime that serves CRI. */
    readonly use: string
    /** The names of the runtimes that serve CRI. */
    readonly serving: readonly string[]
    readonly isKubelets: boolean
  }
}

export interface CheckFindings extends PreflightFindings, DeadlineFindings, RunningFindings {}
