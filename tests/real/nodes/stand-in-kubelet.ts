// A node that has joined, as far as a migration reads it: for its kubelet a service that only stays up, with the files that
// kubeadm leaves. A real one needs controllers that a container has not; those are in kubelet-story.ts.
import type { Node } from "./nodes.ts"

export interface Joined {
  /** "1.36.3". */
  readonly release: string
  readonly driver: string
  readonly endpoint: string
}

const unit = `[Unit]
After=containerd.service
[Service]
EnvironmentFile=-/var/lib/kubelet/kubeadm-flags.env
ExecStart=/usr/bin/kubelet --kubeconfig=/etc/kubernetes/kubelet.conf --config=/var/lib/kubelet/config.yaml --hostname-override=worker-1
[Install]
WantedBy=multi-user.target
`

/** Its node object is "worker-1". */
export async function joinCluster(node: Node, { release, driver, endpoint }: Joined): Promise<void> {
  const program = `#!/bin/sh
[ "$1" = --version ] && exec echo Kubernetes v${release}
exec sleep infinity
`
  const configuration = `apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
cgroupDriver: ${driver}
containerRuntimeEndpoint: ${endpoint}
healthzPort: 0
`
  await node.put("/usr/bin/kubelet", program, 0o755)
  await node.put("/etc/systemd/system/kubelet.service", unit)
  await node.put("/var/lib/kubelet/config.yaml", configuration)
  await node.put("/etc/kubernetes/kubelet.conf", "apiVersion: v1\n")
  await node.mustRun("systemctl daemon-reload; systemctl enable --now kubelet")
}
