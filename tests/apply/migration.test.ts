// The steps of a migration on a node in memory: forward, killed at every act, after a reboot, and back. The real ones are
// in tests/real.
import { describe, expect, test } from "bun:test"
import { rollBackRun } from "../../src/apply/back/roll-back-run.ts"
import { uninstall } from "../../src/apply/back/uninstall.ts"
import { perform } from "../../src/apply/changes/known.ts"
import { apply } from "../../src/apply/forward/apply.ts"
import { type PlannedAct, planOfAct } from "../../src/apply/migration/plan-of-act.ts"
import { lastMigration } from "../../src/apply/migration/record.ts"
import { readRuns } from "../../src/apply/run/runs.ts"
import type { Component } from "../../src/components/component.ts"
import type { PodsChange } from "../../src/model/change.ts"
import { known } from "../../src/model/facts/fact.ts"
import type { NodeFacts } from "../../src/model/facts/node-facts.ts"
import type { MigrationEnd } from "../../src/model/migration/migration.ts"
import { Killed } from "../machine/memory-machine.ts"
import { type JoinedNode, joinedNode, kubeletFile, proxy, web } from "./support/migration-node.ts"
import { configFile, endpoint, runOptions } from "./support/test-node.ts"
import { fileChange, placed, planOf } from "./support/test-plans.ts"

/** What the operator's node is: its files and what its services run on. */
const selfOf = ({ node }: JoinedNode) => ({ tree: node.tree(), running: node.running() })

async function begun(joined: JoinedNode, over = {}): Promise<MigrationEnd> {
  return joined.call({ begin: joined.plan() }, over)
}

const stateOf = ({ node }: JoinedNode) => {
  const last = lastMigration(node.machine)
  return last.ok ? last.value : undefined
}

describe("a migration of the cgroup driver", () => {
  test("stops the kubelet, ends the pods under the old driver, switches both, and starts the kubelet", async () => {
    const joined = joinedNode()
    const stepped: string[] = []

    const end = await begun(joined, { onStep: ({ id }: { id: string }) => void stepped.push(id) })

    expect(end).toEqual({ kind: "done" })
    expect(stepped).toEqual([
      "cluster-config",
      "drain",
      "stop-kubelet",
      "end-pods",
      "switch-driver",
      "start-kubelet",
      "remove-cgroups",
      "uncordon",
    ])
    expect(joined.node.running()).toEqual({
      containerd: "SystemdCgroup = true\n",
      kubelet: "cgroupDriver: systemd\n",
    })
    expect(joined.node.pods.map(({ name }) => name)).toEqual(["kube-proxy"])
    expect(stateOf(joined)?.ended).toBe("done")
  })

  test("waits where the cluster's part has not been said to be done, and nothing is touched", async () => {
    const joined = joinedNode()
    const before = selfOf(joined)

    expect(await begun(joined, { said: [] })).toMatchObject({ kind: "waits", step: { id: "cluster-config" } })
    expect(stateOf(joined)?.ended).toBe("back")
    expect(await begun(joined, { said: ["cluster-config"] })).toMatchObject({
      kind: "waits",
      step: { id: "drain" },
    })
    expect(selfOf(joined)).toEqual(before)
  })

  test("does not believe that the node is drained while other pods run", async () => {
    const joined = joinedNode([proxy, web])

    expect(await begun(joined)).toMatchObject({
      kind: "refused",
      fault: { code: "node-shows-pods", args: { pods: ["shop/web"], node: "worker-1" } },
    })
    expect(joined.node.running()["kubelet"]).toBe("cgroupDriver: cgroupfs\n")
  })

  test("ends every pod where the operator says so, and asks for no drain", async () => {
    const joined = joinedNode([proxy, web])
    const plan = joined.plan({ stopPods: true })

    expect(plan.steps.map(({ id }) => id)).not.toContain("drain")
    expect(await joined.call({ begin: plan }, { stopPods: true })).toEqual({ kind: "done" })
    expect(joined.node.running()["containerd"]).toBe("SystemdCgroup = true\n")
  })

  test("asks for the other control planes where static pods run", () => {
    const joined = joinedNode([{ ...web, name: "etcd-cp-1", namespace: "kube-system", leftByDrain: "static-pod" }])

    expect(joined.plan().steps.map(({ id }) => id)).toContain("control-plane")
  })

  test("goes back to the node as it was, when it is done and when it is under way", async () => {
    const done = joinedNode()
    const before = selfOf(done)
    await begun(done)
    expect(await done.call({ turn: "back" })).toEqual({ kind: "back" })
    expect(selfOf(done)).toEqual(before)

    const halfway = joinedNode()
    halfway.node.failServiceAt(1, "does not start")
    await begun(halfway, { timeoutSeconds: 0, said: ["cluster-config"] })
    expect(await halfway.call({ turn: "back" })).toEqual({ kind: "back" })
    expect(selfOf(halfway)).toEqual(before)
  })

  test("keeps a runtime that criadm installed from being uninstalled while it stands, and no longer when it was taken back", async () => {
    const joined = joinedNode()
    const { node } = joined
    const before = node.machine.text(configFile)
    expect(await apply(node.start(), planOf([placed(node)]), runOptions())).toMatchObject({ kind: "applied" })
    const takeAway = () => uninstall({ ...node.start() }, { ...runOptions(), force: false, allowRunningPods: true })

    await begun(joined)
    expect((await takeAway()).outcome).toMatchObject({ kind: "refused", fault: { code: "run-of-migration" } })
    expect(await joined.call({ turn: "back" })).toEqual({ kind: "back" })
    expect((await takeAway()).outcome).toMatchObject({ kind: "applied" })
    expect(Object.keys(node.tree())).not.toContain("/usr/local/bin/containerd")
    expect(node.machine.text(configFile)).toBe(before)
  })

  test("a runtime that does not come back leaves the old driver, and the same command goes on", async () => {
    const joined = joinedNode()
    let restarts = 0
    const svc = joined.node.machine.programs.get("svc")!
    joined.node.machine.programs.set("svc", (argv, machine, command) => {
      const isFirst = argv[2] === "containerd" && argv[1] === "restart" && restarts++ === 0
      if (isFirst) return { state: "ran", command: [], exitCode: 1, stdout: "", stderr: "Job failed." }
      return svc(argv, machine, command)
    })

    const end = await begun(joined)

    expect(end).toMatchObject({ kind: "stopped", step: { id: "switch-driver" }, outcome: { kind: "rolled-back" } })
    expect(joined.node.machine.text(configFile)).toBe("SystemdCgroup = false\n")
    expect(joined.node.running()["kubelet"]).toBe("inactive")
    expect(await joined.call({ turn: "forward" })).toEqual({ kind: "done" })
    expect(joined.node.running()["containerd"]).toBe("SystemdCgroup = true\n")
  })

  test("nothing else changes the node while it is under way", async () => {
    const joined = joinedNode()
    await begun(joined, { said: ["cluster-config"] })
    const plan = planOf([fileChange(joined.node, "/etc/other", "x\n")])

    const other = await apply(joined.node.start(), plan, runOptions())
    const undoing = await rollBackRun(joined.node.start(), undefined, runOptions())

    const fault = { code: "migration-under-way", args: { migration: "cgroup-driver", step: "drain" } }
    expect([other, undoing]).toMatchObject([
      { kind: "refused", fault },
      { kind: "refused", fault },
    ])
  })

  test("is not rolled back by halves, and leaves what was before it to be rolled back when it has been taken back", async () => {
    const joined = joinedNode()
    await apply(joined.node.start(), planOf([fileChange(joined.node, "/etc/other", "x\n")]), runOptions())
    await begun(joined)
    const rollBack = (run?: number) => rollBackRun(joined.node.start(), run, runOptions())

    const whole = { kind: "refused", fault: { code: "run-of-migration" } }
    expect([await rollBack(), await rollBack(2)]).toMatchObject([whole, whole])
    expect(joined.node.running()["kubelet"]).toBe("cgroupDriver: systemd\n")

    await joined.call({ turn: "back" })
    expect(await rollBack()).toMatchObject({ kind: "applied" })
    expect(joined.node.machine.text("/etc/other")).toBeUndefined()
    expect(joined.node.running()["kubelet"]).toBe("cgroupDriver: cgroupfs\n")
  })

  test("a record that is not what was written is told, and nothing is done from it", async () => {
    const joined = joinedNode()
    await begun(joined, { said: ["cluster-config"] })
    const file = "/var/lib/criadm/migrations/1.jsonl"
    joined.node.machine.put(file, (joined.node.machine.text(file) ?? "").replace("systemd", "cgroupfs"))

    const end = await joined.call({ turn: "forward" })

    expect(end).toEqual({ kind: "refused", fault: { code: "migration-damaged", args: { file } } })
  })
})

describe("a kill at any act of a migration", () => {
  for (const boots of [false, true]) {
    test(`${boots ? "with a power cut" : "alone"} is gone on from, and gone back from`, async () => {
      const whole = joinedNode()
      const old = selfOf(whole)
      await begun(whole)
      const young = selfOf(whole)
      const acts = whole.node.machine.acts.length
      let killed = 0
      for (let at = 1; at <= acts; at += 1) {
        for (const how of ["after", "within"] as const) {
          for (const turn of ["forward", "back"] as const) {
            const joined = joinedNode()
            if (!(await dies(joined, at, how))) continue
            killed += 1
            if (boots) joined.node.boot()
            const isBegun = stateOf(joined) !== undefined
            const end = await joined.call(isBegun ? { turn } : { begin: joined.plan() })
            const isNew = !isBegun || turn === "forward" || stateOf(joined)?.ended === "done"
            expect({ at, how, turn, end: end.kind, ...selfOf(joined) }).toEqual({
              at,
              how,
              turn,
              end: end.kind === "refused" ? "refused" : isNew ? "done" : "back",
              ...(isNew ? young : old),
            })
          }
        }
      }
      expect(killed).toBeGreaterThan(acts)
    })
  }
})

describe("a kill at any act of the way back", () => {
  test("is gone on from, and turned round from", async () => {
    const whole = joinedNode()
    const old = selfOf(whole)
    await begun(whole)
    const young = selfOf(whole)
    await whole.call({ turn: "back" })
    const acts = whole.node.machine.acts.length
    let killed = 0
    for (let at = 1; at <= acts; at += 1) {
      for (const turn of ["forward", "back"] as const) {
        const joined = joinedNode()
        await begun(joined)
        if (!(await dies(joined, at, "after", () => joined.call({ turn: "back" })))) continue
        killed += 1
        const isOver = stateOf(joined)?.ended === "back"
        await joined.call({ turn })
        expect({ at, turn, ...selfOf(joined) }).toEqual({ at, turn, ...(isOver || turn === "back" ? old : young) })
      }
    }
    expect(killed).toBeGreaterThan(acts)
  })
})

/** Whether criadm was killed before the migration came to its end. */
async function dies(
  joined: JoinedNode,
  at: number,
  how: "after" | "within",
  work: () => Promise<unknown> = () => begun(joined),
): Promise<boolean> {
  const start = joined.node.start
  joined.node.start = () => {
    const context = start()
    joined.node.machine.stopAt(at, how)
    return context
  }
  try {
    await work()
    return false
  } catch (error) {
    if (error instanceof Killed) {
      joined.node.machine.reboot()
      return true
    }
    throw error
  } finally {
    joined.node.start = start
  }
}

test("the kubelet's file is what the run wrote", async () => {
  const joined = joinedNode()
  await begun(joined)
  expect(joined.node.machine.text(kubeletFile)).toBe("cgroupDriver: systemd\n")
})

test("where the record of a migration is damaged, its runs go back one by one once it is moved away", async () => {
  const joined = joinedNode()
  const { machine } = joined.node
  await begun(joined)
  const file = "/var/lib/criadm/migrations/1.jsonl"
  machine.put(file, `${machine.text(file)?.replace("worker-1", "worker-2")}`, { mode: 0o600 })
  const rollBack = (run: number) =>
    rollBackRun(joined.node.start(), run, { ...runOptions(), allowRunningPods: true, force: false })
  const runs = readRuns(machine).map(({ number }) => number)
  expect(await rollBack(runs.at(-1) ?? 0)).toMatchObject({ kind: "refused", fault: { code: "migration-damaged" } })

  machine.take(file)
  for (const run of runs.toReversed()) expect((await rollBack(run)).kind).toBe("applied")
  expect(machine.text(configFile)).toBe("SystemdCgroup = false\n")
  expect(joined.node.running()["kubelet"]).toBe("cgroupDriver: cgroupfs\n")

  await begun(joined)
  expect(stateOf(joined)).toMatchObject({ number: 2, ended: "done" })
})

test("what a kill left of an image on its way goes with the next call, whichever way it leads", async () => {
  const joined = joinedNode()
  await begun(joined, { said: ["cluster-config"] })
  joined.node.machine.put("/var/lib/criadm/image.tar", "half an image")

  expect(await joined.call({ turn: "back" })).toEqual({ kind: "back" })
  expect(joined.node.machine.text("/var/lib/criadm/image.tar")).toBeUndefined()
})

test("a runtime that says pods are removed, and lists them still, has not removed them", async () => {
  const { node } = joinedNode([web])
  const context = node.start()
  const end: PodsChange = { kind: "pods", component: "containerd", endpoint, pods: ["shop/web"], why: [] }
  const keeping = { ...context.cri, endSandbox: async () => ({ ok: true, value: undefined }) as const }

  const how = { initSystem: "systemd" } as const
  expect(await perform({ ...context, cri: keeping }, end, how)).toMatchObject({
    code: "pod-not-ended",
    args: { pod: "shop/web" },
  })
  expect(await perform(context, end, how)).toBeUndefined()
})

/** What is copied from a runtime whose client prints this. */
async function carried(exitCode: number, stdout: string) {
  const { node } = joinedNode()
  node.machine.programs.set("old", () => ({ state: "ran", command: [], exitCode, stdout, stderr: "" }))
  node.machine.programs.set("ctr", () => ({ state: "ran", command: [], exitCode: 0, stdout: "", stderr: "" }))
  const images = { list: () => ["old", "images"], importFrom: () => ["ctr", "import"] }
  const runtime = (id: string) => ({ id, name: id, runtime: { images } }) as unknown as Component
  const context = { ...node.start(), components: [runtime("old"), runtime("young")] }
  const act: PlannedAct = {
    do: "carry-images",
    from: { component: "old", endpoint },
    to: { component: "young", endpoint },
  }
  const facts = { initSystem: known("systemd", { kind: "file", path: "/x" }), root: "/" } as NodeFacts
  const planned = await planOfAct(context, act, facts, {
    why: { code: "started-once", args: {} },
    timeoutSeconds: 1,
  })
  if (!planned.ok) throw new Error(JSON.stringify(planned.refusals))
  return planned.plan
}

describe("images that go from one runtime to another", () => {
  test("are said to be pulled where the old one does not list them", async () => {
    expect(await carried(1, "")).toMatchObject({
      changes: [],
      notes: [{ code: "migrate-images-pulled", args: { from: "old", to: "young" } }],
    })
  })

  test("are those with a tag; those that Docker knows by digest only are named, and what is left of a build is not", async () => {
    const docker = "a.test/web:1\na.test/web:<none>\na.test:5000/db:<none>\n<none>:<none>\n"
    expect(await carried(0, docker)).toMatchObject({
      changes: [{ kind: "carried-images", images: ["a.test/web:1"] }],
      notes: [{ code: "migrate-images-by-digest", args: { images: ["a.test/web", "a.test:5000/db"] } }],
    })
  })

  test("are those with a tag of containerd, which lists them by digest as well", async () => {
    const digest = `sha256:${"0".repeat(64)}`
    const listed = `a.test:5000/db@${digest}\na.test/web:1\na.test/web@${digest}\n${digest}\n`
    expect(await carried(0, listed)).toMatchObject({
      changes: [{ kind: "carried-images", images: ["a.test/web:1"] }],
      notes: [{ code: "migrate-images-by-digest", args: { images: ["a.test:5000/db"] } }],
    })
    expect((await carried(0, `a.test/web:1\na.test/web@${digest}\n`)).notes).toEqual([])
  })
})
