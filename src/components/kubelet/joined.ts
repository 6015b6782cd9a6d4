// What a kubelet that has joined cannot start without: the configuration that --config names, and the client certificate
// that its kubeconfig names. Where that is missing or past its end, the kubelet takes the bootstrap kubeconfig, and ends
// where there is none: pkg/kubelet/certificate/bootstrap/bootstrap.go, LoadClientConfig and isClientConfigStillValid.
import type { ReadingMachine } from "../../machine/reading.ts"
import { type Flag, lastFlag } from "../service-flags.ts"

export interface JoinedFiles {
  /** The file of --config, which is not there. */
  readonly missingConfig?: string
  /** The kubeconfig, its certificate, and what is wrong with that; `until`: ISO 8601, of one that is past its end. */
  readonly client?: {
    readonly kubeconfig: string
    readonly certificate: string
    readonly why: "missing" | "expired"
    readonly until?: string
  }
}

export function lookAtJoined(machine: ReadingMachine, flags: readonly Flag[]): JoinedFiles {
  const kubeconfig = lastFlag(flags, "kubeconfig")?.value ?? ""
  const text = kubeconfig === "" ? undefined : textOf(machine, kubeconfig)
  if (text === undefined) return {}
  const config = lastFlag(flags, "config")?.value ?? ""
  const bootstrap = lastFlag(flags, "bootstrap-kubeconfig")?.value ?? ""
  const hasBootstrap = bootstrap !== "" && machine.resolve(bootstrap) !== undefined
  const client = hasBootstrap ? undefined : clientOf(machine, kubeconfig, text)
  return {
    ...(config !== "" && machine.resolve(config) === undefined ? { missingConfig: config } : {}),
    ...(client === undefined ? {} : { client }),
  }
}

function clientOf(machine: ReadingMachine, kubeconfig: string, text: string): JoinedFiles["client"] {
  const certificate = /^[ \t]*client-certificate:[ \t]*["']?([^\s"'#]+)/m.exec(text)?.[1]
  if (certificate === undefined) return undefined
  const path = certificate.startsWith("/") ? certificate : `${kubeconfig.replace(/\/[^/]*$/, "")}/${certificate}`
  if (machine.resolve(path) === undefined) return { kubeconfig, certificate: path, why: "missing" }
  const until = endOf(textOf(machine, path) ?? "")
  // The kubelet compares with its own clock; an image is judged when it boots.
  if (until === undefined || !machine.isLive || until > machine.now()) return undefined
  return { kubeconfig, certificate: path, why: "expired", until: new Date(until).toISOString() }
}

/** The last of its certificates to end, in milliseconds since the epoch; the key beside it is not looked at. */
function endOf(pem: string): number | undefined {
  const { X509Certificate } = process.getBuiltinModule("node:crypto")
  const ends = (pem.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? []).flatMap((one) => {
    try {
      return [Date.parse(new X509Certificate(one).validTo)]
    } catch {
      // Not a certificate: the kubelet says so itself.
      return []
    }
  })
  return ends.length === 0 ? undefined : Math.max(...ends)
}

function textOf(machine: ReadingMachine, path: string): string | undefined {
  const file = machine.readFile(path)
  return file.state === "read" ? new TextDecoder().decode(file.bytes) : undefined
}
