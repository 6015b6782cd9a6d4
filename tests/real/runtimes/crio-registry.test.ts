// Registries of CRI-O as criadm sets them: a real one pulls over TLS, with certificates that it reads from a directory and a
// password that came by standard input, from a registry itself and from a mirror that wants a token first.
import { describe, expect, setDefaultTimeout, test } from "bun:test"
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { peerProgram, whyNoPeer } from "../peers/peers.ts"
import { diesWithUs, say } from "../support/cache.ts"
import { program } from "../support/criadm-program.ts"
import { run } from "../support/programs.ts"
import { tlsRegistry } from "../support/tls-registry.ts"

setDefaultTimeout(5 * 60 * 1000)

const release = "1.36.3"

/** The node's /etc in a mount namespace of its own; the network is this machine's, for the registries on its loopback. */
const within = `
tree=$1 crio=$2 crictl=$3
shift 3
mount -t tmpfs none /var/lib
mount -t tmpfs none /run
mount -t tmpfs none /opt
mount -t tmpfs none /mnt
cp -a /etc/passwd /etc/group /etc/hosts /mnt/
mount --move /mnt /etc
mkdir -p /run/crio /opt/cni/bin /opt/bin /etc/cni/net.d
cp -a "$tree/etc/." /etc/
cp -a "$tree/opt/." /opt/
PATH=/opt/bin:$PATH
"$crio" --config /dev/null --config-dir /etc/crio/crio.conf.d --storage-driver vfs --cgroup-manager cgroupfs >/run/log 2>&1 &
for _ in $(seq 300); do
  kill -0 $! 2>/dev/null || { tail -3 /run/log; exit 1; }
  "$crictl" -r unix:///run/crio/crio.sock -t 2s version >/dev/null 2>&1 && break
  sleep 0.1
done
for image; do
  "$crictl" -r unix:///run/crio/crio.sock -t 20s pull "$image" >/dev/null 2>/run/why && echo pulled || tail -1 /run/why
done
`

/** What CRI-O looks for when it starts, and does not run for a pull. */
const programs = {
  "opt/bin/conmon": "#!/bin/sh\necho conmon version 2.1.12\n",
  ...Object.fromEntries(
    ["crun", "pinns", "iptables", "nft"].map((name) => [`opt/bin/${name}`, "#!/bin/sh\necho {}\n"]),
  ),
}

const reason = whyNoPeer({ crio: ["crio"], "cri-tools-1.37": ["crictl"] })
if (reason !== undefined) say(`skipped: a real CRI-O pulls with what criadm set: ${reason}`)

describe.skipIf(reason !== undefined)("registries of CRI-O", () => {
  test("are pulled from with certificate and password, second run nothing, taken back whole", async () => {
    const password = `pw${crypto.randomUUID().replaceAll("-", "")}`
    const auth = Buffer.from(`user:${password}`).toString("base64")
    const registry = await tlsRegistry(`user:${password}`, "password")
    const mirror = await tlsRegistry(`user:${password}`, "token")
    const root = mkdtempSync(join(tmpdir(), "criadm-crio-"))
    const files = {
      ...programs,
      ...Object.fromEntries(["crio", "crun", "conmon", "iptables"].map((name) => [`usr/bin/${name}`, "#!/bin/sh\n"])),
      "etc/os-release": "ID=debian\n",
      "usr/lib/systemd/systemd": "",
      "etc/containers/policy.json": '{"default": [{"type": "insecureAcceptAnything"}]}',
      "etc/registries.pem": registry.certificate + mirror.certificate,
    }
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true })
      writeFileSync(join(root, path), text, { mode: 0o755 })
    }
    const hosts = [registry, mirror].map(({ host }) => host)
    const input = JSON.stringify({ auths: Object.fromEntries(hosts.map((host) => [host, { auth }])) })
    const criadm = (...args: readonly string[]) => run([program, ...args, "--root", root], { input })
    const rows = [
      "--registry",
      `${registry.host},ca=/etc/registries.pem,credentials_file=-`,
      "--registry",
      `images.example,mirror=https://${mirror.host},ca=/etc/registries.pem,credentials_file=-`,
    ]
    const asked = [
      "--runtime",
      "crio",
      "--runtime-version",
      release,
      "--sandbox-image",
      "keep",
      "--no-kubelet",
      ...rows,
    ]
    const images = [`${registry.host}/team/tool:1`, "images.example/team/tool:1"]
    const pulls = async () => {
      const own = [peerProgram("crio", "crio") ?? "", peerProgram("cri-tools-1.37", "crictl") ?? ""]
      const namespaces = ["unshare", "--mount", "--pid", "--fork", "--kill-child"]
      const ran = await run([...diesWithUs, ...namespaces, "sh", "-ec", within, "sh", root, ...own, ...images])
      return {
        exitCode: ran.exitCode,
        said: ran.stdout + ran.stderr,
        pulled: ran.stdout.match(/^pulled$/gm)?.length ?? 0,
      }
    }
    try {
      const before = tree(join(root, "etc"))
      const applied = await criadm("apply", "--yes", ...asked)
      expect({ exitCode: applied.exitCode, said: applied.stderr }).toEqual({ exitCode: 0, said: applied.stderr })
      expect(applied.stdout + applied.stderr).not.toContain(auth)
      const again = await criadm("plan", "--detailed-exitcode", ...asked)
      expect({ exitCode: again.exitCode, said: again.stdout }).toEqual({ exitCode: 0, said: again.stdout })

      expect(await pulls()).toMatchObject({ exitCode: 0, pulled: 2 })

      for (const { served } of [registry, mirror])
        expect(served.some((path) => path.includes("/manifests/"))).toBe(true)
      expect(statSync(join(root, "etc/crio/registry-auth.json")).mode & 0o777).toBe(0o600)

      expect((await criadm("rollback", "--yes")).exitCode).toBe(0)
      expect(tree(join(root, "etc"))).toEqual(before)
      expect(await pulls()).toMatchObject({ exitCode: 0, pulled: 0 })
    } finally {
      registry.stop()
      mirror.stop()
      rmSync(root, { recursive: true, force: true })
    }
  })
})

/** Every file below a directory with what is in it. */
function tree(directory: string): Readonly<Record<string, string>> {
  const names = readdirSync(directory, { recursive: true, withFileTypes: true })
  const paths = names.filter((one) => !one.isDirectory()).map(({ parentPath, name }) => join(parentPath, name))
  return Object.fromEntries(paths.map((path) => [path, readFileSync(path, "utf8")]))
}
