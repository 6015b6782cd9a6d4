import { describe, expect, test } from "bun:test"
import {
  findingsLine,
  findingsToMetrics,
  pluginExitCode,
  shortened,
  verifiedLine,
  verifiedToMetrics,
} from "../../src/cli/monitoring.ts"
import { exitCode } from "../../src/model/exit-code.ts"
import type { Finding } from "../../src/model/finding.ts"
import type { Verified } from "../../src/model/run.ts"

const swap: Finding = { code: "kernel-ip-forward-off", args: {}, severity: "failure", component: "kernel" } as never
const old: Finding = {
  code: "kubeadm-program-missing",
  args: { programs: ["mount"], kubernetes: "1.37" },
  severity: "failure",
  component: "node",
}

describe("metrics of findings", () => {
  const text = findingsToMetrics([swap, swap, old])

  test("count by severity, zeros included", () => {
    expect(text).toContain('criadm_findings{severity="failure"} 3\n')
    expect(text).toContain('criadm_findings{severity="note"} 0')
  })

  test("have one series per code and component, since a duplicate makes the collector drop the file", () => {
    const series = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"))
    const names = series.map((line) => line.replace(/ \S+$/, ""))
    expect(new Set(names).size).toBe(names.length)
    expect(text).toContain('criadm_finding{code="kernel-ip-forward-off",component="kernel",severity="failure"} 2')
  })

  test("have, of every family, HELP and TYPE before it", () => {
    for (const name of ["criadm_info", "criadm_findings", "criadm_finding"]) {
      expect(text).toMatch(new RegExp(`# HELP ${name} .*\\n# TYPE ${name} gauge\\n${name}\\{`))
    }
  })
})

describe("metrics of expectations", () => {
  const verified: readonly Verified[] = [
    {
      expectation: { kind: "service-active", component: "containerd", service: 'a"b\\c\nd' },
      holds: false,
      observed: { code: "observed-live", args: { value: "0" } } as never,
    },
  ]

  test("escape what a label cannot hold", () => {
    expect(verifiedToMetrics(verified)).toContain(
      'criadm_expectation_holds{expectation="service-active",component="containerd",service="a\\"b\\\\c\\nd"} 0',
    )
    expect(verifiedToMetrics(verified)).toContain("criadm_verify_holds 0\n")
  })

  test("are one short line for node-problem-detector", () => {
    expect(verifiedLine(verified)).toBe("not as it should be: service-active")
    expect(verifiedLine([])).toBe("the running node is as it should be")
  })
})

describe("node-problem-detector's contract", () => {
  test.each([
    [exitCode.done, 0],
    [exitCode.notAsAsked, 1],
    [exitCode.usage, 2],
    [exitCode.refused, 2],
    [exitCode.bug, 2],
    [exitCode.interrupted, 2],
  ] as const)("exit code %d is told as %d", (own, told) => {
    expect(pluginExitCode(own)).toBe(told)
  })

  test("the line is one line of at most 80 characters, and says how many more there are", () => {
    expect(findingsLine([])).toBe("container runtime and node are fit for Kubernetes")
    expect(findingsLine([old, swap])).toEndWith(" (+1)")
    expect(findingsLine([old, swap]).length).toBeLessThanOrEqual(80)
    expect(shortened(`a\nb${"c".repeat(200)}`)).toHaveLength(80)
    expect(shortened("a\nb")).not.toContain("\n")
  })
})
