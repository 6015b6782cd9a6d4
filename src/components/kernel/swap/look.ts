// What detection learns about swap where it was asked for: what is in use, and the files by which a boot switches it on.
import type { ReadingMachine } from "../../../machine/reading.ts"
import type { Answers } from "../../../model/answers.ts"
import { knownValue } from "../../../model/facts/fact.ts"
import { toFileFact } from "../../../model/facts/file-fact.ts"
import type { FileFact } from "../../../model/file-content.ts"

export interface AskedSwap {
  /** As /proc/swaps names them; absent with --root. `priority`: that somebody gave it. */
  readonly inUse?: readonly { readonly device: string; readonly priority?: number }[]
  readonly fstab: FileFact
  /** What an empty file at this place switches off: units that a boot pulls in, and zram-generator's configuration. */
  readonly switchedOffBy: readonly FileFact[]
}

const parent = "/etc/systemd/system"
/** Where packages put theirs: systemd.unit(5). */
const unitDirectories = [parent, "/usr/local/lib/systemd/system", "/usr/lib/systemd/system", "/lib/systemd/system"]
/** Services that make their swap themselves: zram-tools, dphys-swapfile, swapspace, Ubuntu's zram-config, Armbian's. */
const swapServices = [
  "zramswap.service",
  "dphys-swapfile.service",
  "zram-config.service",
  "swapspace.service",
  "armbian-zram-config.service",
]
const isOfSwap = (unit: string) => unit.endsWith(".swap") || swapServices.includes(unit)
const zramGenerator = "/usr/lib/systemd/system-generators/zram-generator"
/** Raspberry Pi OS 13. An empty file of its name hides a generator: systemd.generator(7). */
const raspberryGenerator = "/usr/lib/systemd/system-generators/rpi-swap-generator"
const hidesRaspberry = "/etc/systemd/system-generators/rpi-swap-generator"
const zramNames = ["/etc", "/run", "/usr/local/lib", "/usr/lib"].map((at) => `${at}/systemd/zram-generator.conf`)

export function lookAtSwap(machine: ReadingMachine, { swap }: Pick<Answers, "swap">): AskedSwap | undefined {
  if (swap === undefined) return undefined
  const swaps = machine.isLive ? (knownValue(toFileFact(machine.readFile("/proc/swaps")))?.text ?? "") : undefined
  const wanted = unitDirectories.flatMap((directory) =>
    (machine.list(directory) ?? [])
      .filter((name) => /\.(?:wants|requires)$/.test(name))
      .flatMap((name) => (machine.list(`${directory}/${name}`) ?? []).filter(isOfSwap)),
  )
  const isMasked = (path: string) => machine.inspect(path)?.target === "/dev/null"
  const units = [...new Set(wanted)].map((name) => `${parent}/${name}`).filter((path) => !isMasked(path))
  const [zram = ""] = zramNames
  const makesZram =
    machine.resolve(zramGenerator) !== undefined && zramNames.some((path) => machine.resolve(path) !== undefined)
  return {
    ...(swaps === undefined
      ? {}
      : {
          inUse: swaps.split("\n").slice(1).flatMap(swapIn),
        }),
    fstab: toFileFact(machine.readFile("/etc/fstab")),
    switchedOffBy: [
      ...units,
      ...(makesZram && !isMasked(zram) ? [zram] : []),
      ...(machine.resolve(raspberryGenerator) === undefined || isMasked(hidesRaspberry) ? [] : [hidesRaspberry]),
    ].map((path) => toFileFact(machine.readFile(path))),
  }
}

/** "filename type size used priority"; the kernel's own priorities are below zero: proc_swaps(5), swapon(2). */
function swapIn(line: string): readonly { readonly device: string; readonly priority?: number }[] {
  const [device = "", , , , last = ""] = line.trim().split(/\s+/)
  if (device === "") return []
  return [{ device, ...(/^\d+$/.test(last) ? { priority: Number(last) } : {}) }]
}
