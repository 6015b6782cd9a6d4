// Which unix sockets somebody listens on, by the kernel's own table. A connection to a socket that systemd holds for a
// stopped service would start it, and to look at a node starts nothing.
import type { ReadingMachine } from "../machine/reading.ts"

/** Undefined: the table cannot be read. See proc_net_unix(5); the flag is __SO_ACCEPTCON of include/linux/net.h. */
export function isInTable(machine: ReadingMachine, socket: string): boolean | undefined {
  const table = machine.readFile("/proc/net/unix")
  if (table.state !== "read") return undefined
  const lines = new TextDecoder()
    .decode(table.bytes)
    .split("\n")
    .map((line) => line.split(/\s+/))
  return lines.some(
    ([, , , flags, , , , path]) => flags === "00010000" && withoutVar(path ?? "") === withoutVar(socket),
  )
}

function withoutVar(path: string): string {
  return path.replace(/^\/var\/run\//, "/run/")
}
