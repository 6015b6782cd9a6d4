// Where the cluster's half of a migration cannot be seen from the node, it is said and asked for, in every language: with
// commands that can be pasted as they are, and with the word that says they have been done. Of every kind of migration.
import { describe, expect, test } from "bun:test"
import { faultOf } from "../../src/cli/migration-json.ts"
import { en } from "../../src/messages/en/en.ts"
import { zh } from "../../src/messages/zh/zh.ts"
import { type Migration, migrationNames, stepsOfCluster } from "../../src/model/migration/migration.ts"
import type { AskAct, Step } from "../../src/model/migration/step.ts"
import { faultLines } from "../../src/pages/fault.ts"
import { type Line, textOf } from "../../src/pages/lines.ts"
import { migrationLines, stepLines } from "../../src/pages/migration.ts"
import { reasonText } from "../../src/pages/sentences.ts"
import { everyMigration } from "./every-migration.ts"

const migrations = everyMigration()
const steps: readonly Step[] = migrations.flatMap((migration) => migration.steps)
const languages = [
  { catalogue: en, unseen: /cannot be seen from the node/, word: "believed" },
  { catalogue: zh, unseen: /从节点上看不到/, word: "采信" },
] as const
const told = (lines: readonly Line[]) => lines.map(textOf).join("\n")
const han = /\p{Script=Han}/u

/** Its rows in the list: from its sentence to that of the next step. */
function rowsOf(step: Step, migration: Migration, catalogue: (typeof languages)[number]["catalogue"]): string {
  const alone = { ...migration, steps: [step], notes: [] }
  return told(migrationLines(alone, undefined, catalogue).slice(1))
}

const isAsked = ({ act }: Step) => act.do === "ask"
const isOfCluster = ({ act }: Step) => (act.do === "ask" || act.do === "tell") && act.isHere !== true

describe("the cluster's part of a migration", () => {
  test("is looked for in every kind there is", () => {
    expect([...new Set(migrations.map(({ name }) => name))].toSorted()).toEqual([...migrationNames].toSorted())
  })

  test("is these sentences; whoever adds one reads it here in both languages", () => {
    const codes = [...new Set(steps.filter(isOfCluster).map(({ what }) => what.code))].toSorted()
    expect(codes).toEqual([
      "migrate-cluster-driver",
      "migrate-control-plane",
      "migrate-drain",
      "migrate-socket-annotation",
      "migrate-uncordon",
    ])
  })

  test("has only steps that --done takes", () => {
    const asked = steps.filter((step) => isAsked(step) && isOfCluster(step)).map(({ id }) => id)
    expect([...new Set(asked)].toSorted()).toEqual([...stepsOfCluster].toSorted())
  })

  for (const { catalogue, unseen, word } of languages) {
    test(`is said not to be seen from the node, and by whose word it counts: ${catalogue === en ? "English" : "Chinese"}`, () => {
      for (const migration of migrations) {
        for (const step of migration.steps) {
          const rows = rowsOf(step, migration, catalogue)
          expect([step.id, unseen.test(rows)]).toEqual([step.id, isOfCluster(step)])
          expect([step.id, rows.includes(word)]).toEqual([step.id, isAsked(step) && isOfCluster(step)])
        }
      }
    })
  }

  test("is shown with its commands, and with the word that says it is done; what is for this node with where to look", () => {
    for (const migration of migrations) {
      for (const { catalogue } of languages) {
        for (const step of migration.steps) {
          const { act } = step
          if (act.do !== "ask" && act.do !== "tell") continue
          const rows = rowsOf(step, migration, catalogue)
          for (const command of act.commands) expect(rows).toContain(`      ${command}`)
          expect(rows.includes("kubectl:") || rows.includes("kubectl 的")).toBe(isOfCluster(step))
          if (act.do === "ask") expect(rows.includes(`--done ${step.id}`)).toBe(isOfCluster(step))
        }
      }
    }
  })

  test("stops an unattended run with the commands and with how to go on", () => {
    for (const step of steps.filter(isAsked)) {
      const act = step.act as AskAct
      const fault = faultOf({ kind: "waits", step, act, declined: false })
      for (const { catalogue } of languages) {
        const said = told(faultLines(fault!, catalogue))
        for (const command of act.commands) expect(said).toContain(command)
        expect(said.includes(`--done ${step.id}`)).toBe(isOfCluster(step))
      }
    }
  })

  test("is told in the language of the person, step by step, and what is to be known before", () => {
    for (const migration of migrations) {
      const state = { number: 1, at: 0, migration, done: [], direction: "forward" } as const
      const ownWords = (text: string) => text.split("\n").filter((line) => !line.startsWith("      "))
      for (const step of migration.steps) {
        const [english = "", chinese = ""] = languages.map(({ catalogue }) => told(stepLines(step, state, catalogue)))
        expect(ownWords(english).some((line) => han.test(line))).toBe(false)
        expect(ownWords(chinese).every((line) => han.test(line))).toBe(true)
        for (const { catalogue } of languages) {
          const back = told(stepLines(step, { ...state, direction: "back" }, catalogue))
          expect(/taken back|撤回/.test(back)).toBe(step.undo.acts.length > 0)
        }
      }
      for (const note of migration.notes) {
        expect(han.test(reasonText(note, en))).toBe(false)
        expect(han.test(reasonText(note, zh))).toBe(true)
      }
    }
  })

  test("names the node as the cluster knows it, and needs no placeholder filled in", () => {
    const commands = steps.flatMap(({ act }) => (act.do === "ask" || act.do === "tell" ? act.commands : []))
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
