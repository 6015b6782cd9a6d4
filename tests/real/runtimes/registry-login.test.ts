// Registries in containerd's own file, and credentials of a registry: a real containerd pulls from one that has a certificate of its own and asks for a password.
// It sends them only once criadm brought them there, and what is secret shows nowhere else.
import { expect, setDefaultTimeout, test } from "bun:test"
import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { messageField, textField } from "../../../src/cri/protobuf.ts"
import { callGrpc } from "../../../src/machine/http2/grpc.ts"
import { criadm } from "../support/criadm-program.ts"
import { needsOfPackages } from "../support/packages.ts"
import { describeReal } from "../support/requirements.ts"
import { tlsRegistry } from "../support/tls-registry.ts"
import { containerdNode } from "./containerd-daemon.ts"
import { triedReleases } from "./containerd-releases.ts"

/** Fetching the packages on a busy machine. */
setDefaultTimeout(10 * 60 * 1000)

/** containerd before 1.5 reads no hosts.toml. */
const releases = triedReleases().filter(({ suite }) => suite !== "bullseye")

const needs = { programs: [...needsOfPackages.programs, "openssl"] }

/** Over CRI, as the kubelet does. */
function pull(socket: string, image: string) {
  return callGrpc({
    socket,
    method: "/runtime.v1.ImageService/PullImage",
    request: messageField(1, textField(1, image)),
    timeoutMilliseconds: 60_000,
  })
}

describeReal("registries in containerd's own file", needs, () => {
  // containerd 2 reads no TLS there.
  test.each(
    releases.filter(({ version }) => version.startsWith("1.")).map((release) => [release.version, release] as const),
  )(
    "are pulled from by containerd %s before they are moved to hosts.toml files and after, with their login",
    async (version, release) => {
      const registry = await tlsRegistry("user:secret", "password")
      const node = await containerdNode(release, "as-packaged")
      const cri = 'plugins."io.containerd.grpc.v1.cri".registry'
      writeFileSync(join(node.root, "etc/registry.pem"), registry.certificate)
      writeFileSync(
        join(node.root, "etc/containerd/config.toml"),
        `version = 2
[${cri}.mirrors."images.example"]
  endpoint = ["https://${registry.host}"] # ours
[${cri}.configs."${registry.host}".tls]
  ca_file = "/etc/registry.pem"
[${cri}.configs."${registry.host}".auth]
  username = "user"
  password = "secret"
`,
      )
      const pulls = async () => {
        registry.served.length = 0
        const daemon = await node.start()
        if (daemon.state === "ended") throw new Error(daemon.log)
        const socket = daemon.sockets().find((path) => path.endsWith("containerd.sock")) ?? ""
        const answer = await pull(socket, "images.example/team/tool:1")
        await daemon.stop()
        return { state: answer.state, served: registry.served.some((path) => path.includes("/manifests/")) }
      }
      try {
        const before = node.files()
        expect(await pulls()).toEqual({ state: "answered", served: true })

        const where = ["--root", node.root, "--runtime", "containerd", "--runtime-version", version]
        const asked = ["--sandbox-image", "keep", "--no-kubelet", "--registry-mirror", "quay.io=https://mirror.example"]
        expect(await criadm("apply", "--yes", ...where, ...asked)).toMatchObject({ exitCode: 0 })

        const text = readFileSync(join(node.root, "etc/containerd/config.toml"), "utf8")
        expect(text).not.toMatch(/mirrors|ca_file/)
        expect(await pulls()).toEqual({ state: "answered", served: true })

        expect((await criadm("rollback", "--yes", "--root", node.root)).exitCode).toBe(0)
        expect(node.files()).toEqual(before)
      } finally {
        node.remove()
        registry.stop()
      }
    },
  )
})

describeReal("credentials of a registry", needs, () => {
  test.each(releases.map((release) => [release.version, release] as const))(
    "are what containerd %s pulls with, second run nothing, taken back whole",
    async (version, release) => {
      const password = `pw${crypto.randomUUID().replaceAll("-", "")}`
      const encoded = Buffer.from(`user:${password}`).toString("base64")
      const registry = await tlsRegistry(`user:${password}`, "password")
      const other = await tlsRegistry(`user:${password}`, "token")
      const node = await containerdNode(release, "as-packaged")
      try {
        mkdirSync(join(node.root, "root"), { recursive: true })
        writeFileSync(join(node.root, "etc/registries.pem"), registry.certificate + other.certificate)
        const auths = Object.fromEntries([registry, other].map(({ host }) => [`https://${host}`, { auth: encoded }]))
        const credentials = join(node.root, "root/auth.json")
        writeFileSync(credentials, JSON.stringify({ auths }))
        chmodSync(credentials, 0o600)
        const before = node.files()
        const where = ["--root", node.root, "--runtime", "containerd", "--runtime-version", version]
        const rows = [registry, other].flatMap(({ host }) => [
          "--registry",
          `${host},ca=/etc/registries.pem,credentials_file=/root/auth.json`,
        ])
        const only = ["--sandbox-image", "keep", "--no-kubelet"]

        const planned = await criadm("plan", ...where, ...only, ...rows)
        const plannedJson = await criadm("plan", ...where, ...only, ...rows, "-o", "json")
        const applied = await criadm("apply", "--yes", ...where, ...only, ...rows, "-o", "json")
        const again = await criadm("plan", "--detailed-exitcode", ...where, ...only, ...rows)

        expect({ exitCode: applied.exitCode, said: applied.stderr }).toEqual({ exitCode: 0, said: applied.stderr })
        expect({ exitCode: again.exitCode, said: again.stderr }).toEqual({ exitCode: 0, said: again.stderr })
        for (const { stdout, stderr } of [planned, plannedJson, applied, again]) {
          expect(stdout + stderr).not.toContain(encoded)
          expect(stdout + stderr).not.toContain(password)
        }
        const written = Object.keys(node.files()).filter((path) => path.endsWith("/hosts.toml"))
        expect(written.map((path) => statSync(join(node.root, path)).mode & 0o777)).toEqual([0o600, 0o600])

        const daemon = await node.start()
        if (daemon.state === "ended") throw new Error(daemon.log)
        try {
          const socket = daemon.sockets().find((path) => path.endsWith("containerd.sock")) ?? ""
          const pullFrom = (host: string) => pull(socket, `${host}/team/tool:1`)
          expect(await pullFrom(registry.host)).toMatchObject({ state: "answered" })
          expect(registry.served.filter((path) => path.includes("/blobs/"))).toHaveLength(2)
          // What the plan says of registries that want a token first.
          expect((await pullFrom(other.host)).state).not.toBe("answered")
          expect(other.served).toEqual([])
          expect(daemon.log()).not.toContain(password)
        } finally {
          await daemon.stop()
        }

        expect((await criadm("rollback", "--yes", "--root", node.root)).exitCode).toBe(0)
        expect(node.files()).toEqual(before)
        expect(readFileSync(credentials, "utf8")).toBe(JSON.stringify({ auths }))
      } finally {
        node.remove()
        registry.stop()
        other.stop()
      }
    },
  )
})
