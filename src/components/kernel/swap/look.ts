// What detection learns about swap where it was asked for: what is in use, and the files by which a boot switches it on.
import type { ReadingMachine } from "../../../machine/reading.ts"
import type { Answers } from "../../../model/answers.ts"
import { knownValue } from "../../../model/facts/fact.ts"
import { toFileFact } from "../../../model/facts/file-fact.ts"
import type { FileFact } from "../../../model/file-content.ts"

export interface AskedSwap {
  /** As /proc/swaps names them; absent with --root. */
  readonly inUse?: readonly string[]
  readonly fstab: FileFact
  /** What an empty file at this place switches off: units that a boot pulls in, and zram-generator's configuration. */
  readonly switchedOffBy: readonly FileFact[]
}

const parent = "/etc/systemd/system"
const zramGenerator = "/usr/lib/systemd/system-generators/zram-generator"
const zramNames = ["/etc", "/run", "/usr/local/lib", "/usr/lib"].map((at) => `${at}/systemd/zram-generator.conf`)

export function lookAtSwap(machine: ReadingMachine, { swap }: Pick<Answers, "swap">): AskedSwap | undefined {
  if (swap === undefined) return undefined
  const swaps = machine.isLive ? (knownValue(toFileFact(machine.readFile("/proc/swaps")))?.text ?? "") : undefined
  const wanted = (machine.list(parent) ?? [])
    .filter((name) => /\.(?:wants|requires)$/.test(name))
    .flatMap((name) => (machine.list(`${parent}/${name}`) ?? []).filter((unit) => unit.endsWith(".swap")))
  const isMasked = (path: string) => machine.inspect(path)?.target === "/dev/null"
  const units = [...new Set(wanted)].map((name) => `${parent}/${name}`).filter((path) => !isMasked(path))
  const [zram = ""] = zramNames
  const makesZram =
    machine.resolve(zramGenerator) !== undefined && zramNames.some((path) => machine.resolve(path) !== undefined)
  return {
    ...(swaps === undefined
      ? {}
      : {
          inUse: swaps
            .split("\n")
            .slice(1)
            .flatMap((line) => line.split(/\s/)[0] || []),
        }),
    fstab: toFileFact(machine.readFile("/etc/fstab")),
    switchedOffBy: [...units, ...(makesZram && !isMasked(zram) ? [zram] : [])].map((path) =>
      toFileFact(machine.readFile(path)),
    ),
  }
}
