// The single steps towards agreement with the runtime. Each takes the facts and gives them back with new texts, or
// says why it cannot be done. A setting is changed in the place that counts, so that nothing is written twice.
import { ownValue } from "../../documents/value.ts"
import { knownValue } from "../../model/facts/fact.ts"
import { type Fault, failed, ok, type Result } from "../../model/fault.ts"
import type { FileContent, FileFact } from "../../model/file-content.ts"
import type { CgroupDriver } from "../../model/setting.ts"
import { parseVersion, type Version } from "../../model/version.ts"
import { withFlagValue, withoutFlag } from "../service-flags.ts"
import { readConfiguration, readInstanceConfig } from "./configuration.ts"
import {
  brokenFiles,
  cgroupDriverSetting,
  effectiveSetting,
  endpointSetting,
  type KubeletSetting,
} from "./effective.ts"
import { isSameEndpoint } from "./endpoint.ts"
import { instanceConfig, type KubeletFacts } from "./facts.ts"
import { removedFlagHomes } from "./removed-flags.ts"
import { keepsInstanceConfig, readsEndpointFromFile } from "./tables/releases.ts"

/** `asks`: this kubelet takes the driver from this runtime, so a default of its own does no harm. */
export function bringDriver(own: KubeletFacts, driver: CgroupDriver, asks: boolean): Result<KubeletFacts> {
  const { value, winner } = effectiveSetting(own, cgroupDriverSetting)
  if (value === driver || (asks && winner === undefined)) return ok(own)
  return bringSetting(own, cgroupDriverSetting, driver)
}

export function bringEndpoint(own: KubeletFacts, endpoint: string, version: Version | undefined): Result<KubeletFacts> {
  const { value, winner } = effectiveSetting(own, endpointSetting)
  if (value !== undefined && isSameEndpoint(value, endpoint)) {
    // One that names another runtime leads the kubelet there at the next upgrade.
    return own.instanceConfig.state === "known" ? bringInstanceConfig(own, endpoint) : ok(own)
  }
  if (winner === undefined && version !== undefined && !readsEndpointFromFile(version)) {
    const args = { version: version.text, flag: `--${endpointSetting.flag}` }
    return failed({ code: "kubelet-endpoint-needs-flag", args })
  }
  const brought = bringSetting(own, endpointSetting, endpoint)
  return brought.ok ? bringInstanceConfig(brought.value, endpoint) : brought
}

/** Flags in units and scripts are left: the finding names them, and the rest of the plan need not wait. */
export function dropRemovedFlags(own: KubeletFacts, version: Version): Result<KubeletFacts> {
  const home = removedFlagHomes(own, version).find((one) => one.home.variable !== undefined)?.home
  if (home === undefined) return ok(own)
  const text = withoutFlag(home)
  // One at a time, because the places of the others have moved.
  return text.ok ? dropRemovedFlags(withText(own, home.file, text.value), version) : text
}

/** Changes the place that decides; where none states the setting, the configuration file. */
function bringSetting(own: KubeletFacts, setting: KubeletSetting, value: string): Result<KubeletFacts> {
  const { value: current, winner } = effectiveSetting(own, setting)
  if (current === undefined) return failed(whyNotUnderstood(own))
  if (winner?.by === "command") return failed(flagOutOfReach(setting, own.service?.name ?? ""))
  if (winner?.by === "flag") {
    if (winner.home.variable === undefined) return failed(flagOutOfReach(setting, winner.home.file.path))
    const text = withFlagValue(winner.home, value)
    return text.ok ? ok(withText(own, winner.home.file, text.value)) : text
  }
  const file = winner?.configuration.file ?? knownValue(own.config)
  const configuration = file === undefined ? undefined : readConfiguration(file)
  if (configuration?.ok !== true || configuration.value === undefined) return failed(whyNotUnderstood(own))
  const text = configuration.value.edit([{ edit: "set", path: [setting.field], value }])
  return text.ok ? ok(withText(own, configuration.value.file, text.value)) : text
}

/** What kubeadm's next upgrade patches into config.yaml; see KEP-4656. */
function bringInstanceConfig(own: KubeletFacts, endpoint: string): Result<KubeletFacts> {
  const file = knownValue(own.instanceConfig)
  const kubeadm = parseVersion(knownValue(own.kubeadmVersion) ?? "")
  if (file === undefined) {
    const isMissing = own.instanceConfig.state === "absent" && kubeadm !== undefined && keepsInstanceConfig(kubeadm)
    return ok(isMissing ? { ...own, instanceConfig: newInstanceConfig(endpoint) } : own)
  }
  const read = readInstanceConfig(file)
  if (!read.ok || read.value === undefined) return ok(own)
  const stated = ownValue(read.value.root, endpointSetting.field)
  if (typeof stated === "string" && isSameEndpoint(stated, endpoint)) return ok(own)
  const text = read.value.edit([{ edit: "set", path: [endpointSetting.field], value: endpoint }])
  return text.ok ? ok(withText(own, file, text.value)) : text
}

/** In kubeadm's own form: phases/kubelet/config.go, WriteInstanceConfigToDisk. */
function newInstanceConfig(endpoint: string): FileFact {
  const comment = "# Written by criadm: the CRI endpoint of this node, for kubeadm."
  const text = `${comment}\ncontainerRuntimeEndpoint: ${JSON.stringify(endpoint)}\n`
  const value = { path: instanceConfig, realPath: instanceConfig, text, hash: "", mode: 0o644, uid: 0, gid: 0 }
  return { state: "known", value, source: { kind: "file", path: instanceConfig } }
}

/** The facts with another text in that file, wherever it occurs. */
function withText(own: KubeletFacts, changed: FileContent, text: string): KubeletFacts {
  const renew = (fact: FileFact): FileFact =>
    fact.state === "known" && fact.value.realPath === changed.realPath
      ? { ...fact, value: { ...fact.value, text } }
      : fact
  return {
    ...own,
    config: renew(own.config),
    dropIns: own.dropIns.map(renew),
    instanceConfig: renew(own.instanceConfig),
    flagsFiles: own.flagsFiles.map(renew),
  }
}

function flagOutOfReach(setting: KubeletSetting, file: string): Fault {
  return { code: "kubelet-flag-out-of-reach", args: { flag: `--${setting.flag}`, file } }
}

/** Asked only where the value is not known, and then some file is the reason. */
function whyNotUnderstood(own: KubeletFacts): Fault {
  const file = own.config.source.kind === "file" ? own.config.source.path : ""
  return brokenFiles(own)[0] ?? { code: "not-a-kubelet-configuration", args: { file } }
}
