// Through which proxy a URL is fetched, by the variables that other programs read; see golang.org/x/net/http/httpproxy,
// whose reading of NO_PROXY is the one that nodes of a cluster are set up for. Pure.
export type Environment = Readonly<Record<string, string | undefined>>

/** Undefined: directly. */
export function proxyFor(url: URL, environment: Environment): string | undefined {
  const first = (...names: readonly string[]) => names.map((name) => environment[name]).find((one) => one)
  const proxy = first("HTTPS_PROXY", "https_proxy")
  if (proxy === undefined || isExcepted(url, first("NO_PROXY", "no_proxy") ?? "")) return undefined
  return proxy.includes("://") ? proxy : `http://${proxy}`
}

/**
 * The variables of the caller with a proxy that was asked for as a setting of the runtime: what its daemon reaches registries
 * through is how this node reaches the world. "none": directly. Undefined: as the variables say.
 */
export function environmentWithProxy(
  environment: Environment,
  proxy: string | undefined,
  except: string | undefined,
): Environment {
  if (proxy === undefined) return environment
  const { HTTPS_PROXY: _, https_proxy: __, ...others } = environment
  if (proxy === "none") return others
  return { ...others, HTTPS_PROXY: proxy, ...(except === undefined ? {} : { NO_PROXY: except }) }
}

/** Loaded when a list is to be judged: almost no command fetches anything. */
const net = () => process.getBuiltinModule("node:net")

function isExcepted(url: URL, list: string): boolean {
  const host = url.hostname.replace(/^\[|\]$/g, "").toLowerCase()
  const port = url.port === "" ? "443" : url.port
  const entries = list
    .split(",")
    .map((entry) => entry.trim().toLowerCase())
    .filter((entry) => entry !== "")
  return entries.some((entry) => {
    if (entry === "*") return true
    const [, address = "", bits] = /^(.+)\/(\d+)$/.exec(entry) ?? []
    if (bits !== undefined) return isInNetwork(host, address, Number(bits))
    const [, name = entry, only] = /^(.+?):(\d+)$/.exec(net().isIP(entry) === 6 ? "" : entry) ?? []
    if (only !== undefined && only !== port) return false
    const domain = name.replace(/^\*?\./, "")
    // ".example.org" is what lies below it; "example.org" is itself besides.
    return host.endsWith(`.${domain}`) || (host === domain && domain === name)
  })
}

function isInNetwork(host: string, address: string, bits: number): boolean {
  const [family, network] = [net().isIP(host), net().isIP(address)]
  if (family === 0 || family !== network || bits > (family === 4 ? 32 : 128)) return false
  const kind = family === 4 ? "ipv4" : "ipv6"
  const list = new (net().BlockList)()
  list.addSubnet(address, bits, kind)
  return list.check(host, kind)
}
