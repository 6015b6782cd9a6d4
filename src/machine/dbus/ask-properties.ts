// The properties of one object, asked of a D-Bus peer: a connection without a bus between, as systemd has it for root.
// See the D-Bus specification, "Authentication Protocol".
import type { ObjectAsked, ObjectProperties } from "../reading.ts"
import { answerIn, callForProperties } from "./messages.ts"

/** Of a unit systemd 257 sends 17 KB. */
const mostBytes = 1024 * 1024

/** "OK" and the number of the server, 38 bytes. */
const mostLineBytes = 1024

/** Undefined: nobody there, or no answer that can be read in time. */
export async function askProperties(asked: ObjectAsked): Promise<ObjectProperties | undefined> {
  const { promise, resolve } = Promise.withResolvers<ObjectProperties | undefined>()
  let connection: Bun.Socket | undefined
  let heard = Buffer.alloc(0)
  let isAccepted = false
  let isOver = false
  const end = (answer?: ObjectProperties) => {
    // The first word counts: to terminate is to be told that it is closed.
    resolve(answer)
    clearTimeout(deadline)
    if (!isOver) connection?.terminate()
    isOver = true
  }
  const send = (socket: Bun.Socket, bytes: Buffer) => {
    // So few bytes fit, or something is wrong.
    if (socket.write(bytes) !== bytes.length) end()
  }
  const deadline = setTimeout(end, asked.timeoutMilliseconds)
  try {
    connection = await Bun.connect({
      unix: asked.socket,
      socket: {
        open: (socket) => send(socket, introduction()),
        data(socket, bytes) {
          heard = Buffer.concat([heard, bytes])
          if (!isAccepted) {
            const line = heard.indexOf("\r\n")
            if (line < 0 && heard.length < mostLineBytes) return
            if (line < 0 || heard.toString("latin1", 0, 3) !== "OK ") return end()
            isAccepted = true
            heard = heard.subarray(line + 2)
            send(socket, callForProperties(asked.path))
          }
          const answer = answerIn(heard)
          if (answer === "partial" && heard.length < mostBytes) return
          end(typeof answer === "string" ? undefined : answer)
        },
        close: () => end(),
        error: () => end(),
      },
    })
    if (isOver) connection.terminate()
  } catch {
    // Nobody listens there, or not for us.
    end()
  }
  return promise
}

/**
 * Who asks, as the kernel confirms to the other side. The call waits for the answer to this: what comes together with
 * BEGIN in one small piece is left lying by sd-bus until more comes (systemd 257, bus_socket_auth_verify_server).
 */
function introduction(): Buffer {
  const uid = Buffer.from(String(process.geteuid?.() ?? 0)).toString("hex")
  return Buffer.from(`\0AUTH EXTERNAL ${uid}\r\nBEGIN\r\n`)
}
