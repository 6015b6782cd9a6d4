// Values of daemon.json whose form dockerd does not take, so that it ends at its start: those of Docker 20.10 to 28, asked
// of dockerd 20.10.24, 26.1.5 and 28.5.2. `dockerd --validate` says most of them, where it can be asked; for the files of
// an image nobody else does. Sources: moby opts/opts.go, daemon/config/config.go, daemon/daemon_unix.go (initBridgeDriver).
import type { Table, Value } from "../../../documents/document.ts"
import { isList, isTable, ownValue } from "../../../documents/value.ts"
import type { Version } from "../../../model/version.ts"
import { isLogLevel, leastAttempts, leastMtu } from "../tables/releases.ts"

export interface UnfitForm {
  readonly path: readonly string[]
  /** As written, with its directive; none of these holds credentials. */
  readonly what: string
}

/** Whether a text is one that dockerd takes for the directive. */
type Form = (text: string) => boolean

/** Loaded when it is asked: few files have an address in them, and every command loads this one. */
const net = () => process.getBuiltinModule("node:net")

const isAddress: Form = (text) => net().isIP(text.trim()) !== 0

/** net.ParseCIDR. */
const isNetwork: Form = (text) => {
  const [, address = "", bits = ""] = /^(.*)\/(\d{1,3})$/.exec(text) ?? []
  return (net().isIPv4(address) && Number(bits) <= 32) || (net().isIPv6(address) && Number(bits) <= 128)
}

/** The bridge's own address: libnetwork cannot give it the network's own, "Address already in use". */
const isAddressInNetwork: Form = (text) => {
  const [, address = "", bits = ""] = /^(\d+\.\d+\.\d+\.\d+)\/(\d{1,2})$/.exec(text) ?? []
  if (!isNetwork(text) || address === "") return isNetwork(text)
  const number = address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0)
  return Number(bits) > 30 || number % 2 ** (32 - Number(bits)) !== 0
}

/** cmd/dockerd/metrics.go, startMetricsServer: net.ResolveTCPAddr. */
const isAddressWithPort: Form = (text) => /^(?:\[[^\]]*\]|[^:]*):\w+$/.test(text)

/** opts.validateDomain: letters, digits and hyphens in labels, or "." for none. */
const isDomain: Form = (text) => /^\s*(?:\.|(?:[a-zA-Z0-9_](?:[a-zA-Z0-9_-]*[a-zA-Z0-9_])?\.?)+)\s*$/.test(text)

/** go-units RAMInBytes. */
const isSize: Form = (text) => /^\d+(?:\.\d+)? ?(?:[kmgtp]?i?b?)$/i.test(text)

/** opts.ValidateLabel. */
const isLabel: Form = (text) => /^[^=]+=/.test(text)

/** daemon/config/config.go, Validate. */
const isLogFormat: Form = (text) => text === "text" || text === "json"

/** swarmkit genericresource.Parse. */
const isResource: Form = (text) => /^[^=]+=[^=]+$/.test(text)

/** distribution/reference, DomainRegexp: what a host may be in the name of an image. */
const host = /^(?:[a-z\d]|[a-z\d][a-z\d-]*[a-z\d])(?:\.(?:[a-z\d]|[a-z\d][a-z\d-]*[a-z\d]))*$/i

/**
 * registry/config.go, loadInsecureRegistries: a network, or a host with or without a port. Schemes are told elsewhere. A
 * name like __ZONE__ is a template's, and filled in before dockerd reads it.
 */
const isInsecureRegistry: Form = (text) => {
  const registry = text.replace(/^https?:\/\//i, "")
  if (registry.includes("://") || registry.includes("__") || isNetwork(registry)) return true
  const [, name = registry, port = ""] = /^(.*):(\d+)$/.exec(registry) ?? []
  const address = name.replace(/^\[(.*)\]$/, "$1")
  return Number(port) <= 65535 && (host.test(name) || net().isIP(address) !== 0 || net().isIP(registry) !== 0)
}

const texts: Readonly<Record<string, Form>> = {
  ip: isAddress,
  bip: isAddressInNetwork,
  "fixed-cidr": isNetwork,
  "fixed-cidr-v6": isNetwork,
  "default-shm-size": isSize,
  "log-format": isLogFormat,
  "metrics-addr": isAddressWithPort,
  "host-gateway-ip": isAddress,
  "default-gateway": isAddress,
  "default-gateway-v6": isAddress,
}

const ofBridge = ["bip", "fixed-cidr", "fixed-cidr-v6"]

const lists: Readonly<Record<string, Form>> = {
  dns: isAddress,
  "dns-search": isDomain,
  labels: isLabel,
  "host-gateway-ips": isAddress,
  "insecure-registries": isInsecureRegistry,
  "node-generic-resources": isResource,
}

/** daemon/config/config.go, Validate: the least that is taken. */
const countsOf = (version: Version): Readonly<Record<string, number>> => ({
  "max-concurrent-downloads": 0,
  "max-concurrent-uploads": 0,
  "max-download-attempts": leastAttempts(version),
  mtu: leastMtu(version),
})

/** Undefined: every value here has a form that is taken. */
export function findUnfitForm(root: Table, version: Version): UnfitForm | undefined {
  return [
    ...unfitTexts(root),
    ...unlessFit("log-level", ownValue(root, "log-level"), (text) => isLogLevel(version, text)),
    ...unfitLists(root),
    ...unfitCounts(root, version),
    ...unfitPools(root),
  ][0]
}

function unfitTexts(root: Table): readonly UnfitForm[] {
  // Without the default bridge nobody reads its addresses.
  const isRead = (key: string) => !ofBridge.includes(key) || ownValue(root, "bridge") !== "none"
  return Object.entries(texts).flatMap(([key, isFit]) =>
    isRead(key) ? unlessFit(key, ownValue(root, key), isFit) : [],
  )
}

function unfitLists(root: Table): readonly UnfitForm[] {
  return Object.entries(lists).flatMap(([key, isFit]) => {
    const list = ownValue(root, key)
    return isList(list) ? list.flatMap((value) => unlessFit(key, value, isFit)) : []
  })
}

/** Values of another kind are told elsewhere. An empty text is as if it were not there. */
function unlessFit(key: string, value: Value | undefined, isFit: Form): readonly UnfitForm[] {
  if (typeof value !== "string" || value === "" || isFit(value)) return []
  return [{ path: [key], what: `${key}: ${value}` }]
}

function unfitCounts(root: Table, version: Version): readonly UnfitForm[] {
  return Object.entries(countsOf(version)).flatMap(([key, least]) => {
    const value = ownValue(root, key)
    return typeof value === "number" && value < least ? [{ path: [key], what: `${key}: ${value}` }] : []
  })
}

/** libnetwork/ipamutils: a pool's networks are not larger than the pool. */
function unfitPools(root: Table): readonly UnfitForm[] {
  const key = "default-address-pools"
  const pools = ownValue(root, key)
  return (isList(pools) ? pools : []).flatMap((pool): readonly UnfitForm[] => {
    if (!isTable(pool)) return []
    const [base, size] = [ownValue(pool, "base"), ownValue(pool, "size")]
    if (typeof base !== "string" || typeof size !== "number") return []
    const bits = Number(/\/(\d+)$/.exec(base)?.[1])
    const isFit = isNetwork(base) && size >= bits && size <= (base.includes(":") ? 128 : 32)
    return isFit ? [] : [{ path: [key], what: `${key}: base ${base}, size ${size}` }]
  })
}
