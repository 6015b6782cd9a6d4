// A node in memory on which everything is as it should be: Debian 13 with systemd, containerd 2.3.4 and a kubelet 1.37
// that has joined. Tests take one fact of it away, or put one there, and look at what is found.
import { components } from "../../src/components/loaded.ts"
import { findingsOf } from "../../src/decide/findings.ts"
import { answerSample, startSample } from "../../src/demo/sample-containerd.ts"
import { detectNode } from "../../src/detect/node.ts"
import { initSystems } from "../../src/init-systems/known.ts"
import type { Answers } from "../../src/model/answers.ts"
import type { NodeFacts } from "../../src/model/facts/node-facts.ts"
import type { Finding } from "../../src/model/finding.ts"
import { type MemoryNodeDescription, memoryMachine, type Program, succeeding } from "../machine/memory-machine.ts"

export const socket = "/run/containerd/containerd.sock"
export const configToml = "/etc/containerd/config.toml"
export const kubeletConfig = "/var/lib/kubelet/config.yaml"
export const kubeletFlags = "/var/lib/kubelet/kubeadm-flags.env"
export const kubeletConf = "/etc/kubernetes/kubelet.conf"
export const kernelRelease = "6.12.57+deb13-amd64"

export const containerdConfig = `version = 3

[plugins.'io.containerd.cri.v1.images'.pinned_images]
  sandbox = 'registry.k8s.io/pause:3.10.2'

[plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.runc]
  runtime_type = 'io.containerd.runc.v2'
  [plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.runc.options]
    SystemdCgroup = true
`

const kernelOptions = `NAMESPACES NET_NS PID_NS IPC_NS UTS_NS CGROUPS CGROUP_BPF CGROUP_CPUACCT CGROUP_DEVICE
CGROUP_FREEZER CGROUP_PIDS CGROUP_SCHED CPUSETS MEMCG INET EXT4_FS PROC_FS NETFILTER_XT_TARGET_REDIRECT
NETFILTER_XT_MATCH_COMMENT FAIR_GROUP_SCHED`.split(/\s+/)

export const kernelConfig = kernelOptions.map((option) => `CONFIG_${option}=y\n`).join("")

/** Paths to texts; undefined takes a file away. */
export type Files = Readonly<Record<string, string | undefined>>

export interface NodeOptions {
  readonly files?: Files
  readonly containerd?: string
  readonly kubelet?: string
  readonly kubeadm?: string
  /** Units that do not run, by name without ".service". */
  readonly stopped?: readonly string[]
  /** By the whole command line. */
  readonly programs?: MemoryNodeDescription["programs"]
  /** Units that are not started at boot. */
  readonly disabled?: readonly string[]
  /** What runs is what these bytes of config.toml said at its last start. Default: what the file says. */
  readonly startedOn?: string
  /** Methods of CRI that answer otherwise; null: nobody listens on the socket. */
  readonly grpc?: MemoryNodeDescription["grpc"] | null
  readonly cgroup?: "2" | "1"
  readonly now?: number
  readonly initSystem?: "systemd" | "openrc" | "sysvinit" | "runit"
  readonly isLive?: boolean
  /** What the last kept run was asked for. */
  readonly asked?: Answers
  /** Release of containerd that criadm has placed from archives. */
  readonly placed?: string
}

const healthyFiles: Files = {
  "/etc/resolv.conf": "nameserver 10.0.0.53\n",
  "/etc/os-release": 'ID=debian\nVERSION_ID="13"\nPRETTY_NAME="Debian GNU/Linux 13 (trixie)"\n',
  "/etc/hosts": "127.0.0.1 localhost\n127.0.1.1 node-1\n",
  "/proc/sys/kernel/hostname": "node-1\n",
  "/proc/sys/kernel/osrelease": `${kernelRelease}\n`,
  "/proc/sys/kernel/arch": "x86_64\n",
  "/proc/sys/net/ipv4/ip_forward": "1\n",
  "/proc/swaps": "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n",
  "/proc/meminfo": "MemTotal:        4005840 kB\n",
  "/proc/net/tcp": "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n",
  "/sys/devices/system/cpu/online": "0-1\n",
  "/sys/fs/cgroup/cgroup.controllers": "cpuset cpu io memory hugetlb pids rdma misc\n",
  "/sys/fs/cgroup/cgroup.subtree_control": "cpuset cpu io memory pids\n",
  [`/boot/config-${kernelRelease}`]: kernelConfig,
  "/etc/sysctl.d/k8s.conf": "net.ipv4.ip_forward = 1\n",
  "/usr/bin/containerd": "",
  "/usr/bin/kubelet": "",
  "/usr/bin/kubeadm": "",
  "/usr/bin/mount": "",
  "/usr/bin/cp": "",
  "/usr/sbin/losetup": "",
  [configToml]: containerdConfig,
  [kubeletConfig]:
    "apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\ncgroupDriver: systemd\ncontainerRuntimeEndpoint: unix:///run/containerd/containerd.sock\n",
  [kubeletConf]: "apiVersion: v1\nkind: Config\n",
}

/** kubernetes/release, cmd/krel/templates/latest; Debian's containerd package. */
const systemdFiles: Files = {
  "/proc/1/comm": "systemd\n",
  "/run/systemd/system/.keep": "",
  "/usr/lib/systemd/system/containerd.service":
    "[Service]\nExecStart=/usr/bin/containerd\nKillMode=process\n[Install]\nWantedBy=multi-user.target\n",
  "/usr/lib/systemd/system/kubelet.service":
    "[Service]\nExecStart=/usr/bin/kubelet\n[Install]\nWantedBy=multi-user.target\n",
  "/usr/lib/systemd/system/kubelet.service.d/10-kubeadm.conf": `[Service]
Environment="KUBELET_CONFIG_ARGS=--config=/var/lib/kubelet/config.yaml"
EnvironmentFile=-/var/lib/kubelet/kubeadm-flags.env
ExecStart=
ExecStart=/usr/bin/kubelet --kubeconfig=/etc/kubernetes/kubelet.conf $KUBELET_CONFIG_ARGS $KUBELET_KUBEADM_ARGS
`,
}

/** OpenRC's marks of a booted node, openrc(8); Alpine's scripts. */
const openrcFiles: Files = {
  "/proc/1/comm": "init\n",
  "/run/openrc/softlevel": "default",
  "/sbin/openrc": "",
  "/etc/init.d/containerd": '#!/sbin/openrc-run\ncommand="/usr/bin/containerd"\n',
  "/etc/init.d/kubelet":
    '#!/sbin/openrc-run\ncommand="/usr/bin/kubelet"\ncommand_args="--kubeconfig=/etc/kubernetes/kubelet.conf --config=/var/lib/kubelet/config.yaml"\n',
  "/etc/runlevels/default/containerd": "",
  "/etc/runlevels/default/kubelet": "",
}

/** sysvinit(8) with the scripts of Debian's packages; what is started at a boot are links in the runlevels. */
const sysvinitFiles: Files = {
  "/proc/1/comm": "init\n",
  "/sbin/init": "",
  "/etc/inittab": "id:2:initdefault:\nsi::sysinit:/etc/init.d/rcS\n",
  "/etc/init.d/containerd": '#!/bin/sh\nDAEMON=/usr/bin/containerd\nstart-stop-daemon --start --exec "$DAEMON"\n',
  "/etc/init.d/kubelet":
    '#!/bin/sh\nDAEMON=/usr/bin/kubelet\nstart-stop-daemon --start --exec "$DAEMON" -- --kubeconfig=/etc/kubernetes/kubelet.conf --config=/var/lib/kubelet/config.yaml\n',
  "/etc/rc2.d/S02containerd": "",
  "/etc/rc2.d/S03kubelet": "",
}

/** runit(8) with services as Void links them. */
const runitFiles: Files = {
  "/proc/1/comm": "runit\n",
  "/var/service/containerd/run": "#!/bin/sh\nexec /usr/bin/containerd\n",
  "/var/service/containerd/supervise/stat": "run\n",
  "/var/service/kubelet/run":
    "#!/bin/sh\nexec /usr/bin/kubelet --kubeconfig=/etc/kubernetes/kubelet.conf --config=/var/lib/kubelet/config.yaml\n",
  "/var/service/kubelet/supervise/stat": "run\n",
}

const initFiles: { readonly [Init in NonNullable<NodeOptions["initSystem"]>]: Files } = {
  systemd: systemdFiles,
  openrc: openrcFiles,
  sysvinit: sysvinitFiles,
  runit: runitFiles,
}

/** Before the node joins: kubeadm has written nothing yet, and the kubelet waits. */
export const joining: NodeOptions = {
  files: { [kubeletConf]: undefined, [kubeletConfig]: undefined },
  stopped: ["kubelet"],
}

export function withOptions(base: NodeOptions, more: NodeOptions): NodeOptions {
  return { ...base, ...more, files: { ...base.files, ...more.files } }
}

export function machineOf(options: NodeOptions = {}) {
  const { containerd = "2.3.4", kubelet = "1.37.0", kubeadm = kubelet, stopped = [], disabled = [] } = options
  const { cgroup = "2", initSystem = "systemd", isLive = true } = options
  const wants = ["containerd", "kubelet"]
    .filter((name) => !disabled.includes(name))
    .map((name) => [
      `/etc/systemd/system/multi-user.target.wants/${name}.service`,
      `/usr/lib/systemd/system/${name}.service`,
    ])
  const all = { ...healthyFiles, ...initFiles[initSystem], ...options.files }
  const files = Object.fromEntries(
    Object.entries(all).flatMap(([path, text]) => (text === undefined ? [] : [[path, text]])),
  )
  const running = startSample(options.startedOn ?? files[configToml] ?? "")
  const answer = (method: string) => () =>
    running === undefined
      ? ({ state: "refused", status: 12, message: "unknown service" } as const)
      : answerSample(running, { socket, method, request: new Uint8Array(), timeoutMilliseconds: 0 })
  const methods = ["Version", "Status", "RuntimeConfig"].map((name) => `/runtime.v1.RuntimeService/${name}`)
  const server = Object.fromEntries(methods.map((method) => [method, answer(method)]))
  const nobody = options.grpc === null || stopped.includes("containerd")
  const state: Program = (argv) => {
    const name = argv.find((arg) => arg.endsWith(".service"))?.replace(".service", "") ?? ""
    const isUp = !stopped.includes(name)
    return succeeding(`LoadState=loaded\nActiveState=${isUp ? "active" : "inactive"}\nMainPID=${isUp ? 612 : 0}\n`)
  }
  return memoryMachine({
    files,
    links: initSystem === "systemd" ? Object.fromEntries(wants) : {},
    isLive,
    ...(options.now === undefined ? {} : { now: options.now }),
    programs: {
      systemctl: state,
      "/etc/init.d/containerd status": () => succeeding(),
      "/etc/init.d/kubelet status": () => succeeding(),
      "rc-service": (argv) =>
        stopped.includes(argv[1] ?? "") ? ({ ...succeeding(), exitCode: 3 } as never) : succeeding(),
      containerd: (argv) =>
        argv.includes("--version")
          ? succeeding(`containerd github.com/containerd/containerd/v2 v${containerd} 0000000\n`)
          : { state: "not-found", command: argv },
      kubelet: () => succeeding(`Kubernetes v${kubelet}\n`),
      kubeadm: () => succeeding(`v${kubeadm}\n`),
      ...options.programs,
    },
    grpc: nobody ? {} : { ...options.grpc, [socket]: { ...server, ...options.grpc?.[socket] } },
    fileSystems: { "/sys/fs/cgroup": cgroup === "2" ? 0x63677270 : 0x01021994 },
  })
}

export async function factsOf(options: NodeOptions = {}): Promise<NodeFacts> {
  const { asked, placed } = options
  const detecting = { initSystems, components, ...(asked === undefined ? {} : { answers: asked }) }
  const node = await detectNode(machineOf(options), detecting)
  return {
    ...node,
    ...(asked === undefined ? {} : { asked: { run: 3, answers: asked } }),
    ...(placed === undefined
      ? {}
      : { placed: { component: "containerd", archives: [{ project: "containerd", version: placed }] } }),
  }
}

export async function findingsFor(options: NodeOptions = {}): Promise<readonly Finding[]> {
  return findingsOf(await factsOf(options), components)
}
