// Every kind of migration in every form that its steps take, on nodes that are only facts: for whoever reads them all.
import type { Component, Summary } from "../../src/components/component.ts"
import { containerd } from "../../src/components/containerd/component.ts"
import { migrationOf, type Wish } from "../../src/migrate/known.ts"
import type { Upgrade } from "../../src/migrate/release.ts"
import type { NodeFacts } from "../../src/model/facts/node-facts.ts"
import type { Migration, MigrationName } from "../../src/model/migration/migration.ts"
import type { ServiceFacts } from "../../src/model/service.ts"

export const node = {
  isLive: true,
  root: "/",
  initSystem: { state: "known", value: "systemd" },
  preflight: {
    hostname: { state: "known", value: "Worker-1" },
    joinFiles: { state: "known", value: ["/etc/kubernetes/kubelet.conf"] },
  },
  components: {},
} as unknown as NodeFacts

const old = "unix:///run/docker.sock"
const endpoint = "unix:///run/containerd/containerd.sock"
const service = (name: string) => ({ name, state: "active" }) as ServiceFacts

export function part(id: string, role: Component["role"], summary: Partial<Summary>, runtime = {}): Component {
  const own = role === "runtime" ? { ...containerd.runtime, ...runtime } : undefined
  return { id, name: id, role, runtime: own, summarize: () => ({ isInstalled: true, rows: [], ...summary }) } as never
}

const kubelet = (used: string) =>
  part("kubelet", "kubelet", {
    endpoint: used,
    hasConfiguration: true,
    service: service("kubelet"),
    healthUrl: "http://localhost:10248/healthz",
    cgroupDriver: "cgroupfs",
    asksRuntimeForDriver: true,
    isAnnotated: true,
  })
const young = part("young", "runtime", { endpoint, service: service("young"), cgroupDriver: "cgroupfs" })
const docker = part("old", "runtime", { endpoint: old, service: service("old"), sandboxImage: "a/pause:1" })
const ofYoung = [young, kubelet(endpoint)]
const ofDocker = [
  docker,
  young,
  part("helper", "companion", { endpoint: old, service: service("helper") }),
  kubelet(old),
]

const upgrade: Upgrade = {
  from: "1.7.24",
  to: "2.3.7",
  by: { source: "archives", values: { runtime: "containerd", install: "upstream" } },
  findings: [],
  losesOpenFiles: true,
  newerSchema: "4",
}
const byHand: Upgrade["by"] = { source: "packages", manager: "apt", there: "apt-get newer", back: "apt-get older" }

const onNode = [{ leftByDrain: "static-pod" }, { leftByDrain: "daemon-set" }, {}] as const

/** Undefined members: nothing else than the word of --to. */
const asked: { readonly [Name in MigrationName]: readonly (readonly [readonly Component[], Partial<Wish>])[] } = {
  "cgroup-driver": [
    [ofYoung, { to: "systemd" }],
    [ofYoung, { to: "systemd", stopPods: true }],
  ],
  runtime: [
    [ofDocker, { to: "young" }],
    [
      [part("old", "runtime", { endpoint: old }, { images: { importFrom: () => [] } }), ...ofDocker.slice(1)],
      { to: "young" },
    ],
  ],
  schema: [[ofYoung, { to: "4" }]],
  release: [
    [ofYoung, { to: "2.3", upgrade }],
    [ofYoung, { to: "2.3", upgrade: { ...upgrade, from: "1.6.20" } }],
    [ofYoung, { to: "2.3", upgrade: { ...upgrade, by: byHand } }],
    [ofYoung, { to: "2.3", upgrade: { ...upgrade, from: "1.6.20", by: byHand }, stopPods: true }],
  ],
}

export function everyMigration(): readonly Migration[] {
  return (Object.keys(asked) as MigrationName[]).flatMap((name) =>
    asked[name].map(([components, wish]) => {
      const made = migrationOf(name, node, components, { stopPods: false, pods: onNode, ...wish })
      if (!made.ok || made.value === undefined) throw new Error(`${name}: ${JSON.stringify(made)}`)
      return made.value
    }),
  )
}
