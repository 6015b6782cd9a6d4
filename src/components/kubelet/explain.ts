// What the kubelet has to say about a setting: its cgroup driver, the endpoint that makes a runtime the node's, its
// release, and a flag that names a sandbox image.
import { unreadLines } from "../../documents/units/verify.ts"
import type { Explanation, Mention } from "../../model/explanation.ts"
import type { Fact, Source } from "../../model/facts/fact.ts"
import { knownValue } from "../../model/facts/fact.ts"
import type { Reason } from "../../model/message.ts"
import type { ExplainedSetting } from "../../model/setting.ts"
import { type FlagHome, findFlags } from "../service-flags.ts"
import { readInstanceConfig } from "./configuration.ts"
import {
  cgroupDriverSetting,
  driverOf,
  effectiveSetting,
  endpointSetting,
  failSwapOnSetting,
  featureGates,
  type KubeletSetting,
  type Statement,
  swapBehaviorSetting,
  versionOf,
} from "./effective.ts"
import type { KubeletFacts } from "./facts.ts"
import { asksRuntimeForDriver } from "./tables/releases.ts"

const component = "kubelet"

export function explainKubelet(setting: ExplainedSetting, own: KubeletFacts): readonly Explanation[] {
  if (setting === "cgroup-driver") return [explainDriver(own)]
  if (setting === "runtime") return [explainEndpoint(own)]
  if (setting === "kubernetes-version") return explainVersions(own)
  if (setting === "swap") return explainSwap(own)
  return setting === "sandbox-image" ? explainImageFlag(own) : []
}

function explainDriver(own: KubeletFacts): Explanation {
  const { value, winner, others } = effectiveSetting(own, cgroupDriverSetting)
  const version = versionOf(own)
  const asks = version !== undefined && asksRuntimeForDriver(version, featureGates(own))
  const { driver, word } = driverOf(own)
  const why: Reason | undefined = asks
    ? { code: "kubelet-asks-runtime-for-driver", args: { version: version.text } }
    : winner === undefined && value !== undefined
      ? { code: "kubelet-default-driver", args: {} }
      : word === undefined
        ? undefined
        : { code: "kubelet-driver-word", args: { word } }
  return {
    setting: "cgroup-driver",
    component,
    value: driver ?? value,
    source: sourceOf(winner, own),
    ...(why === undefined ? {} : { why }),
    others: others.flatMap((statement) => mention(own, cgroupDriverSetting, statement, winner)),
  }
}

/** Which runtime the kubelet uses is told by its endpoint; kubeadm's own record of it is not read by the kubelet. */
function explainEndpoint(own: KubeletFacts): Explanation {
  const { value, winner, others } = effectiveSetting(own, endpointSetting)
  const losers = others.flatMap((statement) => mention(own, endpointSetting, statement, winner))
  const source = sourceOf(winner, own)
  return { setting: "runtime", component, value, source, others: [...losers, ...instanceMention(own)] }
}

function instanceMention(own: KubeletFacts): readonly Mention[] {
  const file = knownValue(own.instanceConfig)
  const read = file === undefined ? undefined : readInstanceConfig(file)
  if (read?.ok !== true || read.value === undefined) return []
  const place = read.value.placeOf(endpointSetting.field)
  const value = read.value.root[endpointSetting.field]
  if (place === undefined || typeof value !== "string") return []
  return [{ place, key: endpointSetting.field, value, why: { code: "kubelet-instance-config-not-read", args: {} } }]
}

function explainVersions(own: KubeletFacts): readonly Explanation[] {
  const one = (subject: string | undefined, version: Fact<string>): readonly Explanation[] =>
    version.state === "absent"
      ? []
      : [
          {
            setting: "kubernetes-version",
            component,
            ...(subject === undefined ? {} : { subject }),
            value: knownValue(version),
            source: version.source,
            others: [],
          },
        ]
  return [...one(undefined, own.version), ...one("kubeadm", own.kubeadmVersion)]
}

/** Whether it starts beside swap; where it does, whether pods may swap. */
function explainSwap(own: KubeletFacts): readonly Explanation[] {
  if (own.config.state !== "known" && own.flags.length === 0) return []
  const about = (setting: KubeletSetting): Explanation => {
    const { value, winner, others } = effectiveSetting(own, setting)
    return {
      setting: "swap",
      component,
      subject: setting.field,
      value,
      source: sourceOf(winner, own),
      others: others.flatMap((statement) => mention(own, setting, statement, winner)),
    }
  }
  const fails = about(failSwapOnSetting)
  const why: Reason = { code: fails.value === "false" ? "kubelet-starts-with-swap" : "kubelet-needs-no-swap", args: {} }
  const told = fails.value === undefined ? fails : { ...fails, why }
  return fails.value === "false" ? [told, about(swapBehaviorSetting)] : [told]
}

/** The flag looks as if it set the image, and only ever kept one from being collected as garbage. */
function explainImageFlag(own: KubeletFacts): readonly Explanation[] {
  const why: Reason = { code: "kubelet-image-flag", args: {} }
  const found = findFlags(own.flagsFiles, "pod-infra-container-image")
  if (found.length === 0) return []
  const source: Source = { kind: "table", what: "the kubelet sets no sandbox image; its runtime does" }
  const others = found.map(({ flag, place }) => ({ place, key: `--${flag.name}`, value: flag.value ?? "", why }))
  return [{ setting: "sandbox-image", component, value: "none", source, others }]
}

function sourceOf(winner: Statement | undefined, own: KubeletFacts): Source {
  if (winner === undefined) return { kind: "table", what: "built-in default of the kubelet" }
  if (winner.by === "command") return { kind: "program", command: own.service?.command ?? [] }
  return { kind: "file", path: winner.place.file, place: winner.place }
}

function mention(
  own: KubeletFacts,
  setting: KubeletSetting,
  statement: Statement,
  winner: Statement | undefined,
): readonly Mention[] {
  if (statement.by === "command") return []
  const { place, value } = statement
  const key = statement.by === "flag" ? `--${setting.flag}` : setting.field
  return [{ place, key, value, why: whyNot(own, setting, statement, winner) }]
}

/** Whether systemd passes over the line: no key of a unit, a stray %, an open quote. */
function isSkipped({ file, place }: FlagHome): boolean {
  if (!/\.(?:service|conf)$/.test(file.path)) return false
  return unreadLines(file, file.path.endsWith(".conf")).some((line) => line.place.line === place.line)
}

function whyNot(
  own: KubeletFacts,
  setting: KubeletSetting,
  statement: Statement,
  winner: Statement | undefined,
): Reason {
  if (!statement.isRead) {
    if (statement.by === "file") return { code: "kubelet-drop-in-not-read", args: {} }
    if (own.service?.unreadFiles?.some(({ file }) => file.path === statement.place.file)) {
      return { code: "file-of-nobody", args: { service: own.service.name } }
    }
    if (statement.by === "flag" && isSkipped(statement.home)) return { code: "line-skipped-by-systemd", args: {} }
    // Of two flags on one command line the later one counts.
    const isPassed = own.flags.some(({ name, value }) => name === setting.flag && value === statement.value)
    if (!isPassed) return { code: "kubelet-flag-not-passed", args: {} }
  }
  if (winner?.by === "flag" || winner?.by === "command") {
    return { code: "overridden-by-flag", args: { flag: `--${setting.flag}` } }
  }
  return { code: "overridden-by", args: { file: winner?.by === "file" ? winner.place.file : "" } }
}
