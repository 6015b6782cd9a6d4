// A node without a runtime, with a repository of its distribution's packages as its only source, and what must be as
// before when an installed runtime was taken back.
import { expect } from "bun:test"
import { addRepository, localRepository } from "../install/local-repository.ts"
import { program } from "../support/criadm-program.ts"

export { containerdPackages } from "../install/local-repository.ts"

import { type Kind, type Node, node, type Way } from "./nodes.ts"

/** Names and states as dpkg has them, those of removed packages with configuration left out: apt itself keeps them. */
export const installedByDpkg = `dpkg -l | awk '$1 ~ /^[a-z]{2}$/ && $1 != "rc" { print $1, $2, $3 }'`

/**
 * Every file, but for what a removed package leaves by design (its configuration files that nobody else wrote, its data),
 * and what dpkg, apt, ldconfig, systemd and criadm note for themselves. Sizes of directories only grow.
 */
const left = ["/etc/cni", "/etc/ethertypes", "/etc/networks", "/etc/protocols", "/etc/rpc", "/etc/services"]
const apart = ["/proc", "/sys", "/run", "/tmp", "/opt/bench", "/var/log", "/var/lib/dpkg", "/var/lib/apt"]
const othersNotes = [
  "/var/lib/rpm",
  "/var/lib/dnf",
  "/var/lib/pacman",
  "/var/cache/dnf",
  "/var/cache/libdnf5",
  "/var/cache/zypp",
  // Which packages nobody asked for; zypper works them out anew at every question.
  "/var/lib/zypp/AutoInstalled",
  "/usr/lib/sysimage",
]
const notes = [
  ...othersNotes,
  "/var/cache/apt",
  "/var/cache/debconf",
  "/var/cache/ldconfig",
  "/var/lib/systemd",
  "/var/lib/criadm",
]
function treeWithout(more: readonly string[]): string {
  const pruned = [...apart, ...notes, ...left, "/var/lib/containerd", ...more]
    .map((path) => `-path ${path}`)
    .join(" -o ")
  return `find / -xdev \\( ${pruned} \\) -prune -o -type d -printf '%p %m\\n' -o -printf '%p %m %s %l\\n' | sort`
}

export interface BareNode {
  readonly node: Node
  /** What is installed, and every file, as text. */
  now(): Promise<readonly [packages: string, files: string]>
  /** Packages and files are as they were when `remember` was called last. */
  asBefore(): Promise<void>
  remember(): Promise<void>
}

/** `withSource` false: its sources are empty, until `addRepository`. */
export async function bareNode(
  kind: Kind,
  {
    suite,
    packages,
    withSource,
    installed,
    tools = [],
    leaves = [],
    way = "container",
  }: {
    readonly suite: string
    readonly packages: readonly string[]
    readonly withSource: boolean /** Lists what is installed; absent: dpkg does. */
    readonly installed?: string
    readonly tools?: readonly string[]
    /** What these packages leave by design, beside what all do. */
    readonly leaves?: readonly string[]
    readonly way?: Way
  },
): Promise<BareNode> {
  const repository = await localRepository(suite, packages)
  const bare = await node(kind, { way, tools: [program, repository, ...tools] })
  await bare.mustRun(": >/etc/apt/sources.list")
  if (withSource) await addRepository(bare)
  let before: readonly string[] = []
  const now = async () =>
    [await bare.mustRun(installed ?? installedByDpkg), await bare.mustRun(treeWithout(leaves))] as const
  const remember = async () => {
    before = await now()
  }
  await remember()
  return {
    node: bare,
    now,
    remember,
    async asBefore() {
      const [packagesNow, treeNow] = await now()
      expect(packagesNow).toBe(before[0] ?? "")
      expect(treeNow).toBe(before[1] ?? "")
    },
  }
}

/** The runtime serves CRI with the driver and the sandbox image that were asked, runs, and is enabled. */
export async function isServing(bare: Node, service: string): Promise<void> {
  const verified = await bare.run("criadm verify -o json")
  const { verified: answers } = JSON.parse(verified.stdout) as {
    verified: { expectation: { kind: string }; holds: boolean }[]
  }
  const held = answers.filter(({ holds }) => holds).map(({ expectation }) => expectation.kind)
  expect(held).toEqual(expect.arrayContaining(["cri", "cgroup-driver", "sandbox-image"]))
  expect(await bare.mustRun(`systemctl is-active ${service}; systemctl is-enabled ${service}`)).toBe(
    "active\nenabled\n",
  )
}
