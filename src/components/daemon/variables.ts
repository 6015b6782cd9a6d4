// The variables by which Go programs learn of a proxy: golang.org/x/net/http/httpproxy, FromEnvironment. Of each the upper
// spelling counts first. The list of exceptions is completed by what a node must reach by itself.
import type { DirectAddresses } from "../../model/facts/daemon-facts.ts"

const upper = ["HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"] as const

export const proxyVariables: readonly string[] = upper.flatMap((name) => [name, name.toLowerCase()])

/** Undefined: the variable is not to be there. */
export type Variables = ReadonlyMap<string, string | undefined>

type Environment = Readonly<Record<string, string>>

const valueIn = (environment: Environment, name: string) => environment[name] || environment[name.toLowerCase()]

/** The proxy in force for what is asked over TLS, which is every registry. */
export function proxyIn(environment: Environment): string | undefined {
  return valueIn(environment, "HTTPS_PROXY") ?? valueIn(environment, "HTTP_PROXY")
}

export function exceptionsIn(environment: Environment): readonly string[] {
  return listOf(valueIn(environment, "NO_PROXY") ?? "")
}

const listOf = (text: string) => text.split(",").flatMap((one) => one.trim() || [])

/** Loopback, the node, and names of the cluster; kubernetes.io, "Installing kubeadm", speaks of the last two. */
export function completed(given: readonly string[], { own, cluster }: DirectAddresses): readonly string[] {
  return [...new Set([...given, "localhost", "127.0.0.1", "::1", ...own, ...cluster, ".svc", ".cluster.local"])]
}

/** What is to be set and what taken away, so that this environment becomes as asked; empty: it is. */
export function wantedVariables(
  environment: Environment,
  proxy: string | undefined,
  noProxy: readonly string[] | undefined,
  direct: DirectAddresses,
): Variables {
  if (proxy === "none") {
    const set = proxyVariables.filter((name) => environment[name] !== undefined)
    return new Map(set.map((name) => [name, undefined]))
  }
  const wanted = completed(noProxy ?? exceptionsIn(environment), direct)
  const present = exceptionsIn(environment)
  const isListed =
    wanted.every((one) => present.includes(one)) && (noProxy === undefined || present.length === wanted.length)
  const isSet = proxy === undefined || upper.slice(0, 2).every((name) => environment[name] === proxy)
  if (isListed && isSet) return new Map()
  return new Map([
    ...(proxy === undefined ? [] : upper.slice(0, 2).map((name) => [name, proxy] as const)),
    ["NO_PROXY", wanted.join(",")],
  ])
}

/** Whether a URL names a password, or a user, who may be as secret. */
export function hasCredentials(url: string): boolean {
  return URL.canParse(url) && (new URL(url).password !== "" || new URL(url).username !== "")
}
