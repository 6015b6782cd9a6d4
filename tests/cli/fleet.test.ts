import { describe, expect, test } from "bun:test"
import { gatherFleet } from "../../src/cli/gather-fleet.ts"
import type { FactRow } from "../../src/model/facts/fact-row.ts"
import type { Finding } from "../../src/model/finding.ts"

const failure = (programs: readonly string[]): Finding => ({
  code: "kubeadm-program-missing",
  args: { programs, kubernetes: "1.37" },
  severity: "failure",
  component: "node",
})

const row = (text: string, state: FactRow["state"] = "known"): FactRow => ({
  group: "containerd",
  label: "sandbox-image",
  text,
  source: "",
  state,
})

describe("a fleet", () => {
  test("has its worst nodes first, and alike ones by name", () => {
    const fleet = gatherFleet()
    fleet.add({ name: "b", findings: [], rows: [] })
    fleet.add({ name: "c", findings: [failure(["mount"]), failure(["cp"])], rows: [] })
    fleet.add({ name: "a", findings: [], rows: [] })

    expect(fleet.result().nodes.map(({ name }) => name)).toEqual(["c", "a", "b"])
  })

  test("tells a finding once with its nodes, and what is not the same apart", () => {
    const fleet = gatherFleet()
    fleet.add({ name: "a", findings: [failure(["mount"]), failure(["mount"])], rows: [] })
    fleet.add({ name: "b", findings: [failure(["mount"])], rows: [] })
    fleet.add({ name: "c", findings: [failure(["cp"])], rows: [] })

    expect(fleet.result().findings.map(({ nodes }) => nodes)).toEqual([["a", "b"], ["c"]])
  })

  test("tells what few have unlike most, and nothing of what is not known", () => {
    const fleet = gatherFleet()
    for (const name of ["a", "b", "c"]) fleet.add({ name, findings: [], rows: [row("pause:3.10")] })
    fleet.add({ name: "d", findings: [], rows: [row("pause:3.6")] })
    fleet.add({ name: "e", findings: [], rows: [row("denied", "unreadable")] })

    expect(fleet.result().differences).toEqual([
      {
        group: "containerd",
        label: "sandbox-image",
        usual: "pause:3.10",
        others: [{ value: "pause:3.6", nodes: ["d"] }],
      },
    ])
  })

  test("of alike nodes has no differences", () => {
    const fleet = gatherFleet()
    for (const name of ["a", "b"]) fleet.add({ name, findings: [], rows: [row("pause:3.10")] })

    expect(fleet.result().differences).toEqual([])
  })
})
