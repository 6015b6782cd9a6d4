// What each kind of node is, as an operator would say it: the expectations of the operator's story.
import type { Kind } from "./nodes.ts"

export interface KindOfNode {
  readonly kind: Kind
  readonly initSystem: "systemd" | "openrc" | "sysvinit"
  readonly cgroup: "2" | "1" | "hybrid"
  /** Undefined: no runtime is installed. */
  readonly containerd?: {
    /** How its version begins, as the package has it. */
    readonly version: string
    /** What its init system is asked with whether it runs. */
    readonly isRunning: string
  }
  /** Docker Engine, how its version begins; without cri-dockerd, which Debian does not have, it serves no CRI. */
  readonly docker?: string
  /** What criadm suggests here: systemd where systemd is PID 1. */
  readonly driver: "systemd" | "cgroupfs"
}

export const bySystemd = "systemctl is-active containerd"

export const kinds: readonly KindOfNode[] = [
  {
    kind: "trixie",
    initSystem: "systemd",
    cgroup: "2",
    containerd: { version: "1.7.", isRunning: bySystemd },
    driver: "systemd",
  },
  {
    kind: "bookworm",
    initSystem: "systemd",
    cgroup: "2",
    containerd: { version: "1.6.", isRunning: bySystemd },
    driver: "systemd",
  },
  {
    kind: "bullseye",
    initSystem: "systemd",
    cgroup: "2",
    containerd: { version: "1.4.", isRunning: bySystemd },
    driver: "systemd",
  },
  {
    kind: "forky",
    initSystem: "systemd",
    cgroup: "2",
    containerd: { version: "2.1.", isRunning: bySystemd },
    driver: "systemd",
  },
  {
    kind: "trixie-docker",
    initSystem: "systemd",
    cgroup: "2",
    containerd: { version: "1.7.", isRunning: bySystemd },
    docker: "26.1",
    driver: "systemd",
  },
  {
    kind: "bookworm-v1",
    initSystem: "systemd",
    cgroup: "1",
    containerd: { version: "1.6.", isRunning: bySystemd },
    driver: "systemd",
  },
  {
    kind: "bookworm-openrc",
    initSystem: "openrc",
    // Debian's OpenRC mounts the v1 controllers and, beside them, v2 without any (rc.conf, rc_cgroup_mode).
    cgroup: "hybrid",
    containerd: { version: "1.6.", isRunning: "rc-service containerd status" },
    driver: "cgroupfs",
  },
  {
    kind: "bookworm-sysvinit",
    initSystem: "sysvinit",
    cgroup: "1",
    containerd: { version: "1.6.", isRunning: "service containerd status" },
    driver: "cgroupfs",
  },
  { kind: "trixie-bare", initSystem: "systemd", cgroup: "2", driver: "systemd" },
]
