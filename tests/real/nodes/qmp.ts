// Commands to a running QEMU over its control socket (QEMU docs/interop/qmp-spec.rst). One connection per list of
// commands: what is asked of it here is rare and short.
import { connect } from "node:net"

export interface QmpCommand {
  readonly execute: string
  readonly arguments?: Readonly<Record<string, unknown>>
}

/** Runs them in order; resolves with what the last one returned, rejects when one is refused. */
export function tellQemu(socket: string, commands: readonly QmpCommand[]): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const connection = connect({ path: socket })
    const queue: QmpCommand[] = [{ execute: "qmp_capabilities" }, ...commands]
    let text = ""
    let last: unknown
    const next = () => {
      const command = queue.shift()
      if (command === undefined) {
        connection.destroy()
        resolve(last)
        return
      }
      connection.write(`${JSON.stringify(command)}\n`)
    }
    connection.on("error", reject)
    connection.on("close", () => reject(new Error("QEMU closed its control socket")))
    connection.on("data", (bytes) => {
      text += bytes.toString()
      const lines = text.split("\n")
      text = lines.pop() ?? ""
      for (const line of lines.filter((each) => each.trim() !== "")) {
        const message = JSON.parse(line) as Record<string, unknown>
        if ("error" in message) {
          reject(new Error(`QEMU refused a command: ${line}`))
          connection.destroy()
        } else if ("return" in message) {
          last = message["return"]
          next()
        } else if ("QMP" in message) next()
      }
    })
  })
}
