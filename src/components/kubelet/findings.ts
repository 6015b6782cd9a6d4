// What is wrong on the kubelet's side alone: configuration that does not load, flags that its release has removed, a
// cgroup version that it refuses, an endpoint where nobody listens. Agreement with the runtime is judged in decide/.
import { isFalse } from "../../documents/go-values.ts"
import { ownValue } from "../../documents/value.ts"
import { knownValue } from "../../model/facts/fact.ts"
import type { NodeFacts } from "../../model/facts/node-facts.ts"
import type { Finding } from "../../model/finding.ts"
import type { Version } from "../../model/version.ts"
import { lastFlag } from "../service-flags.ts"
import { readInstanceConfig } from "./configuration.ts"
import {
  brokenFiles,
  cgroupDriverSetting,
  configurations,
  driverOf,
  effectiveSetting,
  endpointSetting,
  type KubeletSetting,
  statedValue,
  versionOf,
} from "./effective.ts"
import { isSameEndpoint } from "./endpoint.ts"
import type { KubeletFacts } from "./facts.ts"
import { configurationFindings } from "./findings/configuration.ts"
import { flagFindings } from "./findings/flags.ts"
import { managers } from "./manager-states.ts"
import { resolvConfSetting, staticPodsSetting, usualManifests } from "./named-files.ts"
import { endingFlagHomes, removedFlagHomes } from "./removed-flags.ts"
import { subordinateIdFindings } from "./subordinate-ids.ts"
import { refusesCgroupV1 } from "./tables/releases.ts"

const component = "kubelet"

export function kubeletFindings(own: KubeletFacts, node: NodeFacts): readonly Finding[] {
  const version = versionOf(own)
  return [
    ...broken(own),
    ...repeated(own),
    ...unread(own),
    ...otherDocuments(own),
    ...(version === undefined ? [] : configurationFindings(own, version)),
    ...(version === undefined ? [] : removed(own, version)),
    ...(version === undefined ? [] : ending(own, version)),
    ...(version === undefined ? [] : cgroupV1(own, version, node)),
    ...swap(own, node),
    ...subordinateIdFindings(own),
    ...overriding(own),
    ...driverWord(own),
    ...endpoint(own),
    ...instanceEndpoint(own),
    ...namedFiles(own, node),
    ...notPassed(own),
    ...managerStates(own),
    ...flagFindings(own),
    ...joinedFindings(own),
  ]
}

/** A file that only this caller may not read is no finding: the kubelet runs as root. */
function broken(own: KubeletFacts): readonly Finding[] {
  return brokenFiles(own).flatMap((fault): readonly Finding[] => {
    const place = fault.place === undefined ? {} : { place: fault.place }
    if (fault.code === "not-a-kubelet-configuration") {
      return [{ code: "not-a-kubelet-configuration", args: fault.args, severity: "failure", component }]
    }
    if (fault.code !== "document-broken") return []
    const args = { file: fault.place?.file ?? "", expected: fault.args.expected }
    return [{ code: "kubelet-configuration-broken", args, severity: "failure", component, ...place }]
  })
}

function otherDocuments(own: KubeletFacts): readonly Finding[] {
  return configurations(own).flatMap(({ file, unreadFrom }): readonly Finding[] => {
    if (unreadFrom === undefined) return []
    const args = { file: file.path, line: unreadFrom.line }
    return [{ code: "kubelet-documents-not-read", args, severity: "warning", component, place: unreadFrom }]
  })
}

/** The kubelet passes over other suffixes without a word in its log; kubernetes/kubernetes#136089. */
function unread(own: KubeletFacts): readonly Finding[] {
  return (own.unreadDropIns ?? []).map(({ path }): Finding => {
    const args = { file: path, meant: `${path.replace(/\.\w+$/, "")}.conf` }
    const place = { file: path, line: 1, column: 1 }
    return { code: "kubelet-drop-in-not-read", args, severity: "warning", component, place }
  })
}

/** The kubelet takes the later line, and says so only in its log. */
function repeated(own: KubeletFacts): readonly Finding[] {
  return configurations(own).flatMap(({ file, repeated: keys }) =>
    keys.map(({ path, keyPlace }): Finding => {
      const args = { file: file.path, key: path.join(".") }
      return { code: "kubelet-key-twice", args, severity: "warning", component, place: keyPlace }
    }),
  )
}

function removed(own: KubeletFacts, version: Version): readonly Finding[] {
  return removedFlagHomes(own, version).map(({ home, since }): Finding => {
    const isEditable = home.variable !== undefined
    const args = { flag: `--${home.flag.name}`, file: home.file.path, since, version: version.text, isEditable }
    return { code: "kubelet-flag-removed", args, severity: "failure", component, place: home.place }
  })
}

function cgroupV1(own: KubeletFacts, version: Version, node: NodeFacts): readonly Finding[] {
  const cgroup = knownValue(node.cgroup)?.version
  if (cgroup === undefined || cgroup === "2" || !refusesCgroupV1(version, failsOnCgroupV1(own))) return []
  const atBoot = knownValue(node.cgroup)?.atBoot
  const forced = atBoot === undefined ? {} : { argument: atBoot.argument, file: atBoot.place.file }
  const args = { version: version.text, cgroup, ...forced }
  const at = atBoot === undefined ? {} : { place: atBoot.place }
  return [{ code: "kubelet-refuses-cgroup-v1", args, severity: "failure", component, ...at }]
}

/** failCgroupV1 of the files; a flag counts more. Undefined: nothing says it. */
export function failsOnCgroupV1(own: KubeletFacts): boolean | undefined {
  const flag = lastFlag(own.flags, "fail-cgroupv1")
  const value = flag === undefined ? statedValue(own, "failCgroupV1") : !isFalse(flag.value ?? "")
  return typeof value === "boolean" ? value : undefined
}

/** failSwapOn is true by default; a flag counts more than the file. See kubelet config/v1beta1/types.go. */
function swap(own: KubeletFacts, node: NodeFacts): readonly Finding[] {
  const devices = (knownValue(node.swap)?.devices ?? []).map(({ path }) => path)
  const flag = lastFlag(own.flags, "fail-swap-on")?.value
  const isAllowed = flag === undefined ? statedValue(own, "failSwapOn") === false : isFalse(flag)
  if (own.config.state !== "known" || isAllowed) return []
  if (devices.length === 0) return [...swapOfNextBoot(node), ...swapPartition(node)]
  const place = knownValue(node.swap)?.atBoot
  const args = { devices, ...(place === undefined ? {} : { file: place.file }) }
  return [
    { code: "kubelet-refuses-swap", args, severity: "failure", component, ...(place === undefined ? {} : { place }) },
  ]
}

/** What was switched off by hand, and will be on again when the kubelet next starts. */
export function swapOfNextBoot(node: NodeFacts): readonly Finding[] {
  const next = knownValue(node.swap)?.nextBoot ?? []
  const [first] = next
  const isContained = (knownValue(node.containment)?.kind ?? "none") !== "none"
  if (first === undefined || !node.isLive || isContained) return []
  const args = { devices: next.map(({ path }) => path), file: first.place.file }
  return [{ code: "swap-comes-back", args, severity: "warning", component, place: first.place }]
}

/** systemd-fstab-generator(8) sets no swap up in a container. */
function swapPartition(node: NodeFacts): readonly Finding[] {
  const partition = knownValue(node.swap)?.partition
  if (partition === undefined || (node.isLive && knownValue(node.containment)?.kind !== "none")) return []
  const args = { file: partition.file, line: (partition.text ?? "").trim() }
  return [{ code: "kubelet-swap-partition", args, severity: "note", component, place: partition }]
}

/** Flags that this release still takes and a later one does not. */
function ending(own: KubeletFacts, version: Version): readonly Finding[] {
  return endingFlagHomes(own, version).map(({ home, since }): Finding => {
    const args = { flag: `--${home.flag.name}`, file: home.file.path, since, version: version.text }
    return { code: "kubelet-flag-ends", args, severity: "note", component, place: home.place }
  })
}

function driverWord(own: KubeletFacts): readonly Finding[] {
  const { word } = driverOf(own)
  const { winner } = effectiveSetting(own, cgroupDriverSetting)
  if (word === undefined || winner === undefined) return []
  const at = winner.by === "command" ? {} : { place: winner.place }
  const args = { word, file: winner.by === "command" ? "" : winner.place.file }
  return [{ code: "kubelet-driver-word", args, severity: "warning", component, ...at }]
}

/** A flag that says something else than the file: whoever edits the file wonders why nothing happens. */
function overriding(own: KubeletFacts): readonly Finding[] {
  const { winner, others } = effectiveSetting(own, cgroupDriverSetting)
  if (winner === undefined || winner.by === "file") return []
  const overridden = others.findLast((one) => one.by === "file" && one.isRead && one.value !== winner.value)
  if (overridden?.by !== "file") return []
  const args = {
    flag: `--${cgroupDriverSetting.flag}=${winner.value}`,
    file: overridden.place.file,
    value: overridden.value,
  }
  const place = winner.by === "flag" ? winner.place : overridden.place
  return [{ code: "kubelet-flag-overrides-file", args, severity: "warning", component, place }]
}

function namedFiles(own: KubeletFacts, node: NodeFacts): readonly Finding[] {
  const { missingResolvConf: path, unreadManifests: names } = own.namedFiles ?? {}
  const missing = path === undefined ? [] : [placed(own, resolvConfSetting, (file) => ({ path, file }))]
  const unread = names === undefined ? [] : [placed(own, staticPodsSetting, (file) => ({ names, file }))]
  return [
    ...missing.map(({ args, at }): Finding => {
      const more = { ...args, isOfResolved: args.path.startsWith("/run/systemd/resolve/"), isLive: node.isLive }
      return { code: "kubelet-resolv-conf-missing", args: more, severity: "failure", component, ...at }
    }),
    ...unread.map(({ args, at }): Finding => {
      const directory = effectiveSetting(own, staticPodsSetting).value ?? ""
      const more = { ...args, directory, usual: usualManifests }
      return { code: "kubelet-manifests-not-read", args: more, severity: "warning", component, ...at }
    }),
  ]
}

function notPassed({ service, notPassed: files = [] }: KubeletFacts): readonly Finding[] {
  if (files.length === 0 || service === undefined) return []
  const isAlone = files.some(({ flag }) => flag === "kubeconfig")
  const args = { service: service.name, flags: files.map(({ flag, path }) => `--${flag}=${path}`), isAlone }
  return [{ code: "kubelet-files-not-passed", args, severity: "failure", component }]
}

function managerStates(own: KubeletFacts): readonly Finding[] {
  return (own.managerStates ?? []).flatMap(({ field, file: state, policy, wanted }): readonly Finding[] => {
    const setting = managers.find((one) => one.setting.field === field)?.setting
    if (setting === undefined) return []
    const { args, at } = placed(own, setting, (file) => ({ file, field, state, policy, wanted }))
    return [{ code: "kubelet-state-of-other-policy", args, severity: "failure", component, ...at }]
  })
}

function joinedFindings({ joined }: KubeletFacts): readonly Finding[] {
  const { missingConfig: file, client } = joined ?? {}
  const severity = "failure"
  const missing: Finding[] =
    file === undefined ? [] : [{ code: "kubelet-configuration-missing", args: { file }, severity, component }]
  if (client === undefined) return missing
  const args = { ...client, until: client.until ?? "" }
  return [...missing, { code: "kubelet-client-certificate", args, severity, component }]
}

/** With the file that says it; empty: none does, or only a command line. */
function placed<T>(own: KubeletFacts, setting: KubeletSetting, argsOf: (file: string) => T) {
  const { winner } = effectiveSetting(own, setting)
  const place = winner === undefined || winner.by === "command" ? undefined : winner.place
  return { args: argsOf(place?.file ?? ""), at: place === undefined ? {} : { place } }
}

/** kubeadm puts the endpoint of its own file into config.yaml; a flag would still count over that. */
function instanceEndpoint(own: KubeletFacts): readonly Finding[] {
  const file = knownValue(own.instanceConfig)
  const read = file === undefined ? undefined : readInstanceConfig(file)
  if (file === undefined || read?.ok !== true || read.value === undefined) return []
  const named = ownValue(read.value.root, endpointSetting.field)
  const { value: used, winner } = effectiveSetting(own, endpointSetting)
  const isByFlag = winner?.by === "flag" || winner?.by === "command"
  if (typeof named !== "string" || used === undefined || isByFlag || isSameEndpoint(named, used)) return []
  const place = read.value.placeOf(endpointSetting.field)
  const args = { file: file.path, named, used }
  const where = place === undefined ? {} : { place }
  return [{ code: "kubelet-instance-config-differs", args, severity: "warning", component, ...where }]
}

function endpoint(own: KubeletFacts): readonly Finding[] {
  if (own.endpointAccepts !== false || own.config.state !== "known") return []
  const { value, winner } = effectiveSetting(own, endpointSetting)
  const args = { endpoint: value ?? "" }
  const place = winner === undefined || winner.by === "command" ? undefined : winner.place
  return [
    {
      code: "kubelet-endpoint-without-runtime",
      args,
      severity: "failure",
      component,
      ...(place === undefined ? {} : { place }),
    },
  ]
}
