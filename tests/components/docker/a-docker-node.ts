// A node with Docker and cri-dockerd in memory, detected as a real one is: the units are those of Debian's docker.io
// 26.1.5 (20.10.24 differs only in its restart rules) and of cri-dockerd 0.4.3, packaging/systemd.
import type { Contribution, Wanted } from "../../../src/components/component.ts"
import { criDockerd } from "../../../src/components/cri-dockerd/component.ts"
import { docker } from "../../../src/components/docker/component.ts"
import { mcr } from "../../../src/components/mcr/component.ts"
import { detectNode } from "../../../src/detect/node.ts"
import { openrc } from "../../../src/init-systems/openrc.ts"
import { systemd } from "../../../src/init-systems/systemd.ts"
import type { Ran } from "../../../src/machine/reading.ts"
import type { NodeFacts } from "../../../src/model/facts/node-facts.ts"
import { failing, type MemoryMachine, memoryMachine, succeeding } from "../../machine/memory-machine.ts"

export const daemonJson = "/etc/docker/daemon.json"
export const endpoint = "unix:///run/cri-dockerd.sock"

const dockerUnit = `[Unit]
Description=Docker Application Container Engine
Requires=docker.socket

[Service]
Type=notify
EnvironmentFile=-/etc/default/docker
ExecStart=/usr/sbin/dockerd -H fd:// --containerd=/run/containerd/containerd.sock $DOCKER_OPTS
ExecReload=/bin/kill -s HUP $MAINPID
Restart=always

[Install]
WantedBy=multi-user.target
`

export const criDockerUnit = `[Unit]
Description=CRI Interface for Docker Application Container Engine
After=network-online.target firewalld.service docker.service
Requires=cri-docker.socket

[Service]
Type=notify
ExecStart=/usr/bin/cri-dockerd --container-runtime-endpoint fd://
ExecReload=/bin/kill -s HUP $MAINPID
Restart=always

[Install]
WantedBy=multi-user.target
`

const criDockerSocket = `[Unit]
Description=CRI Docker Socket for the API
PartOf=cri-docker.service

[Socket]
ListenStream=%t/cri-dockerd.sock
SocketMode=0660
SocketUser=root
SocketGroup=docker

[Install]
WantedBy=sockets.target
`

export interface Described {
  readonly version?: string
  /** Undefined: no daemon.json. */
  readonly config?: string
  readonly files?: Readonly<Record<string, string>>
  readonly links?: Readonly<Record<string, string>>
  /** Null: not installed. */
  readonly criDockerdVersion?: string | null
  readonly isLive?: boolean
  readonly cgroup?: "1" | "2"
  readonly isActive?: boolean
  readonly platformName?: string
  /** Names of the containers that run. */
  readonly containers?: readonly string[]
  /** What dockerd --validate answers. */
  readonly validate?: (argv: readonly string[], machine: MemoryMachine) => Ran
  readonly statedVersion?: string
}

export function dockerMachine(given: Described): MemoryMachine {
  const { version = "26.1.5", criDockerdVersion = "0.4.3", isActive = true, isLive = true, cgroup = "2" } = given
  const hasBridge = criDockerdVersion !== null
  const units: Record<string, string> = {
    "/usr/lib/systemd/system/docker.service": dockerUnit,
    "/etc/default/docker": '# Use DOCKER_OPTS to modify the daemon startup options.\n#DOCKER_OPTS="--dns 8.8.8.8"\n',
  }
  if (hasBridge) {
    units["/usr/lib/systemd/system/cri-docker.service"] = criDockerUnit
    units["/usr/lib/systemd/system/cri-docker.socket"] = criDockerSocket
  }
  return memoryMachine({
    isLive,
    files: {
      "/proc/1/comm": "systemd\n",
      "/sys/fs/cgroup/cgroup.controllers": "cpu memory\n",
      "/usr/sbin/dockerd": "",
      "/usr/bin/docker": "",
      ...(hasBridge ? { "/usr/bin/cri-dockerd": "" } : {}),
      ...units,
      ...(given.config === undefined ? {} : { [daemonJson]: given.config }),
      ...given.files,
    },
    directories: ["/etc/docker", "/run/systemd/system", "/sys/fs/cgroup"],
    links: {
      "/sbin/init": "/lib/systemd/systemd",
      "/etc/systemd/system/multi-user.target.wants/docker.service": "/usr/lib/systemd/system/docker.service",
      ...(hasBridge
        ? {
            "/etc/systemd/system/multi-user.target.wants/cri-docker.service":
              "/usr/lib/systemd/system/cri-docker.service",
          }
        : {}),
      ...given.links,
    },
    // tmpfs and cgroup2 of statfs(2).
    fileSystems: { "/sys/fs/cgroup": cgroup === "2" ? 0x63677270 : 0x01021994 },
    programs: {
      systemctl: () =>
        succeeding(`LoadState=loaded\nActiveState=${isActive ? "active" : "inactive"}\nMainPID=41\nCanReload=yes\n`),
      dockerd: (argv, machine) =>
        argv.includes("--validate")
          ? (given.validate?.(argv, machine) ?? succeeding("configuration OK\n"))
          : succeeding(`Docker version ${version}+dfsg1, build 411e817\n`),
      docker: (argv) => {
        if (!isActive) return failing("Cannot connect")
        const lines = argv.includes("ps") ? (given.containers ?? []) : [given.platformName ?? ""]
        return succeeding(lines.map((line) => `${line}\n`).join(""))
      },
      "cri-dockerd": () => succeeding(`cri-dockerd ${criDockerdVersion} (a3d4b7f)\n`),
    },
    ...(hasBridge && isLive ? { grpc: { "/run/cri-dockerd.sock": {} } } : {}),
  })
}

export async function dockerNode(given: Described): Promise<NodeFacts> {
  return detectNode(dockerMachine(given), {
    initSystems: [systemd, openrc],
    components: [docker, mcr, criDockerd],
    ...(given.statedVersion === undefined ? {} : { statedVersion: given.statedVersion }),
  })
}

export function wanting(more: Partial<Wanted> = {}): Wanted {
  return {
    runtime: "docker",
    endpoint,
    registryMirrors: [],
    kubelet: false,
    resetConfig: false,
    runtimeTellsDriver: true,
    ...more,
  }
}

/** Path to text of every file that changes. */
export function textsOf({ changes }: Contribution): Readonly<Record<string, string>> {
  return Object.fromEntries(
    changes.flatMap((change) => (change.kind === "file" ? [[change.path, change.after?.text ?? ""]] : [])),
  )
}

export function servicesOf({ changes }: Contribution): readonly string[] {
  return changes.flatMap((change) => (change.kind === "service" ? [`${change.action} ${change.service}`] : []))
}
