// Explains the kubelet's cgroup driver: the value as configured, where it comes from, and what every other place that
// states it counts for.
import type { Explanation, Mention } from "../../model/explanation.ts"
import type { Source } from "../../model/fact.ts"
import type { Reason } from "../../model/message.ts"
import { cgroupDriverSetting, effectiveSetting, featureGates, type Statement, versionOf } from "./effective.ts"
import type { KubeletFacts } from "./kubelet-facts.ts"
import { asksRuntimeForDriver } from "./releases.ts"

export function explainDriver(own: KubeletFacts): Explanation {
  const { value, winner, others } = effectiveSetting(own, cgroupDriverSetting)
  const version = versionOf(own)
  const asks = version !== undefined && asksRuntimeForDriver(version, featureGates(own))
  const why: Reason | undefined = asks
    ? { code: "kubelet-asks-runtime-for-driver", args: { version: version.text } }
    : winner === undefined && value !== undefined
      ? { code: "kubelet-default-driver", args: {} }
      : undefined
  return {
    setting: "cgroup-driver",
    component: "kubelet",
    value,
    source: sourceOf(winner, own),
    ...(why === undefined ? {} : { why }),
    others: others.flatMap((statement) => mention(statement, winner)),
  }
}

function sourceOf(winner: Statement | undefined, own: KubeletFacts): Source {
  if (winner === undefined) return { kind: "table", what: "built-in default of the kubelet" }
  if (winner.by === "command") return { kind: "program", command: own.service?.command ?? [] }
  return { kind: "file", path: winner.place.file, place: winner.place }
}

function mention(statement: Statement, winner: Statement | undefined): readonly Mention[] {
  if (statement.by === "command") return []
  const { place, value } = statement
  const key = statement.by === "flag" ? `--${cgroupDriverSetting.flag}` : cgroupDriverSetting.field
  return [{ place, key, value, why: whyNot(statement, winner) }]
}

function whyNot(statement: Statement, winner: Statement | undefined): Reason {
  if (!statement.isRead) {
    return statement.by === "file"
      ? { code: "kubelet-drop-in-not-read", args: {} }
      : { code: "kubelet-flag-not-passed", args: {} }
  }
  if (winner?.by === "flag" || winner?.by === "command") {
    return { code: "overridden-by-flag", args: { flag: `--${cgroupDriverSetting.flag}` } }
  }
  return { code: "overridden-by", args: { file: winner?.by === "file" ? winner.place.file : "" } }
}
