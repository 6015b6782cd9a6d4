// A registry on loopback with a certificate of its own, a password, and one small image: what a pull needs of the
// distribution API, and a record of who asked for what.
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { sha256 } from "../../../src/model/file-content.ts"
import { mustRun } from "./programs.ts"

export interface TlsRegistry {
  /** "127.0.0.1:PORT". */
  readonly host: string
  /** PEM of the certificate that is to be trusted. */
  readonly certificate: string
  /** Paths that were asked for and answered, oldest first. */
  readonly served: string[]
  stop(): void
}

const ociTypes = "application/vnd.oci.image"

/** An image with one empty layer, as the paths below /v2/team/tool/ and what they answer. */
function image(): ReadonlyMap<string, { readonly bytes: Buffer; readonly type: string; readonly digest: string }> {
  const described = (bytes: Buffer, type: string) => ({ bytes, type, digest: `sha256:${sha256(bytes)}` })
  const layer = described(Buffer.alloc(1024), `${ociTypes}.layer.v1.tar`)
  const rootfs = { type: "layers", diff_ids: [layer.digest] }
  const told = Buffer.from(JSON.stringify({ architecture: "amd64", os: "linux", config: {}, rootfs }))
  const config = described(told, `${ociTypes}.config.v1+json`)
  const parts = [config, layer].map(({ type, digest, bytes }) => ({ mediaType: type, digest, size: bytes.length }))
  const manifest = described(
    Buffer.from(
      JSON.stringify({
        schemaVersion: 2,
        mediaType: `${ociTypes}.manifest.v1+json`,
        config: parts[0],
        layers: [parts[1]],
      }),
    ),
    `${ociTypes}.manifest.v1+json`,
  )
  return new Map([
    ["manifests/1", manifest],
    [`manifests/${manifest.digest}`, manifest],
    [`blobs/${config.digest}`, config],
    [`blobs/${layer.digest}`, layer],
  ])
}

/**
 * `asks`: for name and password in every request, for a token that they are changed for, or for nothing. `names`: what it is
 * called besides its address, as subjectAltName has them.
 */
export async function tlsRegistry(
  login: string,
  asks: "password" | "token" | "nothing",
  { names = [] as readonly string[], onServed = (_path: string): void => undefined } = {},
): Promise<TlsRegistry> {
  const directory = mkdtempSync(join(tmpdir(), "criadm-registry-"))
  const [key, cert] = [join(directory, "key.pem"), join(directory, "cert.pem")]
  const subject = ["-subj", "/CN=registry", "-addext", `subjectAltName=${["IP:127.0.0.1", ...names].join(",")}`]
  const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]
  await mustRun(["openssl", "req", "-x509", ...curve, "-nodes", "-days", "2", ...subject, "-keyout", key, "-out", cert])
  const certificate = readFileSync(cert, "utf8")
  const basic = `Basic ${Buffer.from(login).toString("base64")}`
  const files = image()
  const served: string[] = []
  const token = crypto.randomUUID()
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    tls: { key: readFileSync(key, "utf8"), cert: certificate },
    fetch(request): Response {
      const { pathname, host } = new URL(request.url)
      const given = request.headers.get("authorization")
      if (pathname === "/token") return given === basic ? Response.json({ token }) : new Response("", { status: 401 })
      if (asks !== "nothing" && given !== (asks === "password" ? basic : `Bearer ${token}`)) {
        const challenge = asks === "password" ? 'Basic realm="r"' : `Bearer realm="https://${host}/token",service="r"`
        return new Response("", { status: 401, headers: { "www-authenticate": challenge } })
      }
      const found = files.get(pathname.replace(/^\/v2\/team\/tool\//, ""))
      served.push(pathname)
      onServed(pathname)
      if (found === undefined) return new Response("", { status: pathname === "/v2/" ? 200 : 404 })
      const headers = { "content-type": found.type, "docker-content-digest": found.digest }
      return new Response(new Uint8Array(found.bytes), { headers })
    },
  })
  rmSync(directory, { recursive: true })
  return { host: `127.0.0.1:${server.port}`, certificate, served, stop: () => server.stop(true) }
}
