import { expect, test } from "bun:test"
import type { Progress } from "../../src/model/progress.ts"
import { nothingSaid, paced } from "../../src/tui/lines/pace.ts"
import { startedAt } from "./driven.ts"
import { fakeVerified } from "./fake-node.ts"

const log = (at: number): Progress => ({ event: "log", component: "containerd", line: `line ${at}` })
const waiting = (secondsLeft: number): Progress => ({
  event: "waiting",
  component: "containerd",
  endpoint: "unix:///run/containerd/containerd.sock",
  secondsLeft,
})

test("of sixty lines that a service logs at once the newest is read aloud, and then none for a while", () => {
  const lines = Array.from({ length: 60 }, (_, at) => log(at))
  const first = paced(nothingSaid, lines, startedAt)
  const second = paced(first.pace, lines, startedAt + 1000)
  const third = paced(second.pace, lines, startedAt + 6000)

  expect([first.said, second.said, third.said]).toEqual([[log(59)], [], [log(59)]])
})

test("a wait is read aloud when it begins and every ten seconds, not every second", () => {
  let pace = nothingSaid
  const said = Array.from({ length: 30 }, (_, second) => {
    const told = paced(pace, [waiting(60 - second)], startedAt + second * 1000)
    pace = told.pace
    return told.said
  }).flat()

  expect(said).toEqual([waiting(60), waiting(50), waiting(40)])
})

test("of the answers only those are read at once that are not as promised", () => {
  const [verified] = fakeVerified
  if (verified === undefined) throw new Error("the fake verifies something")
  const wrong = { ...verified, holds: false }
  const told = [verified, wrong].map((one): Progress => ({ event: "verified", verified: one }))

  expect(paced(nothingSaid, told, startedAt).said).toEqual([{ event: "verified", verified: wrong }])
})
