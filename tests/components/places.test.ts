// What each component says about the place of each setting is what its plans do: on every recorded node, an answer that
// is changed changes only files of components that have a place for it.
import { describe, expect, test } from "bun:test"
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { components } from "../../src/components/loaded.ts"
import { criadmOn } from "../../src/criadm/criadm.ts"
import type { Answers } from "../../src/model/answers.ts"
import type { NodeFacts } from "../../src/model/facts/node-facts.ts"
import type { SettingId } from "../../src/model/setting.ts"
import { memoryMachine } from "../machine/memory-machine.ts"

const nodes = join(import.meta.dir, "../nodes")
const options = { timeoutSeconds: 60, criadmVersion: "test", criadmCommand: ["criadm"], components }
const machine = memoryMachine()
const criadm = criadmOn(machine, machine, { statedVersion: undefined, ...options })

/** Answers of which at least one is another one than the node's own. */
const others: { readonly [Id in SettingId]?: readonly Answers[] } = {
  "cgroup-driver": [{ "cgroup-driver": "systemd" }, { "cgroup-driver": "cgroupfs" }],
  "sandbox-image": [{ "sandbox-image": "registry.example/pause:9.9" }],
  "image-repository": [{ "image-repository": "registry.example" }],
  "ip-forward": [{ "ip-forward": true }, { "ip-forward": false }],
  kubelet: [{ kubelet: true }, { kubelet: false }],
  "registry-mirror": [{ "registry-mirror": [{ host: "docker.io", url: "https://mirror.example" }] }],
  sysctl: [{ sysctl: [{ key: "vm.overcommit_memory", value: "1" }] }],
  module: [{ module: ["dummy"] }],
  "kernel-preset": [{ "kernel-preset": "kubernetes" }],
  registry: [{ registry: [{ host: "quay.io", mirrors: ["https://mirror.example"] }] }],
  proxy: [{ proxy: "http://proxy.example:3128" }],
  "open-files": [{ "open-files": "1024:65536" }],
  handler: [{ handler: [{ name: "crun", binary: "/usr/bin/crun" }] }],
  swap: [{ swap: "off" }],
  restart: [{ restart: false }],
  "crictl-config": [{ "crictl-config": true }],
}

/** Files and values of the kernel, by component; undefined: refused. */
function written(node: NodeFacts, values: Answers): Map<string, string> | undefined {
  const planned = criadm.plan(node, criadm.resolve(node, { values, chosenBy: {} }))
  if (!planned.ok) return undefined
  const files = planned.plan.changes.filter(({ kind }) => kind === "file" || kind === "live-value")
  const of = (id: string) => files.flatMap((one) => (one.component === id ? [{ ...one, why: [] }] : []))
  return new Map(components.map(({ id }) => [id, JSON.stringify(of(id))]))
}

describe.each(readdirSync(nodes))("on %s", (name) => {
  const node = JSON.parse(readFileSync(join(nodes, name, "expected/facts.json"), "utf8")) as NodeFacts
  const usual = written(node, {})

  test.each(Object.entries(others))("%s is written only where it has a place", (setting, answers) => {
    const touched = answers.flatMap((values) => {
      const now = written(node, values)
      if (usual === undefined || now === undefined) return []
      return components.filter(({ id }) => usual.get(id) !== now.get(id))
    })
    const astray = touched.filter(({ places }) => {
      const place = places[setting as SettingId]
      return "notHere" in place && place.notHere !== "through-another"
    })

    expect(astray.map(({ id }) => id)).toEqual([])
  })
})

test("every setting that a node keeps has a place in some component", () => {
  const settings = Object.keys(components[0]?.places ?? {}) as SettingId[]
  const nowhere = settings.filter((setting) => components.every(({ places }) => "notHere" in places[setting]))

  expect(nowhere).toEqual([
    "image-repository",
    "kubernetes-version",
    "restart",
    "settle",
    "install",
    "runtime-release",
    "sandbox-image-archive",
    "release-mirror",
    "checksums",
  ])
})
