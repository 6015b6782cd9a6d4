// Asks whether somebody accepts connections on a unix socket. Says nothing about what is spoken there.

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
