// Whole nodes in memory for the fuzz tests of detection: the recorded ones of tests/nodes, and four made by hand, so
// that every runtime has files, programs and a socket that can then be damaged.
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { basename, join } from "node:path"
import type { GrpcAnswer, Ran } from "../../src/machine/reading.ts"
import type { RecordedCall, RecordedNode, RecordedPath } from "../../src/machine/recording.ts"
import { packaged as crioDropIn } from "../components/crio/a-node.ts"
import { criDockerUnit } from "../components/docker/a-docker-node.ts"
import { packaged as kubeletFiles } from "../components/kubelet/kubelet-node.ts"
import { machineOf } from "../decide/a-node.ts"
import { type MemoryMachine, memoryMachine, succeeding } from "../machine/memory-machine.ts"

const recorded = join(import.meta.dir, "../nodes")

/** A node of tests/nodes as a tree in memory, so that things can be put there which nobody asked for at the time. */
function recordedMachine(name: string): MemoryMachine {
  const directory = join(recorded, name)
  const load = <T>(file: string): T => JSON.parse(readFileSync(join(directory, file), "utf8")) as T
  const node = load<RecordedNode>("node.json")
  const machine = memoryMachine({
    root: node.root,
    isLive: node.isLive,
    uid: node.uid,
    now: node.now,
    platform: node.platform,
  })
  const fileSystems = load<Record<string, number | null>>("file-systems.json")
  for (const [path, { entry, read, names }] of Object.entries(load<Record<string, RecordedPath>>("entries.json"))) {
    if (entry?.kind === "symlink") machine.putLink(path, entry.target ?? "")
    else if (names !== undefined && names !== null) machine.putDirectory(path)
    else if (read?.state === "read") put(machine, path, join(directory, "files", read.realPath))
    else if (entry?.kind === "file") machine.put(path, "")
    for (const child of names ?? []) {
      if (machine.inspect(`${path}/${child}`) === undefined) machine.put(`${path}/${child}`, "")
    }
  }
  for (const ran of load<Ran[]>("programs.json")) machine.programs.set(ran.command.join(" "), () => ran)
  const calls = load<RecordedCall[]>("grpc.json")
  for (const socket of new Set(calls.map((call) => call.socket))) {
    machine.servers.set(socket, Object.fromEntries(calls.filter((call) => call.socket === socket).map(answering)))
  }
  return { ...machine, fileSystemType: (path) => fileSystems[path] ?? undefined }
}

function put(machine: MemoryMachine, path: string, file: string): void {
  if (existsSync(file)) machine.put(path, readFileSync(file))
}

function answering({ method, answer }: RecordedCall): [string, () => GrpcAnswer] {
  if (answer.state !== "answered") return [method, () => answer]
  const response = Buffer.from(answer.response, "base64")
  return [method, () => ({ state: "answered", response })]
}

const kubelet: Readonly<Record<string, string>> = {
  ...kubeletFiles,
  "/var/lib/kubelet/config.yaml":
    "apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\ncgroupDriver: cgroupfs\nfailSwapOn: true\n",
  "/var/lib/kubelet/kubeadm-flags.env":
    'KUBELET_KUBEADM_ARGS="--container-runtime-endpoint=unix:///var/run/crio/crio.sock --pod-infra-container-image=registry.k8s.io/pause:3.9"\n',
  "/etc/default/kubelet": "KUBELET_EXTRA_ARGS=--node-ip=10.0.0.1 --cgroup-driver=cgroupfs\n",
  "/etc/kubernetes/kubelet.conf": "apiVersion: v1\nkind: Config\n",
}

const host: Readonly<Record<string, string>> = {
  "/proc/1/comm": "systemd\n",
  "/run/systemd/system/.keep": "",
  "/etc/os-release": 'ID=fedora\nVERSION_ID="43"\nPRETTY_NAME="Fedora Linux 43"\n',
  "/proc/sys/net/ipv4/ip_forward": "0\n",
  "/proc/sys/kernel/osrelease": "6.12.57\n",
  "/proc/swaps": "Filename Type Size Used Priority\n/dev/sda2 partition 1048576 0 -2\n",
  "/proc/meminfo": "MemTotal: 4005840 kB\n",
  "/sys/fs/cgroup/cgroup.controllers": "cpuset cpu io memory hugetlb pids rdma misc\n",
  "/etc/sysctl.d/99-x.conf": "net.ipv4.ip_forward=0\n",
  "/etc/cni/net.d/10-x.conflist": '{"cniVersion":"1.0.0","name":"x","plugins":[{"type":"bridge"}]}\n',
}

const state = succeeding("LoadState=loaded\nActiveState=active\nSubState=running\nMainPID=612\n")

function crioMachine(): MemoryMachine {
  return memoryMachine({
    files: {
      ...host,
      ...kubelet,
      "/usr/lib/systemd/system/crio.service": "[Service]\nExecStart=/usr/bin/crio $CRIO_CONFIG_OPTIONS\n",
      "/etc/crio/crio.conf.d/10-crio.conf": crioDropIn,
      "/etc/crio/crio.conf": '[crio.runtime]\ncgroup_manager = "cgroupfs"\nconmon_cgroup = "pod"\n',
      "/etc/sysconfig/crio": 'CRIO_CONFIG_OPTIONS="--log-level=info"\n',
      "/etc/containers/registries.conf": 'unqualified-search-registries = ["docker.io"]\n',
      "/etc/crictl.yaml": "runtime-endpoint: unix:///var/run/crio/crio.sock\n",
      "/usr/bin/crio": "",
      "/usr/libexec/crio/crun": "",
      "/usr/libexec/crio/conmon": "",
    },
    programs: {
      systemctl: () => state,
      crio: (argv) =>
        argv.includes("config") ? succeeding(crioDropIn) : succeeding("crio version 1.34.1\nVersion: 1.34.1\n"),
      kubelet: () => succeeding("Kubernetes v1.34.2\n"),
      kubeadm: () => succeeding("v1.34.2\n"),
    },
    grpc: { "/var/run/crio/crio.sock": {} },
    fileSystems: { "/sys/fs/cgroup": 0x63677270 },
  })
}

function dockerMachine(): MemoryMachine {
  return memoryMachine({
    files: {
      ...host,
      ...kubelet,
      "/usr/lib/systemd/system/docker.service":
        "[Service]\nEnvironmentFile=-/etc/default/docker\nExecStart=/usr/sbin/dockerd -H fd:// $DOCKER_OPTS\n",
      "/usr/lib/systemd/system/cri-docker.service": criDockerUnit,
      "/usr/lib/systemd/system/cri-docker.socket": "[Socket]\nListenStream=%t/cri-dockerd.sock\n",
      "/etc/systemd/system/cri-docker.service.d/10-cni.conf":
        "[Service]\nExecStart=\nExecStart=/usr/bin/cri-dockerd --network-plugin=cni\n",
      "/etc/docker/daemon.json": '{\n  "exec-opts": ["native.cgroupdriver=cgroupfs"],\n  "live-restore": true\n}\n',
      "/etc/default/docker": '#DOCKER_OPTS="--dns 8.8.8.8"\n',
      "/usr/sbin/dockerd": "",
      "/usr/bin/docker": "",
      "/usr/bin/cri-dockerd": "",
    },
    programs: {
      systemctl: () => state,
      dockerd: () => succeeding("Docker version 28.5.1, build 0000000\n"),
      docker: () =>
        succeeding(
          '{"CgroupDriver":"cgroupfs","CgroupVersion":"2","LiveRestoreEnabled":true,"ServerVersion":"28.5.1"}\n',
        ),
      "cri-dockerd": () => succeeding("cri-dockerd 0.4.3 (a3d4b7f)\n"),
      kubelet: () => succeeding("Kubernetes v1.34.2\n"),
    },
    grpc: { "/run/cri-dockerd.sock": {} },
    fileSystems: { "/sys/fs/cgroup": 0x63677270 },
  })
}

/** Each call makes the node anew. */
export const baseNodes: readonly { readonly name: string; make(): MemoryMachine }[] = [
  ...readdirSync(recorded)
    .sort()
    .map((name) => ({ name, make: () => recordedMachine(name) })),
  { name: "containerd 2.3", make: () => machineOf({ files: kubelet }) },
  { name: "containerd without systemd", make: () => machineOf({ initSystem: "openrc", files: kubelet }) },
  { name: "CRI-O", make: crioMachine },
  { name: "Docker", make: dockerMachine },
]

/** Files that detection reads where they are; a piece of damage is put at one of these. */
export const readPaths: readonly string[] = [
  ...["/etc/containerd/config.toml", "/etc/containerd/conf.d/10.toml", "/etc/containerd/certs.d/docker.io/hosts.toml"],
  ...["/etc/crio/crio.conf", "/etc/crio/crio.conf.d/10-crio.conf", "/etc/crio/crio.conf.d/99-x", "/etc/sysconfig/crio"],
  ...["/etc/containers/registries.conf", "/etc/containers/registries.conf.d/x.conf", "/etc/crictl.yaml"],
  ...["/etc/docker/daemon.json", "/etc/default/docker", "/usr/lib/systemd/system/docker.service"],
  ...["/usr/lib/systemd/system/cri-docker.service", "/usr/lib/systemd/system/cri-docker.socket"],
  ...["/etc/systemd/system/cri-docker.service.d/99.conf", "/usr/lib/systemd/system/containerd.service"],
  ...["/etc/systemd/system/containerd.service.d/x.conf", "/usr/lib/systemd/system/crio.service"],
  ...["/var/lib/kubelet/config.yaml", "/var/lib/kubelet/instance-config.yaml", "/var/lib/kubelet/kubeadm-flags.env"],
  ...["/etc/default/kubelet", "/etc/sysconfig/kubelet", "/usr/lib/systemd/system/kubelet.service"],
  ...["/etc/systemd/system/kubelet.service.d/10-kubeadm.conf", "/etc/kubernetes/kubelet.conf"],
  ...[
    "/etc/sysctl.conf",
    "/etc/sysctl.d/99-x.conf",
    "/usr/lib/sysctl.d/50-x.conf",
    "/etc/ufw/ufw.conf",
    "/etc/ufw/sysctl.conf",
  ],
  ...["/etc/os-release", "/usr/lib/os-release", "/etc/hosts", "/etc/hostname", "/etc/selinux/config", "/etc/rc.conf"],
  ...[
    "/proc/1/comm",
    "/proc/1/environ",
    "/proc/1/cgroup",
    "/proc/1/cmdline",
    "/proc/cgroups",
    "/proc/swaps",
    "/proc/meminfo",
  ],
  ...[
    "/proc/net/tcp",
    "/proc/net/tcp6",
    "/proc/net/unix",
    "/proc/mounts",
    "/proc/self/mounts",
    "/proc/stat",
    "/proc/cmdline",
  ],
  ...["/proc/612/stat", "/proc/612/cmdline", "/proc/612/comm", "/proc/612/net/tcp", "/proc/612/mounts"],
  ...[
    "/proc/sys/net/ipv4/ip_forward",
    "/proc/sys/kernel/osrelease",
    "/proc/sys/kernel/hostname",
    "/proc/sys/kernel/arch",
  ],
  ...["/sys/fs/cgroup/cgroup.controllers", "/sys/fs/cgroup/cgroup.subtree_control", "/sys/devices/system/cpu/online"],
  ...["/sys/module/apparmor/parameters/enabled", "/boot/config-6.12.57", "/boot/config-6.12.57+deb13-amd64"],
  ...["/etc/init.d/containerd", "/etc/init.d/kubelet", "/etc/conf.d/containerd", "/etc/default/containerd"],
  ...["/etc/cni/net.d/10-x.conflist", "/var/lib/dpkg/status", "/usr/bin/containerd", "/usr/bin/kubelet", "/sbin/init"],
  ...["/etc/sv/containerd/run", "/etc/sv/containerd/conf", "/var/lib/criadm/lock", "/var/lib/criadm/runs/1/plan.json"],
]

/** Directories whose names detection lists; a file may be called anything. */
export const listedDirectories: readonly string[] = [
  "/etc/containerd/conf.d",
  "/etc/containerd/certs.d",
  "/etc/crio/crio.conf.d",
  "/etc/sysctl.d",
  "/etc/systemd/system/containerd.service.d",
  "/etc/systemd/system/kubelet.service.d",
  "/etc/cni/net.d",
  "/var/lib/criadm/runs",
  "/opt",
  "/proc",
]

export const programNames: readonly string[] = [
  ...["systemctl", "containerd", "crio", "crun", "runc", "docker", "dockerd", "cri-dockerd", "kubelet", "kubeadm"],
  ...["rc-service", "rc-status", "rc-update", "sv", "service", "dpkg-query", "rpm", "crictl", "ps", "nft", "iptables"],
]

/** What a program printed, for every program of the node, by name: to be damaged. */
export function programOf(commandLine: string): string {
  return basename(commandLine.split(" ", 1)[0] ?? "")
}
