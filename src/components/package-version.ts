// The version of an installed package from dpkg's own record, for trees whose programs cannot be run. Other package
// managers keep theirs in databases that criadm does not read.
import type { ReadingMachine } from "../machine/reading.ts"
import type { Fact } from "../model/facts/fact.ts"
import { toFileFact } from "../model/facts/file-fact.ts"
import { parseVersion } from "../model/version.ts"

/** See dpkg(1), FILES. */
const dpkgStatus = "/var/lib/dpkg/status"

/** Large desktops have 8 MiB; more than this is not a dpkg status file. */
const mostBytes = 32 * 1024 * 1024

export function readPackageVersion(machine: ReadingMachine, name: string): Fact<string> {
  const file = toFileFact(machine.readFile(dpkgStatus, { maxBytes: mostBytes }))
  if (file.state !== "known") return file
  const source = { kind: "file", path: dpkgStatus } as const
  const paragraph = file.value.text.split("\n\n").find((one) => one.startsWith(`Package: ${name}\n`))
  const isInstalled = paragraph !== undefined && /^Status: .* installed$/m.test(paragraph)
  const version = isInstalled ? parseVersion(/^Version: (.*)$/m.exec(paragraph)?.[1] ?? "") : undefined
  return version === undefined ? { state: "absent", source } : { state: "known", value: version.text, source }
}
