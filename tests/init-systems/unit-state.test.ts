// The two ways to a unit's state: systemd's own socket, and systemctl where that does not tell all.
import { expect, test } from "bun:test"
import { askUnitState } from "../../src/init-systems/systemd/unit-state.ts"
import type { ObjectAsked, ReadingMachine } from "../../src/machine/reading.ts"
import { memoryMachine, succeeding } from "../machine/memory-machine.ts"

type Values = Readonly<Record<string, string | number>>

const running: Values = {
  LoadState: "loaded",
  ActiveState: "active",
  SubState: "running",
  MainPID: 136,
  ExecMainStartTimestamp: 1_796_072_080_637_793,
  NeedDaemonReload: 0,
  CanReload: 1,
}

/** A node on whose socket these are told; what was asked there, and how often systemctl was started. */
function node(values: Values | undefined, uid = 0) {
  const asked: ObjectAsked[] = []
  const started: string[] = []
  const shown = "LoadState=loaded\nActiveState=inactive\nSubState=dead\nMainPID=0\nNeedDaemonReload=yes\nCanReload=no\n"
  const systemctl = (argv: readonly string[]) => {
    started.push(argv.slice(0, 3).join(" "))
    return succeeding(shown)
  }
  const machine: ReadingMachine = {
    ...memoryMachine({ uid, programs: { systemctl } }),
    async propertiesOf(question) {
      asked.push(question)
      if (values === undefined) return undefined
      const value = (name: string) => values[name]
      return {
        text: (name) => (typeof value(name) === "string" ? String(value(name)) : undefined),
        number: (name) => (typeof value(name) === "number" ? Number(value(name)) : undefined),
      }
    },
  }
  return { machine, asked, started }
}

const shownBySystemctl = { state: "inactive", needsDaemonReload: true, isFailing: false, canReload: false } as const

test("what systemd tells itself needs no systemctl; a start is told in whole seconds as systemctl tells it", async () => {
  const { machine, asked, started } = node(running)

  expect(await askUnitState(machine, "containerd.service")).toEqual({
    state: "active",
    pid: 136,
    startedAt: 1_796_072_080_000,
    needsDaemonReload: false,
    isFailing: false,
    canReload: true,
  })
  expect(started).toEqual([])
  expect(asked).toMatchObject([
    { socket: "/run/systemd/private", path: "/org/freedesktop/systemd1/unit/containerd_2eservice" },
  ])
})

test.each([
  ["cri-docker.socket", "cri_2ddocker_2esocket"],
  ["9p_x@a\\x2db:c.service", "_39p_5fx_40a_5cx2db_3ac_2eservice"],
])("the name %p is the path %p", async (name, path) => {
  const { machine, asked } = node(running)

  await askUnitState(machine, name)

  expect(asked[0]?.path).toBe(`/org/freedesktop/systemd1/unit/${path}`)
})

test("a unit that has failed, or waits to be started again, is failing; one that is refused says how", async () => {
  const of = async (values: Values) => askUnitState(node({ ...running, ...values }).machine, "x.service")
  const stopped = { MainPID: 0, ExecMainStartTimestamp: 0 }

  const failed = await of({ ...stopped, ActiveState: "failed", SubState: "failed" })
  const again = await of({ ...stopped, ActiveState: "activating", SubState: "auto-restart" })
  const refused = await of({ ...stopped, ActiveState: "inactive", SubState: "dead", LoadState: "bad-setting" })

  expect(failed).toMatchObject({ state: "failed", isFailing: true })
  expect(again).toMatchObject({ state: "failed", isFailing: true })
  expect(refused).toMatchObject({ state: "inactive", isFailing: false, loadError: "bad-setting" })
  for (const state of [failed, again, refused]) expect(state).not.toHaveProperty("startedAt")
})

test("a socket has no process, and is not asked for one", async () => {
  const { MainPID: _, ExecMainStartTimestamp: __, ...socket } = running
  const { machine, started } = node({ ...socket, SubState: "listening" })

  expect(await askUnitState(machine, "docker.socket")).toEqual({
    state: "active",
    needsDaemonReload: false,
    isFailing: false,
    canReload: true,
  })
  expect(started).toEqual([])
})

test.each(Object.keys(running))("where %s is not told, systemctl is asked for everything", async (name) => {
  const { [name]: _, ...rest } = running
  const { machine, started } = node(rest)

  expect(await askUnitState(machine, "containerd.service")).toEqual(shownBySystemctl)
  expect(started).toEqual(["systemctl show containerd.service"])
})

test("where systemd does not answer on its socket, systemctl is asked", async () => {
  const { machine, asked, started } = node(undefined)

  expect(await askUnitState(machine, "containerd.service")).toEqual(shownBySystemctl)
  expect([asked.length, started.length]).toEqual([1, 1])
})

test.each([
  ["by somebody who is not root", 1000, "containerd.service"],
  ["about a name that systemctl would change first", 0, "a b.service"],
  ["about a pattern", 0, "containerd*.service"],
  ["about another kind of unit", 0, "multi-user.target"],
])("the socket is not asked %s", async (_, uid, name) => {
  const { machine, asked, started } = node(running, uid)

  expect(await askUnitState(machine, name)).toEqual(shownBySystemctl)
  expect(asked).toEqual([])
  expect(started).toEqual([`systemctl show ${name}`])
})

test("a node that is recorded or not running has only what it has", async () => {
  const { machine, started } = node(running)
  const { propertiesOf: _, ...recorded } = machine

  expect(await askUnitState(recorded, "containerd.service")).toEqual(shownBySystemctl)
  expect(await askUnitState({ ...machine, isLive: false }, "containerd.service")).toBeUndefined()
  expect(started).toHaveLength(1)
})
