// Where the cluster's half of a migration cannot be seen from the node, it is said and asked for, in every language: with
// commands that can be pasted as they are, and with the word that says they have been done.
import { describe, expect, test } from "bun:test"
import { en } from "../../src/messages/en/en.ts"
import { zh } from "../../src/messages/zh/zh.ts"
import { type Migration, stepsOfCluster } from "../../src/model/migration/migration.ts"
import { type Line, textOf } from "../../src/pages/lines.ts"
import { migrationLines, stepLines } from "../../src/pages/migration.ts"
import { joinedNode, proxy, web } from "../apply/support/migration-node.ts"

const staticPod = { ...web, name: "etcd-cp-1", leftByDrain: "static-pod" } as const
const migrations: readonly Migration[] = [
  joinedNode([proxy]).plan(),
  joinedNode([staticPod]).plan(),
  joinedNode([web]).plan({ stopPods: true }),
]
const told = (lines: readonly Line[]) => lines.map(textOf).join("\n")
const han = /\p{Script=Han}/u

describe("the cluster's part of a migration", () => {
  test("has only steps that --done takes, also on nodes that have no need of one", () => {
    const asked = migrations.flatMap(({ steps }) => steps.filter(({ act }) => act.do === "ask").map(({ id }) => id))
    expect([...new Set(asked)].toSorted()).toEqual([...stepsOfCluster].toSorted())
  })

  test("is shown with its commands, and with the word that says it is done", () => {
    for (const migration of migrations) {
      for (const catalogue of [en, zh]) {
        const shown = told(migrationLines(migration, undefined, catalogue))
        for (const { id, act } of migration.steps) {
          if (act.do !== "ask" && act.do !== "tell") continue
          for (const command of act.commands) expect(shown).toContain(`      ${command}`)
          if (act.do === "ask") expect(shown).toContain(`--done ${id}`)
        }
      }
    }
  })

  test("is told in the language of the person, step by step", () => {
    for (const migration of migrations) {
      const state = { number: 1, at: 0, migration, done: [], direction: "forward" } as const
      for (const step of migration.steps) {
        const [english = "", chinese = ""] = [en, zh].map((catalogue) => told(stepLines(step, state, catalogue)))
        const ownWords = (text: string) => text.split("\n").filter((line) => !line.startsWith("      "))
        expect(ownWords(english).some((line) => han.test(line))).toBe(false)
        expect(ownWords(chinese).every((line) => han.test(line))).toBe(true)
      }
    }
  })

  test("names the node as the cluster knows it, and needs no placeholder filled in", () => {
    const commands = migrations.flatMap(({ steps }) =>
      steps.flatMap(({ act }) => (act.do === "ask" || act.do === "tell" ? act.commands : [])),
    )
    expect(commands.filter((command) => /NODE|FILE|<|undefined/.test(command.replace("| kubectl", "")))).toEqual([])
    for (const command of commands.filter((one) => /cordon|drain/.test(one))) expect(command).toContain("worker-1")
  })

  test("is undone in the cluster too: what had to be said on the way there is told on the way back", () => {
    const [migration] = migrations
    const commands = migration!.steps.flatMap(({ undo }) =>
      undo.acts.flatMap((act) => (act.do === "tell" ? act.commands : [])),
    )
    expect(commands).toEqual([
      "kubectl -n kube-system get configmap kubelet-config -o yaml | sed 's/cgroupDriver: systemd/cgroupDriver: cgroupfs/' | kubectl apply -f -",
      "kubectl uncordon worker-1",
    ])
  })
})
