// Values of daemon.json on which dockerd ends at its start although --validate passes: the rules of moby
// daemon/daemon.go, daemon/daemon_unix.go, daemon/runtime_unix.go, daemon/config/config.go and registry/config.go, as
// dockerd 20.10.24, 26.1.5 and 28.5.2 answer.
import type { Table, Value } from "../../../documents/document.ts"
import { isList, isTable, ownValue } from "../../../documents/value.ts"
import type { Version } from "../../../model/version.ts"
import type { DockerStartReason } from "../says/codes.ts"
import { isRemovedStorageDriver, judgesRuntimes, needsIpv6Subnet, refusesMirrorPath } from "../tables/releases.ts"
import { findUnfitLogOption, type UnfitLogOption } from "./log-values.ts"
import { findUnfitForm } from "./value-forms.ts"

export interface UnfitStart {
  readonly path: readonly string[]
  readonly why: DockerStartReason
  /** The value at fault; never credentials. */
  readonly what: string
}

/** Undefined: nothing here is known to stop this release. */
export function findUnfitStart(root: Table, version: Version): UnfitStart | undefined {
  const form = findUnfitForm(root, version)
  if (form !== undefined) return { ...form, why: "value-form" }
  return [
    mirrors,
    insecure,
    runtimes,
    defaultRuntime,
    logOptions,
    storageDriver,
    storageOptions,
    bridge,
    namespaceMode,
    remap,
    tls,
    labels,
  ]
    .map((judge) => judge(root, version))
    .find((one) => one !== undefined)
}

type Judge = (root: Table, version: Version) => UnfitStart | undefined

const text = (value: Value | undefined) => (typeof value === "string" ? value : undefined)

/** registry/config.go, ValidateMirror. */
const mirrors: Judge = (root, version) => {
  const list = ownValue(root, "registry-mirrors")
  for (const mirror of isList(list) ? list : []) {
    const written = text(mirror) ?? ""
    const [, scheme = "", rest = ""] = /^([A-Za-z][A-Za-z0-9+.-]*):\/\/(.*)$/.exec(written) ?? []
    const host = rest.replace(/^[^/@]*@/, "")
    const path = ["registry-mirrors"]
    if (!/^https?$/i.test(scheme)) return { path, why: "mirror-scheme", what: written.replace(/^[^@/]*@/, "") }
    if (/^[^/@]*@/.test(rest)) return { path, why: "mirror-credentials", what: `${scheme}://${host}` }
    const isLong = refusesMirrorPath(version) ? /[/?#]./ : /[?#]/
    if (isLong.test(rest.replace(/\/$/, ""))) return { path, why: "mirror-query", what: written }
  }
  return undefined
}

/** registry/config.go, loadInsecureRegistries: http:// and https:// are taken away with a warning. */
const insecure: Judge = (root) => {
  const list = ownValue(root, "insecure-registries")
  const what = (isList(list) ? list : []).find((one) => /:\/\//.test((text(one) ?? "").replace(/^https?:\/\//i, "")))
  return what === undefined ? undefined : { path: ["insecure-registries"], why: "insecure-scheme", what: String(what) }
}

/** daemon/runtime_unix.go, setupRuntimes. */
const runtimes: Judge = (root, version) => {
  const all = ownValue(root, "runtimes")
  if (!isTable(all)) return undefined
  for (const [name, runtime] of Object.entries(all)) {
    if (!isTable(runtime)) continue
    const path = ["runtimes", name]
    const program = text(ownValue(runtime, "path")) ?? ""
    const type = text(ownValue(runtime, "runtimeType")) ?? ""
    const args = ownValue(runtime, "runtimeArgs")
    if (name === "runc") return { path, why: "runtime-reserved", what: name }
    if (!judgesRuntimes(version)) continue
    if (program === "" && type === "") return { path, why: "runtime-empty", what: name }
    if (program !== "" && type !== "") return { path, why: "runtime-path-and-type", what: name }
    if (type !== "" && isList(args) && args.length > 0) return { path, why: "runtime-args-of-type", what: name }
  }
  return undefined
}

/** daemon/runtime_unix.go: the default must be one of those configured or built in; a shim's type counts as well. */
const defaultRuntime: Judge = (root) => {
  const name = text(ownValue(root, "default-runtime")) ?? ""
  const all = ownValue(root, "runtimes")
  const isConfigured = isTable(all) && ownValue(all, name) !== undefined
  if (name === "" || isConfigured || name === "runc" || name.startsWith("io.containerd.")) return undefined
  return { path: ["default-runtime"], why: "default-runtime-unknown", what: name }
}

const logOptions: Judge = (root) => {
  const unfit = unfitLogOption(root)
  return unfit?.ends === "start"
    ? { path: ["log-opts", unfit.option], why: `log-option-${unfit.why}`, what: unfit.what }
    : undefined
}

/** Of the driver in force; dockerd(8): json-file where none is named. */
export function unfitLogOption(root: Table): UnfitLogOption | undefined {
  const driver = text(ownValue(root, "log-driver")) || "json-file"
  const options = ownValue(root, "log-opts")
  const texts = Object.entries(isTable(options) ? options : {}).flatMap(([key, value]): [string, string][] =>
    typeof value === "string" ? [[key, value]] : [],
  )
  return findUnfitLogOption(driver, Object.fromEntries(texts))
}

const storageDriver: Judge = (root, version) => {
  const driver = text(ownValue(root, "storage-driver")) ?? ""
  if (!isRemovedStorageDriver(version, driver)) return undefined
  return { path: ["storage-driver"], why: "storage-driver-removed", what: driver }
}

/** Drivers whose options begin with their name; daemon/graphdriver/DRIVER, parseOptions. */
const ownOptions: Readonly<Record<string, readonly string[]>> = {
  overlay2: ["overlay2.override_kernel_check", "overlay2.size"],
  btrfs: ["btrfs.min_space"],
  zfs: ["zfs.fsname"],
}

/** Of a driver that is named: which one dockerd chooses by itself is not known here. */
const storageOptions: Judge = (root) => {
  const driver = text(ownValue(root, "storage-driver")) ?? ""
  const known = Object.hasOwn(ownOptions, driver) ? ownOptions[driver] : undefined
  const list = ownValue(root, "storage-opts")
  const what = (isList(list) ? list : []).find(
    (one) => known !== undefined && !known.includes((text(one) ?? "").split("=")[0]?.trim().toLowerCase() ?? ""),
  )
  return what === undefined ? undefined : { path: ["storage-opts"], why: "storage-option", what: `${what}, ${driver}` }
}

/** daemon/daemon_unix.go, verifyDaemonSettings and initBridgeDriver. */
const bridge: Judge = (root, version) => {
  const [name, address] = [text(ownValue(root, "bridge")) ?? "", text(ownValue(root, "bip")) ?? ""]
  if (name !== "" && address !== "") return { path: ["bip"], why: "bridge-twice", what: `${name}, ${address}` }
  const isWithoutSubnet = ownValue(root, "ipv6") === true && (text(ownValue(root, "fixed-cidr-v6")) ?? "") === ""
  if (isWithoutSubnet && name !== "none" && needsIpv6Subnet(version)) {
    return { path: ["ipv6"], why: "ipv6-subnet", what: version.text }
  }
  if (ownValue(root, "iptables") !== false || ownValue(root, "icc") !== false) return undefined
  return { path: ["icc"], why: "icc-without-iptables", what: "icc" }
}

/** daemon/config/config_linux.go, verifyDefaultCgroupNsMode and verifyDefaultIpcMode. */
const namespaceMode: Judge = (root) => {
  const cgroup = text(ownValue(root, "default-cgroupns-mode")) ?? ""
  if (!["", "host", "private"].includes(cgroup))
    return { path: ["default-cgroupns-mode"], why: "cgroupns-mode", what: cgroup }
  const ipc = text(ownValue(root, "default-ipc-mode")) ?? ""
  return ["", "private", "shareable"].includes(ipc)
    ? undefined
    : { path: ["default-ipc-mode"], why: "ipc-mode", what: ipc }
}

/** daemon/daemon_unix.go, parseRemappedRoot. Whether the account is there is the node's to say: remap.ts. */
const remap: Judge = (root) => {
  const account = text(ownValue(root, "userns-remap")) ?? ""
  const isFit = account.split(":").length <= 2 && !account.startsWith(":") && !/\s/.test(account)
  return isFit ? undefined : { path: ["userns-remap"], why: "userns-remap", what: account }
}

/** cmd/dockerd/daemon.go, loadListeners: with tlsverify, also where it listens on a socket only. */
const tls: Judge = (root) => {
  const missing = ["tlscert", "tlskey"].find((key) => (text(ownValue(root, key)) ?? "") === "")
  if (ownValue(root, "tlsverify") !== true || missing === undefined) return undefined
  return { path: ["tlsverify"], why: "tls-file", what: missing }
}

/** daemon/config/config.go, GetConflictFreeLabels. */
const labels: Judge = (root) => {
  const list = ownValue(root, "labels")
  const values = new Map<string, string>()
  for (const label of isList(list) ? list : []) {
    const [key = "", ...value] = (text(label) ?? "").split("=")
    const before = values.get(key)
    if (before !== undefined && before !== value.join("=")) return { path: ["labels"], why: "label-twice", what: key }
    values.set(key, value.join("="))
  }
  return undefined
}
