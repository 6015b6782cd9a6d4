// From where the images of Kubernetes come: where they are published, and public mirrors that people in networks without a
// way there use. Offered by name; which one is trusted is a person's choice.

export const upstreamRepository = "registry.k8s.io"

interface KnownMirror {
  readonly prefix: string
  readonly source: string
}

export const knownMirrors: readonly KnownMirror[] = [
  {
    prefix: "registry.aliyuncs.com/google_containers",
    source: "kubernetes.io/zh-cn, kubeadm-init, --image-repository as it is used in China",
  },
  {
    prefix: "registry.cn-hangzhou.aliyuncs.com/google_containers",
    source: "kubernetes/minikube pkg/minikube/constants/constants.go, AliyunMirror",
  },
  {
    prefix: "k8s.m.daocloud.io",
    source: "DaoCloud/public-image-mirror README.md; kubespray docs/operations/mirror.md",
  },
]

/** Whether the registry of a prefix answered this node in so many seconds. */
export interface RegistryLook {
  readonly prefix: string
  readonly answers: boolean
  readonly seconds: number
}

/** The registry that a prefix names. */
export function registryHostOf(prefix: string): string {
  return prefix.split("/")[0] ?? prefix
}
