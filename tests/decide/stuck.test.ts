// Where there is no way on, and where starting over would be one.
import { describe, expect, test } from "bun:test"
import { offeringToStartOver, stuckOn } from "../../src/decide/stuck.ts"
import type { Answers, ResolvedAnswers } from "../../src/model/answers.ts"
import type { Fault } from "../../src/model/fault.ts"
import type { Plan, Planned } from "../../src/model/plan.ts"

const fault: Fault = { code: "document-broken", args: { language: "TOML", expected: "a value" } }
const refused: Planned = { ok: false, refusals: [fault] }
const made: Planned = { ok: true, plan: {} as Plan }
const answers = (values: Answers, chosenBy: ResolvedAnswers["chosenBy"] = {}): ResolvedAnswers => ({ values, chosenBy })
const suggested = answers({ runtime: "containerd", "cgroup-driver": "systemd" })
/** Plans are made for the answers of which this is true. */
const where = (isFit: (values: Answers) => boolean) => (given: ResolvedAnswers) =>
  isFit(given.values) ? made : refused

describe("a node on which no answer leads to a plan", () => {
  test("says why it is stuck", () => {
    expect(
      stuckOn(
        suggested,
        ["containerd"],
        where(() => false),
      ),
    ).toEqual([fault])
  })

  test("is not stuck where another runtime could be chosen", () => {
    expect(
      stuckOn(
        suggested,
        ["containerd", "crio"],
        where(({ runtime }) => runtime === "crio"),
      ),
    ).toEqual([])
  })

  test("is stuck where the runtime was given by a flag, whatever else is there", () => {
    const given = answers({ runtime: "containerd" }, { runtime: { who: "flag" } })

    expect(
      stuckOn(
        given,
        ["containerd", "crio"],
        where(({ runtime }) => runtime === "crio"),
      ),
    ).toEqual([fault])
  })

  test("is not stuck where only what was asked cannot be done", () => {
    expect(
      stuckOn(
        suggested,
        ["containerd"],
        where((values) => values["cgroup-driver"] === undefined),
      ),
    ).toEqual([])
  })
})

describe("starting over", () => {
  const startsOver = where((values) => values["reset-config"] === true)

  test("is offered where it leads to a plan and nothing less does", () => {
    expect(offeringToStartOver(refused, suggested, startsOver)).toEqual({
      ok: false,
      refusals: [{ ...fault, startsOver: true }],
    })
  })

  test("is not offered for what another answer would do", () => {
    const plan = where((values) => values["reset-config"] === true || values["cgroup-driver"] === undefined)

    expect(offeringToStartOver(refused, suggested, plan)).toEqual(refused)
  })

  test("is not offered where it does not help, or was asked for already", () => {
    const asked = answers({ ...suggested.values, "reset-config": true })

    expect(
      offeringToStartOver(
        refused,
        suggested,
        where(() => false),
      ),
    ).toEqual(refused)
    expect(offeringToStartOver(refused, asked, startsOver)).toEqual(refused)
  })
})
