// A migration in the wizard: offered where a finding asks for it, shown whole, each act after Enter, each step of a person's
// with its commands; stopped anywhere, gone on with and taken back. On the fake node, in a pseudo-terminal and without one.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Pty } from "../../scripts/terminal/pty.ts"
import { everyMigration } from "../migrate/every-migration.ts"
import { bundleWizard } from "./bundle-wizard.ts"
import { type Driven, lookedAt } from "./driven.ts"

setDefaultTimeout(30_000)

const [migration] = everyMigration()
if (migration === undefined) throw new Error("there is no migration")
const [first, second, third, stopKubelet] = migration.steps
const enter = "\r"
const down = "\u001b[B"

async function offered(): Promise<Driven> {
  const wizard = await lookedAt("joined", { columns: 100, rows: 40 })
  wizard.press("enter")
  expect(wizard.screen).toBe("findings")
  return wizard
}

describe("a migration in the wizard", () => {
  test("is offered beside the findings and shown whole before anything is done", async () => {
    const wizard = await offered()
    expect(wizard.text).toContain("Migrate step by step: cgroup-driver to systemd")

    wizard.press("down", "down", "enter")
    expect(wizard.lastEffect).toMatchObject({
      effect: "make-migration",
      offer: { name: "cgroup-driver", to: "systemd" },
    })
    wizard.send({ event: "migration-made", made: { ok: true, value: { migration, previews: {} } } })

    expect(wizard.screen).toBe("migration")
    for (const [index] of migration.steps.entries()) {
      const shown = wizard.press("/", `type:${String(index + 1).padStart(2)}  `, "enter").text
      expect(shown).not.toContain("not found")
      wizard.press("esc")
    }
    expect(wizard.effects.map(({ effect }) => effect)).not.toContain("migrate")
    wizard.press("esc")
    expect(wizard.screen).toBe("findings")
  })

  test("that is refused says why, with the way back", async () => {
    const wizard = (await offered()).press("down", "down", "enter")
    wizard.send({
      event: "migration-made",
      made: {
        ok: false,
        fault: { code: "release-not-ready", args: { runtime: "containerd", release: "2.3.7", findings: ["x"] } },
      },
    })
    expect(wizard.text).toContain("This node is not ready for containerd 2.3.7")
    wizard.press("enter")
    expect(wizard.screen).toBe("findings")
  })

  test("begins at Enter, asks for a person's step with its commands, and waits before an act of its own", async () => {
    const wizard = (await offered()).press("down", "down", "enter")
    wizard.send({ event: "migration-made", made: { ok: true, value: { migration, previews: {} } } })
    wizard.press("enter")
    expect(wizard.lastEffect).toEqual({ effect: "migrate", what: { begin: migration } })

    const begun = { number: 1, at: 0, migration, done: [], direction: "forward" } as const
    wizard.send({ event: "migration-went-on", state: begun })
    wizard.send({ event: "migration-waits", step: first!, for: "person" })
    expect(wizard.text).toContain("kubectl -n kube-system get configmap kubelet-config")
    expect(wizard.text).toContain("cannot be seen from the node")
    expect(wizard.text).toContain("It has been done")
    wizard.press("enter")
    expect(wizard.lastEffect).toEqual({ effect: "answer-step", yes: true })

    const done = [first!.id, second!.id, third!.id]
    wizard.send({ event: "migration-went-on", state: { ...begun, done } })
    wizard.send({ event: "migration-waits", step: stopKubelet!, for: "act" })
    expect(wizard.text).toContain("[next]")
    expect(wizard.text).toContain("Do this step")
    wizard.press("esc")
    expect(wizard.screen).toBe("migration")
    wizard.press("down", "enter")
    expect(wizard.lastEffect).toEqual({ effect: "answer-step", yes: false })

    const end = { kind: "paused", step: stopKubelet! } as const
    wizard.send({ event: "migration-ended", end, state: { ...begun, done } })
    expect(wizard.text).toContain("It stands at step 4 of")
    wizard.press("enter")
    expect(wizard.lastEffect).toEqual({ effect: "migrate", what: { turn: "forward" } })
  })

  test("that is left in the middle ends the step in hand, and leaves when it has ended", async () => {
    const wizard = (await offered()).press("down", "down", "enter")
    wizard.send({ event: "migration-made", made: { ok: true, value: { migration, previews: {} } } })
    wizard.press("enter", "ctrl-c")
    expect(wizard.lastEffect).toEqual({ effect: "interrupt" })
    // Asked meanwhile: nobody is there any more.
    wizard.send({ event: "migration-waits", step: first!, for: "person" })
    expect(wizard.lastEffect).toEqual({ effect: "answer-step", yes: false })
    const fault = { code: "interrupted", args: {} } as const
    wizard.send({ event: "migration-ended", end: { kind: "refused", fault }, state: undefined })
    expect(wizard.lastEffect).toEqual({ effect: "leave", code: 130 })
  })

  test("under way since before is the first thing that is said, and can be gone on with or taken back", async () => {
    const wizard = await lookedAt("migrating", { columns: 100, rows: 40 })
    wizard.press("enter")
    expect(wizard.screen).toBe("migration")
    expect(wizard.text).toContain("It stands at step 2 of")
    wizard.press("down", "enter")
    expect(wizard.lastEffect).toEqual({ effect: "migrate", what: { turn: "back" } })

    const other = (await lookedAt("migrating")).press("enter", "down", "down", "enter")
    expect(other.screen).toBe("findings")
  })
})

describe("a migration on a terminal", () => {
  let directory = ""
  let program = ""
  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), "criadm-wizard-"))
    program = await bundleWizard(directory)
  })
  afterAll(() => rmSync(directory, { recursive: true, force: true }))
  const start = (scenario: string, ...flags: readonly string[]) =>
    new Pty([process.execPath, program, scenario, ...flags], { cwd: directory })

  test("goes from the finding to the end by Enter, step by step", async () => {
    const wizard = start("joined")
    await wizard.shows("Show where each fact")
    wizard.send(enter)
    await wizard.shows("Migrate step by step")
    wizard.send(`${down}${down}${enter}`)
    await wizard.shows("Begin with the first step")
    wizard.send(enter)
    for (const [index, { act }] of migration!.steps.entries()) {
      if (act.do === "tell") continue
      await wizard.shows(`Step ${index + 1} of ${migration!.steps.length}`)
      await wizard.shows(act.do === "ask" ? "It has been done" : "Do this step")
      wizard.send(enter)
    }
    await wizard.shows("Migrated. The node is as asked.")
    wizard.send(enter)
    expect(await wizard.ended()).toBe(0)
  })

  test("is spoken as numbered prompts", async () => {
    const wizard = start("migrating", "--accessible")
    await wizard.shows("Show where each fact")
    wizard.send("\n")
    await wizard.shows("It stands at step 2 of")
    wizard.send("\n")
    await wizard.shows("It has been done")
    wizard.send("2\n")
    await wizard.shows("To go on: criadm migrate cgroup-driver")
    wizard.send("q\n")
    expect(await wizard.ended()).toBe(7)
  })
})
