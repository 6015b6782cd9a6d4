// Which names stand for a secret: registry credentials (containerd docs/hosts.md and docs/cri/registry.md, Docker's
// config.json), kubeconfig and bootstrap tokens (client-go tools/clientcmd/api/v1), HTTP headers, flags of daemons.
// It goes by the words of a name, so that a key nobody has listed (cloud-token, X_PRIVATE_TOKEN, dbPassword) counts too.

const secretWords = new Set([
  "password",
  "passwd",
  "passphrase",
  "pwd",
  "secret",
  "token",
  "authorization",
  "cookie",
  "identitytoken",
  "registrytoken",
  "accesstoken",
  "refreshtoken",
  "apikey",
  "accesskey",
  "secretkey",
  "signature",
])

/**
 * Secret only where nothing follows: `auth = "…"`, `_auth`, `X-Registry-Auth`, but not `auth_config`. A header may be any
 * credential: `--manifest-url-header=X-Auth:…`.
 */
const secretLastWords = new Set(["auth", "pass", "credential", "credentials", "bearer", "sig", "header", "headers"])

const secretPairs = new Set(["api key", "access key", "secret key", "client key data", "private key data", "sas key"])

/** A name that ends so speaks of a secret and holds none: tokenTTL, token-auth-file, password_path. */
const harmlessLastWords = new Set([
  "ttl",
  "file",
  "files",
  "path",
  "dir",
  "directory",
  "url",
  "uri",
  "endpoint",
  "webhook",
  "name",
  "type",
  "enabled",
  "expiration",
  "seconds",
  "minutes",
  "timeout",
  "policy",
  "mode",
  "version",
  "provider",
  "size",
  "strategy",
  "attributes",
  "review",
  "cleaner",
])

/** The words of a name, lower case: camelCase, dashes, underscores and dots part them. */
function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "")
}

/** Whether the value under this name is a secret. A dotted name counts by its last part, or as a header by its parent. */
export function isSecretName(name: string): boolean {
  if (name.length > 200) return false
  const parts = name.split(".")
  if (parts.length > 1 && isHeaderTable(parts.at(-2) ?? "")) return true
  const words = wordsOf(parts.at(-1) ?? "")
  const last = words.at(-1)
  if (last === undefined || harmlessLastWords.has(last)) return false
  if (words.some((word) => secretWords.has(word)) || secretLastWords.has(last)) return true
  return secretPairs.has(words.slice(-2).join(" ")) || secretPairs.has(words.slice(-3).join(" "))
}

/**
 * Tables whose every value is sent as an HTTP header: hosts.toml's `header`, HttpHeaders of Docker's config.json,
 * staticPodURLHeader of the kubelet.
 */
export function isHeaderTable(name: string): boolean {
  if (name.length > 200) return false
  const last = wordsOf(name).at(-1)
  return last === "header" || last === "headers" || last === "httpheaders"
}
