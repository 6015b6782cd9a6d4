// A bare node that only criadm touches, and a cluster for it to join: the cluster's processes run on this machine, the node
// is a virtual machine of Debian 13 with what packages of Kubernetes and a cloud's image bring. One story for each runtime.
import { join } from "node:path"
import { crioArchive, crioRelease, libraryPackages } from "../install/crio-archive.ts"
import { addRepository, containerdPackages, localRepository } from "../install/local-repository.ts"
import { addNewer, noNewer } from "../install/newer-containerd.ts"
import { mirror, releaseHost } from "../install/release-host.ts"
import { type Node, node } from "../nodes/nodes.ts"
import { peerProgram, whyNoPeer } from "../peers/peers.ts"
import { program } from "../support/criadm-program.ts"
import { archiveOf, pauseArchive, pauseImage } from "../support/images.ts"
import { releases, unpackedRelease } from "../support/packages.ts"
import { type ControlPlane, joiningPeers, kubeletOf, startControlPlane } from "./control-plane.ts"
import { patiently } from "./kubelet-story.ts"

const image = "example.test/busybox:1"
/** The node's name is where its kubelet is found from this machine. Bytes of this process, so that runs do not meet. */
const name = `127.${100 + (process.pid % 100)}.${(process.pid >> 8) % 200}.2`
export const memoryLimit = 64 * 1024 * 1024

export const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: {name: proof}
spec:
  selector: {matchLabels: {app: proof}}
  template:
    metadata: {labels: {app: proof}}
    spec:
      automountServiceAccountToken: false
      containers:
      - name: shell
        image: ${image}
        imagePullPolicy: Never
        command: [/busybox, sh, -c, "echo here I am; exec /busybox sleep 86400"]
        resources:
          requests: {cpu: 10m, memory: 16Mi}
          limits: {memory: 64Mi}
`

/** As the packages of Kubernetes bring it (kubernetes/release, cmd/krel/templates/latest/kubelet and kubeadm). */
const kubeletUnit = `[Unit]
Description=kubelet: The Kubernetes Node Agent
Wants=network-online.target
After=network-online.target
[Service]
Environment="KUBELET_KUBECONFIG_ARGS=--bootstrap-kubeconfig=/etc/kubernetes/bootstrap-kubelet.conf --kubeconfig=/etc/kubernetes/kubelet.conf"
Environment="KUBELET_CONFIG_ARGS=--config=/var/lib/kubelet/config.yaml"
EnvironmentFile=-/var/lib/kubelet/kubeadm-flags.env
EnvironmentFile=-/etc/default/kubelet
ExecStart=/usr/bin/kubelet $KUBELET_KUBECONFIG_ARGS $KUBELET_CONFIG_ARGS $KUBELET_KUBEADM_ARGS $KUBELET_EXTRA_ARGS
Restart=always
RestartSec=10
[Install]
WantedBy=multi-user.target
`

/** What a cloud's image does by itself. */
export const networkUnit = `[Unit]
Before=network-online.target containerd.service kubelet.service
[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/bin/sh -c 'until device=$(ls /sys/class/net | grep -v -e lo -e cni -e veth | head -n 1) && [ -n "$device" ]; do sleep 0.2; done; udevadm settle; device=$(ls /sys/class/net | grep -v -e lo -e cni -e veth | head -n 1); ip address add 10.0.2.15/24 dev $device; ip link set $device up; ip route add default via 10.0.2.2'
[Install]
WantedBy=multi-user.target
`

/** CRI-O has the plugins check what they made, and meanwhile udev gives devices other addresses (systemd.link(5)). */
const cni = `{"cniVersion": "1.0.0", "name": "bench", "disableCheck": true, "plugins": [
  {"type": "bridge", "bridge": "cni0", "isGateway": true,
   "ipam": {"type": "host-local", "ranges": [[{"subnet": "10.244.0.0/24"}]]}}]}
`

export interface JoiningRuntime {
  readonly id: "containerd" | "crio"
  /** Why there can be no story; undefined: there can. */
  readonly missing: string | undefined
  readonly endpoint: string
  /** Where a container of a pod with requests lies, with the driver systemd. */
  readonly scope: RegExp
  /** Files of this machine that the node needs for it. */
  tools(): Promise<readonly string[]>
  /** As an operator's other tools leave the node; no runtime. */
  prepare(on: Node): Promise<void>
  /** The one line that brings the runtime, up to the settings. */
  readonly apply: string
  /** Brings the images of the archives among the tools to the runtime. */
  readonly importImages: string
}

const slice = "^/kubepods\\.slice/kubepods-burstable\\.slice/.*/"

const containerd: JoiningRuntime = {
  id: "containerd",
  missing: whyNoPeer(joiningPeers),
  endpoint: "unix:///run/containerd/containerd.sock",
  scope: new RegExp(`${slice}cri-containerd-[0-9a-f]{64}\\.scope$`),
  tools: async () => [await localRepository("trixie", containerdPackages)],
  prepare: addRepository,
  apply: "criadm apply --yes --install distribution",
  importImages: "for name in pause busybox; do ctr -n k8s.io images import /opt/bench/$name.tar; done",
}

const trust = "SSL_CERT_FILE=/opt/bench/release-host/cert.pem"
const from = `--checksums /root/sums --release-mirror ${mirror}`

/**
 * From archives that have Debian's programs, on a host that has 2.3 too. Debian's containerd has /usr/lib/cni built in, so that
 * is a link here to where the project's own looks.
 */
function fromArchives(): JoiningRuntime & {
  readonly trust: string
  readonly from: string
  /** Starts the host; again after a boot. */
  serve(on: Node): Promise<void>
} {
  let sums = ""
  let host: Awaited<ReturnType<typeof releaseHost>>
  const serve = async (on: Node) => {
    await host.start(on)
    await on.put("/root/sums", `${host.sums}${sums}`, 0o600)
  }
  return {
    ...containerd,
    missing: whyNoPeer(joiningPeers) ?? noNewer,
    tools: async () => {
      host = await releaseHost("trixie", { containerd: "1.7.24", runc: "1.1.15", cniPlugins: "1.6.2" })
      sums = await addNewer(host)
      return [host.tool, await localRepository("trixie", containerdPackages)]
    },
    prepare: async (on) => {
      await addRepository(on)
      await on.mustRun(
        `DEBIAN_FRONTEND=noninteractive apt-get -qq install --no-install-recommends libseccomp2
        : >/etc/apt/sources.list.d/bench.list; ln -s /opt/bench/crictl /usr/local/bin/crictl
        mkdir -p /opt/cni/bin; ln -s /opt/cni/bin /usr/lib/cni`,
        patiently,
      )
      await serve(on)
    },
    serve,
    apply: `${trust} criadm apply --yes --install upstream --runtime containerd --runtime-release 1.7.24 ${from}`,
    trust,
    from,
  }
}

/** From the archive of its form that its project publishes; Debian has none, and the node's sources are empty. */
function crio(): JoiningRuntime {
  let sums = ""
  let host: Awaited<ReturnType<typeof releaseHost>>
  const libraries = () => localRepository("trixie", libraryPackages)
  return {
    id: "crio",
    missing: whyNoPeer({ ...joiningPeers, crio: ["crio"] }),
    endpoint: "unix:///var/run/crio/crio.sock",
    // crun has a cgroup of its own for the container's processes, below the one with the limits.
    scope: new RegExp(`${slice}crio-[0-9a-f]{64}\\.scope(?:/container)?$`),
    tools: async () => {
      host = await releaseHost("trixie", { containerd: "1.7.24", runc: "1.1.15", cniPlugins: "1.6.2" })
      sums = await crioArchive(host)
      return [host.tool, await libraries()]
    },
    prepare: async (on) => {
      await addRepository(on)
      // What the programs of their archive have in them and Debian's have not, and skopeo, which knows where CRI-O's images lie.
      await on.mustRun(
        `DEBIAN_FRONTEND=noninteractive apt-get -qq install --no-install-recommends skopeo libglib2.0-0t64 libyajl2 libseccomp2
        : >/etc/apt/sources.list.d/bench.list`,
        patiently,
      )
      await host.start(on)
      await on.put("/root/sums", `${host.sums}${sums}`, 0o600)
      // The node has neither iptables nor nft.
      await on.put("/etc/crio/crio.conf.d/50-own.conf", "[crio.runtime]\ndisable_hostport_mapping = true\n")
      await on.mustRun("ln -s /opt/bench/crictl /usr/local/bin/crictl")
    },
    apply: `${trust} criadm apply --yes --install upstream --runtime crio --runtime-release ${crioRelease} ${from}`,
    importImages: `skopeo --insecure-policy copy oci-archive:/opt/bench/pause.tar containers-storage:${pauseImage}
      skopeo --insecure-policy copy oci-archive:/opt/bench/busybox.tar containers-storage:${image}`,
  }
}

export const containerdFromArchives = fromArchives()

export const joiningRuntimes = [containerd, crio()] as const

export interface Joining {
  readonly cluster: ControlPlane
  readonly on: Node
  /** Of the node object. */
  readonly name: string
  /** kubeadm's line for this node. */
  readonly join: string
  readonly crictl: string
  stop(): Promise<void>
}

/** `driver`: what the cluster tells its kubelets; absent: nothing, so that kubeadm says systemd. */
export async function startJoining(runtime: JoiningRuntime, driver?: "cgroupfs"): Promise<Joining> {
  const busybox = join(await unpackedRelease(releases[2] as (typeof releases)[number]), "usr/bin/busybox")
  const ofKubernetes = ["kubelet", "kubeadm"].map((each) => peerProgram("kubernetes-1.37", each) ?? "")
  const tools = [program, await pauseArchive(), await archiveOf(busybox, image, "busybox"), ...(await runtime.tools())]
  const [cluster, on] = await Promise.all([
    startControlPlane(driver),
    node("trixie-bare", {
      way: "boot",
      network: kubeletOf(name),
      tools: [...tools, ...ofKubernetes, peerProgram("cri-tools-1.37", "crictl") ?? ""],
    }),
  ])
  const stop = async () => {
    await on.stop()
    await cluster.stop()
  }
  try {
    await on.put("/etc/systemd/system/bench-network.service", networkUnit)
    await on.put("/usr/lib/systemd/system/kubelet.service", kubeletUnit)
    await on.put("/etc/cni/net.d/10-bench.conflist", cni)
    await on.mustRun(`systemctl daemon-reload; systemctl enable --now bench-network; systemctl enable kubelet
      cp /opt/bench/kubelet /opt/bench/kubeadm /usr/bin`)
    await runtime.prepare(on)
  } catch (error) {
    await stop()
    throw error
  }
  const crictl = `crictl --runtime-endpoint ${runtime.endpoint} --timeout 60s`
  return { cluster, on, name, join: `${cluster.join} --node-name ${name}`, crictl, stop }
}

/** kubeadm join, until the cluster has the node Ready. */
export async function joinAndBeReady({ cluster, on, name, join }: Joining): Promise<void> {
  const joined = await on.run(join, { timeoutSeconds: 1200 })
  if (joined.exitCode !== 0) throw new Error(`${joined.stdout}${joined.stderr}\n${cluster.logs()}`)
  await cluster.kubectl("wait", `node/${name}`, "--for=create", "--timeout=600s")
  await cluster.kubectl("wait", `node/${name}`, "--for=condition=Ready", "--timeout=600s")
}

/** A new one on every start of its container. */
export async function cgroupOfPod({ on, crictl }: Joining): Promise<string> {
  const running = `${crictl} ps --name shell --state running --quiet`
  const pid = `${crictl} inspect --output go-template --template '{{.info.pid}}' $(${running})`
  return (await on.mustRun(`cat /proc/$(${pid})/cgroup`, patiently)).trim().slice("0::".length)
}

/** Bytes; of the cgroup, or of the one above where it has none. */
export async function limitOf(on: Node, cgroup: string): Promise<number> {
  const at = cgroup.replace(/\/container$/, "")
  return Number(await on.mustRun(`cat /sys/fs/cgroup${at}/memory.max`))
}
