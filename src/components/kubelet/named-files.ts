// Files that the kubelet's settings name and that pods depend on: the DNS configuration of the node, and the directory of
// static pods. kubelet pkg/kubelet/network/dns/dns.go, getHostDNSConfig, ends every pod's start where the first cannot be
// opened; pkg/kubelet/config/file.go, listConfig, passes over a directory that is not there with a line in the log.
import type { ReadingMachine } from "../../machine/reading.ts"
import { effectiveSetting, type KubeletSetting, statedValue } from "./effective.ts"
import type { KubeletFacts } from "./facts.ts"

/** Default: kubelet config/v1beta1/defaults.go, SetDefaults_KubeletConfiguration, and kubetypes.ResolvConfDefault. */
export const resolvConfSetting: KubeletSetting = {
  field: "resolvConf",
  flag: "resolv-conf",
  otherwise: "/etc/resolv.conf",
}

export const staticPodsSetting: KubeletSetting = {
  field: "staticPodPath",
  flag: "pod-manifest-path",
  otherwise: "",
}

/** Where kubeadm writes the control plane's. */
export const usualManifests = "/etc/kubernetes/manifests"

export interface NamedFiles {
  /** The file of resolvConf, which is not there. */
  readonly missingResolvConf?: string
  /** Manifests in kubeadm's directory, which is not the one that the kubelet reads. */
  readonly unreadManifests?: readonly string[]
}

export function lookAtNamedFiles(machine: ReadingMachine, own: KubeletFacts): NamedFiles {
  if (own.config.state !== "known") return {}
  const resolvConf = effectiveSetting(own, resolvConfSetting)
  const path = statedValue(own, "resolvConf") === "" ? "" : (resolvConf.value ?? "")
  const directory = effectiveSetting(own, staticPodsSetting).value
  const isOther = directory !== undefined && directory.replace(/\/$/, "") !== usualManifests
  const manifests = isOther && !leadsTo(machine, directory) ? machine.list(usualManifests) : undefined
  const unread = (manifests ?? []).filter((name) => /\.(?:ya?ml|json)$/.test(name) && !name.startsWith("."))
  return {
    ...(path !== "" && isMissing(machine, path, resolvConf.winner !== undefined) ? { missingResolvConf: path } : {}),
    ...(unread.length === 0 ? {} : { unreadManifests: unread }),
  }
}

/** One file of one directory under two names. */
function leadsTo(machine: ReadingMachine, directory: string): boolean {
  const real = machine.resolve(directory)
  return real !== undefined && real === machine.resolve(usualManifests)
}

const resolved = "systemd-resolved.service"
const unitDirectories = ["/etc/systemd/system", "/usr/lib/systemd/system", "/lib/systemd/system"]

/**
 * In a tree, what is written at boot may come: systemd-resolved's files come where it is, and the others of /run are not
 * judged. A link in /etc may lead there, and what nobody named may be written by whatever brings the network up.
 */
function isMissing(machine: ReadingMachine, path: string, isNamed: boolean): boolean {
  if (machine.resolve(path) !== undefined) return false
  if (machine.isLive) return true
  if (path.startsWith("/run/systemd/resolve/")) {
    const unit = unitDirectories.map((directory) => `${directory}/${resolved}`).find((at) => machine.inspect(at))
    const entry = unit === undefined ? undefined : machine.inspect(unit)
    return entry === undefined || (entry.kind === "symlink" && entry.target === "/dev/null")
  }
  return isNamed && path !== "/etc/resolv.conf" && !/^\/(?:run|var\/run)\//.test(path) && !machine.inspect(path)
}
