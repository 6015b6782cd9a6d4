// Asks whether somebody accepts connections on a unix socket, and with which status a server answers by HTTP. Says
// nothing about what else is spoken there.

/** A listening server is connected to by the kernel at once; only a full backlog of a hanging one takes longer. */
const longestConnectMilliseconds = 500

export async function acceptsConnections(path: string): Promise<boolean> {
  const { connect } = await import("node:net")
  return new Promise((resolve) => {
    const socket = connect({ path })
    const end = (accepts: boolean) => {
      clearTimeout(timer)
      socket.destroy()
      resolve(accepts)
    }
    const timer = setTimeout(() => end(false), longestConnectMilliseconds)
    socket.on("connect", () => end(true))
    socket.on("error", () => end(false))
  })
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
