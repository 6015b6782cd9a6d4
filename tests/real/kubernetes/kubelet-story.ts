// What criadm is for: after `criadm apply` a real kubelet runs a real pod on this node. A kubelet of one release, alone
// as for static pods, on a virtual machine with a runtime of one release; no network, and an image made here. Judged by
// crictl, by the cgroup tree and by the kubelet's own log, not by criadm.

import type { Kind, Node } from "../nodes/nodes.ts"
import { peerProgram } from "../peers/peers.ts"
import { pauseImage } from "../support/images.ts"

export interface Cell {
  readonly kind: Kind
  /** Directory below tests/real/peers of the containerd that takes the packaged one's place. */
  readonly containerd?: string
  /** Directory below tests/real/peers. */
  readonly kubelet: string
  /** What check finds on the node that was prepared wrongly, and what the kubelet then logs. */
  readonly foretold?: { readonly code: string; readonly log: string }
}

const containerdPrograms = ["containerd", "containerd-shim-runc-v2", "ctr"]
/** crictl is of the kubelet's minor (cri-tools README, "Compatibility matrix"); of 1.35 there is none here. */
const criToolsOf = (kubelet: string) => (kubelet === "kubernetes-1.34" ? "cri-tools-1.34" : "cri-tools-1.37")

/** Programs of peers that the cell cannot do without. */
export function peersOf({ containerd, kubelet }: Cell): Readonly<Record<string, readonly string[]>> {
  return {
    [criToolsOf(kubelet)]: ["crictl"],
    [kubelet]: ["kubelet"],
    ...(containerd === undefined ? {} : { [containerd]: containerdPrograms }),
  }
}

/** The same as paths on this machine, for the node's PATH. */
export function toolsOf(cell: Cell): readonly string[] {
  return Object.entries(peersOf(cell)).flatMap(([peer, programs]) =>
    programs.flatMap((program) => peerProgram(peer, program) ?? []),
  )
}

/** Emulated machines take minutes for what takes seconds elsewhere. In seconds. */
export const patiently = { timeoutSeconds: 600 }

const socket = "unix:///run/containerd/containerd.sock"
export const crictl = `crictl --runtime-endpoint ${socket} --timeout 60s`

const kubeletUnit = `[Unit]
Description=kubelet
After=containerd.service
[Service]
ExecStart=/opt/bench/kubelet --config=/var/lib/kubelet/config.yaml --hostname-override=node
`

/** Of a kubelet by itself, with static pods. */
export const kubeletConfiguration = (endpoint: string) => `apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
cgroupDriver: systemd
containerRuntimeEndpoint: ${endpoint}
staticPodPath: /etc/kubernetes/manifests
authentication:
  anonymous: {enabled: true}
  webhook: {enabled: false}
authorization: {mode: AlwaysAllow}
resolvConf: ""
`

/** In bytes; the pod asks for it as 32Mi. */
export const memoryLimit = 32 * 1024 * 1024

const pod = `apiVersion: v1
kind: Pod
metadata: {name: proof, namespace: default}
spec:
  hostNetwork: true
  containers:
  - name: wait
    image: ${pauseImage}
    imagePullPolicy: Never
    resources:
      requests: {cpu: 10m, memory: 16Mi}
      limits: {memory: 32Mi}
`

/** As an operator's other tools would have left the node: all but what criadm is for. */
export async function prepare(node: Node, { containerd }: Cell): Promise<void> {
  await node.put("/etc/systemd/system/kubelet.service", kubeletUnit)
  await node.put("/etc/kubernetes/manifests/proof.yaml", pod)
  await node.put("/var/lib/kubelet/config.yaml", kubeletConfiguration(socket))
  if (containerd !== undefined) {
    await node.mustRun(
      `systemctl stop containerd
      for name in ${containerdPrograms.join(" ")}; do cp --remove-destination /opt/bench/$name /usr/bin/$name; done
      mkdir -p /etc/containerd; containerd config default > /etc/containerd/config.toml
      systemctl start containerd`,
      patiently,
    )
  }
  // The kubelet takes the address of the default route's device for the node's.
  await node.mustRun(
    `systemctl daemon-reload
    modprobe dummy; ip link add dummy0 type dummy; ip address add 10.99.0.2/24 dev dummy0; ip link set dummy0 up
    ip route add default via 10.99.0.1
    ctr -n k8s.io images import /opt/bench/pause.tar`,
    patiently,
  )
}

/** The pod's container runs; its line in /proc/PID/cgroup. `seconds` of the node's own time. */
export async function untilPodRuns(node: Node, seconds: number): Promise<string> {
  const running = `${crictl} ps --name wait --state running --quiet`
  await node.mustRun(
    `for i in $(seq ${seconds}); do [ -n "$(${running})" ] && exit 0; sleep 1; done
    ${crictl} pods; ${crictl} ps -a; journalctl -u kubelet --no-pager -o cat | tail -30; exit 1`,
    { timeoutSeconds: 8 * seconds },
  )
  const pid = `${crictl} inspect --output go-template --template '{{.info.pid}}' $(${running})`
  return (await node.mustRun(`cat /proc/$(${pid})/cgroup`, patiently)).trim()
}

export function kubeletLog(node: Node): Promise<string> {
  return node.mustRun("journalctl -u kubelet --no-pager -o cat", patiently)
}
