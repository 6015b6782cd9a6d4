// The plain parts of what kubeadm looks at: files of an earlier join, programs in PATH, the hostname, CPUs and memory.
import type { ReadingMachine } from "../../machine/reading.ts"
import { type Fact, known, knownValue } from "../../model/facts/fact.ts"
import { toFileFact } from "../../model/facts/file-fact.ts"
import { type PreflightProgram, preflightPrograms } from "../../model/facts/preflight-facts.ts"
import { readLine } from "../os.ts"

/** kubeadm's FileAvailable checks for a joining worker; cmd/kubeadm/app/preflight/checks.go, RunJoinNodeChecks. */
const joinFiles = [
  "/etc/kubernetes/kubelet.conf",
  "/etc/kubernetes/bootstrap-kubelet.conf",
  "/etc/kubernetes/pki/ca.crt",
] as const

/** Where root's PATH leads on every distribution; /usr/local first, as in Debian's and Fedora's /etc/profile. */
const programDirectories = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"] as const

export function detectJoinFiles(machine: ReadingMachine): Fact<readonly string[]> {
  // A link that leads nowhere is no file to kubeadm (stat(2)).
  const found = joinFiles.filter((path) => {
    const entry = machine.inspect(path)
    return entry?.kind === "symlink" ? machine.resolve(path) !== undefined : entry !== undefined
  })
  return known(found, { kind: "file", path: "/etc/kubernetes" })
}

export function detectPrograms(machine: ReadingMachine): Fact<readonly PreflightProgram[]> {
  const found = preflightPrograms.filter((name) =>
    programDirectories.some((directory) => machine.resolve(`${directory}/${name}`) !== undefined),
  )
  return known(found, { kind: "file", path: programDirectories.join(":") })
}

/** Live: what the kernel says; with --root: /etc/hostname, see hostname(5). */
export function detectHostname(machine: ReadingMachine): Fact<string> {
  if (machine.isLive) return readLine(machine, "/proc/sys/kernel/hostname")
  const file = toFileFact(machine.readFile("/etc/hostname"))
  if (file.state !== "known") return file
  const name = file.value.text
    .split("\n")
    .map((line) => line.trim())
    .find((line) => line !== "" && !line.startsWith("#"))
  return name === undefined ? { state: "absent", source: file.source } : known(name, file.source)
}

/** See hosts(5): an address, then its names; case does not matter. */
export function isInHosts(machine: ReadingMachine, hostname: Fact<string>): Fact<boolean> {
  const source = { kind: "file", path: "/etc/hosts" } as const
  const name = knownValue(hostname)?.toLowerCase()
  if (name === undefined) return { state: "absent", source }
  const file = toFileFact(machine.readFile("/etc/hosts"))
  if (file.state === "absent") return known(false, source)
  if (file.state !== "known") return file
  const names = file.value.text.split("\n").flatMap((line) => line.replace(/#.*/, "").trim().split(/\s+/).slice(1))
  return known(
    names.some((one) => one.toLowerCase() === name),
    source,
  )
}

/** A list such as "0-3,6"; see Documentation/admin-guide/cputopology.rst. */
export function detectCpus(machine: ReadingMachine): Fact<number> {
  const online = readLine(machine, "/sys/devices/system/cpu/online")
  if (online.state !== "known") return online
  const counts = online.value.split(",").map((range) => {
    const [, first, last = first] = /^(\d+)(?:-(\d+))?$/.exec(range) ?? []
    return Number(last) - Number(first) + 1
  })
  const total = counts.reduce((sum, count) => sum + count, 0)
  return Number.isInteger(total) && total > 0
    ? known(total, online.source)
    : { state: "not-understood", source: online.source, reason: "not a list of CPUs", text: online.value.slice(0, 80) }
}

/** MemTotal of proc_meminfo(5), which is what sysinfo(2) gives to kubeadm. */
export function detectMemory(machine: ReadingMachine): Fact<number> {
  const file = readLine(machine, "/proc/meminfo")
  if (file.state !== "known") return file
  const kibibytes = /^MemTotal:\s+(\d+) kB$/m.exec(file.value)?.[1]
  return kibibytes === undefined
    ? { state: "not-understood", source: file.source, reason: "no line MemTotal" }
    : known(Number(kibibytes) * 1024, file.source)
}
