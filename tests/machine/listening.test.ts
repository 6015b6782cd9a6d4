// The kernel's own list of listening sockets, against the one it prints.
import { expect, test } from "bun:test"
import { hasSocketDiagnosis, readKernelConfig } from "../../src/detect/preflight/kernel-config.ts"
import { detectListening } from "../../src/detect/preflight/ports.ts"
import { listeningOn } from "../../src/machine/libc/listening.ts"
import { linuxMachine } from "../../src/machine/linux.ts"

const machine = linuxMachine({ root: "/" })
const canBeAsked = hasSocketDiagnosis(machine, readKernelConfig(machine))
if (!canBeAsked) console.log("not tried: this kernel would load a module to answer")

const nothing = { data() {} }

/** As /proc/net/tcp has it. */
function printed(port: number, hex: string): string {
  return `: ${hex}:${port.toString(16).toUpperCase().padStart(4, "0")} `
}

test.skipIf(!canBeAsked)(
  "who listens is told with his address and socket, and who is connected is not told",
  async () => {
    using four = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: nothing })
    using client = await Bun.connect({ hostname: "127.0.0.1", port: four.port, socket: nothing })
    const table = await Bun.file("/proc/net/tcp").text()
    const line = table.split("\n").find((one) => one.includes(printed(four.port, "0100007F")) && one.includes(" 0A "))

    expect(client.readyState).not.toBe(0)
    expect(listeningOn(four.port)).toEqual([{ address: [127, 0, 0, 1], inode: line?.trim().split(/\s+/)[9] ?? "" }])
  },
)

test.skipIf(!canBeAsked)("a port of IPv6 is told as well, and one that nobody listens on is told to be free", () => {
  const six = Bun.listen({ hostname: "::1", port: 0, socket: nothing })
  const { port } = six
  const found = listeningOn(port)
  six.stop(true)

  expect(found?.map(({ address }) => address)).toEqual([[...Array.from({ length: 15 }, () => 0), 1]])
  expect(listeningOn(port)).toEqual([])
})

test.skipIf(!canBeAsked)("a look at this machine learns the same of its ports either way", () => {
  expect(detectListening(machine, true)).toEqual(detectListening(machine, false))
})
