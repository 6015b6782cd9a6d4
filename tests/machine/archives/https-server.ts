// A server on the loopback with a certificate made for it, answering as its handler says.
import { spawnSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import type { RequestListener } from "node:http"
import { createServer } from "node:https"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"

export interface LoopbackServer {
  /** "https://127.0.0.1:PORT". */
  readonly url: string
  /** File that trusts it, for SSL_CERT_FILE. */
  readonly trust: string
  stop(): void
}

export function certificate(directory: string): { readonly key: string; readonly cert: string } {
  const [key, cert] = [join(directory, "key.pem"), join(directory, "cert.pem")]
  const words = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=loopback"]
  const names = ["-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost"]
  const made = spawnSync("openssl", [...words, ...names, "-keyout", key, "-out", cert], { encoding: "utf8" })
  if (made.status !== 0) throw new Error(made.stderr)
  return { key, cert }
}

/** The same for answers that end in the middle. */
export async function breakingServer(answer: RequestListener): Promise<LoopbackServer> {
  const directory = mkdtempSync(join(tmpdir(), "criadm-https-"))
  const { key, cert } = certificate(directory)
  const server = createServer({ key: readFileSync(key), cert: readFileSync(cert) }, answer)
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    trust: cert,
    stop() {
      server.close()
      server.closeAllConnections()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

export function loopbackServer(answer: (request: Request) => Response | Promise<Response>): LoopbackServer {
  const directory = mkdtempSync(join(tmpdir(), "criadm-https-"))
  const { key, cert } = certificate(directory)
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    tls: { key: readFileSync(key), cert: readFileSync(cert) },
    fetch: answer,
  })
  return {
    url: `https://127.0.0.1:${server.port}`,
    trust: cert,
    stop() {
      server.stop(true)
      rmSync(directory, { recursive: true, force: true })
    },
  }
}
