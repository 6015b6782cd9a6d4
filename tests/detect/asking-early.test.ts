// Runtimes are asked over CRI while their programs still run: on a slow node the time for an answer may go to those.
import { expect, test } from "bun:test"
import { components } from "../../src/components/loaded.ts"
import { concatenated, textField } from "../../src/cri/protobuf.ts"
import { askRunning, beginAsking } from "../../src/detect/running.ts"
import type { GrpcCall, ReadingMachine } from "../../src/machine/reading.ts"
import { factsOf, socket } from "../decide/a-node.ts"

const version = concatenated(textField(2, "containerd"), textField(3, "2.3.4"), textField(4, "v1"))

/** Its first answers, as many as are said, come too late. */
function slowly(late: number) {
  const asked: string[] = []
  const machine = {
    isLive: true,
    inspect: (path: string) => (path === socket ? { kind: "socket" } : undefined),
    async grpc({ method }: GrpcCall) {
      asked.push(method)
      if (asked.length <= late) return { state: "timed-out" }
      return { state: "answered", response: method.endsWith("/Version") ? version : new Uint8Array() }
    },
  } as unknown as ReadingMachine
  return { machine, asked }
}

async function versionSeen({ machine }: ReturnType<typeof slowly>) {
  const early = beginAsking(machine, components)
  return (await askRunning(machine, await factsOf(), components, early))?.["containerd"]?.version
}

test("a runtime that answers at once is asked once", async () => {
  const node = slowly(0)

  expect(await versionSeen(node)).toMatchObject({ ok: true })
  expect(node.asked.filter((method) => method.endsWith("/Version"))).toHaveLength(1)
})

test("a runtime that was too slow beside its own programs is asked again when they are done", async () => {
  expect(await versionSeen(slowly(3))).toMatchObject({ ok: true, value: { runtimeVersion: "2.3.4" } })
})
