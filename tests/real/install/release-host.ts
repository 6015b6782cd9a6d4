// Release archives assembled from Debian's own programs, and a server on a node's loopback that has them where a mirror of
// the release hosts has them. Nodes of the bench have no network.
import { createHash } from "node:crypto"
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { certificate } from "../../machine/archives/https-server.ts"
import type { Node } from "../nodes/nodes.ts"
import { cacheDirectory, momentaryDirectory } from "../support/cache.ts"
import { mustRun } from "../support/programs.ts"
import { localRepository } from "./local-repository.ts"

const checkout = join(import.meta.dir, "../../..")
export const mirror = "https://127.0.0.1:8443"

/** As the archives call them; what they really are is Debian's. */
export interface Releases {
  readonly containerd: string
  readonly runc: string
  readonly cniPlugins: string
}

export interface ReleaseHost {
  /** Directory to be among a node's tools: named "release-host". */
  readonly tool: string
  /** Lines as sha256sum writes them. */
  readonly sums: string
  /** Starts it on a node. */
  start(node: Node): Promise<void>
}

const packages = ["containerd", "runc", "containernetworking-plugins"]

/** The programs of that Debian suite. */
export async function releaseHost(suite: string, { containerd, runc, cniPlugins }: Releases): Promise<ReleaseHost> {
  const repository = await localRepository(suite, packages)
  const work = momentaryDirectory(join(cacheDirectory, "downloads"), "release-host")
  const root = join(work, "unpacked")
  for (const name of readdirSync(repository)) {
    if (/^(?:containerd|runc|containernetworking-plugins)_/.test(name)) {
      await mustRun(["dpkg-deb", "-x", join(repository, name), root])
    }
  }
  const tool = join(work, "release-host")
  const github = join(tool, "files", "github.com")
  const place = (path: string) => {
    const at = join(github, path)
    mkdirSync(dirname(at), { recursive: true })
    return at
  }
  const bin = join(work, "bin")
  mkdirSync(bin)
  for (const name of ["containerd", "containerd-shim-runc-v2", "ctr"])
    cpSync(join(root, "usr/bin", name), join(bin, name))
  const archives = [
    place(`containerd/containerd/releases/download/v${containerd}/containerd-${containerd}-linux-amd64.tar.gz`),
    place(`opencontainers/runc/releases/download/v${runc}/runc.amd64`),
    place(`containernetworking/plugins/releases/download/v${cniPlugins}/cni-plugins-linux-amd64-v${cniPlugins}.tgz`),
  ] as const
  const [first, program, plugins] = archives
  await mustRun(["tar", "-czf", first, "-C", work, "bin"])
  cpSync(join(root, existsSync(join(root, "usr/sbin/runc")) ? "usr/sbin/runc" : "usr/bin/runc"), program)
  await mustRun(["tar", "-czf", plugins, "-C", join(root, "usr/lib/cni"), "."])
  const { key, cert } = certificate(tool)
  renameSync(key, join(tool, "key.pem"))
  renameSync(cert, join(tool, "cert.pem"))
  cpSync(join(checkout, "node_modules/.bin/bun"), join(tool, "bun"), { dereference: true })
  writeFileSync(join(tool, "server.ts"), server)
  rmSync(root, { recursive: true })
  const sums = archives.map((path) => `${sha256(path)}  ${path.slice(github.length + 1)}\n`).join("")
  return {
    tool,
    sums,
    async start(node) {
      await node.put("/root/sums", sums, 0o600)
      await node.mustRun(
        "cd /opt/bench/release-host && (setsid ./bun server.ts >/tmp/release-host.log 2>&1 </dev/null & ) && until grep -q ready /tmp/release-host.log; do sleep 0.1; done",
      )
    },
  }
}

/** crictl is not Debian's: an archive with a stand-in for it. Its line as sha256sum writes it. */
export async function addCrictl(host: ReleaseHost, directory: string): Promise<string> {
  const path = "kubernetes-sigs/cri-tools/releases/download/v1.36.0/crictl-v1.36.0-linux-amd64.tar.gz"
  const at = join(host.tool, "files/github.com", path)
  mkdirSync(join(directory, "crictl"))
  writeFileSync(join(directory, "crictl/crictl"), "#!/bin/sh\necho crictl version v1.36.0\n", { mode: 0o755 })
  mkdirSync(dirname(at), { recursive: true })
  await mustRun(["tar", "-czf", at, "-C", join(directory, "crictl"), "crictl"])
  return `${sha256(at)}  ${path}\n`
}

/** An archive of the form of cri-dockerd's, with this program. Its line as sha256sum writes it. */
export async function addCriDockerd(host: ReleaseHost, program: string, release = "0.3.26"): Promise<string> {
  const path = `Mirantis/cri-dockerd/releases/download/v${release}/cri-dockerd-${release}.amd64.tgz`
  const at = join(host.tool, "files/github.com", path)
  const directory = momentaryDirectory(join(cacheDirectory, "downloads"), "cri-dockerd")
  mkdirSync(join(directory, "cri-dockerd"))
  cpSync(program, join(directory, "cri-dockerd/cri-dockerd"))
  mkdirSync(dirname(at), { recursive: true })
  await mustRun(["tar", "--use-compress-program=gzip -1", "-cf", at, "-C", directory, "cri-dockerd"])
  return `${sha256(at)}  ${path}\n`
}

/** What a registry has of an image archive, by the path that it is asked for. */
export async function registryOf(
  archive: string,
  directory: string,
): Promise<(path: string) => Uint8Array<ArrayBuffer> | undefined> {
  const layout = join(directory, "layout")
  mkdirSync(layout)
  await mustRun(["tar", "-xf", archive, "-C", layout])
  const index = JSON.parse(readFileSync(join(layout, "index.json"), "utf8")) as { manifests: { digest: string }[] }
  const blob = (digest: string) => new Uint8Array(readFileSync(join(layout, "blobs", digest.replace(":", "/"))))
  return (path) => {
    const [, what, reference = ""] = /^\/v2\/pause\/(manifests|blobs)\/(.+)$/.exec(path) ?? []
    if (what === undefined) return undefined
    return blob(reference.startsWith("sha256:") ? reference : (index.manifests[0]?.digest ?? ""))
  }
}

function sha256(path: string): string {
  return createHash("sha256").update(readFileSync(path)).digest("hex")
}

/** /tmp/how on the node says what goes wrong: "redirect", "cut", "wrong"; what is asked goes to /tmp/asked. */
const server = `
import { appendFileSync, existsSync, readFileSync, statSync } from "node:fs"
/** How much criadm has on disk by now of the file with these bytes. */
const arrived = (whole) => {
  const part = "/var/cache/criadm/archives/" + new Bun.CryptoHasher("sha256").update(whole).digest("hex") + ".part"
  return existsSync(part) ? statSync(part).size : 0
}
const how = () => (existsSync("/tmp/how") ? readFileSync("/tmp/how", "utf8").trim() : "")
Bun.serve({
  port: 8443,
  hostname: "127.0.0.1",
  idleTimeout: 60,
  tls: { key: Bun.file("key.pem"), cert: Bun.file("cert.pem") },
  async fetch(request) {
    const path = new URL(request.url).pathname
    const range = request.headers.get("range")
    appendFileSync("/tmp/asked", path + " " + (range ?? "") + "\\n")
    const file = Bun.file("files" + path)
    if (!(await file.exists())) return new Response("not found", { status: 404 })
    if (how() === "redirect") return Response.redirect("http://127.0.0.1:8443" + path, 302)
    const from = Number(/bytes=(\\d+)-/.exec(range ?? "")?.[1] ?? 0)
    const whole = new Uint8Array(await file.arrayBuffer())
    const bytes = whole.subarray(from)
    if (how() === "wrong") bytes[bytes.length >> 1] ^= 1
    const headers = range === null ? {} : { "content-range": "bytes " + from + "-" + (file.size - 1) + "/" + file.size }
    const status = range === null ? 200 : 206
    if (how() !== "cut") return new Response(bytes, { status, headers })
    const piece = bytes.subarray(0, 1 << 20)
    const body = new ReadableStream({ async start(stream) {
      stream.enqueue(piece)
      while (!request.signal.aborted && arrived(whole) < from + piece.length) await Bun.sleep(10)
      stream.error(new Error("cut"))
    } })
    return new Response(body, { status, headers })
  },
})
console.log("ready")
`
