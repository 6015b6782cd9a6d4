import { describe, expect, test } from "bun:test"
import { inverse, standingOf } from "../../../src/apply/changes/known.ts"
import { contributeSwap } from "../../../src/components/kernel/swap/contribute.ts"
import { lookAtSwap } from "../../../src/components/kernel/swap/look.ts"
import type { SwapChange } from "../../../src/model/change.ts"
import { memoryMachine } from "../../machine/memory-machine.ts"

const heading = "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n"
const inUse = { "/proc/swaps": `${heading}/dev/sda2 partition 1048576 0 -2\n` }
const fstab =
  "UUID=1 / ext4 defaults 0 1\n/dev/sda2\tnone swap sw 0 0\n#/swap none swap sw 0 0\n/later none swap sw,noauto 0 0\n"

function contributed(files: Readonly<Record<string, string>>, wanted: "keep" | "off" = "off", isLive = true) {
  return contributeSwap(wanted, lookAtSwap(memoryMachine({ files, isLive }), { swap: wanted }))
}

const told = (files: Readonly<Record<string, string>>, wanted: "keep" | "off" = "off", isLive = true) =>
  contributed(files, wanted, isLive).changes.map((change) =>
    change.kind === "file" ? [change.path, change.after?.text] : [change.kind, "device" in change ? change.device : ""],
  )

describe("a node that shall not swap", () => {
  test("has its lines of fstab commented out, and what is in use taken out of use", () => {
    expect(told({ ...inUse, "/etc/fstab": fstab })).toEqual([
      ["/etc/fstab", fstab.replace("/dev/sda2", "# criadm: /dev/sda2")],
      ["swap", "/dev/sda2"],
    ])
  })

  test("needs nothing a second time, and an image only its files", () => {
    const done = fstab.replace("/dev/sda2", "# criadm: /dev/sda2")

    expect(told({ "/proc/swaps": heading, "/etc/fstab": done })).toEqual([])
    expect(told({ ...inUse, "/etc/fstab": fstab }, "off", false)).toHaveLength(1)
  })

  test("has units hidden by empty files, and the generator of zram too", () => {
    const files = {
      "/proc/swaps": heading,
      "/etc/systemd/system/swap.target.wants/dev-sdb1.swap": "[Swap]\nWhat=/dev/sdb1\n",
      "/usr/lib/systemd/system/dev-sdb1.swap": "[Swap]\nWhat=/dev/sdb1\n",
      "/usr/lib/systemd/system-generators/zram-generator": "ELF",
      "/usr/lib/systemd/zram-generator.conf": "[zram0]\n",
    }

    expect(told(files)).toEqual([
      ["/etc/systemd/system/dev-sdb1.swap", ""],
      ["/etc/systemd/zram-generator.conf", ""],
    ])
  })

  test("swaps again when the run is undone", () => {
    const off: SwapChange = { kind: "swap", component: "kernel", device: "/dev/sda2", why: [] }
    const [with_, without] = [memoryMachine({ files: inUse }), memoryMachine({ files: { "/proc/swaps": heading } })]

    expect([standingOf(with_, off), standingOf(without, off)]).toEqual(["before", "after"])
    const back = inverse(off) as SwapChange
    expect([standingOf(with_, back), standingOf(without, back)]).toEqual(["after", "before"])
    expect(inverse(back)).toEqual(off)
  })
})

test("a node that keeps its swap is told the three ways, and nothing is changed", () => {
  expect(contributed({ ...inUse, "/etc/fstab": fstab }, "keep")).toMatchObject({
    changes: [],
    notes: [{ code: "swap-kept", args: { devices: ["/dev/sda2"] } }],
  })
})
