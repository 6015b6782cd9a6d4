// A kubeadm node in memory for the tests of the kubelet component: the packages' unit and drop-in, kubeadm's files, and
// a kubelet that prints its version. Everything can be replaced.
import { kubelet } from "../../../src/components/kubelet/component.ts"
import { detectNode } from "../../../src/detect/node.ts"
import { initSystems } from "../../../src/init-systems/known.ts"
import type { NodeFacts } from "../../../src/model/facts/node-facts.ts"
import { type MemoryMachine, memoryMachine, succeeding } from "../../machine/memory-machine.ts"

/** kubernetes/release, cmd/krel/templates/latest: kubelet.service and 10-kubeadm.conf of the deb packages. */
export const packaged = {
  "/usr/lib/systemd/system/kubelet.service": "[Service]\nExecStart=/usr/bin/kubelet\nRestart=always\n",
  "/usr/lib/systemd/system/kubelet.service.d/10-kubeadm.conf": `[Service]
Environment="KUBELET_KUBECONFIG_ARGS=--bootstrap-kubeconfig=/etc/kubernetes/bootstrap-kubelet.conf --kubeconfig=/etc/kubernetes/kubelet.conf"
Environment="KUBELET_CONFIG_ARGS=--config=/var/lib/kubelet/config.yaml"
EnvironmentFile=-/var/lib/kubelet/kubeadm-flags.env
EnvironmentFile=-/etc/default/kubelet
ExecStart=
ExecStart=/usr/bin/kubelet $KUBELET_KUBECONFIG_ARGS $KUBELET_CONFIG_ARGS $KUBELET_KUBEADM_ARGS $KUBELET_EXTRA_ARGS
`,
  "/usr/bin/kubelet": "",
  "/etc/resolv.conf": "nameserver 10.0.0.53\n",
  "/usr/bin/kubeadm": "",
}

export const configPath = "/var/lib/kubelet/config.yaml"
export const flagsPath = "/var/lib/kubelet/kubeadm-flags.env"

export const config = (lines: string) =>
  `apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n${lines}`

export interface KubeletNode {
  readonly version?: string
  readonly files: Readonly<Record<string, string>>
  readonly isLive?: boolean
  readonly isActive?: boolean
  /** Sockets on which something listens. */
  readonly sockets?: readonly string[]
  readonly cgroup?: "2" | "1"
  /** Milliseconds since the epoch. */
  readonly now?: number
}

export function kubeletMachine(node: KubeletNode): MemoryMachine {
  const { version = "1.31.2", isLive = true, isActive = true, cgroup = "2" } = node
  return memoryMachine({
    files: {
      ...packaged,
      ...(isLive ? { "/proc/1/comm": "systemd\n" } : { "/usr/lib/systemd/systemd": "" }),
      ...node.files,
    },
    links: isLive ? {} : { "/sbin/init": "/usr/lib/systemd/systemd" },
    directories: isLive ? ["/run/systemd/system"] : [],
    isLive,
    ...(node.now === undefined ? {} : { now: node.now }),
    programs: {
      systemctl: () => succeeding(`ActiveState=${isActive ? "active" : "inactive"}\nMainPID=0\n`),
      kubelet: () => succeeding(`Kubernetes v${version}\n`),
      kubeadm: () => succeeding(`v${version}\n`),
    },
    grpc: Object.fromEntries((node.sockets ?? []).map((socket) => [socket, {}])),
    fileSystems: { "/sys/fs/cgroup": cgroup === "2" ? 0x63677270 : 0x01021994 },
  })
}

export function kubeletFacts(node: KubeletNode): Promise<NodeFacts> {
  return detectNode(kubeletMachine(node), { initSystems, components: [kubelet] })
}
