import type { Fact } from "./fact.ts"

/** Programs and images that keep files on a node which criadm might otherwise take for the operator's. */
export type OwnerId =
  | "k3s"
  | "rke2"
  | "k0s"
  | "microk8s"
  | "docker-snap"
  | "gpu-operator"
  | "nvidia-toolkit"
  | "kubespray"
  | "docker-package"
  | "kind"
  | "eks-image"
  | "aks-image"
  | "gke-image"
  | "bottlerocket"
  | "talos"
  | "nixos"
  | "ansible"
  | "puppet"
  | "chef"
  | "salt"
  | "cfengine"
  | "cloud-init"
  | "kops"
  | "terraform"
  | "ignition"
  | "openshift"
  | "a-generator"

/** Distributions of Kubernetes that run a container runtime of their own. */
export const distributions = ["k3s", "rke2", "k0s", "microk8s"] as const satisfies readonly OwnerId[]
export type DistributionId = (typeof distributions)[number]

/** One mark of such an owner; its source is the file or directory that shows it. */
export type OwnerFact = Fact<OwnerId>
