// The states that a walk through the wizard comes to, for tests that hold something of every screen.
import type { Event } from "../../src/tui/state/event.ts"
import type { State } from "../../src/tui/state/state.ts"
import { context, Driven, startedAt } from "./driven.ts"
import type { Scenario } from "./fake-criadm.ts"
import { fakeChanges, fakeEssentials, fakeOldState, fakeVerified } from "./fake-node.ts"

/** Every state that Enter leads through, with the help of each, the typing screens, and every way a run can end. */
export async function visited(
  scenario: Scenario,
  size: { columns: number; rows: number },
  its = context,
  told?: (event: Event) => Event,
): Promise<readonly State[]> {
  const states: State[] = []
  const wizard = new Driven(scenario, size, its, told)
  const note = () => {
    states.push(wizard.state)
    const before = wizard.state
    states.push(wizard.press("?").state)
    wizard.state = before
    states.push(wizard.press("down", "space").state)
    wizard.state = before
  }
  wizard.send({
    event: "progress",
    progress: { event: "detected", essentials: fakeEssentials("systemd").slice(0, 2) },
  })
  note()
  const looked = await wizard.looked().catch(() => undefined)
  if (looked === undefined) return states
  wizard.send({ event: "looked", looked })
  for (let presses = 0; presses < 16 && wizard.screen !== "run" && wizard.screen !== "end"; presses += 1) {
    note()
    if (wizard.screen === "no-runtime" && scenario === "no-runtime") break
    if (wizard.screen === "refusals" || wizard.screen === "save") break
    if (wizard.screen === "question sandbox-image") {
      const before = wizard.state
      states.push(wizard.press("down", "enter").state, wizard.press("clear", "enter").state)
      wizard.state = before
    }
    if (wizard.screen === "choose") {
      const before = wizard.state
      states.push(wizard.press("down", "enter").state)
      wizard.state = before
    }
    wizard.press("enter")
    if (wizard.lastEffect?.effect === "fetch") {
      note()
      await wizard.fetched()
    }
  }
  note()
  if (wizard.state.run === undefined) return states
  for (const [index, change] of fakeChanges.entries()) {
    wizard.send({ event: "progress", progress: { event: "change-began", index, change, direction: "forward" } })
    note()
  }
  wizard.send({
    event: "progress",
    progress: { event: "log", component: "containerd", line: "starting \u001b[31mcontainerd" },
  })
  wizard.send({
    event: "progress",
    progress: { event: "waiting", component: "containerd", endpoint: "", secondsLeft: 12 },
  })
  note()
  for (const verified of fakeVerified) wizard.send({ event: "progress", progress: { event: "verified", verified } })
  note()
  const running = wizard.state
  wizard.send({ event: "progress", progress: { event: "rolling-back" } })
  for (const verified of fakeOldState) wizard.send({ event: "progress", progress: { event: "verified", verified } })
  note()
  for (const kind of ["refused", "rolled-back", "rollback-failed", "interrupted", "applied"] as const) {
    wizard.state = running
    wizard.send({ event: "ended", outcome: { kind, run: 7, verified: fakeVerified }, now: startedAt })
    note()
  }
  states.push(wizard.press("enter").state)
  wizard.send({ event: "kept", kept: { ok: true, value: 7 } })
  note()
  states.push(wizard.send({ event: "intent", intent: { intent: "prove-sandbox" } }).state)
  return states
}
