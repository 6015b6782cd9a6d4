// Units that do not run, and the lines in them that systemd skips: of the runtime in use, of what stands beside it and
// of the kubelet. By their files, so that an image says as much as a running node; and by systemd's own word where it
// is asked.
import type { Component } from "../../../components/component.ts"
import { placesIn } from "../../../documents/lines.ts"
import { scanUnit } from "../../../documents/units/scan.ts"
import { refusalOf, type UnitText, unreadLines, unreadValues } from "../../../documents/units/verify.ts"
import { splitWords, stripPrefix } from "../../../documents/units/words.ts"
import { knownValue } from "../../../model/facts/fact.ts"
import type { NodeFacts } from "../../../model/facts/node-facts.ts"
import type { Finding } from "../../../model/finding.ts"
import type { Place } from "../../../model/place.ts"
import type { ServiceFacts } from "../../../model/service.ts"
import { parseVersion } from "../../../model/version.ts"
import { hasJoined } from "../../has-joined.ts"
import { enableCommand, unitCommand } from "../../restart-command.ts"
import { concerned } from "../concerned.ts"

const unitName = /\.(?:service|conf)$/

export function judgeUnits(node: NodeFacts, components: readonly Component[]): readonly Finding[] {
  const isJoined = hasJoined(node, components)
  return concerned(node, components).flatMap(({ component, service }) => [
    ...(knownValue(node.initSystem) === "systemd" ? ofSystemd(node, isJoined, component.id, service) : []),
    ...notUnderstood(node, component.id, service),
    ...notEnabled(node, components, component, service),
  ])
}

/** Unit file and drop-ins; files of variables are other rules' business. */
export function unitTexts({ files }: ServiceFacts): readonly UnitText[] {
  return files.flatMap((fact) => {
    const file = knownValue(fact)
    return file === undefined || !unitName.test(file.path) ? [] : [{ path: file.path, text: file.text }]
  })
}

function ofSystemd(node: NodeFacts, isJoined: boolean, component: string, service: ServiceFacts): readonly Finding[] {
  const { name } = service
  if (service.maskedBy !== undefined) {
    const isPassing = service.maskedBy.startsWith("/run/")
    const command = unitCommand(node, isPassing ? "unmask --runtime" : "unmask", name)
    const args = { service: name, by: service.maskedBy, needs: "", command }
    return [{ code: "service-masked", args, severity: "failure", component }]
  }
  const needs = (service.maskedNeeds ?? []).map(({ name: masked, by }): Finding => {
    const args = { service: name, by, needs: masked, command: unitCommand(node, "unmask", masked) }
    return { code: "service-masked", args, severity: "failure", component }
  })
  const noStart = [...cannotStart(node, component, service), ...passedOver(isJoined, component, service)]
  return [
    ...needs,
    ...refused(component, service),
    ...noStart,
    ...unread(component, service),
    ...valuesUnread(component, service),
    ...forking(component, service),
  ]
}

/**
 * What a tree lacks, the first boot may write, as cloud images do with the kubelet's variables; programs, accounts and
 * units come with the image.
 */
function cannotStart(node: NodeFacts, component: string, service: ServiceFacts): readonly Finding[] {
  const architecture = knownValue(node.architecture)
  const troubles = (service.startTroubles ?? []).filter(
    ({ why, madeFor }) => why !== "architecture" || (architecture !== undefined && !runs(architecture, madeFor)),
  )
  return troubles.map(({ why, key, what, unit = service.name, madeFor = "" }): Finding => {
    const mayCome = (why === "environment-file" || why === "directory") && !node.isLive
    const place = unit === service.name ? placeOfValue(service, key, what) : undefined
    const args = { service: service.name, why, key, what, unit, madeFor, architecture: architecture ?? "" }
    const severity = mayCome ? "warning" : "failure"
    return { code: "service-cannot-start", args, severity, component, ...(place === undefined ? {} : { place }) }
  })
}

/** What a kernel of this architecture starts: its own, and where it is built so the narrower one's. */
function runs(architecture: string, madeFor: string | undefined): boolean {
  const narrower: Readonly<Record<string, string>> = { x86_64: "i686", aarch64: "arm", ppc64: "ppc", armv7l: "arm" }
  return madeFor === architecture || narrower[architecture] === madeFor
}

/** What kubeadm writes when the node joins, and a service may wait for. */
const writtenByKubeadm = /^!?\/(?:etc\/kubernetes|var\/lib\/kubelet)(?:\/|$)/

function passedOver(isJoined: boolean, component: string, service: ServiceFacts): readonly Finding[] {
  return (service.unmetConditions ?? []).map(({ key, value }): Finding => {
    const waits = writtenByKubeadm.test(value.replace(/^\|/, "")) && !isJoined
    const place = placeOfValue(service, key, value)
    const args = { service: service.name, key, value }
    const severity = waits ? "note" : "failure"
    return { code: "service-condition-not-met", args, severity, component, ...(place === undefined ? {} : { place }) }
  })
}

/** The last line that says it. */
function placeOfValue(service: ServiceFacts, key: string, what: string): Place | undefined {
  const keys = key === "Requires" ? ["Requires", "BindsTo"] : [key]
  const said = unitTexts(service).flatMap(({ path, text }) => {
    const placeOf = placesIn(path, text)
    return scanUnit(text).assignments.flatMap((at) =>
      keys.includes(at.key) && at.value.includes(what) ? [placeOf(at.keyAt[0], at.key.length)] : [],
    )
  })
  return said.at(-1)
}

function refused(component: string, service: ServiceFacts): readonly Finding[] {
  const { name, loadError } = service
  const texts = unitTexts(service)
  const refusal = refusalOf(texts)
  if (refusal !== undefined) {
    const { why, what, place } = refusal
    const args = { service: name, why, what, file: place.file }
    return [{ code: "service-refused", args, severity: "failure", component, place }]
  }
  if (loadError === undefined) return []
  const args = { service: name, why: "load-state", what: loadError, file: texts[0]?.path ?? "" } as const
  return [{ code: "service-refused", args, severity: "failure", component }]
}

/** A unit that systemd refuses has no command either, and says so itself. */
function notUnderstood(node: NodeFacts, component: string, service: ServiceFacts): readonly Finding[] {
  const { name, notUnderstood: through } = service
  if (through === undefined || refused(component, service).length > 0) return []
  const isShell = /\/(?:ba|da|a|k|z)?sh$|\/busybox$/.test(through)
  const isSystemd = knownValue(node.initSystem) === "systemd"
  const args = { service: name, through, look: isShell && isSystemd ? `systemctl cat ${name}` : `cat ${through}` }
  return [{ code: "command-not-understood", args, severity: "warning", component }]
}

function unread(component: string, service: ServiceFacts): readonly Finding[] {
  return unitTexts(service).flatMap((text, index) =>
    unreadLines(text, index > 0).map(({ why, what, meant, place }): Finding => {
      const args = { service: service.name, file: place.file, why, what, meant }
      return { code: "unit-line-not-read", args, severity: "warning", component, place }
    }),
  )
}

/** Of a program that the unit starts itself: what a shell or a script does behind it may end. None of these daemons does. */
function forking(component: string, service: ServiceFacts): readonly Finding[] {
  const said = unitTexts(service).flatMap(({ path, text }) => {
    const placeOf = placesIn(path, text)
    return scanUnit(text).assignments.flatMap(({ section, key, value, keyAt }) =>
      section === "Service" && (key === "Type" || key === "ExecStart") && value !== ""
        ? [{ key, value, place: placeOf(keyAt[0], key.length) }]
        : [],
    )
  })
  const type = said.findLast(({ key }) => key === "Type")
  const [program = ""] = splitWords(said.findLast(({ key }) => key === "ExecStart")?.value ?? "")
  const [command = ""] = service.command
  if (type?.value !== "forking" || command === "" || stripPrefix(program) !== command) return []
  const args = { service: service.name, program: command, file: type.place.file }
  return [{ code: "service-type-forking", args, severity: "failure", component, place: type.place }]
}

function valuesUnread(component: string, service: ServiceFacts): readonly Finding[] {
  const { name, managerRelease: release } = service
  const version = release === undefined ? undefined : parseVersion(`${release}.0`)
  return unitTexts(service).flatMap((text) =>
    unreadValues(text, version).map(({ key, value, why, words, meant, least, most, since = "", place }): Finding => {
      const bounds = { least: String(least ?? ""), most: String(most ?? "") }
      const about = { service: name, file: place.file, key, value, why, words, meant, ...bounds }
      const args = { ...about, since: since.replace(/\.0$/, ""), release: release ?? "" }
      return { code: "unit-value-not-read", args, severity: "warning", component, place }
    }),
  )
}

/** The kubelet's own is kubeadm's to judge. One that another service needs or wants is started with it. */
function notEnabled(
  node: NodeFacts,
  components: readonly Component[],
  component: Component,
  service: ServiceFacts,
): readonly Finding[] {
  if (component.role === "kubelet" || service.startsAtBoot !== false || service.maskedBy !== undefined) return []
  const initSystem = knownValue(node.initSystem)
  if (initSystem === undefined || initSystem === "none") return []
  const others = components.flatMap((one) => one.summarize(node).service ?? [])
  const isPulled = others.some((other) => other.startsAtBoot !== false && pulls(other, service.name))
  if (isPulled) return []
  const args = { service: service.name, command: enableCommand(node, service.name) }
  return [{ code: "runtime-not-enabled", args, severity: "warning", component: component.id }]
}

function pulls(other: ServiceFacts, name: string): boolean {
  const line = new RegExp(
    `^\\s*(?:Wants|Requires|BindsTo|Upholds)\\s*=.*(?<![\\w.-])${RegExp.escape(name)}(?![\\w.-])`,
    "m",
  )
  return unitTexts(other).some(({ text }) => line.test(text))
}
