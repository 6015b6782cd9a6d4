// What a person must know or do on a Windows node, whose tree criadm writes and whose services it cannot reach: the CRI
// endpoint for the kubelet and kubeadm, how the service is made and restarted, where CNI is looked for.
import type { Reason } from "../../model/message.ts"
import type { Wanted } from "../component.ts"
import type { Effective } from "./effective.ts"
import { addressOfFacts, type ContainerdFacts } from "./facts.ts"
import { branchAt } from "./simulate/tree.ts"
import { endpointAt, writtenPath } from "./tables/platforms.ts"
import { criRuntimeId, criServerId } from "./tables/plugin-ids.ts"
import { branchFor, leafFor } from "./tables/shape.ts"

/** Where the upstream archive's program goes: kubernetes.io, "Install containerd" for Windows. */
const usualProgram = "/Program Files/containerd/containerd.exe"

export interface CniDirectories {
  readonly binDirs: readonly string[]
  readonly confDir: string
}

/** As containerd uses them, as they are written. */
export function cniDirectories({ release, top }: Effective): CniDirectories {
  const plugin = release.criPlugins === "one" ? criServerId : criRuntimeId
  const cni = branchFor(release, branchAt(top, ["plugins", plugin]), "cni")
  const text = (key: string) => {
    const value = leafFor(release, cni, key)?.value
    return typeof value === "string" && value !== "" ? value : undefined
  }
  const list = release.hasBinDirs ? leafFor(release, cni, "bin_dirs")?.value : undefined
  const listed = Array.isArray(list) ? list.map(String) : []
  const { binDir, confDir } = release.platform.cni
  return {
    binDirs: listed.length > 0 ? listed : [(release.readsBinDir ? text("bin_dir") : undefined) ?? binDir],
    confDir: text("conf_dir") ?? confDir,
  }
}

export function windowsNotes(wanted: Wanted, facts: ContainerdFacts, found: Effective): readonly Reason[] {
  const { platform } = found.release
  const { binDirs, confDir } = cniDirectories(found)
  const program = writtenPath(platform, facts.program ?? usualProgram)
  return [
    ...(wanted.cgroupDriver === undefined ? [] : [{ code: "containerd-no-cgroups" as const, args: {} }]),
    { code: "containerd-windows-endpoint", args: { endpoint: endpointAt(platform, addressOfFacts(facts, found)) } },
    { code: "containerd-windows-cni", args: { binDirs, confDir } },
    { code: "containerd-windows-service", args: { program } },
  ]
}
