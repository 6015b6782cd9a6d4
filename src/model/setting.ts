/** What can be chosen. The id is the flag without its dashes and the key of the answers file. */
export type SettingId =
  | "runtime"
  | "cgroup-driver"
  | "sandbox-image"
  | "image-repository"
  | "kubernetes-version"
  | "ip-forward"
  | "kubelet"
  | "registry-mirror"
  | "restart"
  | "reset-config"

/** Settings whose effective value on a node can be explained. */
export const explainedSettings = ["cgroup-driver", "sandbox-image", "cri-enabled", "ip-forward"] as const
export type ExplainedSetting = (typeof explainedSettings)[number]

export type CgroupDriver = "systemd" | "cgroupfs"

/** A registry host and the URL that is asked first for it. */
export interface RegistryMirror {
  readonly host: string
  readonly url: string
}
