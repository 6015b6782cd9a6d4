// The options with which the running kernel was built, where kubeadm looks for them; only those it asks for are kept.
import type { ReadingMachine } from "../../machine/reading.ts"
import { type Fact, known, knownValue } from "../../model/facts/fact.ts"
import { readLine } from "../os.ts"

/** In kubeadm's order; kubernetes/system-validators v1.12.1, validators/kernel_validator.go, getKernelConfigReader. */
const places = (release: string): readonly string[] => [
  "/proc/config.gz",
  `/boot/config-${release}`,
  `/usr/src/linux-${release}/.config`,
  "/usr/src/linux/.config",
  `/usr/lib/modules/${release}/config`,
  `/usr/lib/ostree-boot/config-${release}`,
  `/usr/lib/kernel/config-${release}`,
  `/usr/src/linux-headers-${release}/.config`,
  `/lib/modules/${release}/build/.config`,
]

/** Where the module "configs" lies; kubeadm loads it when no file is found. */
const configsModule = (release: string) => `/lib/modules/${release}/kernel/kernel/configs.ko`

/** Every option that some release of system-validators asks for, types_unix.go. */
const watched: readonly string[] =
  `NAMESPACES NET_NS PID_NS IPC_NS UTS_NS CGROUPS CGROUP_BPF CGROUP_CPUACCT CGROUP_DEVICE CGROUP_FREEZER CGROUP_PIDS
  CGROUP_SCHED CPUSETS MEMCG INET EXT4_FS PROC_FS NETFILTER_XT_TARGET_REDIRECT IP_NF_TARGET_REDIRECT
  NETFILTER_XT_MATCH_COMMENT FAIR_GROUP_SCHED`.split(/\s+/)

/** A configuration of a distribution's kernel has 300 KB. */
const mostBytes = 4 * 1024 * 1024

/** Whether the kernel can be asked for sockets without loading a module for it; net/ipv4/Kconfig. */
export function hasSocketDiagnosis(machine: ReadingMachine, config: Fact<string>): boolean {
  const isBuiltIn = (name: string) => knownValue(config)?.includes(`\nCONFIG_${name}=y\n`) === true
  const isThere = (name: string, module: string) =>
    isBuiltIn(name) || machine.inspect(`/sys/module/${module}`) !== undefined
  return machine.listeningOn !== undefined && isThere("INET_DIAG", "inet_diag") && isThere("INET_TCP_DIAG", "tcp_diag")
}

/** Those that kubeadm asks for. */
export function watchedOptions(config: Fact<string>): Fact<readonly string[]> {
  return config.state === "known" ? known(optionsIn(config.value), config.source) : config
}

/** "absent" when no file is there and no module could bring one. */
export function readKernelConfig(machine: ReadingMachine): Fact<string> {
  const release = readLine(machine, "/proc/sys/kernel/osrelease")
  if (release.state !== "known") return release
  for (const path of places(release.value)) {
    const file = machine.readFile(path, { maxBytes: mostBytes })
    if (file.state === "absent") continue
    const source = { kind: "file", path } as const
    if (file.state === "unreadable") return { state: "unreadable", source, reason: file.why }
    const text = path.endsWith(".gz") ? unpacked(machine, file.bytes) : new TextDecoder("latin1").decode(file.bytes)
    if (text === undefined) return { state: "not-understood", source, reason: "not gzip" }
    return known(text, source)
  }
  const module = ["", ".xz", ".zst", ".gz"].map((end) => `${configsModule(release.value)}${end}`)
  const found = module.find((path) => machine.resolve(path) !== undefined)
  const source = { kind: "file", path: found ?? `/boot/config-${release.value}` } as const
  if (found !== undefined) return { state: "unreadable", source, reason: "only in a kernel module that is not loaded" }
  return { state: "absent", source }
}

function unpacked({ isLive }: ReadingMachine, bytes: Uint8Array): string | undefined {
  try {
    // A running kernel's own file is as large as it says. A tree's may be anything, so that a limit is needed, and that
    // has node:zlib alone, which takes as much memory as all of detection's code.
    if (isLive) return new TextDecoder("latin1").decode(Bun.gunzipSync(Buffer.from(bytes)))
    const { gunzipSync } = process.getBuiltinModule("node:zlib")
    return gunzipSync(bytes, { maxOutputLength: mostBytes }).toString("latin1")
  } catch {
    // Not gzip, cut off, or far too large for a kernel configuration: all the same to us.
    return undefined
  }
}

/** In the order of the file. Each is looked for: a regular expression on every line takes a tenth of a second. */
function optionsIn(text: string): readonly string[] {
  const lines = `\n${text}\n`
  const placeOf = (name: string) => {
    const line = `\nCONFIG_${name}=`
    const at = lines.indexOf(line)
    const value = at < 0 ? "" : lines.slice(at + line.length, at + line.length + 2)
    return value === "y\n" || value === "m\n" ? at : -1
  }
  const found = watched.map((name) => ({ name, at: placeOf(name) })).filter(({ at }) => at >= 0)
  return found.toSorted((a, b) => a.at - b.at).map(({ name }) => name)
}
