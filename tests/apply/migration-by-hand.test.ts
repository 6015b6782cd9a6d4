// A step that a person does by hand on this node: it is looked at, not believed, and on the way back too. And pods that are
// to run through a step: it is told which did.
import { describe, expect, test } from "bun:test"
import type { Sandbox } from "../../src/apply/context.ts"
import { lastMigration } from "../../src/apply/migration/record.ts"
import type { Reason } from "../../src/model/message.ts"
import type { Migration } from "../../src/model/migration/migration.ts"
import type { Condition, Step } from "../../src/model/migration/step.ts"
import { type JoinedNode, joinedNode, proxy, web } from "./support/migration-node.ts"
import { configFile, endpoint } from "./support/test-node.ts"

const isOf = (release: string): Condition => ({ is: "release", endpoint, release })
const upgrade: Step = {
  id: "upgrade-packages",
  what: { code: "migrate-packages", args: { runtime: "containerd", from: "1.7.24", to: "2.2.1", manager: "apt" } },
  needs: [],
  act: { do: "ask", isHere: true, commands: ["apt-get install containerd=2.2.1", "systemctl restart containerd"] },
  proof: [isOf("2.2.1")],
  undo: {
    needs: [],
    acts: [{ do: "ask", isHere: true, commands: ["apt-get install containerd=1.7.24"] }],
    proof: [isOf("1.7.24")],
  },
}

function migrationOf(...steps: readonly Step[]): Migration {
  return { kind: "Migration", version: 1, name: "release", to: "2.2", node: "worker-1", steps, notes: [] }
}

/** What a person does with the package manager. */
function put({ node }: JoinedNode, release: string): void {
  const text = `# release ${release}\nSystemdCgroup = false\n`
  Object.assign(node.services.get("containerd")!, { startedOn: text })
}

const stateOf = ({ node }: JoinedNode) => {
  const last = lastMigration(node.machine)
  return last.ok ? last.value : undefined
}

describe("a step by hand on this node", () => {
  test("waits until the node shows it, and needs nobody's word then", async () => {
    const joined = joinedNode()
    put(joined, "1.7.24")
    const begin = migrationOf(upgrade)

    const waiting = await joined.call({ begin }, { said: ["upgrade-packages"] })
    expect(waiting).toMatchObject({ kind: "waits", act: upgrade.act, declined: false })
    // What a person has begun by hand is gone on with, or taken back.
    expect(stateOf(joined)?.ended).toBeUndefined()

    put(joined, "2.2.1~ds1")
    expect(await joined.call({ turn: "forward" })).toEqual({ kind: "done" })
  })

  test("is as good with a later patch, and not with another series", async () => {
    const joined = joinedNode()
    const begin = migrationOf(upgrade)
    put(joined, "2.3.0")
    expect(await joined.call({ begin })).toMatchObject({ kind: "waits" })
    put(joined, "2.2.5")
    expect(await joined.call({ turn: "forward" })).toEqual({ kind: "done" })
  })

  test("does not believe a person who says yes while the node shows something else", async () => {
    const joined = joinedNode()
    put(joined, "1.7.24")
    const end = await joined.call({ begin: migrationOf(upgrade) }, { ask: async () => true, timeoutSeconds: 1 })
    expect(end).toMatchObject({
      kind: "refused",
      fault: { code: "node-shows-release", args: { found: "1.7.24", wanted: "2.2.1" } },
    })
  })

  test("has not returned while the node shows something else, and returns by the same command when it shows it", async () => {
    const { acts: _, ...undo } = upgrade.undo
    const joined = joinedNode([])
    put(joined, "2.2.1")
    expect(await joined.call({ begin: migrationOf({ ...upgrade, undo: { ...undo, acts: [] } }) })).toEqual({
      kind: "done",
    })

    expect(await joined.call({ turn: "back" }, { timeoutSeconds: 1 })).toMatchObject({
      kind: "unproven",
      fault: { code: "node-shows-release", args: { found: "2.2.1", wanted: "1.7.24" } },
    })
    expect(stateOf(joined)?.ended).toBeUndefined()
    put(joined, "1.7.24")
    expect(await joined.call({ turn: "back" })).toEqual({ kind: "back" })
  })

  test("is asked for on the way back as well, in the order of the other acts, and looked at", async () => {
    const stop = { do: "service", component: "kubelet", service: "kubelet", action: "stop" } as const
    const [back] = upgrade.undo.acts
    const undo = { ...upgrade.undo, acts: [stop, back!, { ...stop, action: "start" } as const] }
    const joined = joinedNode([])
    put(joined, "2.2.1")
    await joined.call({ begin: migrationOf({ ...upgrade, undo }) })

    const waiting = await joined.call({ turn: "back" })
    expect(waiting).toMatchObject({ kind: "waits", act: { commands: ["apt-get install containerd=1.7.24"] } })
    expect(joined.node.services.get("kubelet")?.state).toBe("inactive")

    put(joined, "1.7.24")
    expect(await joined.call({ turn: "back" })).toEqual({ kind: "back" })
    expect(joined.node.services.get("kubelet")?.state).toBe("active")
  })
})

describe("pods that are to run through a step", () => {
  const switching: Step = {
    ...upgrade,
    id: "switch-release",
    act: { do: "answers", values: { "cgroup-driver": "systemd" }, through: endpoint },
    proof: [],
  }
  async function toldOf(pods: readonly Sandbox[], ends: boolean): Promise<readonly Reason[]> {
    const joined = joinedNode(pods)
    const svc = joined.node.machine.programs.get("svc")!
    joined.node.machine.programs.set("svc", (argv, machine, command) => {
      if (argv[2] === "containerd" && ends) joined.node.pods.splice(1)
      return svc(argv, machine, command)
    })
    const told: Reason[] = []
    const onNotes = (notes: readonly Reason[]) => void told.push(...notes)
    const end = await joined.call({ begin: migrationOf(switching) }, { onNotes, allowRunningPods: true })
    expect(end).toEqual({ kind: "done" })
    expect(joined.node.machine.text(configFile)).toContain("true")
    return told
  }

  test("are counted where they did", async () => {
    expect(await toldOf([proxy, web], false)).toEqual([{ code: "migrate-pods-ran-through", args: { pods: 2 } }])
  })

  test("are named where they did not, and nothing is taken back for it", async () => {
    expect(await toldOf([proxy, web], true)).toEqual([
      { code: "migrate-pods-ran-through", args: { pods: 1 } },
      { code: "migrate-pods-ended", args: { pods: ["shop/web"] } },
    ])
  })

  test("are not spoken of where there were none", async () => {
    expect(await toldOf([], false)).toEqual([])
  })
})
