// Which migrations a node that has joined is offered: where a finding asks for one, or where it could be something newer.
import { describe, expect, test } from "bun:test"
import type { Component, Summary } from "../../src/components/component.ts"
import { migrationsOffered } from "../../src/migrate/offered.ts"
import type { NodeFacts } from "../../src/model/facts/node-facts.ts"
import type { Finding } from "../../src/model/finding.ts"
import type { ServiceFacts } from "../../src/model/service.ts"
import { node as joined, part } from "./every-migration.ts"

const node = { ...joined, uid: 0 } as NodeFacts
const [own, bridge] = ["unix:///run/containerd/containerd.sock", "unix:///run/cri-dockerd.sock"]
const service = (name: string) => ({ name, state: "active" }) as ServiceFacts
const kubelet = (endpoint: string, more: Partial<Summary> = {}) =>
  part("kubelet", "kubelet", {
    endpoint,
    hasConfiguration: true,
    service: service("kubelet"),
    version: "1.36.2",
    ...more,
  })
const runtime = (version: string, more: Partial<Summary> = {}, said = {}): Component => ({
  ...part("young", "runtime", { endpoint: own, version, cgroupDriver: "systemd", ...more }, said),
  support: { page: "", successor: "2.3", ends: [] },
})
const found = (code: Finding["code"]) =>
  ({ code, severity: "warning", component: "node", args: {} }) as unknown as Finding

describe("a node that has joined", () => {
  test("is offered nothing where nothing asks for it", () => {
    expect(migrationsOffered(node, [runtime("2.3.7"), kubelet(own, { cgroupDriver: "systemd" })], [])).toEqual([])
    expect(migrationsOffered(node, [runtime("1.7.24"), kubelet(own)], [])).toEqual([])
  })

  test.each(["cgroup-drivers-differ", "cgroup-driver-follows-runtime", "containerd-cgroupfs-on-systemd"] as const)(
    "is offered the other cgroup driver where %s is found",
    (code) => {
      const components = [runtime("2.3.7", { cgroupDriver: "cgroupfs" }), kubelet(own)]
      expect(migrationsOffered(node, components, [found(code)])).toEqual([{ name: "cgroup-driver", to: "systemd" }])
    },
  )

  test.each(["runtime-end-of-life", "cri-v1alpha2-only"] as const)(
    "is offered the successor of its release where %s is found, if that is newer",
    (code) => {
      expect(migrationsOffered(node, [runtime("1.7.24"), kubelet(own)], [found(code)])).toEqual([
        { name: "release", to: "2.3" },
      ])
      expect(migrationsOffered(node, [runtime("2.4.2"), kubelet(own)], [found(code)])).toEqual([])
    },
  )

  test("is offered the minor of its Kubernetes where the runtime follows those", () => {
    const following: Component = { ...runtime("1.34.1"), support: { page: "", successor: "kubernetes", ends: [] } }
    expect(migrationsOffered(node, [following, kubelet(own)], [found("runtime-end-of-life")])).toEqual([
      { name: "release", to: "1.36" },
    ])
  })

  test("behind another program is offered the runtime that serves CRI itself", () => {
    const docker = part("old", "runtime", { endpoint: bridge }, { usualEndpoints: [] })
    const helper = part("helper", "companion", { endpoint: bridge })
    expect(migrationsOffered(node, [docker, runtime("1.7.24"), helper, kubelet(bridge)], [])).toEqual([
      { name: "runtime", to: "young" },
    ])
    expect(migrationsOffered(node, [docker, helper, kubelet(bridge)], [])).toEqual([])
  })

  test("is offered the newer schema that its release reads", () => {
    const older = runtime("2.3.7", {}, { schemaOf: () => ({ file: "2", newest: "4" }) })
    expect(migrationsOffered(node, [older, kubelet(own)], [])).toEqual([{ name: "schema", to: "4" }])
  })

  test("is offered nothing that only root could do, nor a tree, nor a node that has not joined", () => {
    const components = [runtime("1.7.24"), kubelet(own)]
    const old = [found("runtime-end-of-life")]
    for (const other of [{ uid: 1000 }, { isLive: false }, { preflight: {} }]) {
      const alone = "preflight" in other ? [runtime("1.7.24"), kubelet(own, { hasConfiguration: false })] : components
      expect(migrationsOffered({ ...node, ...other } as NodeFacts, alone, old)).toEqual([])
    }
  })
})
