// Which migrations a node that has joined asks for: by what is found about it, and by what it could be instead. Pure.
import type { Component } from "../components/component.ts"
import { isSameEndpoint } from "../components/kubelet/endpoint.ts"
import { kubernetesMinorOf } from "../decide/kubernetes-release.ts"
import type { NodeFacts } from "../model/facts/node-facts.ts"
import type { Finding } from "../model/finding.ts"
import { type MigrationName, type MigrationOffer, migrationNames } from "../model/migration/migration.ts"
import { compareReleases } from "../model/version.ts"
import { joinedNode } from "./joined.ts"
import { migrationOf } from "./known.ts"

/** What a finding is mended by on a node whose pods cannot simply be left to a restart. */
const mends: { readonly [Code in Finding["code"]]?: MigrationName } = {
  "cgroup-drivers-differ": "cgroup-driver",
  "cgroup-driver-follows-runtime": "cgroup-driver",
  "containerd-cgroupfs-on-systemd": "cgroup-driver",
  "crio-cgroupfs-on-systemd": "cgroup-driver",
  "docker-cgroupfs-on-systemd": "cgroup-driver",
  "containerd-v1alpha2-only": "release",
  "cri-v1alpha2-only": "release",
  "runtime-end-of-life": "release",
  "runtime-end-of-life-soon": "release",
}

/** In the order of the words of `criadm migrate`. Empty: nothing asks for one, or the node has not joined. */
export function migrationsOffered(
  node: NodeFacts,
  components: readonly Component[],
  findings: readonly Finding[],
): readonly MigrationOffer[] {
  const joined = joinedNode(node, components, "")
  if (!joined.ok || !node.isLive || node.uid !== 0) return []
  const { runtime, endpoint } = joined.value
  const isFound = (name: MigrationName) => findings.some(({ code }) => mends[code] === name)
  const targets: { readonly [Name in MigrationName]: () => string | undefined } = {
    "cgroup-driver": () => (isFound("cgroup-driver") ? driverOf(node, components) : undefined),
    runtime: () =>
      isBehindCompanion(node, components, endpoint) ? otherRuntime(node, components, runtime) : undefined,
    schema: () => newerSchema(node, runtime),
    release: () => (isFound("release") ? successorOf(node, components, runtime) : undefined),
  }
  return migrationNames.flatMap((name) => {
    const to = targets[name]()
    return to === undefined ? [] : [{ name, to }]
  })
}

/** Undefined: there is nothing to migrate. */
function driverOf(node: NodeFacts, components: readonly Component[]): string | undefined {
  const made = migrationOf("cgroup-driver", node, components, { stopPods: false, pods: [] })
  return made.ok ? made.value?.to : undefined
}

/** A runtime that serves CRI only through another program. */
function isBehindCompanion(node: NodeFacts, components: readonly Component[], endpoint: string): boolean {
  return components.some(
    ({ role, summarize }) => role === "companion" && isSameEndpoint(summarize(node).endpoint ?? "", endpoint),
  )
}

function otherRuntime(node: NodeFacts, components: readonly Component[], used: Component): string | undefined {
  const isOwn = ({ role, id, runtime, summarize }: Component) =>
    role === "runtime" && id !== used.id && (runtime?.usualEndpoints.length ?? 0) > 0 && summarize(node).isInstalled
  return components.find(isOwn)?.id
}

function newerSchema(node: NodeFacts, { runtime }: Component): string | undefined {
  const schema = runtime?.schemaOf(node)
  const isOlder = schema !== undefined && schema.file < schema.newest
  return isOlder && runtime?.schemas?.includes(schema.newest) === true ? schema.newest : undefined
}

function successorOf(node: NodeFacts, components: readonly Component[], runtime: Component): string | undefined {
  const { successor } = runtime.support ?? {}
  const to = successor === "kubernetes" ? kubernetesMinorOf(node, components)?.text : successor
  const isNewer = to !== undefined && compareReleases(to, runtime.summarize(node).version ?? to) > 0
  return isNewer ? to : undefined
}
