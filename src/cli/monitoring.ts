// What monitoring reads of check and verify: metrics in Prometheus' text format for node_exporter's textfile collector,
// and one short line for node-problem-detector. The line is English whatever --lang says: it becomes a condition's
// message, which other programs compare.
// Sources: prometheus.io/docs/instrumenting/exposition_formats; node_exporter README, "Textfile Collector" (no
// timestamps, a line break at the end); node-problem-detector docs/custom_plugin_monitor.md (exit codes, one line,
// max_output_length, 80 in its examples).

import { en } from "../messages/en/en.ts"
import { build } from "../model/build.ts"
import { type ExitCode, exitCode } from "../model/exit-code.ts"
import type { Finding } from "../model/finding.ts"
import type { Verified } from "../model/run.ts"
import { redactText } from "../model/secrets/redact.ts"
import { countsOf, severities } from "../pages/finding.ts"
import { findingText } from "../pages/sentences.ts"
import { printable } from "./text.ts"

/** What node-problem-detector keeps of a line, by its examples. In characters. */
const longestLine = 80

type Labels = Readonly<Record<string, string>>

interface Metric {
  readonly name: string
  readonly help: string
  readonly samples: readonly (readonly [Labels, number])[]
}

export function findingsToMetrics(findings: readonly Finding[]): string {
  const counts = countsOf(findings)
  const counted = severities.map((severity): readonly [Labels, number] => [{ severity }, counts[severity]])
  // One series per code and component: the same finding may stand in several files.
  const found = new Map<string, readonly [Labels, number]>()
  for (const { code, component, severity } of findings) {
    const key = `${code} ${component} ${severity}`
    found.set(key, [{ code, component, severity }, (found.get(key)?.[1] ?? 0) + 1])
  }
  return metricsText([
    about,
    { name: "criadm_findings", help: "Findings of criadm check, by severity.", samples: counted },
    { name: "criadm_finding", help: "How often criadm check found this.", samples: [...found.values()] },
  ])
}

export function verifiedToMetrics(verified: readonly Verified[]): string {
  const samples = verified.map(({ expectation, holds }): readonly [Labels, number] => {
    const { kind, ...subject } = expectation
    const named = Object.entries(subject).filter((entry): entry is [string, string] => typeof entry[1] === "string")
    return [{ expectation: kind, ...Object.fromEntries(named) }, Number(holds)]
  })
  const holds = verified.every((one) => one.holds)
  return metricsText([
    about,
    { name: "criadm_verify_holds", help: "1: the running node is as it should be.", samples: [[{}, Number(holds)]] },
    { name: "criadm_expectation_holds", help: "1: this holds on the running node.", samples },
  ])
}

const about: Metric = {
  name: "criadm_info",
  help: "The release of criadm that looked.",
  samples: [[{ release: build.version }, 1]],
}

function metricsText(metrics: readonly Metric[]): string {
  return metrics
    .filter(({ samples }) => samples.length > 0)
    .map(({ name, help, samples }) => {
      const lines = samples.map(([labels, value]) => `${name}${labelsText(labels)} ${value}`)
      return [`# HELP ${name} ${help}`, `# TYPE ${name} gauge`, ...lines].join("\n")
    })
    .join("\n")
}

function labelsText(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name.replaceAll(/\W/g, "_")}="${escaped(value)}"`)
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`
}

function escaped(value: string): string {
  return redactText(value).replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll('"', '\\"')
}

/** The worst finding, or that there is none. */
export function findingsLine(findings: readonly Finding[]): string {
  const failures = findings.filter(({ severity }) => severity === "failure")
  const [first] = failures
  if (first === undefined) return "container runtime and node are fit for Kubernetes"
  const more = failures.length === 1 ? "" : ` (+${failures.length - 1})`
  return `${shortened(findingText(first, en).what, longestLine - more.length)}${more}`
}

export function verifiedLine(verified: readonly Verified[]): string {
  const failing = verified.filter(({ holds }) => !holds).map(({ expectation }) => expectation.kind)
  return failing.length === 0
    ? "the running node is as it should be"
    : shortened(`not as it should be: ${failing.join(", ")}`, longestLine)
}

/** One line, at most so many characters. */
export function shortened(text: string, longest = longestLine): string {
  const line = printable(redactText(text)).replaceAll(/\s+/g, " ").trim()
  return line.length <= longest ? line : `${line.slice(0, longest - 3)}...`
}

/** 0 OK, 1 not OK, 2 unknown. */
export function pluginExitCode(code: ExitCode): ExitCode {
  if (code === exitCode.done) return 0
  return code === exitCode.notAsAsked ? 1 : 2
}
