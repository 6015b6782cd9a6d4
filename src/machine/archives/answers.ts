// Whether somebody answers HTTPS at a URL within a few seconds, by way of the proxy that downloads take. What is answered
// does not matter: a registry that wants a token is reached.
import { trusted } from "./fetch.ts"
import { type Environment, proxyFor } from "./proxy.ts"

export async function answers(url: string, seconds: number, environment: Environment = process.env): Promise<boolean> {
  const ca = trusted(environment)
  try {
    const response = await fetch(url, {
      redirect: "manual",
      signal: AbortSignal.timeout(seconds * 1000),
      proxy: (proxyFor(new URL(url), environment) ?? false) as string,
      ...(ca === undefined ? {} : { tls: { ca } }),
    })
    await response.body?.cancel()
    return true
  } catch {
    // No name, no way there, nobody, somebody else's certificate, or too late: for whoever pulls it is all the same.
    return false
  }
}
