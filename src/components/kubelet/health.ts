// Where a running kubelet says whether it is healthy: healthzBindAddress and healthzPort of its configuration, or their
// flags. Pure.
import { ownValue } from "../../documents/value.ts"
import { lastFlag } from "../service-flags.ts"
import { configurations } from "./effective.ts"
import type { KubeletFacts } from "./facts.ts"

/** Kubelet config/v1beta1/defaults.go, SetDefaults_KubeletConfiguration. */
const usual = { address: "127.0.0.1", port: 10248 }

/** Undefined: it is switched off (port 0), or a value is none that a kubelet takes. */
export function healthUrl(own: KubeletFacts): string | undefined {
  const inFiles = (field: string) => configurations(own).map(({ root }) => ownValue(root, field))
  const port = lastFlag(own.flags, "healthz-port")?.value ?? inFiles("healthzPort").findLast((one) => one !== undefined)
  const address =
    lastFlag(own.flags, "healthz-bind-address")?.value ??
    inFiles("healthzBindAddress").findLast((one) => one !== undefined && one !== "")
  const number = Number(port ?? usual.port)
  if (!Number.isInteger(number) || number < 1 || number > 65_535) return undefined
  return `http://${hostOf(String(address ?? usual.address))}:${number}/healthz`
}

/** All addresses of the node include the one that is surely there. */
function hostOf(address: string): string {
  if (address === "0.0.0.0") return usual.address
  if (address === "::") return "[::1]"
  return address.includes(":") ? `[${address}]` : address
}
