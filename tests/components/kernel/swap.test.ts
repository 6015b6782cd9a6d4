import { describe, expect, test } from "bun:test"
import { inverse, observedState, perform } from "../../../src/apply/changes/known.ts"
import { contributeSwap } from "../../../src/components/kernel/swap/contribute.ts"
import { lookAtSwap } from "../../../src/components/kernel/swap/look.ts"
import type { SwapChange } from "../../../src/model/change.ts"
import { testNode } from "../../apply/support/test-node.ts"
import { memoryMachine, succeeding } from "../../machine/memory-machine.ts"

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

  test("has services hidden that make their swap themselves, and units that packages pull in", () => {
    const files = {
      "/proc/swaps": heading,
      "/etc/systemd/system/multi-user.target.wants/zramswap.service": "[Service]\nExecStart=/usr/sbin/zramswap start\n",
      "/usr/lib/systemd/system/zramswap.service": "[Service]\nExecStart=/usr/sbin/zramswap start\n",
      "/usr/lib/systemd/system/swap.target.wants/swapfile.swap": "[Swap]\nWhat=/swapfile\n",
      "/usr/lib/systemd/system/swapfile.swap": "[Swap]\nWhat=/swapfile\n",
    }

    expect(told(files)).toEqual([
      ["/etc/systemd/system/zramswap.service", ""],
      ["/etc/systemd/system/swapfile.swap", ""],
    ])
  })

  test("is refused where a file that a boot reads cannot be read as text", () => {
    const machine = memoryMachine({ files: { "/proc/swaps": heading } })
    machine.put("/etc/fstab", Buffer.from("/dev/sda2 none swap sw 0 0\n# caf\xe9\n", "latin1"))
    const { changes, refusals } = contributeSwap("off", lookAtSwap(machine, { swap: "off" }))

    expect(changes).toEqual([])
    expect(refusals).toMatchObject([{ code: "kernel-swap-file-not-read", args: { file: "/etc/fstab" } }])
  })

  test("gets each device back with the priority that it had", async () => {
    const node = testNode({
      "/proc/swaps": `${heading}/dev/sda2 partition 1048576 0 -2\n/my\\040swap file 1024 0 10\n`,
    })
    const ran: (readonly string[])[] = []
    for (const program of ["swapoff", "swapon"]) {
      node.machine.programs.set(program, (argv) => {
        ran.push(argv)
        return succeeding()
      })
    }
    const { changes } = contributeSwap("off", lookAtSwap(node.machine, { swap: "off" }))
    for (const change of changes.filter(({ kind }) => kind === "swap")) {
      for (const one of [change, inverse(change)]) await perform(node.start(), one, { initSystem: "systemd" })
    }

    expect(ran).toEqual([
      ["swapoff", "/dev/sda2"],
      ["swapon", "/dev/sda2"],
      ["swapoff", "/my swap"],
      ["swapon", "-p", "10", "/my swap"],
    ])
  })

  test("swaps again when the run is undone", () => {
    const off: SwapChange = { kind: "swap", component: "kernel", device: "/dev/sda2", why: [] }
    const [with_, without] = [memoryMachine({ files: inUse }), memoryMachine({ files: { "/proc/swaps": heading } })]

    expect([observedState(with_, off), observedState(without, off)]).toEqual(["before", "after"])
    const back = inverse(off) as SwapChange
    expect([observedState(with_, back), observedState(without, back)]).toEqual(["after", "before"])
    expect(inverse(back)).toEqual(off)
  })
})

test("a container is told that its host swaps, and tries nothing", () => {
  const machine = memoryMachine({ files: { ...inUse, "/etc/fstab": fstab }, isLive: true })

  expect(contributeSwap("off", lookAtSwap(machine, { swap: "off" }), true)).toMatchObject({
    changes: [],
    expectations: [],
    notes: [{ code: "swap-of-the-host", args: { devices: ["/dev/sda2"] } }],
  })
})

test("a node that keeps its swap is told the three ways, and nothing is changed", () => {
  expect(contributed({ ...inUse, "/etc/fstab": fstab }, "keep")).toMatchObject({
    changes: [],
    notes: [{ code: "swap-kept", args: { devices: ["/dev/sda2"] } }],
  })
})
