// What a row of `criadm detect` is about, by id; the words are in messages/.

/** Labels that stand alone. */
export type FactLabel =
  | "node"
  | "init-system"
  | "cgroup-version"
  | "cgroup-controllers"
  | "cgroup-controllers-in-use"
  | "os"
  | "kernel"
  | "architecture"
  | "container"
  | "selinux"
  | "apparmor"
  | "swap"
  | "detection"
  | "version"
  | "program"
  | "service"
  | "configuration"
  | "endpoint"
  | "cri"
  | "cgroup-driver"
  | "default-runtime"
  | "sandbox-image"
  | "kubeadm-version"
  | "cri-endpoint"
  | "recognised-by"

/** Labels that name what exactly: a runtime handler, another owner, a key of the kernel. */
export type LabelOf = "cgroup-driver-of" | "monitor-cgroup-of" | "containerd-of" | "at-boot"

/** `term`: a name that is the same in every language, such as "net.ipv4.ip_forward". */
export type Label = FactLabel | { readonly id: LabelOf; readonly of: string } | { readonly term: string }
