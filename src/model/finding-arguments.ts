/** Every finding of the catalogue with the evidence its sentences need. Codes are permanent. */
export interface FindingArguments {
  "kernel-ip-forward-off": { value: string; file: string }
  /** Kubelet and runtime are set to different cgroup drivers, and the kubelet does not ask the runtime. */
  "cgroup-drivers-differ": { runtime: string; runtimeDriver: string; kubeletDriver: string }
  /** The kubelet will follow the runtime against its own configuration, without a word. */
  "cgroup-driver-follows-runtime": { runtime: string; runtimeDriver: string; kubeletDriver: string }
  /** Forwarding is on now, and a line switches it off at the next boot or at the next `sysctl --system`. */
  "kernel-ip-forward-set-back-by": { file: string; value: string; program: string }
  /** Forwarding is on now, and no file sets it. */
  "kernel-ip-forward-lost-at-boot": { program: string }
}
