// Mirrors in hosts.toml that have a path without /v2: containerd appends /v2 to it, and few registries serve their API
// there. Mirrors with a prefix need the whole API path and override_path.
import { toml } from "../../../documents/toml/toml.ts"
import { isTable, ownValue } from "../../../documents/value.ts"
import type { Finding } from "../../../model/finding.ts"
import { filesIn } from "../../files-in-facts.ts"
import type { ContainerdFacts } from "../facts.ts"

/** See containerd core/remotes/docker/config/hosts.go, parseHostConfig: a path that ends in /v2 is kept. */
export function registryHosts(facts: ContainerdFacts): readonly Finding[] {
  return filesIn(facts).flatMap((file): readonly Finding[] => {
    if (!file.path.endsWith("/hosts.toml")) return []
    const document = toml.parse(file.path, file.text)
    const hosts = document.ok ? ownValue(document.value.root, "host") : undefined
    if (!isTable(hosts)) return []
    return Object.entries(hosts).flatMap(([url, host]): readonly Finding[] => {
      // One without http in front is asked by HTTPS.
      const whole = url.startsWith("http") ? url : `https://${url}`
      const path = URL.canParse(whole) ? new URL(whole).pathname.replace(/(?<!\/)\/+$/, "") : ""
      const isWhole = isTable(host) && ownValue(host, "override_path") === true
      if (path === "" || path.endsWith("/v2") || isWhole) return []
      const args = { file: file.path, url, asked: `${url.replace(/(?<!\/)\/+$/, "")}/v2/` }
      return [{ code: "registry-host-path", args, severity: "warning", component: "containerd" }]
    })
  })
}
