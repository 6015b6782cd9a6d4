// A device or file that the kernel swaps to is switched off; undone by switching it on again.
import { ranOf, succeeded } from "../../machine/programs/program-end.ts"
import type { ReadingMachine } from "../../machine/reading.ts"
import type { SwapChange } from "../../model/change.ts"
import type { ChangeKind } from "./change-kind.ts"
import { readVersion } from "./file-version.ts"

/** Every page comes back into memory first. */
const timeoutSeconds = 600

/** What the running kernel swaps to: proc_swaps(5), blanks of a name as \\040. */
export function swapDevices(machine: ReadingMachine): readonly string[] {
  const version = readVersion(machine, "/proc/swaps")
  const lines = version ? version.text.split("\n").slice(1) : []
  return lines.flatMap((line) => line.split(/\s/)[0] || [])
}

/** swapon(8): a priority of its own is asked for each time; without, the kernel gives the next lower one. */
function commandOf({ device, priority, back }: SwapChange): readonly string[] {
  const path = device.replace(/\\([0-7]{3})/g, (_all, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)))
  if (back === undefined) return ["swapoff", path]
  return ["swapon", ...(priority === undefined ? [] : ["-p", String(priority)]), path]
}

function inverse(change: SwapChange): SwapChange {
  const { back, ...off } = change
  return back === undefined ? { ...change, back: true } : off
}

export const swap: ChangeKind<SwapChange> = {
  async perform({ machine }, change) {
    const argv = commandOf(change)
    const ran = await machine.act({ argv, timeoutSeconds })
    if (succeeded(ran)) return undefined
    return { code: "swap-not-switched", args: { device: change.device, program: argv[0] ?? "" }, ran: ranOf(ran) }
  },
  inverse,
  stepBack: () => "kernel",
  looking: {
    observe: (machine, { device, back }) =>
      swapDevices(machine).includes(device) === (back !== undefined) ? "after" : "before",
    moved: () => undefined,
    isAnybodys: true,
    isOursOnceBegun: false,
  },
  subject: ({ device }) => device,
  byHand: (change, { word }) => [commandOf(inverse(change)).map(word).join(" ")],
}
