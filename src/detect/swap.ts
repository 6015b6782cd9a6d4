// Which swap is in use, and which one the next boot switches on; with --root only that.
import type { ReadingMachine } from "../machine/reading.ts"
import type { Fact } from "../model/facts/fact.ts"
import { toFileFact } from "../model/facts/file-fact.ts"
import type { SwapFacts } from "../model/facts/node-facts.ts"
import { devicesOfNextBoot, partitionLeft, swapAtBoot } from "./boot/swap.ts"

/** Lines "filename type size used priority" below one heading; sizes in KiB. See proc_swaps(5). */
export function detectSwap(machine: ReadingMachine): Fact<SwapFacts> {
  const source = { kind: "file", path: "/proc/swaps" } as const
  if (!machine.isLive)
    return (machine.platform === "linux" ? ofTree(machine) : undefined) ?? { state: "absent", source }
  const file = toFileFact(machine.readFile("/proc/swaps"))
  if (file.state !== "known") return file
  const devices = file.value.text
    .split("\n")
    .slice(1)
    .flatMap((line) => {
      const [path, , size] = line.split(/\s+/)
      return path === undefined || size === undefined
        ? []
        : [{ path: withBlanks(path), sizeBytes: Number(size) * 1024 }]
    })
  const nextBoot = devicesOfNextBoot(machine)
  if (nextBoot.length > 0) return { state: "known", value: { devices, nextBoot }, source }
  const partition = devices.length > 0 ? undefined : partitionLeft(machine)
  return { state: "known", value: partition === undefined ? { devices } : { devices, partition }, source }
}

function ofTree(machine: ReadingMachine): Fact<SwapFacts> | undefined {
  const found = swapAtBoot(machine)
  const partition = found === undefined ? partitionLeft(machine) : undefined
  if (partition === undefined) return found
  const source = { kind: "file", path: partition.file, place: partition } as const
  return { state: "known", value: { devices: [], partition }, source }
}

/** The kernel writes blanks in names as \040. See fs/seq_file.c, seq_escape. */
function withBlanks(path: string): string {
  return path.replace(/\\([0-7]{3})/g, (_all, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)))
}
