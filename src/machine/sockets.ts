// Asks whether somebody accepts connections on a unix socket, and with which status a server answers by HTTP. Says
// nothing about what else is spoken there.

/** A listening server is connected to by the kernel at once; only a full backlog of a hanging one takes longer. */
const longestConnectMilliseconds = 500

export async function acceptsConnections(path: string): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const timer = setTimeout(() => resolve(false), longestConnectMilliseconds)
  const connecting = Bun.connect({ unix: path, socket: { data() {}, error() {} } })
  connecting.then(
    (socket) => {
      socket.terminate()
      resolve(true)
    },
    () => resolve(false),
  )
  const accepts = await promise
  clearTimeout(timer)
  return accepts
}

/** The status of the answer to GET, undefined: none in time. No proxy of the environment has a say. */
export async function httpStatus(url: string, timeoutMilliseconds: number): Promise<number | undefined> {
  const { get } = await import("node:http")
  return new Promise((resolve) => {
    const request = get(url, { agent: false, timeout: timeoutMilliseconds }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
    const giveUp = () => {
      resolve(undefined)
      request.destroy()
    }
    request.on("timeout", giveUp)
    request.on("error", giveUp)
  })
}
