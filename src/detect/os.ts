// What the node's operating system, kernel and architecture are. With --root the kernel is absent: which of the
// installed ones will be booted is not known before it is.
import type { ReadingMachine } from "../machine/reading.ts"
import type { Fact } from "../model/facts/fact.ts"
import { toFileFact } from "../model/facts/file-fact.ts"
import type { OsFacts } from "../model/facts/node-facts.ts"
import { readElfArchitecture } from "./elf.ts"

/** See os-release(5): the first that exists counts. */
const osReleases = ["/etc/os-release", "/usr/lib/os-release"] as const

export function detectOs(machine: ReadingMachine): Fact<OsFacts> {
  const files = osReleases.map((path) => toFileFact(machine.readFile(path)))
  const file = files.find((fact) => fact.state !== "absent") ?? files[0]
  if (file === undefined || file.state !== "known") {
    return file ?? { state: "absent", source: { kind: "file", path: osReleases[0] } }
  }
  const values = readOsRelease(file.value.text)
  const id = values.get("ID") ?? "linux"
  const idLike = (values.get("ID_LIKE") ?? "").split(" ").filter((one) => one !== "")
  const versionId = values.get("VERSION_ID")
  const name = values.get("PRETTY_NAME") ?? values.get("NAME") ?? id
  return {
    state: "known",
    value: { id, ...(idLike.length === 0 ? {} : { idLike }), ...(versionId === undefined ? {} : { versionId }), name },
    source: { kind: "file", path: file.value.path },
  }
}

/** Kernel release, as uname -r. */
export function detectKernel(machine: ReadingMachine): Fact<string> {
  return readLine(machine, "/proc/sys/kernel/osrelease")
}

/** The machine name of uname(2); where the kernel does not say (before 6.1, or with --root), that of /bin/sh. */
export function detectArchitecture(machine: ReadingMachine): Fact<string> {
  const stated = readLine(machine, "/proc/sys/kernel/arch")
  return stated.state === "known"
    ? stated
    : readElfArchitecture(machine, ["/bin/sh", "/sbin/init", "/usr/bin/env", "/usr/bin/mount"])
}

/** One line of a file of the running kernel; absent with --root. */
export function readLine(machine: ReadingMachine, path: string): Fact<string> {
  const source = { kind: "file", path } as const
  if (!machine.isLive) return { state: "absent", source }
  const file = toFileFact(machine.readFile(path))
  return file.state === "known" ? { state: "known", value: file.value.text.trim(), source } : file
}

/** Assignments as a shell reads them, in quotes or bare; see os-release(5). */
function readOsRelease(text: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>()
  for (const line of text.split("\n")) {
    const [, key, value] = /^\s*([A-Z][A-Z0-9_]*)=(.*)$/.exec(line.trimEnd()) ?? []
    if (key === undefined || value === undefined) continue
    const quoted = /^(["'])(.*)\1$/.exec(value)
    values.set(key, (quoted?.[2] ?? value).replace(/\\([$"'`\\])/g, "$1"))
  }
  return values
}
