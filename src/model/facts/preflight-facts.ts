// What kubeadm looks at on a host before it lets the node join, as far as files of the node tell it. Observed for every
// release at once; which of it a release asks for is decided in decide/preflight.
import type { Place } from "../place.ts"
import type { Fact } from "./fact.ts"

/** Every program that some kubeadm since 1.23 wants in PATH: cmd/kubeadm/app/preflight/checks_linux.go. */
export const preflightPrograms = [
  "conntrack",
  "cp",
  "crictl",
  "ebtables",
  "ethtool",
  "getent",
  "ip",
  "iptables",
  "losetup",
  "mount",
  "nsenter",
  "socat",
  "tc",
  "touch",
] as const
export type PreflightProgram = (typeof preflightPrograms)[number]

/** A TCP port on which something listens. */
export interface ListeningPort {
  readonly port: number
  /** "0.0.0.0", "127.0.0.1", "::". */
  readonly address: string
  /** The command name of the process (comm, at most 15 characters); absent where it could not be found. */
  readonly process?: string
}

/** The network plugins of a node: what is configured, and which programs are where. */
/** What is wrong with a network configuration. "no-type": a list in a file that is none, too. */
export type CniTrouble = "no-json" | "no-name" | "no-plugins" | "no-type"

export interface CniFacts {
  /**
   * The types named by the file that sorts first in /etc/cni/net.d, which is the one that counts; not understood: the
   * reason is a CniTrouble.
   */
  readonly types: Fact<readonly string[]>
  /** Directories in which plugins are usually put, with the names of what is there. */
  readonly programs: Readonly<Record<string, readonly string[]>>
}

/** Cgroup controllers that the kernel is told to leave out. */
export interface ControllersOff {
  readonly controllers: readonly string[]
  /**
   * "argument": `argument` says so. "not-enabled": the board's own default leaves them out, and `argument`, which takes
   * that back, is not there; "second-line": it stands on a line that the firmware does not read.
   */
  readonly why: "argument" | "not-enabled" | "second-line"
  readonly argument: string
  readonly place: Place
  /** Of "not-enabled" and "second-line": the board's files show its default. False: there is none to look into. */
  readonly isSure?: boolean
}

export interface PreflightFacts {
  /** fs.inotify.max_user_instances of the running kernel; absent: not known, as in a container, whose host has it. */
  readonly inotifyInstances?: number
  /** Absent: none. */
  readonly controllersOff?: readonly ControllersOff[]
  /** Those of `joinFiles` in detect/preflight-host.ts that exist. */
  readonly joinFiles: Fact<readonly string[]>
  /** Of the ports that a joining node needs free, those in use. */
  readonly listening: Fact<readonly ListeningPort[]>
  /** Of `preflightPrograms`, those in the usual PATH of root. */
  readonly programs: Fact<readonly PreflightProgram[]>
  /** Options of the running kernel that are "y" or "m", without CONFIG_, of those that kubeadm asks for. */
  readonly kernelConfig: Fact<readonly string[]>
  /** /proc/sys/net/bridge/bridge-nf-call-iptables; absent while the module br_netfilter is not loaded. */
  readonly bridgeNetfilter: Fact<string>
  readonly hostname: Fact<string>
  /** Whether /etc/hosts has the hostname. */
  readonly isHostnameInHosts: Fact<boolean>
  /** Logical CPUs that are online. */
  readonly cpus: Fact<number>
  readonly memoryBytes: Fact<number>
  readonly cni: CniFacts
}
