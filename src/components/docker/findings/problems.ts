// Why dockerd does not start on its configuration, as far as that can be said from its texts. Rules seen on real
// daemons of 20.10, 26.1 and 28.5; what else it may refuse, dockerd --validate says.
import { isList, ownValue } from "../../../documents/value.ts"
import type { Place } from "../../../model/place.ts"
import { parseVersion, type Version } from "../../../model/version.ts"
import {
  type ExecOpt,
  entriesOf,
  execOpts,
  isDriverOption,
  placeOf,
  readDaemonJson,
  readExecOpt,
} from "../daemon-json.ts"
import { countingDriver, execOptFlags, isDriver, placeOfEntry } from "../effective.ts"
import { type EngineFacts, versionOf } from "../facts.ts"
import type { AbsentFile } from "../named-files.ts"
import type { DockerStopArguments, DockerStopCodes } from "../says/codes.ts"
import { placeOfStated, statedRoot } from "../stated.ts"
import { directiveOf, placeOfFlag, setTwice } from "../tables/flags.ts"
import { findUnfitOption } from "../tables/options.ts"
import {
  bootsWithV2Only,
  isSeccompWord,
  looksAtProxyPath,
  parsesExecOptsStrictly,
  readsEmptyAndMarked,
} from "../tables/releases.ts"
import { findUnfitStart, type UnfitStart } from "./start-values.ts"

export interface Problem {
  readonly code: keyof DockerStopCodes
  readonly args: Omit<DockerStopArguments, "engine">
  readonly place?: Place
  /** Whether criadm can put it right without changing what anybody meant. */
  readonly isRepairable: boolean
}

/** `driver`: the one that counts on this node, or that is to; undefined: only what is written down. */
export function problemsOf(own: EngineFacts, driver?: string): readonly Problem[] {
  const stop = unreadable(own)
  const found =
    stop === undefined
      ? [...shapeOf(own), ...twice(own), ...entries(own), ...parent(own, driver), ...options(own), ...startValues(own)]
      : [stop]
  const { validation } = own
  if (found.length > 0 || validation === undefined || validation.exitCode === 0) return found
  const args = { file: own.configPath, what: validation.says ?? "", other: "" }
  return [{ code: "docker-config-refused", args, isRepairable: false }]
}

function unreadable({ config, configPath: file, isConfigNamed }: EngineFacts): Problem | undefined {
  if (config.state === "known") {
    const fault = readDaemonJson(config).broken
    if (fault === undefined) return undefined
    const what = fault.code === "document-broken" ? fault.args.expected : fault.code
    const place = fault.place
    const args = { file, what, other: "" }
    return { code: "docker-config-broken", args, isRepairable: false, ...(place === undefined ? {} : { place }) }
  }
  if (config.state === "absent") {
    if (!isConfigNamed) return undefined
    return { code: "docker-config-missing", args: { file, what: "", other: "" }, isRepairable: true }
  }
  return { code: "docker-config-unreadable", args: { file, what: config.reason, other: "" }, isRepairable: false }
}

/** What releases before 23.0 do not read. */
function shapeOf(own: EngineFacts): readonly Problem[] {
  const version = versionOf(own)
  if (version === undefined || readsEmptyAndMarked(version)) return []
  const { isEmpty, hasByteOrderMark, document } = readDaemonJson(own.config)
  const args = { file: own.configPath, what: version.text, other: "23.0" }
  return [
    ...(hasByteOrderMark ? [{ code: "docker-byte-order-mark", args, isRepairable: true } as const] : []),
    ...(isEmpty && document !== undefined ? [{ code: "docker-config-empty", args, isRepairable: true } as const] : []),
  ]
}

function twice(own: EngineFacts): readonly Problem[] {
  const file = readDaemonJson(own.config)
  return setTwice(own.flags, Object.keys(file.root ?? {})).map((flag): Problem => {
    const at = placeOfFlag(own.service?.files ?? [], flag)
    const what = directiveOf(flag)
    const place = placeOf(file, what)
    const other = at === undefined ? flag.text : `${flag.text} in ${at.file}`
    const args = { file: own.configPath, what, other }
    return { code: "docker-set-twice", args, isRepairable: false, ...(place === undefined ? {} : { place }) }
  })
}

/** moby daemon/daemon_unix.go, verifyDaemonSettings. Which parent was meant is the operator's to say. */
function parent(own: EngineFacts, driver: string | undefined): readonly Problem[] {
  if ((driver ?? statedDriver(own) ?? driverOfBoot(own)) !== "systemd") return []
  const file = readDaemonJson(own.config)
  const flag = own.flags.findLast(({ name }) => name === cgroupParent)
  const what = flag?.value ?? (file.root === undefined ? undefined : ownValue(file.root, cgroupParent))
  if (typeof what !== "string" || what === "" || /.\.slice$/.test(what)) return []
  const place = flag === undefined ? placeOf(file, cgroupParent) : placeOfFlag(own.service?.files ?? [], flag)
  const where = flag === undefined ? own.configPath : (place?.file ?? own.service?.name ?? "")
  const args = { file: where, what, other: "" }
  const code = "docker-cgroup-parent-no-slice"
  return [{ code, args, isRepairable: false, ...(place === undefined ? {} : { place }) }]
}

/** Of a tree whose systemd boots with cgroup v2 only: Docker takes the driver systemd there by itself. */
function driverOfBoot({ service }: EngineFacts): string | undefined {
  const release = parseVersion(`${service?.managerRelease ?? 0}.0`)
  return release !== undefined && bootsWithV2Only(release) ? "systemd" : undefined
}

const cgroupParent = "cgroup-parent"

/** The driver that flags or the file name. */
function statedDriver(own: EngineFacts): string | undefined {
  const byFlag = execOptFlags(own).map(({ value }) => readExecOpt(value ?? ""))
  return (countingDriver(own, byFlag) ?? countingDriver(own, entriesOf(readDaemonJson(own.config), execOpts)))?.value
}

/** Only where dockerd was not asked: what it says itself counts more than the table. */
function options(own: EngineFacts): readonly Problem[] {
  const version = versionOf(own)
  const { root, document } = readDaemonJson(own.config)
  if (own.validation !== undefined || version === undefined || root === undefined) return []
  const unfit = findUnfitOption(root, version)
  if (unfit === undefined || (unfit.why === "kind" && unfit.path[0] === execOpts)) return []
  const code = unfit.why === "unknown" ? "docker-directive-unknown" : "docker-directive-kind"
  const args = { file: own.configPath, what: unfit.path.join("."), other: version.text }
  const key = document?.keys.find(({ path }) => path.join("\n") === unfit.path.join("\n"))
  return [{ code, args, isRepairable: false, ...(key === undefined ? {} : { place: key.keyPlace }) }]
}

/** What --validate lets pass, and the daemon does not. */
function startValues(own: EngineFacts): readonly Problem[] {
  const version = versionOf(own)
  const root = statedRoot(own)
  if (version === undefined || root === undefined) return []
  const unfit = findUnfitStart(root, version) ?? unfitAccount(own) ?? absentFile(own, version)
  if (unfit === undefined) return []
  const place = placeOfStated(own, unfit.path)
  const args = { file: place?.file ?? own.configPath, what: unfit.what, other: unfit.why }
  return [{ code: "docker-value-refused", args, isRepairable: false, ...(place === undefined ? {} : { place }) }]
}

/** What the node has of the account that userns-remap names. */
function unfitAccount({ remap }: EngineFacts): UnfitStart | undefined {
  const { lacks, what = "", line } = remap?.lack ?? {}
  if (lacks === undefined) return undefined
  return { path: ["userns-remap"], why: `remap-${lacks}`, what: line === undefined ? what : `${what}, ${line}` }
}

function absentFile({ absentFiles: files = [] }: EngineFacts, version: Version): UnfitStart | undefined {
  const isNeeded = ({ key, path }: AbsentFile) =>
    key === "userland-proxy-path"
      ? looksAtProxyPath(version)
      : key !== "init" && !(key === "seccomp-profile" && isSeccompWord(version, path))
  const first = files.find(isNeeded)
  return first === undefined ? undefined : { path: [first.key], why: "file-missing", what: first.path }
}

function entries(own: EngineFacts): readonly Problem[] {
  const file = readDaemonJson(own.config)
  const list = file.root === undefined ? undefined : ownValue(file.root, execOpts)
  const isTexts = isList(list) && list.every((entry) => typeof entry === "string")
  if (list !== undefined && list !== null && !isTexts) {
    const place = placeOf(file, execOpts)
    const args = { file: own.configPath, what: JSON.stringify(list), other: "" }
    // A lone text with the driver says clearly what was meant.
    const isRepairable = typeof list === "string" && isDriverOption(readExecOpt(list))
    return [{ code: "docker-exec-opts-type", args, isRepairable, ...(place === undefined ? {} : { place }) }]
  }
  const inFile = entriesOf(file, execOpts).map((entry) => {
    return { entry, where: own.configPath, place: placeOfEntry(file, entry), isFlag: false }
  })
  const onCommand = execOptFlags(own).map((flag) => {
    const place = placeOfFlag(own.service?.files ?? [], flag)
    return { entry: readExecOpt(flag.value ?? ""), where: place?.file ?? own.service?.name ?? "", place, isFlag: true }
  })
  return [inFile, onCommand].flatMap((all) => {
    const counts = countingDriver(
      own,
      all.map(({ entry }) => entry),
    )
    return all.flatMap(({ entry, where, place, isFlag }): Problem[] => {
      const code = whatIsWrong(own, entry, entry === counts)
      if (code === undefined) return []
      const args = { file: where, what: entry.text, other: "" }
      const isRepairable = !isFlag && isDriverOption(entry)
      return [{ code, args, isRepairable, ...(place === undefined ? {} : { place }) }]
    })
  })
}

/** A driver that does not exist is refused where it counts; every entry must have a value since 28.0. */
function whatIsWrong(own: EngineFacts, entry: ExecOpt, counts: boolean) {
  const version = versionOf(own)
  const isStrict = version !== undefined && parsesExecOptsStrictly(version)
  if (isStrict && (entry.value === "" || !isDriverOption(entry))) return "docker-exec-opt-refused"
  return counts && entry.value !== "" && !isDriver(entry.value) ? "docker-driver-unknown" : undefined
}
