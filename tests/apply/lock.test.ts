import { describe, expect, test } from "bun:test"
import { apply } from "../../src/apply/forward/apply.ts"
import { releaseLock, takeLock } from "../../src/apply/run/lock.ts"
import { processesOf } from "../../src/apply/run/processes.ts"
import { openStateDirectory } from "../../src/apply/run/state-directory.ts"
import type { WritingMachine } from "../../src/machine/writing.ts"
import { Killed, memoryMachine } from "../machine/memory-machine.ts"
import { runOptions, testNode } from "./support/test-node.ts"
import { fileChange, planOf } from "./support/test-plans.ts"

describe("the lock", () => {
  test("names the living process that holds it, and since when", async () => {
    const node = testNode()
    const holder = node.start()
    openStateDirectory(node.machine)
    await takeLock(holder, 0)
    const pid = holder.processes.self().pid

    const outcome = await apply({ ...holder }, planOf([fileChange(node, "/etc/new.conf", "new\n")]), runOptions())

    expect(outcome).toEqual({
      kind: "refused",
      fault: { code: "locked", args: { pid, since: "2026-11-22T09:15:00.000Z" } },
      verified: [],
    })
  })

  test("of a process that is gone is taken over", async () => {
    const node = testNode()
    openStateDirectory(node.machine)
    await takeLock(node.start(), 0)

    expect((await takeLock(node.start(), 0)).ok).toBe(true)
  })

  test("that a power cut left empty is taken over", async () => {
    const node = testNode()
    openStateDirectory(node.machine)
    node.machine.put("/var/lib/criadm/lock", "")

    expect((await takeLock(node.start(), 0)).ok).toBe(true)
    expect(node.machine.list("/var/lib/criadm")).toEqual(["lock", "runs"])
  })

  test("is waited for as long as was asked", async () => {
    const node = testNode()
    const context = node.start()
    openStateDirectory(node.machine)
    await takeLock(context, 0)
    const began = node.machine.now()

    expect((await takeLock(context, 10)).ok).toBe(false)
    expect(node.machine.now() - began).toBeGreaterThanOrEqual(10_000)

    const { machine } = context
    const pause = async (milliseconds: number) => {
      await machine.pause(milliseconds)
      if (machine.now() - began > 15_000) releaseLock(machine)
    }
    expect((await takeLock({ ...context, machine: { ...machine, pause, now: machine.now } }, 10)).ok).toBe(true)
  })

  test("of a dead process goes to one of two takers only, however their steps interleave", async () => {
    // The slower taker is held up before each of its acts in turn, while the faster one does all of its own.
    for (let heldUpAt = 1; heldUpAt <= 6; heldUpAt += 1) {
      const node = testNode()
      openStateDirectory(node.machine)
      await takeLock(node.start(), 0)
      const fast = node.start()
      const slow = { ...fast, processes: otherProcess(fast, node.alive) }
      let acts = 0
      let first: boolean | undefined
      const interleave = () => {
        acts += 1
        if (acts !== heldUpAt) return
        const fresh = takeSync(fast)
        first = fresh
      }

      const second = await takeLock({ ...slow, machine: beforeEachAct(node.machine, interleave) }, 0)

      if (first === undefined) expect(second.ok).toBe(true)
      else expect([heldUpAt, first, second.ok].slice(1).filter(Boolean)).toHaveLength(1)
    }
  })

  test("left by a taker that was killed at any act of taking over is taken over in its turn", async () => {
    for (let at = 0; at <= 6; at += 1) {
      const node = testNode()
      openStateDirectory(node.machine)
      await takeLock(node.start(), 0)
      const killed = node.start()
      node.machine.stopAt(at)
      await takeLock(killed, 0).catch((error) => {
        if (!(error instanceof Killed)) throw error
      })

      expect((await takeLock(node.start(), 0)).ok).toBe(true)
      expect(node.machine.list("/var/lib/criadm")).toContain("lock")
    }
  })
})

describe("a holder of a lock", () => {
  const stat = (startTime: string) =>
    `77 (a name) with) S 1 ${Array.from({ length: 17 }, () => "0").join(" ")} ${startTime} 0 0\n`
  const running = memoryMachine({
    files: { "/proc/77/stat": stat("5150"), "/proc/sys/kernel/random/boot_id": "one\n" },
  })

  test("runs when pid, start time and boot are the same", () => {
    const { self, isRunning } = processesOf(running, 77)
    expect(self()).toEqual({ pid: 77, startTime: "5150", boot: "one" })
    expect(isRunning(self())).toBe(true)
  })

  test("is dead when its pid belongs to a later process, to nobody, or to another boot", () => {
    const { self, isRunning } = processesOf(running, 77)
    expect(isRunning({ ...self(), startTime: "4000" })).toBe(false)
    expect(isRunning({ ...self(), pid: 78 })).toBe(false)
    expect(isRunning({ ...self(), boot: "another" })).toBe(false)
  })

  test("is dead when only its parent has not collected it yet", () => {
    const stat = (state: string) => `78 (criadm) ${state} 1 78 78 0 -1 4194560 0 0 0 0 0 0 0 0 20 0 1 0 6001 0 0`
    const holder = { pid: 78, startTime: "6001", boot: "one" }
    const files = (state: string) => ({ "/proc/78/stat": stat(state), "/proc/sys/kernel/random/boot_id": "one\n" })

    expect(processesOf(memoryMachine({ files: files("S") }), 77).isRunning(holder)).toBe(true)
    expect(processesOf(memoryMachine({ files: files("Z") }), 77).isRunning(holder)).toBe(false)
  })
})

function otherProcess(fast: ReturnType<ReturnType<typeof testNode>["start"]>, alive: Set<number>) {
  const self = { ...fast.processes.self(), pid: 9999 }
  alive.add(9999)
  return { ...fast.processes, self: () => self }
}

/** Nothing in taking a lock without waiting gives up the processor, so it is done when the call returns. */
function takeSync(context: Parameters<typeof takeLock>[0]): boolean {
  takeLock(context, 0)
  const text = new TextDecoder().decode(
    (context.machine.readFile("/var/lib/criadm/lock") as { bytes?: Uint8Array }).bytes ?? new Uint8Array(),
  )
  return text.includes(`"pid":${context.processes.self().pid},`)
}

function beforeEachAct(machine: WritingMachine, before: () => void): WritingMachine {
  const { createExclusively, removeFile } = machine
  return {
    ...machine,
    now: machine.now,
    createExclusively: (...args) => {
      before()
      return createExclusively.apply(machine, args)
    },
    removeFile: (...args) => {
      before()
      return removeFile.apply(machine, args)
    },
  }
}
