// The steps that lead to another release of the runtime; what they do on a node is in tests/real.
import { describe, expect, test } from "bun:test"
import type { Component } from "../../src/components/component.ts"
import { migrationOf, type Wish } from "../../src/migrate/known.ts"
import type { Upgrade } from "../../src/migrate/release.ts"
import type { NodeFacts } from "../../src/model/facts/node-facts.ts"
import type { Finding } from "../../src/model/finding.ts"
import type { ServiceFacts } from "../../src/model/service.ts"
import { node as joinedNode, part } from "./every-migration.ts"

const node = { ...joinedNode, initSystem: { state: "known", value: "openrc" } } as NodeFacts

const endpoint = "unix:///run/containerd/containerd.sock"
const service = (name: string) => ({ name, state: "active" }) as ServiceFacts

const components: readonly Component[] = [
  part("containerd", "runtime", { endpoint, service: service("containerd"), cgroupDriver: "systemd" }),
  part("kubelet", "kubelet", {
    endpoint,
    hasConfiguration: true,
    service: service("kubelet"),
    cgroupDriver: "systemd",
  }),
]

const byArchives: Upgrade["by"] = {
  source: "archives",
  values: { runtime: "containerd", install: "upstream", "runtime-release": "2.3.7" },
}
const byPackages: Upgrade["by"] = { source: "packages", manager: "apk", there: "newer", back: "older" }

function made(over: Partial<Upgrade> = {}, wish: Partial<Wish> = {}) {
  const upgrade = { from: "1.7.24", to: "2.3.7", by: byArchives, findings: [], losesOpenFiles: false, ...over }
  return migrationOf("release", node, components, { to: "2.3", stopPods: false, pods: [], upgrade, ...wish })
}

function migrationFor(...given: Parameters<typeof made>) {
  const migration = made(...given)
  if (!migration.ok || migration.value === undefined) throw new Error(JSON.stringify(migration))
  return migration.value
}
const idsOf = (...given: Parameters<typeof made>) => migrationFor(...given).steps.map(({ id }) => id)
const notesOf = (...given: Parameters<typeof made>) => migrationFor(...given).notes.map(({ code }) => code)

describe("a migration to another release", () => {
  test.each([
    ["1.7.24", "2.3.7"],
    ["1.7.24", "2.0.0"],
    ["1.6.20", "1.7.30"],
    ["2.3.4", "2.3.7"],
    ["2.3.7", "2.4.2"],
  ])("from %s to %s lets pods run on, and needs nothing of the cluster", (from, to) => {
    expect(idsOf({ from, to })).toEqual(["switch-release"])
    expect(notesOf({ from, to })).toContain("migrate-shims-stay")
  })

  test.each([
    ["1.6.20", "2.3.7"],
    ["1.7.24", "2.2.9"],
    ["2.0.5", "2.2.9"],
  ])("from %s to %s nobody promises it: the node is drained and its pods end first", (from, to) => {
    expect(idsOf({ from, to })).toEqual([
      "drain",
      "stop-kubelet",
      "end-pods",
      "switch-release",
      "start-kubelet",
      "uncordon",
    ])
    expect(notesOf({ from, to })).toContain("migrate-pods-cannot-stay")
  })

  test("asks for the other control planes where static pods would end", () => {
    const pods = [{ leftByDrain: "static-pod" }] as const
    expect(idsOf({ from: "1.6.20" }, { pods })).toContain("control-plane")
    expect(idsOf({}, { pods })).toEqual(["switch-release"])
  })

  test("is proven by the runtime's own word over CRI, under the same cgroup driver, with the kubelet up", () => {
    expect(migrationFor().steps[0]?.proof).toEqual([
      { is: "release", endpoint, release: "2.3.7" },
      { is: "driver", endpoint, driver: "systemd" },
      { is: "service", service: "kubelet", state: "active" },
      { is: "pods-under", endpoint, driver: "systemd", atLeast: 0 },
    ])
  })

  test("ends every pod before it goes back, since nobody promises that they run through that", () => {
    const { undo } = migrationFor().steps[0]!
    expect(undo.needs).toEqual([{ is: "drained", endpoint }])
    expect(undo.acts.map((act) => (act.do === "service" ? act.action : act.do))).toEqual([
      "stop",
      "end-pods",
      "put-back",
      "start",
    ])
  })

  test("has returned when the runtime says the release before, with the kubelet up where this step starts it", () => {
    const isBefore = { is: "release", endpoint, release: "1.7.24" } as const
    const isUp = { is: "service", service: "kubelet", state: "active" } as const
    expect(migrationFor().steps[0]?.undo.proof).toEqual([isBefore, isUp])
    // By hand it is looked at while the kubelet is still stopped.
    expect(migrationFor({ by: byPackages }).steps[0]?.undo.proof).toEqual([isBefore])
    const ended = migrationFor({ from: "1.6.20" }).steps
    expect(ended.find(({ id }) => id === "switch-release")?.undo.proof).toEqual([{ ...isBefore, release: "1.6.20" }])
    expect(ended.find(({ id }) => id === "stop-kubelet")?.undo.proof).toContainEqual(isUp)
  })

  test("of packages asks for the package manager's command and a restart, there and back, and looks at both", () => {
    const [step] = migrationFor({ by: byPackages }).steps
    const restart = "rc-service containerd restart"
    expect(step).toMatchObject({
      id: "upgrade-packages",
      act: { do: "ask", isHere: true, commands: ["newer", restart] },
      undo: { proof: [{ is: "release", endpoint, release: "1.7.24" }] },
    })
    expect(step?.undo.acts).toContainEqual({ do: "ask", isHere: true, commands: ["older", restart] })
  })

  test("tells what the newer unit takes away, and the schema for afterwards", () => {
    expect(notesOf({ losesOpenFiles: true })).toContain("migrate-open-files")
    expect(migrationFor({ newerSchema: "4" }).steps.at(-1)).toMatchObject({
      id: "schema",
      act: { do: "tell", isHere: true, commands: ["criadm migrate schema --to 4"] },
    })
  })

  test("is refused where check would fail there, and tells whatever else it would say", () => {
    const finding = (severity: Finding["severity"]) =>
      ({ code: "no-runtime", severity, component: "node", args: { looked: [], install: "", snap: "" } }) as const
    expect(made({ findings: [finding("failure")] })).toMatchObject({
      ok: false,
      fault: { code: "release-not-ready", args: { release: "2.3.7", findings: ["no-runtime"] } },
    })
    expect(migrationFor({ findings: [finding("warning")] }).findings).toHaveLength(1)
  })

  test.each(["2", "2.3.x", "v2.3", "latest", "2.3.7.1", ""])("is not made to %p", (to) => {
    expect(made({}, { to })).toMatchObject({ ok: false, fault: { code: "migration-target" } })
  })

  test("is none where the node has that release", () => {
    const wish = { to: "2.3", stopPods: false, pods: [] }
    expect(migrationOf("release", node, components, wish)).toEqual({ ok: true, value: undefined })
  })
})
