// Blots out what looks like a secret in configuration and program output, so that it can be shown on a terminal and a
// recorded node can be shared. Each byte of a secret becomes an "x": lengths, lines and columns stay, in TOML, YAML,
// JSON and even within protobuf. It goes by the names of keys; a secret under a name that is not in the list stays, so
// look before you share.

/**
 * Keys whose values are secrets: registry credentials (containerd docs/cri/registry.md, docker's config.json),
 * kubeconfig and bootstrap tokens (client-go tools/clientcmd/api/v1).
 */
const secretKeys = [
  "auth",
  "password",
  "identitytoken",
  "identity_token",
  "identityToken",
  "registrytoken",
  "registry_token",
  "registryToken",
  "token",
  "secret",
  "client-key-data",
  // Header of a registry host in hosts.toml: containerd docs/hosts.md, "header fields".
  "authorization",
  "Authorization",
  "Proxy-Authorization",
]

/** `Authorization = ["Basic …"]`: the one form with a list. */
const listed = /((?:^|[\s{,"'])(?:Proxy-)?[Aa]uthorization["']?[ \t]*[:=][ \t]*)\[([^\]\r\n]{0,4096})\]/gm

/** A flag of a command line: kubelet's --storage-driver-password, kubeadm's --token. */
const flagged = /((?<![a-z-])--[a-z-]*(?:password|token|secret)[= ])([^\s"'-][^\s"']*)/g

/** Up to the value. */
const secretKey = `(?:^|[\\s{,."'])(?:${secretKeys.join("|")})["']?[ \\t]*[:=][ \\t]*`

/**
 * `key = "value"`, `"key": "value"`, `key: value` on one line; the value stands in group 3 or 4. There is one way only
 * to read a row of backslashes, or a line of them without a closing quote would take time without end.
 */
const keyed = new RegExp(
  `(${secretKey})(?!"""|''')(?:(["'])((?:\\\\.|(?!\\2)[^\\\\\\r\\n])*\\\\?)\\2|([^\\s"'{\\[,}]+))`,
  "gm",
)

/** TOML's strings of several lines; see the TOML specification, "String". */
const keyedLong = new RegExp(`(${secretKey})("""|''')([\\s\\S]*?)(?=\\2|$(?![\\s\\S]))`, "gm")

/** A quote that is never closed: the line that a parser stops at is shown. */
const keyedOpen = new RegExp(`(${secretKey}(["'])(?!\\2))((?:(?!\\2)[^\\r\\n])+)$`, "gm")

/** The password in http://user:password@proxy. */
const inUrl = /(:\/\/[^\s/:@"']+:)([^\s/@"']+)(?=@)/g

const privateKey = /(-----BEGIN [A-Z ]*PRIVATE KEY-----)([\s\S]*?)(?=-----END|$)/g

/** The same bytes with secrets replaced by as many "x". */
export function withoutSecrets(bytes: Uint8Array): Uint8Array {
  // One character per byte, so that nothing else changes, whatever the encoding is.
  return Buffer.from(cleaned(Buffer.from(bytes).toString("latin1")), "latin1")
}

/** The same for a text: as many code units. */
export function withoutSecretsInText(text: string): string {
  return cleaned(text)
}

/** The same for every text within a value, and for what stands under a secret's name in it. */
export function withoutSecretsInValue<Value>(value: Value): Value {
  return cleanedValue(value) as Value
}

function cleanedValue(value: unknown): unknown {
  if (typeof value === "string") return cleaned(value)
  if (Array.isArray(value)) return value.map(cleanedValue)
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, own]) => [
      key,
      secretKeys.includes(key) && typeof own === "string" ? blot(own) : cleanedValue(own),
    ]),
  )
}

function cleaned(text: string): string {
  return text
    .replace(
      keyed,
      (_, key: string, quote: string | undefined, quoted: string | undefined, bare: string | undefined) =>
        quote === undefined ? key + blot(bare ?? "") : key + quote + blot(quoted ?? "") + quote,
    )
    .replace(keyedLong, (_, key: string, quotes: string, value: string) => key + quotes + blot(value))
    .replace(keyedOpen, (_, key: string, _quote: string, value: string) => key + blot(value))
    .replace(inUrl, (_, before: string, password: string) => before + blot(password))
    .replace(listed, (_, key: string, list: string) => `${key}[${list.replace(/[^\s"',]/g, "x")}]`)
    .replace(flagged, (_, flag: string, value: string) => flag + blot(value))
    .replace(privateKey, (_, begin: string, body: string) => begin + blot(body))
}

function blot(secret: string): string {
  return secret.replace(/[^\r\n]/g, "x")
}
