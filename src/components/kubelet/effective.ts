// Which value of a kubelet setting counts, of all places that state it: the built-in default, the configuration file,
// its drop-ins, the command line, each beating those before (kubelet server.go, kubeletConfigFlagPrecedence). Pure.
import type { Value } from "../../documents/document.ts"
import { isList, isTable, ownValue } from "../../documents/value.ts"
import { knownValue } from "../../model/facts/fact.ts"
import type { Fault } from "../../model/fault.ts"
import type { FileFact } from "../../model/file-content.ts"
import type { Place } from "../../model/place.ts"
import type { CgroupDriver } from "../../model/setting.ts"
import { parseVersion, type Version } from "../../model/version.ts"
import { type FlagHome, findFlags, lastFlag, unreadFacts } from "../service-flags.ts"
import { type Configuration, readConfiguration } from "./configuration.ts"
import type { KubeletFacts } from "./facts.ts"
import { readsDropIns } from "./tables/releases.ts"

/** A setting by its two names, with the kubelet's own default. */
export interface KubeletSetting {
  /** In tables with a dot between: "memorySwap.swapBehavior". */
  readonly field: string
  /** Empty: there is none. */
  readonly flag: string
  readonly otherwise: string
}

/** Default: kubelet config/v1beta1/defaults.go, SetDefaults_KubeletConfiguration. */
export const cgroupDriverSetting: KubeletSetting = {
  field: "cgroupDriver",
  flag: "cgroup-driver",
  otherwise: "cgroupfs",
}

/**
 * The driver by what the kubelet makes of its name: it compares it with "systemd" and takes every other word for cgroupfs
 * (pkg/kubelet/cm/cgroup_manager_linux.go, NewCgroupManager; 1.34.4 and 1.37.2 start on "Systemd"). `word`: the one that
 * is neither name. Undefined driver: not known.
 */
export function driverOf(own: KubeletFacts): { readonly driver: CgroupDriver | undefined; readonly word?: string } {
  const { value } = effectiveSetting(own, cgroupDriverSetting)
  // A variable that is filled in elsewhere may be anything.
  if (value === undefined || /[$%]/.test(value)) return { driver: undefined }
  const driver = value === "systemd" ? "systemd" : "cgroupfs"
  return value === driver || value === "" ? { driver } : { driver, word: value }
}

/** Default on Linux: the same file. */
export const endpointSetting: KubeletSetting = {
  field: "containerRuntimeEndpoint",
  flag: "container-runtime-endpoint",
  otherwise: "unix:///run/containerd/containerd.sock",
}

/** Defaults: the same file, and types.go beside it. */
export const failSwapOnSetting: KubeletSetting = { field: "failSwapOn", flag: "fail-swap-on", otherwise: "true" }
export const swapBehaviorSetting: KubeletSetting = {
  field: "memorySwap.swapBehavior",
  flag: "",
  otherwise: "NoSwap",
}

/** A place that states a setting. `isRead`: the kubelet really gets to see it. */
export type Statement =
  | {
      readonly by: "file"
      readonly value: string
      readonly place: Place
      readonly configuration: Configuration
      readonly isRead: boolean
    }
  | {
      readonly by: "flag"
      readonly value: string
      readonly place: Place
      readonly home: FlagHome
      readonly isRead: boolean
    }
  /** On the command line, and no file shows where it comes from. */
  | { readonly by: "command"; readonly value: string; readonly isRead: true }

export interface EffectiveSetting {
  /** Undefined: a file that counts cannot be read or does not parse. */
  readonly value: string | undefined
  readonly winner: Statement | undefined
  /** All others, weakest first. */
  readonly others: readonly Statement[]
}

/** The kubelet's release, or the one that is to be. */
export function versionOf(own: KubeletFacts, otherwise?: string): Version | undefined {
  return parseVersion(knownValue(own.version) ?? knownValue(own.kubeadmVersion) ?? otherwise ?? "")
}

export function effectiveSetting(own: KubeletFacts, setting: KubeletSetting): EffectiveSetting {
  const statements = [...fileStatements(own, setting), ...flagStatements(own, setting)]
  const winner = statements.findLast((statement) => statement.isRead)
  const isKnown = winner?.by === "flag" || winner?.by === "command" || brokenFiles(own).length === 0
  return {
    value: isKnown ? (winner?.value ?? setting.otherwise) : undefined,
    winner,
    others: statements.filter((statement) => statement !== winner),
  }
}

/** The configuration file and the drop-ins that are read, with their texts understood. */
export function configurations(own: KubeletFacts): readonly Configuration[] {
  return [own.config, ...(dropInsAreRead(own) ? own.dropIns : [])].flatMap(understood)
}

/** What a file that the kubelet reads cannot be understood for: broken, unreadable, or something else altogether. */
export function brokenFiles(own: KubeletFacts): readonly Fault[] {
  return [own.config, ...(dropInsAreRead(own) ? own.dropIns : [])].flatMap((fact): readonly Fault[] => {
    if (fact.state === "absent" || fact.source.kind !== "file") return []
    const file = fact.source.path
    if (fact.state !== "known") {
      return [{ code: "file-unreadable", args: { file, why: fact.reason } }]
    }
    const read = readConfiguration(fact.value)
    if (!read.ok) return [read.fault]
    return read.value === undefined ? [{ code: "not-a-kubelet-configuration", args: { file } }] : []
  })
}

/** The last of the files that states a field. */
export function statedValue(own: KubeletFacts, field: string): Value | undefined {
  return configurations(own)
    .map(({ root }) => ownValue(root, field))
    .findLast((value) => value !== undefined)
}

/** clusterDNS of the files, or the flag of the same meaning. */
export function clusterDns(own: KubeletFacts): readonly string[] {
  const flag = lastFlag(own.flags, "cluster-dns")?.value
  if (flag !== undefined) return flag.split(",")
  const value = statedValue(own, "clusterDNS")
  return isList(value) ? value.filter((one) => typeof one === "string") : []
}

/** featureGates of the files and --feature-gates; what is no boolean is left out. */
export function featureGates(own: KubeletFacts): Readonly<Record<string, boolean>> {
  const inFiles = configurations(own).flatMap(({ root }) => {
    const gates = ownValue(root, "featureGates")
    return isTable(gates) ? Object.entries(gates) : []
  })
  const onCommandLine = (lastFlag(own.flags, "feature-gates")?.value ?? "")
    .split(",")
    .map((gate) => gate.split("="))
    .map(([name = "", value]) => [name, value === "true" ? true : value === "false" ? false : undefined] as const)
  return Object.fromEntries(
    [...inFiles, ...onCommandLine].flatMap(([name, value]) => (typeof value === "boolean" ? [[name, value]] : [])),
  )
}

function dropInsAreRead(own: KubeletFacts): boolean {
  const version = versionOf(own)
  return version === undefined || readsDropIns(version, own.service?.environment ?? {})
}

function fileStatements(own: KubeletFacts, setting: KubeletSetting): readonly Statement[] {
  const isRead = dropInsAreRead(own)
  const files = [{ fact: own.config, isRead: true }, ...own.dropIns.map((fact) => ({ fact, isRead }))]
  return files.flatMap(({ fact, isRead }) =>
    understood(fact).flatMap((configuration): Statement[] => {
      const path = setting.field.split(".")
      const key = configuration.keys.findLast((one) => one.path.join(".") === setting.field)
      const found = path.reduce<Value | undefined>(
        (at, name) => (isTable(at) ? ownValue(at, name) : undefined),
        configuration.root,
      )
      const value = typeof found === "boolean" ? String(found) : found
      const place = path.length === 1 ? configuration.placeOf(setting.field) : key?.valuePlace
      // An empty text is as good as no value: the kubelet fills in its default.
      if (typeof value !== "string" || value === "" || place === undefined) return []
      return [{ by: "file", value, place, configuration, isRead }]
    }),
  )
}

function flagStatements(own: KubeletFacts, setting: KubeletSetting): readonly Statement[] {
  const homes = findFlags(own.flagsFiles, setting.flag)
  const unread = findFlags(unreadFacts(own.service), setting.flag)
  const effective = lastFlag(own.flags, setting.flag)
  const isCommandKnown = (own.service?.command.length ?? 0) > 0
  const last = homes.findLast(({ flag }) => !isCommandKnown || flag.value === effective?.value)
  const statedInVain = unread.map((home): Statement => {
    return { by: "flag", value: home.flag.value ?? "", place: home.place, home, isRead: false }
  })
  const stated = homes.map((home): Statement => {
    const isRead = home === last && (!isCommandKnown || effective !== undefined)
    return { by: "flag", value: home.flag.value ?? "", place: home.place, home, isRead }
  })
  if (effective === undefined || last !== undefined) return [...statedInVain, ...stated]
  return [...statedInVain, ...stated, { by: "command", value: effective.value ?? "", isRead: true }]
}

function understood(fact: FileFact): readonly Configuration[] {
  const file = knownValue(fact)
  const read = file === undefined ? undefined : readConfiguration(file)
  return read?.ok === true && read.value !== undefined ? [read.value] : []
}
