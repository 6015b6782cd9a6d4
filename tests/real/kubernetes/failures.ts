// What people meet most when they bring up a node: each as what makes a good node bad, what check calls it, and what the
// real kubelet or kubeadm says of it.
import type { Node } from "../nodes/nodes.ts"
import { patiently } from "./kubelet-story.ts"

export interface Failure {
  readonly name: string
  readonly breaks: string
  readonly mends: string
  readonly foretold: string
  /** Who fails over it, or passes over it with a warning. */
  readonly by: "kubelet" | "kubeadm"
  /** For grep -E. */
  readonly says: string
  /** The kubelet goes on running, and its pods do not. */
  readonly livesOn?: true
  /** It is said before anything that a container of the bench has not: controllers, swap, /dev/kmsg. */
  readonly isInContainer?: true
}

const containerd = "/etc/containerd/config.toml"
const kubelet = "/var/lib/kubelet/config.yaml"
const flags = "/var/lib/kubelet/kubeadm-flags.env"
const manifests = "/etc/kubernetes/manifests"
export const goodContainerd = "/root/good.toml"
const restart = "systemctl reset-failed containerd; systemctl restart containerd"
const asGood = `cp ${goodContainerd} ${containerd}; ${restart}; until [ -S /run/containerd/containerd.sock ]; do sleep 0.2; done`
const withFile = (text: string) => `printf '%s\n' '${text}' > ${containerd}; ${restart}`
const cri = 'plugins."io.containerd.grpc.v1.cri"'
const noCri = "unknown service runtime.v1.RuntimeService"

export const failures: readonly Failure[] = [
  {
    name: "CRI switched off, as Docker's packages do",
    breaks: withFile('disabled_plugins = ["cri"]'),
    mends: asGood,
    foretold: "containerd-cri-disabled",
    by: "kubelet",
    says: noCri,
    isInContainer: true,
  },
  {
    name: "mirrors beside a config_path",
    breaks: withFile(
      `version = 2\n[${cri}.registry]\nconfig_path = "/etc/containerd/certs.d"\n[${cri}.registry.mirrors."quay.io"]\nendpoint = ["https://m.example"]`,
    ),
    mends: asGood,
    foretold: "containerd-mirrors-and-config-path",
    by: "kubelet",
    says: noCri,
    isInContainer: true,
  },
  {
    name: "containerd stopped",
    breaks: "systemctl stop containerd; rm -f /run/containerd/containerd.sock",
    mends: asGood,
    foretold: "runtime-not-running",
    by: "kubelet",
    says: "containerd.sock: connect: no such file or directory",
    isInContainer: true,
  },
  {
    name: "an endpoint with a slip of the pen",
    breaks: `sed -i s/containerd.sock/containerd.socks/ ${kubelet}`,
    mends: `sed -i s/containerd.socks/containerd.sock/ ${kubelet}`,
    foretold: "kubelet-endpoint-without-runtime",
    by: "kubelet",
    says: "containerd.socks: connect: no such file or directory",
    isInContainer: true,
  },
  {
    name: "a flag that this release has no more",
    breaks: `echo 'KUBELET_KUBEADM_ARGS="--pod-infra-container-image=registry.k8s.io/pause:3.10"' > ${flags}`,
    mends: `rm ${flags}`,
    foretold: "kubelet-flag-removed",
    by: "kubelet",
    says: "unknown flag: --pod-infra-container-image",
    isInContainer: true,
  },
  {
    name: "swap on",
    breaks:
      "dd if=/dev/zero of=/swap bs=1M count=16 2>/dev/null; chmod 600 /swap; mkswap /swap >/dev/null; swapon /swap",
    mends: "swapoff /swap; rm /swap",
    foretold: "kubelet-refuses-swap",
    by: "kubelet",
    says: "running with swap on is not supported",
  },
  {
    name: "another cgroup driver than the runtime's",
    breaks: `sed -i 's/cgroupDriver: systemd/cgroupDriver: cgroupfs/' ${kubelet}`,
    mends: `sed -i 's/cgroupDriver: cgroupfs/cgroupDriver: systemd/' ${kubelet}`,
    foretold: "cgroup-drivers-differ",
    by: "kubelet",
    says: "expected cgroupsPath to be of format",
    livesOn: true,
  },
  {
    name: "a sandbox image that cannot be had",
    breaks: `sed -i 's|sandbox_image = .*|sandbox_image = "registry.example.invalid/pause:9"|' ${containerd}; ${restart}`,
    mends: asGood,
    foretold: "sandbox-image-not-present",
    by: "kubelet",
    says: "failed to get sandbox image",
    livesOn: true,
  },
  {
    name: "no forwarding",
    breaks: "echo 0 > /proc/sys/net/ipv4/ip_forward",
    mends: "echo 1 > /proc/sys/net/ipv4/ip_forward",
    foretold: "kernel-ip-forward-off",
    by: "kubeadm",
    says: "ERROR FileContent--proc-sys-net-ipv4-ip_forward",
    isInContainer: true,
  },
  {
    name: "two runtimes that take connections",
    breaks: `printf '#!/bin/sh\necho crio version 1.36.3\n' > /usr/bin/crio; chmod 755 /usr/bin/crio
      printf '[Socket]\nListenStream=/run/crio/crio.sock\n' > /run/systemd/system/other.socket
      printf '[Service]\nExecStart=/bin/sleep infinity\n' > /run/systemd/system/other.service
      systemctl daemon-reload; systemctl start other.socket`,
    mends: "rm /usr/bin/crio; systemctl stop other.socket other.service; rm -f /run/crio/crio.sock",
    foretold: "several-cri-endpoints",
    by: "kubeadm",
    says: "found multiple CRI endpoints",
    isInContainer: true,
  },
  {
    name: "no pod network",
    // A containerd that has loaded one keeps it. check asks of nodes that have joined; the kubelet tells of a pod with a
    // network of its own.
    breaks: `echo 'apiVersion: v1' > /etc/kubernetes/kubelet.conf
      sed 's/name: proof/name: networked/; s/hostNetwork: true/hostNetwork: false/' ${manifests}/proof.yaml > ${manifests}/networked.yaml
      mv /etc/cni/net.d /root/net.d; ${restart}; until [ -S /run/containerd/containerd.sock ]; do sleep 0.2; done`,
    mends: `rm /etc/kubernetes/kubelet.conf ${manifests}/networked.yaml; rmdir /etc/cni/net.d; mv /root/net.d /etc/cni/net.d; ${asGood}`,
    foretold: "cri-network-not-ready",
    by: "kubelet",
    says: "cni plugin not initialized",
    livesOn: true,
  },
]

const log = "/run/kubelet.log"

/** As packages of Kubernetes start it; what it says lies in a file that is new at each start. */
export const kubeletUnit = `[Unit]
After=containerd.service
[Service]
EnvironmentFile=-${flags}
ExecStart=/opt/bench/kubelet --config=${kubelet} --hostname-override=node $KUBELET_KUBEADM_ARGS
StandardError=truncate:${log}
`

const joinConfiguration = `apiVersion: kubeadm.k8s.io/v1beta4
kind: JoinConfiguration
discovery:
  bootstrapToken: {token: abcdef.0123456789abcdef, apiServerEndpoint: "127.0.0.1:6443", unsafeSkipCAVerification: true}
timeouts: {discovery: 1s}
`

export interface Seen {
  /** Of criadm's check, before anything was asked or started. */
  readonly codes: readonly string[]
  /** Seconds from the start of the kubelet or kubeadm to its word; undefined: it did not come. */
  readonly seconds: number | undefined
  /** "active" or "failed", of the kubelet's service. */
  readonly kubelet: string
  /** What the kubelet or kubeadm said last. */
  readonly said: string
}

/** What check says of the node as it is. */
export async function codesOfCheck(on: Node): Promise<readonly string[]> {
  const { stdout } = await on.run("criadm check -o json", patiently)
  const { findings } = JSON.parse(stdout) as { readonly findings: readonly { readonly code: string }[] }
  return findings.map(({ code }) => code)
}

/** Asks check, and then the kubelet or kubeadm, for at most so many seconds. */
export async function seeFailure(on: Node, { by, says }: Failure, seconds: number): Promise<Seen> {
  await on.mustRun("systemctl stop kubelet; systemctl reset-failed kubelet 2>/dev/null || true", patiently)
  const codes = await codesOfCheck(on)
  if (by === "kubeadm") {
    await on.put("/root/join.yaml", joinConfiguration)
    const command = "timeout 300 kubeadm join phase preflight --config /root/join.yaml"
    const began = Date.now()
    const { stdout, stderr } = await on.run(`PATH=$PATH:/opt/bench ${command}`, patiently)
    const said = `${stdout}${stderr}`
    const took = new RegExp(says).test(said) ? (Date.now() - began) / 1000 : undefined
    return { codes, seconds: took, kubelet: "", said }
  }
  // In the node's own time: between it and this machine lies an emulation.
  const waited = await on.mustRun(
    `: > ${log}; began=$(cut -d' ' -f1 /proc/uptime); systemctl start kubelet
    for i in $(seq ${seconds * 2}); do
      grep -qE '${says}' ${log} && { echo "$began $(cut -d' ' -f1 /proc/uptime)"; break; }
      sleep 0.5
    done; true`,
    { timeoutSeconds: 8 * seconds + 300 },
  )
  const [began, ended] = waited.trim().split(" ").map(Number)
  await on.mustRun("sleep 2")
  return {
    codes,
    seconds: began === undefined || ended === undefined || waited === "" ? undefined : ended - began,
    kubelet: (await on.run("systemctl is-active kubelet", patiently)).stdout.trim(),
    said: await on.mustRun(`tail -n 3 ${log}`),
  }
}
