// How long tests wait for what comes by itself, before they call it lost. Not how long things take: everything is waited
// for by what it says, so that patience costs time only where something is broken. In seconds.

export const timeouts = {
  /** A boot or a shutdown. In emulation 15 to 40 s on a quiet machine, minutes beside other work. */
  boot: 900,
  /** One script on a node. An emulated machine runs programs some twenty times slower than the one it runs on. */
  script: 900,
}

/** What is promised, or an error with this complaint after so many seconds. */
export async function within<T>(promise: Promise<T>, seconds: number, complaint: string): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(complaint)), seconds * 1000)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}
