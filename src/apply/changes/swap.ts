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

export const swap: ChangeKind<SwapChange> = {
  async perform({ machine }, { device, back }) {
    const program = back === undefined ? "swapoff" : "swapon"
    const path = device.replace(/\\([0-7]{3})/g, (_all, octal: string) =>
      String.fromCharCode(Number.parseInt(octal, 8)),
    )
    const ran = await machine.act({ argv: [program, path], timeoutSeconds })
    return succeeded(ran) ? undefined : { code: "swap-not-switched", args: { device, program }, ran: ranOf(ran) }
  },
  inverse(change) {
    const { back, ...off } = change
    return back === undefined ? { ...change, back: true } : off
  },
  stepBack: () => "kernel",
  looking: {
    standing: (machine, { device, back }) =>
      swapDevices(machine).includes(device) === (back !== undefined) ? "after" : "before",
    moved: () => undefined,
    isAnybodys: true,
    isOursOnceBegun: false,
  },
  subject: ({ device }) => device,
  byHand: ({ device }, { word }) => [`swapon ${word(device)}`],
}
