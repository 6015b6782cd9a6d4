// Fetches a file over HTTPS into a file of criadm's own: what was cut off goes on from where it is, a redirect leads to
// HTTPS only, and no more comes than was said. What it is must be shown by a checksum afterwards; nothing here trusts it.
import { closeSync, existsSync, fstatSync, openSync, readFileSync, renameSync, rmSync, writeSync } from "node:fs"
import type { FetchProblem } from "../../model/install/archives.ts"
import { errnoOf } from "../errno.ts"
import { type Environment, proxyFor } from "./proxy.ts"

export interface Download {
  readonly url: string
  /** A path of this machine. Beside it ".part" is what came so far. */
  readonly to: string
  readonly maxBytes: number
  /** `totalBytes` undefined: whoever sends it does not say. */
  onBytes?(bytes: number, totalBytes: number | undefined): void
  readonly headers?: Readonly<Record<string, string>>
  /** Nothing for so long, in seconds: it has stalled. */
  readonly stallSeconds?: number
  readonly environment?: Environment
}

export type Fetched =
  | { readonly ok: true; readonly bytes: number }
  /** `challenge`: who asks for a token says here where one is to be had. */
  | { readonly ok: false; readonly why: FetchProblem; readonly detail: string; readonly challenge?: string }

/** Editor's choices. */
const usualStallSeconds = 30
const mostRedirects = 8
/** In a row without a byte more. */
const attempts = 3
const pauseMilliseconds = 200

/** Where systems keep whom they trust: Debian and Arch; Fedora and RHEL; openSUSE; Alpine. */
const trustFiles = [
  "/etc/ssl/certs/ca-certificates.crt",
  "/etc/pki/tls/certs/ca-bundle.crt",
  "/etc/ssl/ca-bundle.pem",
  "/etc/ssl/cert.pem",
]

class Stopped extends Error {
  readonly why: FetchProblem
  readonly detail: string
  /** Whether it may pass by itself. */
  readonly mayPass: boolean
  challenge?: string

  constructor(why: FetchProblem, detail: string, mayPass = false) {
    super(why)
    this.why = why
    this.detail = detail
    this.mayPass = mayPass
  }
}

export async function download(wanted: Download): Promise<Fetched> {
  const part = `${wanted.to}.part`
  let stopped = new Stopped("unreachable", "")
  let had = -1
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    try {
      const bytes = await fetchRest(wanted, part)
      renameSync(part, wanted.to)
      return { ok: true, bytes }
    } catch (error) {
      stopped = error instanceof Stopped ? error : stoppedBy(error)
      if (!stopped.mayPass) break
      const has = sizeOf(part)
      if (has > had) attempt = 0
      had = has
      await new Promise((resolve) => setTimeout(resolve, pauseMilliseconds))
    }
  }
  const { why, detail, challenge } = stopped
  return { ok: false, why, detail, ...(challenge === undefined ? {} : { challenge }) }
}

/** Goes on behind what is there, where the server can; else anew. */
async function fetchRest(wanted: Download, part: string): Promise<number> {
  const has = sizeOf(part)
  const giveUp = new AbortController()
  const stall = (wanted.stallSeconds ?? usualStallSeconds) * 1000
  const timer = setTimeout(() => giveUp.abort(), stall)
  try {
    const range = has > 0 ? { Range: `bytes=${has}-` } : {}
    const response = await follow(wanted, { ...wanted.headers, ...range }, giveUp.signal)
    if (response.status === 416) {
      rmSync(part, { force: true })
      throw new Stopped("status", "416", true)
    }
    if (response.status !== 200 && response.status !== 206) {
      const stopped = new Stopped("status", String(response.status), response.status >= 500)
      const challenge = response.headers.get("www-authenticate")
      if (challenge !== null) stopped.challenge = challenge
      throw stopped
    }
    const from = response.status === 206 ? rangeStart(response) : 0
    if (from !== 0 && from !== has) throw new Stopped("status", "206", false)
    return await write(response, part, from, wanted, () => timer.refresh())
  } catch (error) {
    if (giveUp.signal.aborted) throw new Stopped("stalled", String(stall / 1000), true)
    throw error
  } finally {
    clearTimeout(timer)
  }
}

function rangeStart(response: Response): number {
  return Number(/^bytes (\d+)-/.exec(response.headers.get("content-range") ?? "")?.[1] ?? Number.NaN)
}

async function write(
  response: Response,
  part: string,
  from: number,
  { maxBytes, onBytes }: Download,
  onProgress: () => void,
): Promise<number> {
  const length = response.headers.get("content-length")
  const total = length === null ? undefined : from + Number(length)
  if (total !== undefined && total > maxBytes) throw new Stopped("too-large", String(maxBytes))
  const descriptor = openSync(part, from === 0 ? "w" : "a", 0o600)
  let bytes = from
  try {
    for await (const piece of response.body ?? []) {
      onProgress()
      bytes += piece.length
      if (bytes > maxBytes) throw new Stopped("too-large", String(maxBytes))
      for (let at = 0; at < piece.length; ) at += writeSync(descriptor, piece, at, piece.length - at)
      onBytes?.(bytes, total)
    }
  } finally {
    closeSync(descriptor)
  }
  if (total !== undefined && bytes < total) throw new Stopped("stalled", "", true)
  return bytes
}

async function follow(wanted: Download, headers: Readonly<Record<string, string>>, signal: AbortSignal) {
  const environment = wanted.environment ?? process.env
  const ca = trusted(environment)
  let url = new URL(wanted.url)
  let sent = headers
  for (let count = 0; count <= mostRedirects; count += 1) {
    if (url.protocol !== "https:") throw new Stopped("insecure", url.href)
    const proxy = proxyFor(url, environment)
    const response = await fetch(url, {
      headers: sent,
      redirect: "manual",
      signal,
      // Bytes as they are: a file that is compressed stays so.
      decompress: false,
      // False: directly, whatever the variables say, which were read already.
      proxy: (proxy ?? false) as string,
      ...(ca === undefined ? {} : { tls: { ca } }),
    })
    const location = response.headers.get("location")
    if (response.status < 300 || response.status > 399 || location === null) return response
    await response.body?.cancel()
    const next = new URL(location, url)
    // Credentials are for the host that asked for them.
    if (next.host !== url.host) sent = Object.fromEntries(Object.entries(sent).filter(([name]) => name === "Range"))
    url = next
  }
  throw new Stopped("redirects", String(mostRedirects))
}

/** SSL_CERT_FILE, as OpenSSL and Go have it; else the system's; else those that come with this program. */
export function trusted(environment: Environment): string | undefined {
  const file = environment["SSL_CERT_FILE"] ?? trustFiles.find((path) => existsSync(path))
  try {
    return file === undefined ? undefined : readFileSync(file, "utf8")
  } catch (error) {
    errnoOf(error)
    return undefined
  }
}

function sizeOf(path: string): number {
  try {
    const descriptor = openSync(path, "r")
    const { size } = fstatSync(descriptor)
    closeSync(descriptor)
    return size
  } catch (error) {
    errnoOf(error)
    return 0
  }
}

/** What fetch throws has a code that is a name of the kernel, of OpenSSL, or of Bun. */
function stoppedBy(error: unknown): Stopped {
  const code = String((error as { code?: unknown }).code ?? (error instanceof Error ? error.message : ""))
  if (["ENOSPC", "EACCES", "EROFS", "EDQUOT", "EIO"].includes(code)) return new Stopped("not-written", code)
  if (/PROXY/.test(code)) return new Stopped("proxy", code)
  if (/CERT|SSL|TLS|SIGNED|ISSUER|ALTNAME/.test(code)) return new Stopped("untrusted", code)
  return new Stopped("unreachable", code, true)
}
