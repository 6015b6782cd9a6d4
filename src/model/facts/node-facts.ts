import type { Answers } from "../answers.ts"
import type { ToBeInstalled } from "../install/packages.ts"
import type { PlacedArchives } from "../install/placed.ts"
import type { Place } from "../place.ts"
import type { InitSystemId } from "../service.ts"
import type { CgroupFacts } from "./cgroup.ts"
import type { DaemonFacts, DirectAddresses } from "./daemon-facts.ts"
import type { Fact } from "./fact.ts"
import type { ImageArchiveFacts } from "./image-archive.ts"
import type { OwnerFact } from "./owner.ts"
import type { PreflightFacts } from "./preflight-facts.ts"
import type { CredentialsFile } from "./registry-logins.ts"
import type { RunningRuntime } from "./running-runtime.ts"

export interface OsFacts {
  /** ID of os-release, for example "debian". */
  readonly id: string
  /** ID_LIKE of os-release, nearest first. */
  readonly idLike?: readonly string[]
  /** VERSION_ID; Debian's testing has none. */
  readonly versionId?: string
  /** PRETTY_NAME. */
  readonly name: string
}

export interface ContainmentFacts {
  /** "none" on a machine of its own or a VM; else what contains it: docker, podman, systemd-nspawn, lxc, openvz, wsl, container. */
  readonly kind: string
}

export interface SwapFacts {
  /** With --root the sizes are not known, and 0. */
  readonly devices: readonly { readonly path: string; readonly sizeBytes: number }[]
  /** With --root: the first line that switches swap on at boot. */
  readonly atBoot?: Place
  /** What the next boot switches on, by which line; absent: nothing. */
  readonly nextBoot?: readonly { readonly path: string; readonly place: Place }[]
  /** Where no file switches swap on: the line by which there is a partition of it, which systemd may take by itself. */
  readonly partition?: Place
}

/** The answers of a run, as far as a person gave them; and the runtime, whoever chose it. */
export interface AskedFacts {
  readonly run: number
  readonly answers: Answers
}

/**
 * What this node is. Plain JSON: it can be printed by `detect -o json` on one machine and judged on another.
 * Each component's own facts are under `components`, keyed by the component's id; their type is the component's.
 */
export interface NodeFacts {
  readonly kind: "NodeFacts"
  readonly version: 1
  readonly root: string
  /** False with --root: nothing of the running machine was used. */
  readonly isLive: boolean
  readonly platform: "linux" | "windows"
  /** Effective user id of the person who asked. */
  readonly uid: number
  readonly initSystem: Fact<InitSystemId>
  readonly cgroup: Fact<CgroupFacts>
  readonly os: Fact<OsFacts>
  /** Kernel release, as uname -r. */
  readonly kernel: Fact<string>
  readonly architecture: Fact<string>
  readonly containment: Fact<ContainmentFacts>
  readonly selinux: Fact<"enforcing" | "permissive" | "disabled">
  readonly apparmor: Fact<boolean>
  readonly swap: Fact<SwapFacts>
  /** When the node was looked at, in milliseconds since the epoch: what is past its date is judged by this. */
  readonly observedAt?: number
  /** What kubeadm looks at before a node may join. */
  readonly preflight?: PreflightFacts
  /** Looked at to be shown or verified: what only findings need was not asked for, and none are made of it. */
  readonly isUnjudged?: true
  /** What shows that pods may be handed devices by CDI: a specification, a driver or a tool. Absent: nothing. */
  readonly deviceMark?: string
  /** Marks of other tools that keep files on this node. */
  readonly owners?: readonly OwnerFact[]
  /** What each running runtime says over CRI, by the component's id. */
  readonly running?: Readonly<Record<string, RunningRuntime>>
  /** What the last kept run on this node was asked for. */
  readonly asked?: AskedFacts
  /** What criadm has placed from release archives; absent: nothing, or only root may read its records. */
  readonly placed?: Pick<PlacedArchives, "component" | "archives">
  /** Programs that were asked for as runtime handlers and are not there. */
  readonly absentHandlers?: readonly string[]
  /** By the path of the file. Present where credentials of registries were asked for. */
  readonly registryLogins?: Readonly<Record<string, Fact<CredentialsFile>>>
  /** By the name of the service. Present where a proxy was asked for. */
  readonly daemons?: Readonly<Record<string, DaemonFacts>>
  readonly directAddresses?: DirectAddresses
  /** Present where these are the facts of the node as it will be: with these packages laid over it. */
  readonly toBeInstalled?: ToBeInstalled
  /** An image archive that is to be imported. */
  readonly imageArchive?: ImageArchiveFacts
  readonly components: Readonly<Record<string, unknown>>
  /** Components whose detection ended in a bug of criadm, by id, with the bug's text; they have no facts of their own. */
  readonly notDetected?: Readonly<Record<string, Fact<never>>>
}
