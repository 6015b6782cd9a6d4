// A real node without a runtime gets CRI-O from an archive of the form that its project publishes: CRI-O itself as it is
// built for other tests, conmon, crun and runc of Debian. pinns, which pods of these tests do not need, is a stand-in.
import { expect, setDefaultTimeout, test } from "bun:test"
import { cpSync, mkdirSync, readdirSync, writeFileSync } from "node:fs"
import { basename, join } from "node:path"
import { bareNode, isServing } from "../nodes/bare-node.ts"
import { needsOfNodes } from "../nodes/nodes.ts"
import { peerProgram, whyNoPeer } from "../peers/peers.ts"
import { cacheDirectory, momentaryDirectory, say } from "../support/cache.ts"
import { mustRun } from "../support/programs.ts"
import { describeReal } from "../support/requirements.ts"
import { localRepository } from "./local-repository.ts"
import { mirror, releaseHost } from "./release-host.ts"

/** Building the image, once, on a busy machine. */
setDefaultTimeout(20 * 60 * 1000)

const version = "1.36.3"
const standIn = "#!/bin/sh\n"

/** templates/latest/cri-o/bundle/10-crio.conf of cri-o/packaging, with conmon in place of conmonrs, which Debian has not. */
const ownConfiguration = `[crio.image]
signature_policy = "/etc/crio/policy.json"

[crio.runtime]
default_runtime = "crun"

[crio.runtime.runtimes.crun]
runtime_path = "/usr/libexec/crio/crun"
runtime_root = "/run/crun"
monitor_path = "/usr/libexec/crio/conmon"

[crio.runtime.runtimes.runc]
runtime_path = "/usr/libexec/crio/runc"
runtime_root = "/run/runc"
monitor_path = "/usr/libexec/crio/conmon"
`

/** Their archive has static programs; Debian's need libraries, which lie with them among the node's tools. */
const libraries = "/opt/bench/crio-root/usr/lib/x86_64-linux-gnu"
const withLibraries = (path: string) =>
  `#!/bin/sh\nexec ${libraries}/ld-linux-x86-64.so.2 --library-path ${libraries} /opt/bench/crio-root/${path} "$@"\n`

/** The directory that must be among the node's tools. */
async function archiveOfCrio(to: string): Promise<string> {
  const work = momentaryDirectory(join(cacheDirectory, "downloads"), "crio-archive")
  const repository = await localRepository("trixie", ["conmon", "crun", "runc"])
  const [unpacked, root] = [join(work, "unpacked"), join(work, "crio-root")]
  for (const name of readdirSync(repository).filter((one) => one.endsWith(".deb"))) {
    await mustRun(["dpkg-deb", "-x", join(repository, name), unpacked])
  }
  // Without links, which would be copied to the node as links to this machine.
  await mustRun(["cp", "-rL", unpacked, root])
  for (const name of ["bin", "etc", "contrib"]) mkdirSync(join(work, "cri-o", name), { recursive: true })
  const bin = (name: string) => join(work, "cri-o/bin", name)
  cpSync(peerProgram("crio", "crio") ?? "", bin("crio"))
  for (const path of ["usr/bin/conmon", "usr/bin/crun", "usr/sbin/runc"]) {
    writeFileSync(bin(basename(path)), withLibraries(path), { mode: 0o755 })
  }
  for (const name of ["conmonrs", "pinns"]) writeFileSync(bin(name), standIn, { mode: 0o755 })
  writeFileSync(join(work, "cri-o/contrib/policy.json"), '{ "default": [{ "type": "insecureAcceptAnything" }] }\n')
  writeFileSync(join(work, "cri-o/etc/10-crio.conf"), ownConfiguration)
  await mustRun(["tar", "-czf", to, "-C", work, "cri-o"])
  return root
}

const reason = whyNoPeer({ crio: ["crio"] })
if (reason !== undefined) say(`skipped: CRI-O from its archive: ${reason}`)

const needs = reason === undefined ? needsOfNodes : { programs: ["a CRI-O that is built"] }

describeReal("a node without a runtime", needs, () => {
  test("gets CRI-O from its project's archive, configured before its first start, and loses it again", async () => {
    const host = await releaseHost("forky", { containerd: "2.1.9", runc: "1.3.6", cniPlugins: "1.9.1" })
    const at = join(host.tool, "files/storage.googleapis.com/cri-o/artifacts")
    mkdirSync(at, { recursive: true })
    const archive = join(at, `cri-o.amd64.v${version}.tar.gz`)
    const root = await archiveOfCrio(archive)
    const sum = (await mustRun(["sha256sum", archive])).split(" ")[0]
    const given = await bareNode("trixie-bare", {
      suite: "trixie",
      packages: ["containerd", "runc", "containernetworking-plugins"],
      withSource: false,
      tools: [host.tool, root],
      // Directories that CRI-O makes when it starts.
      leaves: [
        "/var/lib/containers",
        "/var/lib/crio",
        "/etc/cni",
        "/etc/crio/auth",
        "/etc/crio/policies",
        "/usr/share/containers",
      ],
    })
    const { node } = given
    try {
      await host.start(node)
      await node.put("/root/sums", `${host.sums}${sum}  cri-o.amd64.v${version}.tar.gz\n`, 0o600)
      await node.mustRun(
        "printf '#!/bin/sh\\n' >/usr/local/bin/crictl; chmod 755 /usr/local/bin/crictl; mkdir -p /usr/local/lib/systemd /usr/libexec",
      )
      // The node has neither iptables nor nft.
      await node.mustRun("mkdir -p /etc/crio/crio.conf.d")
      await node.put("/etc/crio/crio.conf.d/50-own.conf", "[crio.runtime]\ndisable_hostport_mapping = true\n")
      await given.remember()

      const applied = await node.run(
        `SSL_CERT_FILE=/opt/bench/release-host/cert.pem criadm apply --yes --install upstream --runtime crio --runtime-release 1.36 --kubernetes-version 1.36 --checksums /root/sums --release-mirror ${mirror}`,
      )

      expect({ ...applied, stdout: "" }).toEqual({ exitCode: 0, stdout: "", stderr: "" })
      await isServing(node, "crio")
      expect(await node.mustRun("crio --version | head -1; systemctl show crio -p FragmentPath --value")).toBe(
        `crio version ${version}\n/usr/local/lib/systemd/system/crio.service\n`,
      )

      expect((await node.run("criadm uninstall --yes")).exitCode).toBe(0)
      await given.asBefore()
    } finally {
      await node.stop()
    }
  })
})
