// The real programs of Kubernetes and of container runtimes that Debian has not, built from their Go modules by
// build.ts. Which release of each, and of everything in it, is pinned by the go.mod and go.sum of its directory.
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { cacheDirectory } from "../support/cache.ts"

export interface Peer {
  /** Directory beside this file with its go.mod and go.sum. */
  readonly name: string
  readonly release: string
  /** File name of each program to the Go package it is built from. */
  readonly programs: Readonly<Record<string, string>>
  /** Go variables that get the release, as the project's own Makefile sets them. */
  readonly versionVariables: readonly string[]
  readonly tags?: readonly string[]
  /** `go test -c` makes them: their packages hold tests alone. */
  readonly areTests?: true
  /** Only campaigns run them, so only those have them built where CI counts the minutes. */
  readonly isForCampaigns?: true
}

const containerd = {
  programs: {
    containerd: "github.com/containerd/containerd/v2/cmd/containerd",
    "containerd-shim-runc-v2": "github.com/containerd/containerd/v2/cmd/containerd-shim-runc-v2",
    ctr: "github.com/containerd/containerd/v2/cmd/ctr",
  },
  versionVariables: ["github.com/containerd/containerd/v2/version.Version"],
}

const criTools = {
  programs: { crictl: "sigs.k8s.io/cri-tools/cmd/crictl" },
  versionVariables: ["sigs.k8s.io/cri-tools/pkg/version.Version"],
}

/** As the project's Makefile makes it. */
const criTests = {
  programs: { critest: "sigs.k8s.io/cri-tools/cmd/critest" },
  versionVariables: criTools.versionVariables,
  areTests: true,
  isForCampaigns: true,
} as const

const nodePrograms = {
  kubelet: "k8s.io/kubernetes/cmd/kubelet",
  kubeadm: "k8s.io/kubernetes/cmd/kubeadm",
}

/** What a node joins; all in the go.mod of the node's programs, and built after what more tests need. */
const controlPlanePrograms = {
  "kube-apiserver": "k8s.io/kubernetes/cmd/kube-apiserver",
  "kube-controller-manager": "k8s.io/kubernetes/cmd/kube-controller-manager",
  "kube-scheduler": "k8s.io/kubernetes/cmd/kube-scheduler",
  kubectl: "k8s.io/kubernetes/cmd/kubectl",
}

/** With a leading v, as Kubernetes' own releases say it. */
const kubernetesVariables = ["k8s.io/component-base/version.gitVersion"]

/** In the order in which they are built: the smallest set that proves something comes first. */
export const peers: readonly Peer[] = [
  { name: "containerd-2.3", release: "2.3.7", ...containerd },
  { name: "containerd-2.4", release: "2.4.2", ...containerd },
  { name: "cri-tools-1.37", release: "1.37.0", ...criTools },
  { name: "kubernetes-1.37", release: "v1.37.2", programs: nodePrograms, versionVariables: kubernetesVariables },
  { name: "containerd-2.2", release: "2.2.9", ...containerd },
  { name: "kubernetes-1.34", release: "v1.34.4", programs: nodePrograms, versionVariables: kubernetesVariables },
  {
    name: "crio",
    release: "1.36.3",
    programs: { crio: "github.com/cri-o/cri-o/cmd/crio" },
    versionVariables: [],
    // Without C libraries: signatures by Go's own OpenPGP, and no storage driver that needs a library.
    tags: ["containers_image_openpgp", "exclude_graphdriver_btrfs", "exclude_graphdriver_devicemapper"],
  },
  {
    name: "kubernetes-1.37",
    release: "v1.37.2",
    programs: controlPlanePrograms,
    versionVariables: kubernetesVariables,
  },
  { name: "kubernetes-1.35", release: "v1.35.4", programs: nodePrograms, versionVariables: kubernetesVariables },
  { name: "cri-tools-1.37", release: "1.37.0", ...criTests },
  { name: "cri-tools-1.34", release: "1.34.0", ...criTools, isForCampaigns: true },
]

const directory = join(cacheDirectory, "peers")

export function peerDirectory({ name }: Peer): string {
  return join(directory, name)
}

/** Path of a program that is built; undefined: not built yet, see `whyNoPeer`. */
export function peerProgram(name: string, program: string): string | undefined {
  const path = join(directory, name, program)
  return existsSync(path) ? path : undefined
}

/** For tests that need them: the reason why one of these programs is not there. Undefined: all are. */
export function whyNoPeer(needed: Readonly<Record<string, readonly string[]>>): string | undefined {
  const missing = Object.entries(needed).flatMap(([name, programs]) =>
    programs.filter((program) => peerProgram(name, program) === undefined).map((program) => `${name}/${program}`),
  )
  return missing.length === 0
    ? undefined
    : `not built yet: ${missing.join(", ")} (tests/real/peers/build.ts goes on where its last run stopped)`
}

/** Everything that decides what a program is: what is pinned, and how it is built. */
export function recipeOf(peer: Peer, program: string): string {
  const pinned = ["go.mod", "go.sum"].map((file) => readFileSync(join(import.meta.dir, peer.name, file), "utf8"))
  const areTests = peer.areTests === true ? ["test"] : []
  const how = JSON.stringify([peer.release, peer.programs[program], peer.versionVariables, peer.tags, ...areTests])
  return new Bun.CryptoHasher("sha256").update([...pinned, how].join("\n")).digest("hex")
}

/** Names of the directories with a go.mod; a test holds that each is a peer. */
export function pinnedDirectories(): readonly string[] {
  return readdirSync(import.meta.dir).filter((name) => existsSync(join(import.meta.dir, name, "go.mod")))
}
